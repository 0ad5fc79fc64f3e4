import { formatMoney, formatNumber } from "@/shared/format";

/** Every word of the page. Sentences that depend on a case come from the API. */
export const COPY = {
  title: "A2P registration",
  lead: "US carriers deliver business texts only from registered senders. Tell them who you are and what you send; we hand it over and follow it up.",
  sections: "Parts of the registration",
  campaigns: "Campaigns",
  business: "Your business",

  yourCampaigns: "Your campaigns",
  newCampaign: "New campaign",
  newCampaignName: "Campaign name",
  newCampaignHint: "Only you see it. Name it after what you send, such as “Appointment reminders”.",
  create: "Create campaign",
  created: "Campaign created",
  cancel: "Cancel",
  primary: "Primary",
  noCampaign: "No campaign yet",
  noCampaignHelp:
    "A campaign tells carriers what you text your customers, and how they agreed to it. Start with a name; we check the rest as you type.",
  tooMany: (shown: number, total: number) =>
    `The first ${formatNumber(shown)} of ${formatNumber(total)} campaigns.`,

  delete: "Delete draft",
  deleteTitle: "Delete this draft?",
  deleteHelp: (name: string) =>
    `“${name}” and everything written in it is gone for good. Nothing was sent to carriers.`,
  deleted: "Draft deleted",

  movers: {
    TENANT: "Your move",
    US: "We are on it",
    CARRIERS: "With the carriers",
    SUPPORT: "Contact support",
  } as Readonly<Record<string, string>>,
  details: "Details",
  toField: (name: string) => `Go to “${name}”`,
  suspendedUntil: (day: string, left: string) =>
    `Carriers delete this campaign for good on ${day}: ${left} left.`,
  daysLeft: (days: number) => (days === 1 ? "1 day" : `${formatNumber(days)} days`),
  hoursLeft: (hours: number) => (hours === 1 ? "1 hour" : `${formatNumber(hours)} hours`),
  lessThanAnHour: "less than an hour",

  timestamps: "Dates",
  submittedAt: "Submitted",
  approvedAt: "Approved",
  rejectedAt: "Rejected",
  checkedAt: "Last checked",
  notYet: "Not yet",

  timeline: "The way to your first text",
  progress: {
    DONE: "Done",
    CURRENT: "Now",
    STOPPED: "Stopped",
    UPCOMING: "To come",
  } as Readonly<Record<string, string>>,
  checking: "Checking…",
  doneOn: (day: string) => `Done ${day}`,
  since: (day: string) => `Since ${day}`,

  submit: "Submit to Twilio",
  refresh: "Refresh Status",
  resubmit: "Resubmit with Fixes",
  submitted: (status: string) => `Campaign submitted to Twilio. Status: ${status}`,
  refreshed: (status: string) => `Status refreshed. Current state: ${status}`,
  actionFailed: {
    submit: (message: string) => `Submission failed: ${message}`,
    refresh: (message: string) => `Refresh failed: ${message}`,
    resubmit: (message: string) => `Resubmission failed: ${message}`,
  },
  failedTitles: {
    submit: "The campaign was not submitted",
    refresh: "The status was not refreshed",
    resubmit: "The campaign was not resubmitted",
  },
  submitTitle: "Submit to Twilio?",
  resubmitTitle: "Resubmit with fixes?",
  resubmitting: "Resubmitting…",
  savedFirst: "Your unsaved changes are saved first and are part of it.",
  costs: "What it costs",
  nothingDue: "Nothing is due for this try.",
  dueNow: (dollars: number, isApproximate: boolean) =>
    `${isApproximate ? "About " : ""}${formatMoney(dollars)} now`,
  monthly: (dollars: number) => `then from ${formatMoney(dollars)} a month`,
  amount: (dollars: number, isMonthly: boolean) =>
    `${formatMoney(dollars)}${isMonthly ? " a month" : ""}`,
  triesLeft: (tries: number) =>
    tries === 0
      ? "No free correction of your business registration is left."
      : `Free corrections of your business registration left: ${tries}.`,
  final: "What can’t be undone",
  approximate: "Twilio sets these fees and may change them; its bill counts.",

  form: "Campaign details",
  groups: {
    message: "What you send",
    consent: "How customers agree",
    samples: "What your texts look like",
    replies: "Automatic replies",
    policies: "Your policies",
  },
  optional: "optional",
  choose: "Choose…",
  hints: {
    description: "Who texts whom, about what, and how often. Reviewers read this first.",
    messageFlow:
      "Where and how a customer agrees to your texts: the form, the words beside the checkbox, the link to it.",
    sampleMessages:
      "As customers get them: with your name, changing parts in [brackets], and how to stop.",
    optInKeywords: "Words customers text you to sign up, with commas between them.",
    optOutKeywords: "Words that end your messages.",
    helpKeywords: "Words that ask for help.",
    subscriberOptIn: "Everyone who gets these texts has agreed to them.",
    hasEmbeddedLinks: "At least one of your texts has a web address.",
    hasEmbeddedPhone: "At least one of your texts has a phone number to call.",
    ageGated: "You ask for the date of birth before anyone signs up.",
    directLending: "You lend money yourself.",
  } as Readonly<Record<string, string>>,
  whenEmpty: (words: readonly string[]) => `Left empty, Twilio uses ${words.join(", ")}.`,
  fixed: "Carriers hold this as it is; it can’t be changed any more.",
  sample: (number: number) => `Sample ${number}`,
  addSample: "Add a sample",
  remove: "Remove",
  removeSample: (number: number) => `Remove sample ${number}`,
  useCaseExtraReview: "Carriers review this use case once more after approval.",

  save: "Save draft",
  saved: "Draft saved",
  saveFailedTitle: "Nothing was saved, and nothing you typed is lost",
  discard: "Discard changes",
  unsaved: "Unsaved changes",
  allSaved: "All changes saved",
  savesAsTyped: "Saves as you type",
  saving: "Saving…",
  offline:
    "Not saved: you’re offline. Your text is kept on this device and saved once you’re back.",
  unanswered: "Not saved: the server isn’t answering. Your text is kept; we go on trying.",
  changedElsewhere: "Not saved: this was changed elsewhere, too",
  compareVersions: "Compare versions",
  conflictTitle: "Changed in two places",
  conflictLead:
    "Somebody, perhaps you in another tab, saved another version of what you changed here. Nothing is lost: choose what to keep.",
  mine: "Yours",
  theirs: "Saved elsewhere",
  yours: (name: string) => `${name}: yours`,
  others: (name: string) => `${name}: saved elsewhere`,
  keepMine: "Keep mine",
  takeTheirs: "Take theirs",
  writeBoth: "Write both into one",
  merged: (name: string) => `${name}: both in one`,
  allMine: "Keep all mine",
  allTheirs: "Take all theirs",
  decideLater: "Decide later",
  saveChosen: "Save these",
  endsIn: (last4: string) => (last4 === "" ? "None" : `A number ending in ${last4}`),
  readOnly: {
    SUBMITTED: "Carriers are reviewing this text, so it can’t be changed now.",
    APPROVED: "Carriers approved this text, so it stays as it is.",
    SUSPENDED: "This campaign is suspended. Contact support before changing anything.",
  } as Readonly<Record<string, string>>,

  findings: "Checks",
  severities: { BLOCKING: "To fix", WARNING: "To consider" } as Readonly<Record<string, string>>,
  becauseRejected: "Why it was rejected",
  counted: (blocking: number, warnings: number) =>
    `${formatNumber(blocking)} to fix, ${formatNumber(warnings)} to consider`,
  noFindings: "Our checks find nothing left to fix.",
  readyNow: "Ready: nothing is left to fix.",
  readyOnceSaved: "Nothing is left to fix. Save the draft to make it ready.",
  inBusiness: (count: number) =>
    count === 1
      ? "1 more in your business profile."
      : `${formatNumber(count)} more in your business profile.`,
  recheck: "Checking what you typed…",
  checksFailed: "The checks aren’t answering right now. You can go on and save.",
  useSuggestion: "Use suggestion",
  suggestionFor: (name: string) => `Use suggestion for ${name}`,

  count: (count: number, most: number) => `${formatNumber(count)} of ${formatNumber(most)}`,
  tooLong: (count: number, most: number) =>
    `${formatNumber(count)} of ${formatNumber(most)}: ${formatNumber(count - most)} too many`,
  tooShort: (count: number, least: number) =>
    `${formatNumber(count)}: at least ${formatNumber(least)} needed`,

  beside: "Checks and preview",
  preview: "On a customer’s phone",
  previewHelp: "What customers see, with what you have typed so far.",
  checkedTheBox: "Agrees on your form",
  standardReply: "Twilio’s standard reply",
  fromYou: "You:",
  fromCustomer: "Customer:",
  noSamples: "Your sample messages show here.",

  copy: "Copy",
  copyOf: (name: string) => `Copy ${name}`,
  copied: (name: string) => `${name} copied`,
  copyFailed: "Your browser didn’t allow copying. Select the text instead.",
  nothingToPaste: "Leave this one empty.",

  held: "What Twilio holds",
  heldHelp: "Compares each field here with Twilio’s own record.",
  compare: "Compare with Twilio",
  compareAgain: "Compare again",
  heldTable: "Fields that differ",
  same: "Twilio holds exactly what is written here.",
  field: "Field",
  here: "Here",
  atTwilio: "At Twilio",
  yes: "Yes",
  no: "No",
  empty: "Empty",
  driftTitle: "Twilio holds something else",
  driftStatus: "Twilio reports another status than the one shown here. Refresh the status.",
  driftMissing: "Twilio no longer has this. Contact support.",
  driftField: (name: string) => `${name} differs.`,
  driftChecked: (when: string) => `Found by the nightly comparison of ${when}.`,

  history: "Submissions",
  historyTable: "Each submission and its outcome",
  noHistory: "Nothing was submitted yet.",
  attempt: "Try",
  outcome: "Outcome",
  finished: "Ended",
  underWay: "Under way",
  whatWasSent: "What was sent",
  support: "Details for support",
} as const;

