import { HttpResponse, http } from "msw";
import type { Schemas } from "@/api/client";
import { answers, refusal, server } from "@/test/server";
import type { Campaign, CampaignStatus } from "./status";

export const ID = "5d1f0f4e-7b0a-4c0d-9a57-0f6b0a0c2f11";
export const CAMPAIGNS_PATH = "/api/admin/a2p/campaigns";
export const CAMPAIGN_PATH = `${CAMPAIGNS_PATH}/${ID}`;
export const PROFILE_PATH = "/api/admin/a2p/business-profile";

export const DRAFT = {
  id: ID,
  name: "Appointment texts",
  useCase: "MIXED",
  description: "Shine Studio LLC texts customers who book a detail with reminders.",
  messageFlow: "Customers tick an unchecked box at https://shine.example/book.",
  sampleMessages: ["Shine Studio: see you on [date]. Reply STOP to opt out."],
  hasEmbeddedLinks: false,
  hasEmbeddedPhone: false,
  ageGated: false,
  directLending: false,
  subscriberOptIn: true,
  optInKeywords: ["JOIN"],
  optInMessage: "Shine Studio: you are in.",
  optOutKeywords: ["STOP", "QUIT"],
  optOutMessage: "",
  helpKeywords: [],
  helpMessage: "Shine Studio: write to hello@shine.example.",
  privacyPolicyUrl: "https://shine.example/privacy",
  termsAndConditionsUrl: "https://shine.example/terms",
  isPrimary: true,
  status: "DRAFT",
  stage: null,
  twilioBrandSid: null,
  twilioCampaignSid: null,
  messagingServiceSid: null,
  trusthubStatus: "draft",
  trusthubLastCheckedAt: null,
  trusthubLastError: null,
  rejectionReasons: [],
  submittedAt: null,
  approvedAt: null,
  rejectedAt: null,
  suspendedAt: null,
  deletionAt: null,
  manualTask: null,
  fixedFields: [],
  createdAt: "2026-03-02T15:04:05Z",
  updatedAt: "2026-03-02T15:04:05Z",
} satisfies Campaign;

export const REASON = {
  code: "30893",
  field: "sampleMessages",
  message: "The sample messages do not fit the use case.",
  fix: "Rewrite them as real messages.",
  canResubmit: true,
  ruleIds: ["samples-stop"],
} satisfies Schemas["RejectionReason"];

const NEVER_SUBMITTED: ReadonlySet<string> = new Set(["DRAFT", "READY_TO_SUBMIT"]);

export function campaignIn(status: CampaignStatus, changes: Partial<Campaign> = {}): Campaign {
  const submitted = NEVER_SUBMITTED.has(status)
    ? {}
    : {
        submittedAt: "2026-03-02T15:09:41Z",
        twilioCampaignSid: "QE2c6890da8086d771620e9b13fadeba0b",
      };
  const rejected =
    status === "REJECTED" ? { rejectionReasons: [REASON], trusthubLastError: REASON.message } : {};
  return { ...DRAFT, ...submitted, ...rejected, status, ...changes };
}

const STEPS = [
  ["BUSINESS", "Your business"],
  ["BRAND", "Business registration"],
  ["CAMPAIGN", "Campaign"],
  ["NUMBER", "Your number"],
  ["READY", "Ready to send"],
] as const;

export const TIMELINE = {
  campaignId: ID,
  steps: STEPS.map(([step, title], place) => ({
    step,
    title,
    progress: place < 2 ? "DONE" : place === 2 ? "CURRENT" : "UPCOMING",
    startedAt: null,
    finishedAt: place < 2 ? "2026-03-03T15:00:00Z" : null,
    expectedWait:
      place < 2
        ? null
        : { atLeastMinutes: 1, atMostMinutes: 2, text: "Usually 10 to 15 business days" },
  })),
  currentStep: "CAMPAIGN",
  nextMover: "CARRIERS",
  nextMove: "Carriers are reviewing your campaign. There is nothing to do for you.",
  unavailable: [],
} satisfies Schemas["RegistrationTimeline"];

export const COSTS = {
  fees: [
    { what: "Campaign review, once", amount: 15, isMonthly: false, isApproximate: true },
    { what: "Campaign, from", amount: 1.5, isMonthly: true, isApproximate: true },
  ],
  dueNow: 15,
  monthly: 1.5,
  isApproximate: true,
  brandSubmissionsLeft: 3,
  isIrreversible: true,
  irreversibleSteps: ["Your business is registered once."],
} satisfies Schemas["SubmissionCosts"];

