import { api, type Schemas, unwrap } from "@/api/client";

const LOYALTY = "/api/admin/loyalty";

export const summaryQuery = {
  queryKey: ["loyalty", "summary"],
  queryFn: () => unwrap(api.GET(`${LOYALTY}/summary`)),
} as const;

export const seriesQuery = (days: number) => ({
  queryKey: ["loyalty", "series", days] as const,
  queryFn: () => unwrap(api.GET(`${LOYALTY}/timeseries`, { params: { query: { days } } })),
});

export const settingsQuery = {
  queryKey: ["loyalty", "settings"],
  queryFn: () => unwrap(api.GET(`${LOYALTY}/settings`)),
} as const;

export const runQuery = (runId: string) => ({
  queryKey: ["loyalty", "port-recovery", runId] as const,
  queryFn: () =>
    unwrap(
      api.GET(`${LOYALTY}/promotions/port-recovery/runs/{runId}`, { params: { path: { runId } } }),
    ),
});

export const CUSTOMERS_PER_PAGE = 20;

export const customersQuery = (search: string, page: number) => ({
  queryKey: ["loyalty", "customers", search, page] as const,
  queryFn: () => {
    const query = { page, pageSize: CUSTOMERS_PER_PAGE, ...(search === "" ? {} : { search }) };
    return unwrap(api.GET("/api/admin/customers", { params: { query } }));
  },
});

export const accountQuery = (customerId: string) => ({
  queryKey: ["loyalty", "account", customerId] as const,
  queryFn: () =>
    unwrap(api.GET(`${LOYALTY}/customers/{customerId}`, { params: { path: { customerId } } })),
});

export const historyQuery = (customerId: string, page: number) => ({
  queryKey: ["loyalty", "history", customerId, page] as const,
  queryFn: async () => {
    const answer = await unwrap(
      api.GET(`${LOYALTY}/customers/{customerId}/transactions`, {
        params: { path: { customerId }, query: { page, pageSize: 20, format: "json" } },
      }),
    );
    // The same address also gives a file, which is text.
    return answer as Schemas["TransactionPage"];
  },
});

/** Where a browser saves a customer's whole history as a table. */
export const historyFile = (customerId: string): string =>
  `${LOYALTY}/customers/${customerId}/transactions?format=csv`;
