import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/api/client";

export type Transaction = Schemas["Transaction"];

export const PAGE_SIZE = 20;

/** Newest first. By number of page, so that a refresh of all that is shown has no gaps. */
export const historyQuery = infiniteQueryOptions({
  queryKey: ["rewards", "history"],
  queryFn: ({ pageParam }) =>
    unwrap(
      api.GET("/api/portal/loyalty/transactions", {
        params: { query: { page: pageParam, pageSize: PAGE_SIZE } },
      }),
    ),
  initialPageParam: 1,
  getNextPageParam: ({ page, pageSize, total }) => (page * pageSize < total ? page + 1 : undefined),
});

/** Each entry once: one that came meanwhile moves those before it to the next page. */
export function entriesOf(pages: readonly { items: readonly Transaction[] }[]): Transaction[] {
  const byId = new Map(pages.flatMap((page) => page.items).map((entry) => [entry.id, entry]));
  return [...byId.values()];
}