/** Of correcting what Twilio holds already. */
export const NO_COSTS = {
  ...COSTS,
  fees: [],
  dueNow: 0,
  monthly: 0,
  isIrreversible: false,
  irreversibleSteps: [],
} satisfies Schemas["SubmissionCosts"];

const KINDS = ["STANDARD", "LOW_VOLUME_STANDARD", "SOLE_PROPRIETOR"] as const;
type Limits = Partial<Schemas["FormField"]>;

const input = (field: string, name: string, limits: Limits = {}): Schemas["FormField"] => ({
  field,
  name,
  choices: [],
  isFixedOnceRegistered: false,
  minLength: null,
  maxLength: null,
  minItems: null,
  maxItems: null,
  maxTotalLength: null,
  requiredOf: [...KINDS],
  whenEmpty: [],
  ...limits,
});

const choices = (...values: string[]) => values.map((value) => ({ value, name: value }));

export const FORM = {
  inputs: [
    input("name", "Campaign name"),
    input("useCase", "Use case"),
    input("description", "Campaign description", { minLength: 40, maxLength: 4096 }),
    input("messageFlow", "How customers opt in", { minLength: 40, maxLength: 2048 }),
    input("sampleMessages", "Sample messages", { minLength: 20, maxLength: 1024, maxItems: 5 }),
    input("hasEmbeddedLinks", "Messages have links"),
    input("hasEmbeddedPhone", "Messages have phone numbers"),
    input("ageGated", "Only for adults"),
    input("directLending", "About loans of your own"),
    input("subscriberOptIn", "Subscribers have agreed"),
    input("optInKeywords", "Opt-in keywords", { maxTotalLength: 255 }),
    input("optInMessage", "Opt-in message", { minLength: 20, maxLength: 320 }),
    input("optOutKeywords", "Opt-out keywords", { maxTotalLength: 255 }),
    input("optOutMessage", "Opt-out message", { minLength: 20, maxLength: 320 }),
    input("helpKeywords", "Help keywords", { maxTotalLength: 255, whenEmpty: ["HELP", "INFO"] }),
    input("helpMessage", "Help message", { minLength: 20, maxLength: 320 }),
    input("privacyPolicyUrl", "Privacy policy"),
    input("termsAndConditionsUrl", "Terms and conditions"),
    input("businessProfile.brandType", "Kind of registration"),
    input("businessProfile.legalName", "Legal name"),
    input("businessProfile.businessType", "Business type", { choices: choices("Corporation") }),
    input("businessProfile.industry", "Industry", { choices: choices("AUTOMOTIVE") }),
    input("businessProfile.registrationIdentifier", "Kind of registration number"),
    input("businessProfile.registrationNumber", "Registration number"),
    input("businessProfile.regionsOfOperation", "Region of operation"),
    input("businessProfile.websiteUrl", "Website"),
    input("businessProfile.socialMediaUrls", "Social media pages"),
    input("businessProfile.companyType", "Company type", { choices: choices("private", "public") }),
    input("businessProfile.stockExchange", "Stock exchange", { choices: choices("NYSE") }),
    input("businessProfile.stockTicker", "Stock ticker"),
    input("businessProfile.brandContactEmail", "Contact e-mail"),
    input("businessProfile.mobilePhone", "Mobile phone"),
    input("businessProfile.vertical", "Line of business"),
    input("businessProfile.address.street", "Street"),
    input("businessProfile.address.street2", "Suite or floor", { requiredOf: [] }),
    input("businessProfile.address.city", "City"),
    input("businessProfile.address.region", "State", { choices: choices("TX") }),
    input("businessProfile.address.postalCode", "ZIP code"),
    input("businessProfile.address.country", "Country"),
    input("businessProfile.representative.firstName", "First name"),
    input("businessProfile.representative.lastName", "Last name"),
    input("businessProfile.representative.email", "E-mail"),
    input("businessProfile.representative.phone", "Phone"),
    input("businessProfile.representative.title", "Title"),
    input("businessProfile.representative.jobPosition", "Position", { choices: choices("CEO") }),
  ],
  brandKinds: [
    { brandType: "LOW_VOLUME_STANDARD", name: "Low-volume standard", description: "", fee: 4.5 },
    { brandType: "STANDARD", name: "Standard", description: "", fee: 46 },
    { brandType: "SOLE_PROPRIETOR", name: "Sole proprietor", description: "", fee: 4.5 },
  ],
  campaignReview: 15,
  campaignMonthlyFrom: 1.5,
  isApproximate: true,
  freeBrandCorrections: 3,
} satisfies Schemas["RegistrationForm"];

