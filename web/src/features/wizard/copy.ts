import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";

type StepState = Schemas["Step"]["state"];
type StepId = Schemas["Step"]["id"];

export const COPY = {
  title: "Set-up wizard",
  lead: "Three steps until customers can call you, text you and collect points.",
  progress: (done: number, total: number) => `${done} of ${total} done`,
  allDone: "You’re all set. Come back whenever you want to change something.",
  steps: "Steps",
  stepNumber: (position: number) => `Step ${position}:`,
  open: { COMPLETE: "Review", PARTIAL: "Continue", NOT_STARTED: "Start", UNKNOWN: "Open" } as const,
  notAnswering: "Not answering right now",
  notAnsweringText:
    "This part isn’t answering right now. Everything else on this page is up to date, and we keep asking.",

  profile: {
    lead: "Carriers want to know who is texting: your legal name, tax number, address and a contact.",
    COMPLETE: "Your business profile is complete.",
    PARTIAL: "Your business profile is begun. Some details are still missing.",
    NOT_STARTED: "Tell us who your business is. It takes about five minutes.",
    action: {
      COMPLETE: "Review business profile",
      PARTIAL: "Finish business profile",
      NOT_STARTED: "Fill in business profile",
      UNKNOWN: "Go to business profile",
    },
  },
  loyalty: {
    lead: "Decide what points are worth, and which bookings they can be used on.",
    COMPLETE: "Your loyalty program follows your own rules.",
    PARTIAL: "Your loyalty program isn’t complete yet.",
    NOT_STARTED: "Your loyalty program runs with our usual rules. Make it yours when you like.",
    action: {
      COMPLETE: "Review loyalty settings",
      PARTIAL: "Finish loyalty settings",
      NOT_STARTED: "Set up loyalty",
      UNKNOWN: "Go to loyalty settings",
    },
  },
  phone: {
    COMPLETE: (number: string | null) =>
      number === null
        ? "Your line is set up for calls and texts."
        : `${formatPhone(number)} is set up for calls and texts.`,
    PARTIAL: "Some of it is in place. You can go on and finish the rest later.",
    NOT_STARTED: "Get a number, decide who answers it, and register to send texts.",
  },
  unknown: "We can’t tell right now how far this step is.",

  continueTo: (title: string) => `Continue to ${title}`,
  laterTitle: "You can continue and come back to this.",
  laterText: "Until all of it is in place, texts may not reach your customers.",

  line: {
    title: "Business Line & SMS Number",
    ready: "Number assigned",
    preparing: "Being prepared for you",
    notChosen: "No number yet",
    textingOn: "Messaging service linked",
    textingOff: "Messaging service not linked yet",
    request: "Request Auto-Provisioned Number",
    close: "Close the search",
    manage: "Manage numbers",
  },
  routing: {
    title: "Inbound Routing & IVR",
    lead: "Incoming calls go to:",
    IVR: "IVR menu",
    VOICEMAIL: "Voicemail",
    FORWARD: "Direct forward",
    action: "Go to IVR Config",
  },
  registration: {
    title: "A2P Registration Status",
    action: "Go to the A2P page",
  },

  checklist: {
    title: "What texting needs",
    done: "Done",
    PHONE_NUMBER: "A phone number",
    MESSAGING_SERVICE: "A messaging service",
    A2P_APPROVAL: "A2P approval",
  },
  movers: {
    TENANT: "Your move",
    US: "Our move",
    CARRIERS: "Carriers’ move",
    SUPPORT: "Support’s move",
  },
  moves: {
    numberManaged:
      "We’re preparing your line, and we’ll tell you once it’s ready. There’s nothing for you to do.",
    numberSelfService: "Choose a number above, under Business Line & SMS Number.",
    chooseNumber: "Choose a number",
    serviceLater: "We link it ourselves once your campaign is submitted.",
    serviceDuringReview: "We link it ourselves during the review.",
    serviceAfterFix: "We link it ourselves once your campaign is on its way again.",
    serviceNow: "Your campaign is approved. Link the messaging service on the phone page.",
    linkService: "Link messaging service",
    campaignNew: "Fill out your campaign info.",
    campaignReady: "Submit your campaign.",
    campaignReview: "Carriers are reviewing your campaign. There’s nothing for you to do.",
    campaignFix: "Fix what was rejected, then resubmit.",
    campaignRetry: "Submitting didn’t work. Try again.",
    campaignSuspended: "Carriers suspended your campaign. Contact support.",
    campaignSupport: "This can’t be fixed from here. Contact support.",
    openA2p: "Open the A2P page",
    unknown: "Not answering right now; we keep asking.",
  },
};

export const STEP_STATES: Readonly<Record<StepState, string>> = {
  COMPLETE: "Done",
  PARTIAL: "Partially configured",
  NOT_STARTED: "Not started",
  UNKNOWN: COPY.notAnswering,
};

export const STEP_SLUGS: Readonly<Record<StepId, string>> = {
  BUSINESS_PROFILE: "business-profile",
  PHONE_AND_SMS: "phone-sms",
  LOYALTY: "loyalty",
};

export const NO_CAMPAIGN = "No campaign yet";
