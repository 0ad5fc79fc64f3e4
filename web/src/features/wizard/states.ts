import type { Schemas } from "@/api/client";
import { CAMPAIGN_STATUSES } from "@/staff/campaignStatus";
import type { Tone } from "@/staff/ui/StatusPill";
import { COPY, NO_CAMPAIGN, STEP_SLUGS } from "./copy";
import type { WizardStatus } from "./queries";

export type Step = Schemas["Step"];
type Pill = { tone: Tone; words: string };

export const STEP_TONES: Readonly<Record<Step["state"], Tone>> = {
  COMPLETE: "good",
  PARTIAL: "attention",
  NOT_STARTED: "neutral",
  UNKNOWN: "neutral",
};

const NOT_ANSWERING: Pill = { tone: "neutral", words: COPY.notAnswering };

export function linePill({ hasPhoneNumber, provisioning }: WizardStatus): Pill {
  if (hasPhoneNumber === null) {
    return NOT_ANSWERING;
  }
  if (hasPhoneNumber) {
    return { tone: "good", words: COPY.line.ready };
  }
  return provisioning?.mode === "SELF_SERVICE"
    ? { tone: "neutral", words: COPY.line.notChosen }
    : { tone: "waiting", words: COPY.line.preparing };
}

export function registrationPill({ a2pStatus, unavailable }: WizardStatus): Pill {
  if (a2pStatus !== null) {
    const { tone, name } = CAMPAIGN_STATUSES[a2pStatus];
    return { tone, words: name };
  }
  return unavailable.includes("a2p") ? NOT_ANSWERING : { tone: "neutral", words: NO_CAMPAIGN };
}

export const doneOf = (steps: readonly Step[]): number =>
  steps.filter((step) => step.state === "COMPLETE").length;

/** The step that the address names, or else the first that is not done; none once all are. */
export function openStep(steps: readonly Step[], slug: string | null): Step | undefined {
  return (
    steps.find((step) => STEP_SLUGS[step.id] === slug) ??
    steps.find((step) => step.state !== "COMPLETE")
  );
}
