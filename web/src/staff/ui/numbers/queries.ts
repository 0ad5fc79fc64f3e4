import { api, type Schemas, unwrap, type WriteHeaders } from "@/api/client";
import { ApiError } from "@/api/errors";

export type Alternative = Schemas["Alternative"];
export type Search = { areaCode: string; contains: string };

/** Empty digits are none asked for. */
export const availableNumbersQuery = ({ areaCode, contains }: Search) => ({
  queryKey: ["available-numbers", areaCode, contains] as const,
  queryFn: () =>
    unwrap(
      api.GET("/api/admin/phone/available-numbers", {
        params: {
          query: { ...(areaCode && { areaCode }), ...(contains && { contains }) },
        },
      }),
    ),
  // What was free a moment ago may be gone.
  staleTime: 0,
  gcTime: 0,
});

/** The number that was bought. */
export async function buyNumber(
  { phoneNumber }: Alternative,
  header: WriteHeaders,
): Promise<string> {
  await unwrap(api.POST("/api/admin/phone/numbers", { params: { header }, body: { phoneNumber } }));
  return phoneNumber;
}

/** What could be bought instead; null where the refusal is about something else. */
export function alternativesOf(error: unknown): Alternative[] | null {
  if (!(error instanceof ApiError) || !("alternatives" in error.body)) {
    return null;
  }
  return (error.body as Schemas["PurchaseRefusal"]).alternatives;
}
