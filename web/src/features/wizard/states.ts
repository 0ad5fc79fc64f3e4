import type { Schemas } from "@/api/client";
import type { Tone } from "@/staff/ui/StatusPill";
import { A2P_WORDS, COPY, NO_CAMPAIGN, STEP_SLUGS } from "./copy";
import type { WizardStatus } from "./queries";

export type Step = Schemas["Step"];
type Pill = { tone: Tone; words: string };

export const STEP_TONES: Readonly<Record<Step["state"], Tone>> = {
  COMPLETE: "good",
  PARTIAL: "attention",
  NOT_STARTED: "neutral",
  UNKNOWN: "neutral",
};

const A2P_TONES: Readonly<Record<NonNullable<WizardStatus["a2pStatus"]>, Tone>> = {
  DRAFT: "neutral",
  READY_TO_SUBMIT: "attention",
  SUBMITTED: "waiting",
  APPROVED: "good",
  REJECTED: "bad",
  ERROR: "bad",
  SUSPENDED: "bad",
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
    return { tone: A2P_TONES[a2pStatus], words: A2P_WORDS[a2pStatus] };
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
