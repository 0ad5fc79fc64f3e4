import { api, type Schemas, unwrap } from "@/api/client";

export type Status = Schemas["StaffBooking"]["status"];

export type Filter = { status: Status | null; from: string; page: number };

export const bookingsQuery = ({ status, from, page }: Filter) => ({
  queryKey: ["bookings", status, from, page] as const,
  queryFn: () => {
    const query = {
      page,
      ...(status === null ? {} : { status }),
      ...(from === "" ? {} : { from }),
    };
    return unwrap(api.GET("/api/admin/bookings", { params: { query } }));
  },
});
