import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/api/client";
import { type Campaign, isPending } from "./status";

/** Reviews take days: often enough to be seen, seldom enough to be no load. */
export const POLL_MILLISECONDS = 20_000;
const EVERY_ITEM = { page: 1, pageSize: 100 } as const;
const RARELY_CHANGES = 10 * 60_000;

/**
 * All that a write may change is under one key. What Twilio itself is asked for is not, so that no
 * save waits for Twilio; a live event, which names only "a2p", refreshes both.
 */
export const REGISTRATION = ["a2p", "registration"] as const;
/** What a write makes stale: the wizard shows the same standing. */
export const REFRESHED_BY_WRITES = [REGISTRATION, ["wizard"]] as const;

const pollIf = (isWaiting: boolean) => (isWaiting ? POLL_MILLISECONDS : (false as const));

export const campaignsQuery = queryOptions({
  queryKey: [...REGISTRATION, "campaigns"],
  queryFn: () => unwrap(api.GET("/api/admin/a2p/campaigns", { params: { query: EVERY_ITEM } })),
  refetchInterval: ({ state }) => pollIf(state.data?.items.some(isPending) ?? false),
});

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...REGISTRATION, "campaign", id],
    queryFn: () =>
      unwrap(
        api.GET("/api/admin/a2p/campaigns/{campaignId}", { params: { path: { campaignId: id } } }),
      ),
    refetchInterval: ({ state }) => pollIf(state.data !== undefined && isPending(state.data)),
  });

/** Polled with its campaign, and asked afresh when that changes. */
export const timelineQuery = (campaign: Campaign) =>
  queryOptions({
    queryKey: [...REGISTRATION, "timeline", campaign.id, campaign.updatedAt],
    queryFn: () =>
      unwrap(
        api.GET("/api/admin/a2p/timeline", { params: { query: { campaignId: campaign.id } } }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollIf(isPending(campaign) || isUnderWay(state.data)),
  });

/** What would be found, were these changes saved. */
export const findingsQuery = (id: string, changes: Schemas["CampaignChanges"]) =>
  queryOptions({
    queryKey: [...REGISTRATION, "findings", id, changes],
    queryFn: () =>
      unwrap(
        api.POST("/api/admin/a2p/campaigns/{campaignId}/checks", {
          params: { path: { campaignId: id }, query: EVERY_ITEM },
          body: changes,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const costsQuery = (id: string) =>
  queryOptions({
    queryKey: [...REGISTRATION, "costs", id],
    queryFn: () =>
      unwrap(
        api.GET("/api/admin/a2p/campaigns/{campaignId}/costs", {
          params: { path: { campaignId: id } },
        }),
      ),
    // Somebody is about to pay: never told from memory.
    staleTime: 0,
    gcTime: 0,
  });

export const submissionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...REGISTRATION, "submissions", id],
    queryFn: () =>
      unwrap(
        api.GET("/api/admin/a2p/campaigns/{campaignId}/submissions", {
          params: { path: { campaignId: id }, query: EVERY_ITEM },
        }),
      ),
  });

export const profileQuery = queryOptions({
  queryKey: [...REGISTRATION, "profile"],
  queryFn: () => unwrap(api.GET("/api/admin/a2p/business-profile")),
  refetchInterval: ({ state }) => pollIf(state.data !== undefined && isBrandPending(state.data)),
});

export const profileFindingsQuery = (profile: Schemas["BusinessProfileInput"]) =>
  queryOptions({
    queryKey: [...REGISTRATION, "profile-findings", profile],
    queryFn: () =>
      unwrap(
        api.POST("/api/admin/a2p/business-profile/checks", {
          params: { query: EVERY_ITEM },
          body: profile,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const driftQuery = queryOptions({
  queryKey: ["a2p", "drift"],
  queryFn: () => unwrap(api.GET("/api/admin/a2p/drift", { params: { query: EVERY_ITEM } })),
});

/** Asks Twilio, so only when somebody wants to know. */
export const differencesQuery = (id: string) =>
  queryOptions({
    queryKey: ["a2p", "differences", id],
    queryFn: () =>
      unwrap(
        api.GET("/api/admin/a2p/campaigns/{campaignId}/diff", {
          params: { path: { campaignId: id }, query: EVERY_ITEM },
        }),
      ),
    gcTime: 0,
  });

export const formQuery = queryOptions({
  queryKey: ["a2p", "form"],
  queryFn: () => unwrap(api.GET("/api/admin/a2p/form")),
  staleTime: RARELY_CHANGES,
});

export const useCasesQuery = queryOptions({
  queryKey: ["a2p", "use-cases"],
  queryFn: () => unwrap(api.GET("/api/admin/a2p/use-cases", { params: { query: EVERY_ITEM } })),
  staleTime: RARELY_CHANGES,
});

/** After the approval a number is registered, which no longer shows in the campaign. */
const isUnderWay = (timeline: Schemas["RegistrationTimeline"] | undefined): boolean =>
  timeline !== undefined && timeline.currentStep !== null && timeline.nextMover !== "TENANT";

const BRAND_PENDING: ReadonlySet<string> = new Set(["PENDING", "IN_REVIEW"]);

const isBrandPending = (profile: Schemas["BusinessProfile"]): boolean =>
  BRAND_PENDING.has(profile.brandStatus) || profile.brandOtp !== null;
