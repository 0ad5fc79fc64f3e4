import { HttpResponse, http } from "msw";
import type { Schemas } from "@/api/client";
import { answers, records, server } from "@/test/server";

/** What the tests of booking have in common: a small business, a customer with 500 points. */

export const WASH = {
  id: "00000000-0000-4000-8000-00000000b103",
  name: "Exterior Wash",
  price: 35,
  durationMinutes: 30,
  isCore: false,
} satisfies Schemas["Service"];

export const DETAIL = {
  id: "00000000-0000-4000-8000-00000000b101",
  name: "Full Interior Detail",
  price: 150,
  durationMinutes: 180,
  isCore: true,
} satisfies Schemas["Service"];

export const REWARDS = {
  pointsBalance: 500,
  approximateValue: 50,
  pointValue: 0.1,
  minCartTotal: 75,
  requireCoreService: true,
  guardrailMessage: null,
  recentTransactions: [],
} satisfies Schemas["Rewards"];

const OFFERED = [DETAIL, WASH];

type Asked = Pick<Schemas["NewBooking"], "services" | "date" | "time" | "loyalty">;

/** What the server would reckon, at ten cents a point and without guardrails. */
export function quoteOf({ services, date, time, loyalty }: Asked): Schemas["Quote"] {
  const items = services.map(({ serviceId, quantity = 1 }) => {
    const { id, ...facts } = OFFERED.find((one) => one.id === serviceId) ?? WASH;
    return { serviceId: id, quantity, total: facts.price * quantity, ...facts };
  });
  const subtotal = items.reduce((sum, { total }) => sum + total, 0);
  const asked = loyalty?.usePoints ? (loyalty.pointsRequested ?? 0) : 0;
  const pointsUsed = Math.min(asked, subtotal * 10);
  const discount = pointsUsed / 10;
  return {
    date,
    time,
    startsAt: `${date}T16:00:00Z`,
    endsAt: `${date}T16:30:00Z`,
    items,
    subtotal,
    discount,
    pointsUsed,
    total: subtotal - discount,
    loyalty:
      asked === 0
        ? null
        : {
            usePoints: true,
            pointsRequested: asked,
            canRedeem: true,
            pointsUsed,
            discount,
            pointsBalance: 500,
            mostPoints: Math.min(500, subtotal * 10),
            reasonCode: null,
            message: null,
            fix: null,
          },
  };
}

export const bookingOf = (asked: Asked): Schemas["Booking"] => ({
  ...quoteOf(asked),
  id: "00000000-0000-4000-8000-0000000000f1",
  customerId: "00000000-0000-4000-8000-0000000000d1",
  status: "CONFIRMED",
  loyalty: null,
  createdAt: "2026-03-01T10:00:00Z",
});

export const freeTimesOf = (date: string, times: readonly string[]): Schemas["FreeTimes"] => ({
  date,
  timeZone: "America/Chicago",
  durationMinutes: 30,
  items: times.map((time) => ({ time, startsAt: `${date}T${time}:00Z` })),
  message: times.length > 0 ? null : "We are closed on this day.",
});

const OPEN = ["09:30", "10:00", "14:00"];

/** What each day has free; the same every day, unless a test says otherwise. */
export const freeTimes = (on: (date: string) => readonly string[] = () => OPEN): void =>
  server.use(
    http.get("*/api/portal/free-times", ({ request }) => {
      const date = new URL(request.url).searchParams.get("date") ?? "";
      return HttpResponse.json(freeTimesOf(date, on(date)));
    }),
  );

/** A business that is open; what is asked for quotes is kept. */
export function openBusiness({ rewards = REWARDS }: { rewards?: Schemas["Rewards"] } = {}) {
  answers("/api/portal/services", { items: OFFERED, page: 1, pageSize: 100, total: 2 });
  answers("/api/portal/loyalty/summary", rewards);
  freeTimes();
  return records("post", "/api/portal/bookings/quote", ({ body }) => quoteOf(body as Asked));
}

export const accepts = () =>
  records("post", "/api/portal/bookings", ({ body }) => bookingOf(body as Asked), 201);
