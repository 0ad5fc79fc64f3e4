import { ApiError } from "@/api/errors";
import { COPY } from "./copy";
import type { PointsAsked, Wanted } from "./draft";
import type { Quote } from "./queries";

/** Where on the page something is in the way, and what is said there. */
export type Trouble =
  | { about: "points"; message: string; fix: string | null }
  | { about: "amount"; message: string }
  | { about: "time"; message: string }
  | { about: "services"; message: string }
  | { about: "booking"; error: unknown };

/** What takes the focus then: a heading, which stays, or the field. At the button it stays where it is. */
export const ANCHORS = {
  points: "points-title",
  amount: "points-amount",
  time: "time-title",
  services: "services-title",
  booking: null,
} as const satisfies Record<Trouble["about"], string | null>;

export const focusOn = (about: Trouble["about"]): void =>
  document.getElementById(ANCHORS[about] ?? "")?.focus();

type Choice = { wanted: readonly Wanted[]; time: string | null; points: PointsAsked };

/** What is missing before there is anything to send, in the order of the page. */
export function gapIn({ wanted, time, points }: Choice): Trouble | null {
  if (wanted.length === 0) {
    return { about: "services", message: COPY.services.missing };
  }
  if (time === null) {
    return { about: "time", message: COPY.when.missing };
  }
  if (points.kind === "invalid") {
    return { about: "amount", message: COPY.points.invalid };
  }
  return points.kind === "unknown"
    ? { about: "points", message: COPY.points.failed, fix: null }
    : null;
}

/** What the price says of the points that were asked for: the booking would be refused for it. */
export function blockIn({ loyalty }: Quote): Trouble | null {
  return loyalty === null || loyalty.canRedeem
    ? null
    : { about: "points", message: loyalty.message ?? COPY.points.blocked, fix: loyalty.fix };
}

const POINTS_CODES = new Set([
  "LOYALTY_REDEMPTION_BLOCKED",
  "INSUFFICIENT_POINTS",
  "REDEMPTION_REVERSED",
]);

/** A refusal, of a quote or of the booking itself. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) {
    return { about: "booking", error };
  }
  if (POINTS_CODES.has(error.code)) {
    return { about: "points", ...wordsOf(error) };
  }
  if (error.code === "SLOT_TAKEN") {
    return { about: "time", message: error.message };
  }
  const { date, time } = error.fields;
  const ofTime = time?.[0] ?? date?.[0];
  if (ofTime !== undefined) {
    return { about: "time", message: ofTime };
  }
  const ofServices = Object.entries(error.fields).find(([name]) => name.startsWith("services"));
  return ofServices === undefined
    ? { about: "booking", error }
    : { about: "services", message: ofServices[1][0] ?? error.message };
}

/** One refusal has its code in the sentence's place, and the sentence beside it. No code is shown. */
function wordsOf(error: ApiError): { message: string; fix: string | null } {
  const body: object & { message?: unknown; fix?: unknown } = { ...error.body };
  const sentence = error.message === error.code ? COPY.points.blocked : error.message;
  return {
    message: typeof body.message === "string" ? body.message : sentence,
    fix: typeof body.fix === "string" ? body.fix : null,
  };
}
