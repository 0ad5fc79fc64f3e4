import { formatDollars } from "@/shared/format";

/** The words of the business profile; a part of the page's catalogue. */
export const BUSINESS_COPY = {
  title: "Business registration",
  form: "Business details",
  beside: "Checks of your business",
  groups: {
    kind: "How you register",
    company: "Your company",
    person: "Your business",
    stock: "Stock exchange listing",
    address: "Address",
    representative: "Who represents it",
  },
  hints: {
    "businessProfile.legalName":
      "Exactly as on the letter from the IRS, or your own name as a sole proprietor.",
    "businessProfile.registrationNumber":
      "From your IRS letter, such as 12-3456789. Never a Social Security number.",
    "businessProfile.websiteUrl":
      "Of your own, with your legal name, privacy policy and terms on it.",
    "businessProfile.socialMediaUrls": "Web addresses with commas between them.",
    "businessProfile.brandContactEmail":
      "Carriers send a public company a message here, to be confirmed.",
    "businessProfile.mobilePhone": "Carriers text a code to it, which you answer.",
    "businessProfile.vertical": "What kind of business it is, such as car detailing.",
    "businessProfile.representative.email": "At your company’s own domain rather than free mail.",
  } as Readonly<Record<string, string>>,
  fee: (dollars: number, isApproximate: boolean) =>
    `${isApproximate ? "About " : ""}${formatDollars(dollars)} once`,
  endsIn: (last4: string, mayChange: boolean) =>
    `On file, ending in ${last4}.${mayChange ? " Leave this empty to keep it." : ""}`,
  numberNotKept: "Never kept on this device: it is there once it says “saved” below.",
  removeNumber: "Remove the number on file",

  save: "Save business",
  saved: "Business saved",
  locked: {
    PENDING: "Your business is being registered, so nothing here can be changed now.",
    IN_REVIEW: "Carriers are checking your business, so nothing here can be changed now.",
    APPROVED: "Carriers registered your business with these details, so they stay as they are.",
    SUSPENDED: "Your registration is suspended. Contact support before changing anything.",
  } as Readonly<Record<string, string>>,
  lockedByCampaign:
    "A campaign is being submitted with these details, so they can’t be changed now.",

  score: (score: number) => `Trust score: ${score} of 100`,
  scoreHelp: "The higher it is, the more texts carriers take from you in a day.",
  nextStep: "Your move",
  fixes: "What to fix",
  otpExpired: "That code has run out. Have another one sent.",
  otpValid: (left: string) => `The code can still be answered: ${left} left.`,
  resend: "Send another code",
  resent: "Another code is on its way",
  resendIn: (left: string) => `Another code can be sent in ${left}.`,
  ready: "Nothing is left to fix here.",

  brand: {
    NOT_STARTED: {
      name: "Not registered yet",
      sentence: "It is registered along with your first campaign.",
    },
    PENDING: { name: "Being registered", sentence: "We have handed your details to the carriers." },
    IN_REVIEW: { name: "In review", sentence: "Carriers are checking your details." },
    APPROVED: { name: "Registered", sentence: "Carriers know your business." },
    FAILED: {
      name: "Needs changes",
      sentence:
        "Carriers couldn’t confirm your business. Fix what they name, save, then resubmit your campaign.",
    },
    SUSPENDED: { name: "Suspended", sentence: "Contact support to have it reinstated." },
    DELETION_PENDING: { name: "Being removed", sentence: "Your registration is being removed." },
    DELETION_FAILED: {
      name: "Removal failed",
      sentence: "Your registration couldn’t be removed. Contact support.",
    },
  },
  unknown: "We’re finding out where your registration stands.",
} as const;
