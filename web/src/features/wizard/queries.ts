import { api, type Schemas, unwrap } from "@/api/client";

export type WizardStatus = Schemas["WizardStatus"];
export type Timeline = Schemas["RegistrationTimeline"];

const SECONDS = 1_000;

/**
 * How soon to ask again, while somebody else has the next move. A comfort for who waits on the page:
 * the stream of events tells most changes sooner.
 */
export function pollEvery(status: WizardStatus | undefined): number | false {
  if (status === undefined) {
    return false;
  }
  if (status.unavailable.length > 0) {
    return 10 * SECONDS;
  }
  const isLinking = status.a2pStatus === "APPROVED" && status.hasMessagingService === false;
  if (status.a2pStatus === "SUBMITTED" || isLinking) {
    return 20 * SECONDS;
  }
  const isLineComing = status.hasPhoneNumber === false && status.provisioning?.mode === "MANAGED";
  return isLineComing || status.a2pStatus === "SUSPENDED" ? 60 * SECONDS : false;
}

export const wizardStatusQuery = {
  queryKey: ["wizard", "status"] as const,
  queryFn: () => unwrap(api.GET("/api/admin/setup-wizard/status")),
  refetchInterval: (query: { state: { data: WizardStatus | undefined } }) =>
    pollEvery(query.state.data),
};

/** Tells whose move it is within a review, which a status alone does not. */
export const timelineQuery = {
  queryKey: ["wizard", "timeline"] as const,
  queryFn: () => unwrap(api.GET("/api/admin/a2p/timeline")),
};
