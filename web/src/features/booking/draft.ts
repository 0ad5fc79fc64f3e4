import type { Schemas } from "@/api/client";

/** What somebody has chosen so far; everything of a booking but who it is for. */
export type Draft = {
  quantities: Readonly<Record<string, number>>;
  date: string | null;
  time: string | null;
  points: PointsWish;
};

/** `amount` is what stands in the field, whether or not it is a number yet. */
export type PointsWish = { use: boolean; mode: "most" | "exact"; amount: string };

export type Wanted = { serviceId: string; quantity: number };

export const MOST_PER_SERVICE = 20;
export const NO_POINTS: PointsWish = { use: false, mode: "most", amount: "" };
export const EMPTY: Draft = { quantities: {}, date: null, time: null, points: NO_POINTS };

/** In the catalogue's order; what is offered no longer falls away. */
export function wantedOf(draft: Draft, services: readonly Schemas["Service"][]): Wanted[] {
  return services.flatMap(({ id }) => {
    const quantity = draft.quantities[id] ?? 0;
    return quantity > 0 ? [{ serviceId: id, quantity }] : [];
  });
}

/** As an address says it, to the API and to this page: `id`, `id:2`. */
export const spell = (wanted: readonly Wanted[]): string[] =>
  wanted.map(({ serviceId, quantity }) =>
    quantity === 1 ? serviceId : `${serviceId}:${quantity}`,
  );

export function unspell(spelled: string): Record<string, number> {
  const entries = spelled.split(",").flatMap((part): [string, number][] => {
    const [id = "", quantity = "1"] = part.split(":");
    return id !== "" && isQuantity(Number(quantity)) ? [[id, Number(quantity)]] : [];
  });
  return Object.fromEntries(entries);
}

export const isQuantity = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_PER_SERVICE;

/**
 * What the wish for points comes to. "Most" asks for all there are: the server takes no more than
 * the booking needs, so the wish stays the same while services come and go.
 */
export type PointsAsked =
  | { kind: "none" }
  | { kind: "some"; points: number }
  | { kind: "unknown" }
  | { kind: "invalid" };

export function pointsAsked(wish: PointsWish, balance: number | undefined): PointsAsked {
  if (!wish.use || balance === 0) {
    return { kind: "none" };
  }
  if (wish.mode === "most") {
    return balance === undefined ? { kind: "unknown" } : { kind: "some", points: balance };
  }
  const points = /^\d{1,9}$/.test(wish.amount.trim()) ? Number(wish.amount) : 0;
  return points > 0 ? { kind: "some", points } : { kind: "invalid" };
}

type Choice = { wanted: readonly Wanted[]; date: string; time: string; points: PointsAsked };

export function requestOf({ wanted, date, time, points }: Choice): Schemas["NewBooking"] {
  const request = { services: [...wanted], date, time };
  return points.kind === "some"
    ? { ...request, loyalty: { usePoints: true, pointsRequested: points.points } }
    : request;
}
