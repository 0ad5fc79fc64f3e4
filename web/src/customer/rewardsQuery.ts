import { api, type Schemas, unwrap } from "@/api/client";

export type Rewards = Schemas["Rewards"];

/** What the customer has, what it is worth, and when it may be used. */
export const rewardsQuery = {
  queryKey: ["rewards", "summary"],
  queryFn: (): Promise<Rewards> => unwrap(api.GET("/api/portal/loyalty/summary")),
} as const;
