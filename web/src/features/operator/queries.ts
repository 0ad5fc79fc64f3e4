import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/api/client";

export type Tenant = Schemas["Tenant"];

const MOST_ON_A_PAGE = 100;

export const tenantsQuery = (page: number) => ({
  queryKey: ["operator", "tenants", page] as const,
  queryFn: () => unwrap(api.GET("/api/operator/tenants", { params: { query: { page } } })),
});

/** One of them, which the API tells only in the list; null where there is none with this id. */
export const tenantQuery = (id: string) =>
  queryOptions({
    queryKey: ["operator-tenant", id],
    queryFn: () => findTenant(id),
    staleTime: Number.POSITIVE_INFINITY,
  });

async function findTenant(id: string): Promise<Tenant | null> {
  for (let page = 1; ; page += 1) {
    const query = { page, pageSize: MOST_ON_A_PAGE };
    const told = await unwrap(api.GET("/api/operator/tenants", { params: { query } }));
    const tenant = told.items.find((each) => each.id === id);
    if (tenant !== undefined || page * told.pageSize >= told.total) {
      return tenant ?? null;
    }
  }
}

export const lineQuery = (tenantId: string) => ({
  queryKey: ["operator", "line", tenantId] as const,
  queryFn: () =>
    unwrap(api.GET("/api/operator/tenants/{tenantId}/phone", { params: { path: { tenantId } } })),
});
