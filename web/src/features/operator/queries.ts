import { api, unwrap } from "@/api/client";

export const tenantsQuery = (page: number) => ({
  queryKey: ["operator", "tenants", page] as const,
  queryFn: () => unwrap(api.GET("/api/operator/tenants", { params: { query: { page } } })),
});

export const lineQuery = (tenantId: string) => ({
  queryKey: ["operator", "line", tenantId] as const,
  queryFn: () =>
    unwrap(api.GET("/api/operator/tenants/{tenantId}/phone", { params: { path: { tenantId } } })),
});
