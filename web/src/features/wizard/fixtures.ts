import type { Schemas } from "@/api/client";
import type { WizardStatus } from "./queries";

type Given = {
  hasPhoneNumber?: boolean | null;
  hasMessagingService?: boolean | null;
  a2pStatus?: WizardStatus["a2pStatus"];
  mode?: Schemas["Provisioning"]["mode"];
};
type StepState = Schemas["Step"]["state"];

const LAST_ERROR = "The opt-in was not clear.";

/** As the API words them; a setback begins with the last error. */
export const HINTS = {
  NONE: "Fill out your campaign info on the A2P page to start sending texts.",
  DRAFT: "Fill out your campaign info on the A2P page.",
  READY_TO_SUBMIT: "Looks good! Submit now from the A2P page to unlock high-volume SMS.",
  SUBMITTED: "Your campaign is under review. Most reviews take 10–15 business days.",
  APPROVED: "✅ You’re fully registered for A2P 10DLC.",
  REJECTED: `${LAST_ERROR} Fix it on the A2P page and resubmit.`,
  ERROR: `${LAST_ERROR} See the A2P page, then try again.`,
  SUSPENDED: "Carriers suspended your campaign, so no texts go out. Contact support.",
} as const;

const MESSAGES = {
  MANAGED:
    "Phone provisioning is currently managed for you. We’ll notify you once your line is ready.",
  SELF_SERVICE: "You don’t have a line yet. Choose a number and we’ll set it up for you.",
} as const;
export const LINE_READY = "Your line is ready.";

export const MANAGED_MESSAGE = MESSAGES.MANAGED;
export const SELF_SERVICE_MESSAGE = MESSAGES.SELF_SERVICE;

/** The status of a tenant that has these pieces. */
export function statusOf(given: Given = {}): WizardStatus {
  const { hasPhoneNumber = false, hasMessagingService = false, a2pStatus = null } = given;
  const mode = given.mode ?? "MANAGED";
  const pieces = {
    PHONE_NUMBER: hasPhoneNumber,
    MESSAGING_SERVICE: hasMessagingService,
    A2P_APPROVAL: a2pStatus === "APPROVED",
  };
  const state = stateOf(Object.values(pieces));
  const isStopped = a2pStatus === "REJECTED" || a2pStatus === "ERROR";
  return {
    hasPhoneConfig: true,
    hasPhoneNumber,
    phoneNumber: hasPhoneNumber ? "+15125550123" : null,
    hasMessagingService,
    messagingServiceSid: hasMessagingService ? "MG00000000000000000000000000000001" : null,
    a2pStatus,
    a2pLastError: isStopped ? LAST_ERROR : null,
    a2pHint: HINTS[a2pStatus ?? "NONE"],
    missingPieces: (["PHONE_NUMBER", "MESSAGING_SERVICE", "A2P_APPROVAL"] as const).filter(
      (piece) => pieces[piece] === false,
    ),
    routing: {
      mode: "VOICEMAIL",
      summary: "Callers hear your greeting and can leave a voicemail.",
    },
    provisioning: { mode, message: hasPhoneNumber ? LINE_READY : MESSAGES[mode] },
    steps: stepsOf("NOT_STARTED", state, "NOT_STARTED"),
    step2: { state },
    unavailable: [],
  };
}

export function stepsOf(profile: StepState, phone: StepState, loyalty: StepState) {
  return [
    { id: "BUSINESS_PROFILE", title: "Business profile", state: profile },
    { id: "PHONE_AND_SMS", title: "Phone & SMS", state: phone },
    { id: "LOYALTY", title: "Loyalty", state: loyalty },
  ] satisfies Schemas["Step"][];
}

/** The rule of step 2. */
export function stateOf(pieces: readonly (boolean | null)[]): StepState {
  if (pieces.includes(null)) {
    return "UNKNOWN";
  }
  if (pieces.every(Boolean)) {
    return "COMPLETE";
  }
  return pieces.some(Boolean) ? "PARTIAL" : "NOT_STARTED";
}

export const timeline = (
  nextMover: Schemas["RegistrationTimeline"]["nextMover"],
  nextMove: string,
): Schemas["RegistrationTimeline"] => ({
  campaignId: null,
  currentStep: "BRAND",
  nextMover,
  nextMove,
  steps: [],
  unavailable: [],
});
