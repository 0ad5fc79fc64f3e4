import type { Schemas } from "@/api/client";
import { CAMPAIGN_STATUSES } from "@/staff/campaignStatus";
import type { Tone } from "@/staff/ui/StatusPill";
import { COPY, STATUS_COPY } from "./copy";

export type Campaign = Schemas["Campaign"];
export type CampaignStatus = Campaign["status"];
export type Action = "submit" | "refresh" | "resubmit";

/** Null where the action is open; else why it is not, to be read after the action's name. */
export type Closed = string | null;

type Standing = {
  name: string;
  tone: Tone;
  sentence: string;
  actions: Readonly<Record<Action, Closed>>;
};

const OPEN = null;
const { sentences } = STATUS_COPY;

/** The one table of what each status means and allows. */
export const STANDINGS: Readonly<Record<CampaignStatus, Standing>> = {
  DRAFT: {
    ...CAMPAIGN_STATUSES.DRAFT,
    sentence: sentences.DRAFT,
    actions: {
      submit: STATUS_COPY.notReady,
      refresh: STATUS_COPY.neverSubmitted,
      resubmit: STATUS_COPY.onlyAfterRefusal,
    },
  },
  READY_TO_SUBMIT: {
    ...CAMPAIGN_STATUSES.READY_TO_SUBMIT,
    sentence: sentences.READY_TO_SUBMIT,
    actions: {
      submit: OPEN,
      refresh: STATUS_COPY.neverSubmitted,
      resubmit: STATUS_COPY.onlyAfterRefusal,
    },
  },
  SUBMITTED: {
    ...CAMPAIGN_STATUSES.SUBMITTED,
    sentence: sentences.SUBMITTED,
    actions: {
      submit: STATUS_COPY.alreadySubmitted,
      refresh: OPEN,
      resubmit: STATUS_COPY.onlyAfterRefusal,
    },
  },
  APPROVED: {
    ...CAMPAIGN_STATUSES.APPROVED,
    sentence: sentences.APPROVED,
    actions: {
      submit: STATUS_COPY.alreadySubmitted,
      refresh: OPEN,
      resubmit: STATUS_COPY.onlyAfterRefusal,
    },
  },
  REJECTED: {
    ...CAMPAIGN_STATUSES.REJECTED,
    sentence: sentences.REJECTED,
    actions: { submit: STATUS_COPY.useResubmit, refresh: OPEN, resubmit: OPEN },
  },
  ERROR: {
    ...CAMPAIGN_STATUSES.ERROR,
    sentence: sentences.ERROR,
    actions: {
      submit: STATUS_COPY.useResubmit,
      refresh: STATUS_COPY.nothingUnderReview,
      resubmit: OPEN,
    },
  },
  SUSPENDED: {
    ...CAMPAIGN_STATUSES.SUSPENDED,
    sentence: sentences.SUSPENDED,
    actions: {
      submit: STATUS_COPY.alreadySubmitted,
      refresh: STATUS_COPY.suspended,
      resubmit: STATUS_COPY.suspended,
    },
  },
};

/** For a word that this build does not know yet: says so, and offers nothing. */
const UNKNOWN: Standing = {
  name: COPY.checking,
  tone: "neutral",
  sentence: STATUS_COPY.unknown,
  actions: {
    submit: STATUS_COPY.checking,
    refresh: STATUS_COPY.checking,
    resubmit: STATUS_COPY.checking,
  },
};

export function standingOf(status: string): Standing {
  return Object.hasOwn(STANDINGS, status) ? STANDINGS[status as CampaignStatus] : UNKNOWN;
}

/** What may be done with a campaign: by its status, unless carriers made a rejection final. */
export function actionsOf(campaign: Campaign): Readonly<Record<Action, Closed>> {
  const { actions } = standingOf(campaign.status);
  const final = campaign.rejectionReasons.find((reason) => !reason.canResubmit);
  return actions.resubmit === OPEN && final !== undefined
    ? { ...actions, resubmit: STATUS_COPY.final(final.message) }
    : actions;
}

const EDITABLE: ReadonlySet<string> = new Set(["DRAFT", "READY_TO_SUBMIT", "REJECTED", "ERROR"]);

export const isEditable = (campaign: Campaign): boolean => EDITABLE.has(campaign.status);

export const isDeletable = (campaign: Campaign): boolean => campaign.submittedAt === null;

/** Whether its status may change without anybody here doing something. */
export const isPending = (campaign: Campaign): boolean =>
  campaign.status === "SUBMITTED" || campaign.manualTask !== null;