/** What each status means, and why an action is closed in it. */
export const STATUS_COPY = {
  sentences: {
    DRAFT: "Complete the details below. It becomes ready once nothing is left to fix.",
    READY_TO_SUBMIT: "Everything is in place. Submit it whenever you like.",
    SUBMITTED: "Carriers are reviewing it. There’s nothing for you to do.",
    APPROVED: "Carriers accepted this campaign.",
    REJECTED: "Carriers didn’t accept it. Fix what they name below, then resubmit.",
    ERROR: "The last submission didn’t go through. See what happened below, then resubmit.",
    SUSPENDED: "Texting is paused by the carriers. Contact support to have it reinstated.",
  },
  unknown: "We’re finding out where this campaign stands.",
  notReady: "open once nothing is left to fix.",
  alreadySubmitted: "this campaign has been submitted already.",
  neverSubmitted: "open once the campaign has been submitted.",
  onlyAfterRefusal: "only for a campaign that was rejected or failed.",
  useResubmit: "use “Resubmit with Fixes”.",
  nothingUnderReview: "nothing is under review; resubmit the campaign instead.",
  suspended: "support looks after a suspended campaign.",
  checking: "we’re finding out where this campaign stands.",
  final: (reason: string) => `carriers take no correction here. ${reason}`,
} as const;
