import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/api/client";

export type Booking = Schemas["Booking"];

/** The customer's own, latest start first. */
export const myBookingsQuery = infiniteQueryOptions({
  queryKey: ["my-bookings"],
  queryFn: ({ pageParam }) =>
    unwrap(
      api.GET("/api/portal/bookings", { params: { query: { page: pageParam, pageSize: 20 } } }),
    ),
  initialPageParam: 1,
  getNextPageParam: ({ page, pageSize, total }) => (page * pageSize < total ? page + 1 : undefined),
});

/** Each once: a new one moves those before it to the next page. */
export function bookingsOf(pages: readonly Schemas["BookingPage"][]): Booking[] {
  const byId = new Map(pages.flatMap(({ items }) => items).map((booking) => [booking.id, booking]));
  return [...byId.values()];
}
