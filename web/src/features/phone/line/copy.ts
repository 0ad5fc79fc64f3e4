import type { Schemas } from "@/api/client";
import { formatPhone } from "@/shared/format";

type Registration = Schemas["Number"]["registrationStatus"];

export const COPY = {
  numbers: {
    title: "Your numbers",
    none: "No number yet",
    noneManaged: "We’re preparing your line, and we’ll tell you once it’s ready.",
    noneSelfService: "Add a number, and customers can call it right away.",
    primary: "Main number",
    protected: "Protected",
    protectedWhy:
      "This line was live before ServicePro. It keeps working as it always has, and nothing here changes it.",
    canSend: "Can send texts today",
    cannotSend: "Can’t send texts yet",
    toA2p: "Go to the A2P page",
    add: "Add a number",
    closeAdd: "Close the search",
    managed: "Numbers are chosen for you. Ask support if you need another one.",
  },
  service: {
    title: "Messaging service",
    linked: "Linked: texts go out through it.",
    notLinked: "Not linked yet. It’s linked by itself while your campaign is registered.",
    link: "Link messaging service",
    nowLinked: "Messaging service linked",
    notLinkedNow: "The messaging service wasn’t linked",
    details: "Details for support",
  },
  health: {
    title: "Line health",
    lead: "What’s set at Twilio at this moment, beside what it should be.",
    healthy: "All good",
    broken: "Needs attention",
    unclear: "Not checked",
    noLine: "There’s no line to check yet.",
    notAnswering:
      "Twilio isn’t answering right now. What’s below is what we know ourselves; check again in a moment.",
    checkedAt: (when: string) => `Checked ${when}`,
    check: "Check again",
    repair: "Repair line",
    repaired: "Line repaired",
    stillBroken: "Something is still not right. See below.",
    notRepaired: "The line wasn’t repaired",
    nothingToRepair: "Nothing needs repair.",
    onlyProtected: "A protected line is only looked at, never changed.",
    onlySupport: "This can’t be repaired from here. Contact support.",
    serviceTitle: "Messaging service",
    lastIn: "Last call or text in",
    lastOut: "Last text out",
    lastError: "Last error",
    never: "None yet",
    noError: "None",
  },
  test: {
    title: "Send a test message",
    lead: "Sends one text to a phone of yours, and follows it until it’s there.",
    to: "Mobile number",
    toHint: "Like (512) 555-0123",
    toMissing: "Say which number the text goes to.",
    send: "Send test message",
    notSent: "The test message wasn’t sent",
    result: (to: string) => `Test message to ${formatPhone(to)}`,
    noNumber: "You have no number to send from yet.",
  },
};

export const REGISTRATIONS: Readonly<Record<Registration, string>> = {
  EXTERNAL: "Registered before ServicePro",
  UNREGISTERED: "Not registered yet",
  PENDING: "Being registered",
  REGISTERED: "Registered",
  FAILED: "Registration refused",
};

/** Each check of the line: how it reads when it holds, when it doesn’t, and when nobody can say. */
export const CHECKS = {
  isOwned: {
    good: "The number is in our account",
    bad: "The number is no longer in our account",
    unknown: "Not known whether the number is in our account",
  },
  hasOurWebhooks: {
    good: "Calls and texts reach ServicePro",
    bad: "Calls and texts don’t reach ServicePro",
    unknown: "Not known whether calls and texts reach ServicePro",
    protected: "Calls and texts go where they always went",
  },
  isInPool: {
    good: "Connected to the messaging service",
    bad: "Not connected to the messaging service",
    unknown: "No messaging service to connect to yet",
    protected: "Connected as it always was",
  },
  exists: {
    good: "The messaging service is in our account",
    bad: "The messaging service is no longer in our account",
    unknown: "Not known whether the messaging service is there",
  },
  serviceWebhooks: {
    good: "Replies and delivery reports reach ServicePro",
    bad: "Replies and delivery reports don’t reach ServicePro",
    unknown: "Not known whether replies reach ServicePro",
    protected: "Replies go where they always went",
  },
} as const;
