import { keepPreviousData, queryOptions, skipToken } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/api/client";
import { spell, type Wanted } from "./draft";

export type Service = Schemas["Service"];
export type Booking = Schemas["Booking"];
export type Quote = Schemas["Quote"];
export type BookingRequest = Schemas["NewBooking"];

const MOST_ON_A_PAGE = 100;

/** The whole catalogue: nobody books from a page of it. */
async function listServices(): Promise<Service[]> {
  const services: Service[] = [];
  for (let page = 1; ; page += 1) {
    const query = { page, pageSize: MOST_ON_A_PAGE };
    const { items, total } = await unwrap(api.GET("/api/portal/services", { params: { query } }));
    services.push(...items);
    if (items.length === 0 || services.length >= total) {
      return services;
    }
  }
}

export const servicesQuery = queryOptions({
  queryKey: ["booking", "services"],
  queryFn: listServices,
  staleTime: 60_000,
});

/** When these services could start on a day. The same day's times stay while the services change. */
export const freeTimesQuery = (wanted: readonly Wanted[], date: string) =>
  queryOptions({
    queryKey: ["booking", "free-times", spell(wanted), date],
    queryFn: () =>
      unwrap(
        api.GET("/api/portal/free-times", {
          params: { query: { date, services: spell(wanted) } },
          querySerializer: { array: { style: "form", explode: false } },
        }),
      ),
    enabled: wanted.length > 0,
    placeholderData: (previous, query) => (query?.queryKey[3] === date ? previous : undefined),
  });

/** The same for several days at once, shared with each of them alone. */
export const freeDaysQuery = (wanted: readonly Wanted[], days: readonly string[]) =>
  queryOptions({
    queryKey: ["booking", "free-times", spell(wanted), days],
    queryFn: ({ client }) =>
      Promise.all(days.map((day) => client.fetchQuery(freeTimesQuery(wanted, day)))),
    enabled: wanted.length > 0,
    placeholderData: (previous, query) =>
      query?.queryKey[3]?.[0] === days[0] ? previous : undefined,
  });

/** What a booking would cost, by the server's own reckoning. */
export const quoteQuery = (request: BookingRequest | null) =>
  queryOptions({
    queryKey: ["booking", "quote", request],
    queryFn:
      request === null
        ? skipToken
        : () => unwrap(api.POST("/api/portal/bookings/quote", { body: request })),
    placeholderData: keepPreviousData,
  });