export const PROFILE = {
  brandType: "LOW_VOLUME_STANDARD",
  legalName: "Shine Studio LLC",
  businessType: "Corporation",
  industry: "AUTOMOTIVE",
  registrationIdentifier: "EIN",
  registrationNumberLast4: "6789",
  regionsOfOperation: "USA_AND_CANADA",
  websiteUrl: "https://shine.example",
  socialMediaUrls: [],
  companyType: "private",
  stockExchange: "",
  stockTicker: "",
  brandContactEmail: "",
  address: {
    street: "100 Congress Avenue",
    street2: "",
    city: "Austin",
    region: "TX",
    postalCode: "78701",
    country: "US",
  },
  representative: {
    firstName: "Olive",
    lastName: "Owner",
    email: "olive@shine.example",
    phone: "+15125550110",
    title: "Owner",
    jobPosition: "CEO",
  },
  mobilePhone: "",
  vertical: "",
  brandStatus: "NOT_STARTED",
  brandScore: null,
  brandErrors: [],
  brandSubmissionsLeft: 3,
  brandIdentityStatus: null,
  brandNextStep: null,
  brandOtp: null,
} satisfies Schemas["BusinessProfile"];

export const FINDING = {
  ruleId: "samples-stop",
  severity: "BLOCKING",
  field: "sampleMessages",
  message: "None of the sample messages says how to stop the messages.",
  suggestion: "End at least one of them with “Reply STOP to opt out.”",
  suggestedValue: null,
  twilioCodes: ["30887"],
  becauseRejected: false,
} satisfies Schemas["Finding"];

export const pageOf = <Item>(items: Item[]) => ({
  items,
  page: 1,
  pageSize: 100,
  total: items.length,
});

type World = {
  campaign: Campaign;
  /** Where there are others, or none any more. */
  campaigns?: Campaign[] | undefined;
  findings?: Schemas["Finding"][];
  profile?: Schemas["BusinessProfile"];
};

const campaignsOf = (world: World): Campaign[] => world.campaigns ?? [world.campaign];

/** Answers all that the page asks for. What `world` holds may change: the next question finds it. */
export function standIn(world: World): void {
  answers("/api/admin/a2p/form", FORM);
  answers("/api/admin/a2p/timeline", TIMELINE);
  answers("/api/admin/a2p/drift", { ...pageOf([]), checkedAt: null });
  answers("/api/admin/a2p/use-cases", {
    ...pageOf([
      {
        code: "MIXED",
        name: "Mixed",
        description: "Several purposes.",
        postApprovalRequired: false,
      },
    ]),
    isSpecificToBrand: false,
    fetchedAt: null,
  });
  answers(`${CAMPAIGN_PATH}/costs`, COSTS);
  answers(`${CAMPAIGNS_PATH}/:id/submissions`, pageOf([]));
  server.use(
    http.get(`*${CAMPAIGNS_PATH}`, () => HttpResponse.json(pageOf(campaignsOf(world)))),
    http.get(`*${CAMPAIGNS_PATH}/:id`, ({ params }) => {
      const campaign = campaignsOf(world).find((each) => each.id === params.id);
      return campaign === undefined
        ? refusal(404, "NOT_FOUND", "This campaign does not exist.")
        : HttpResponse.json(campaign);
    }),
    // What is typed is saved by itself, also where a test is about something else.
    http.patch(`*${CAMPAIGNS_PATH}/:id`, async ({ params, request }) => {
      const changes = (await request.json()) as Partial<Campaign>;
      const save = (each: Campaign) => (each.id === params.id ? { ...each, ...changes } : each);
      world.campaign = save(world.campaign);
      world.campaigns = world.campaigns?.map(save);
      return HttpResponse.json(campaignsOf(world).find((each) => each.id === params.id));
    }),
    http.put(`*${PROFILE_PATH}`, async ({ request }) => {
      const { registrationNumber: _, ...told } =
        (await request.json()) as Schemas["BusinessProfileInput"];
      world.profile = { ...(world.profile ?? PROFILE), ...told } as Schemas["BusinessProfile"];
      return HttpResponse.json(world.profile);
    }),
    http.get(`*${PROFILE_PATH}`, () => HttpResponse.json(world.profile ?? PROFILE)),
    http.post(`*${CAMPAIGNS_PATH}/:id/checks`, () =>
      HttpResponse.json(pageOf(world.findings ?? [])),
    ),
    http.post(`*${PROFILE_PATH}/checks`, () => HttpResponse.json(pageOf(world.findings ?? []))),
  );
}
