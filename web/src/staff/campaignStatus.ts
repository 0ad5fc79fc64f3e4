import type { Schemas } from "@/api/client";
import type { Tone } from "./ui/StatusPill";

type Status = Schemas["Campaign"]["status"];

/** What each status of a campaign is called, and how it looks, wherever it stands. */
export const CAMPAIGN_STATUSES: Readonly<Record<Status, { name: string; tone: Tone }>> = {
  DRAFT: { name: "Draft", tone: "neutral" },
  READY_TO_SUBMIT: { name: "Ready", tone: "attention" },
  SUBMITTED: { name: "Submitted", tone: "waiting" },
  APPROVED: { name: "Approved", tone: "good" },
  REJECTED: { name: "Rejected", tone: "bad" },
  ERROR: { name: "Error", tone: "bad" },
  SUSPENDED: { name: "Suspended", tone: "bad" },
};
