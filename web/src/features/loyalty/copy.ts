import type { Schemas } from "@/api/client";
import { formatDollars, formatNumber, formatPoints } from "@/shared/format";

type Settings = Schemas["LoyaltySettings"];

export const insights = {
  title: "Loyalty insights",
  asOf: (when: string) => `As of ${when}`,
  finding: (earned: number, redeemed: number, days: number) =>
    `In the last ${days} days, customers earned ${formatPoints(earned)} and redeemed ${formatNumber(redeemed)}.`,
  chart: "Earned and redeemed over time",
  table: "Earned and redeemed, in numbers",
  earned: "Earned",
  redeemed: "Redeemed",
  showTable: "Show as table",
  range: "Time range",
  days: (count: number) => `${count} days`,
  longestBar: (points: number) => `The longest bar is ${formatPoints(points)}.`,
  columns: { date: "Date", customer: "Customer", points: "Points" },
  someone: "A customer",
  noMovement: "No points moved in this time. Once customers earn or redeem, you see it here.",
  top: "Top customers by points",
  noCustomers: {
    title: "No customer has points yet",
    text: "Run Port Recovery to give every customer their first points.",
    action: "Go to Port Recovery",
  },
  guardrails: "When points can be used",
  editGuardrails: "Change these rules",
} as const;

/** Each figure with one line that says what it counts. */
export const figures = {
  customers: { name: "Customers with points", means: "Everyone whose balance is above zero." },
  outstanding: { name: "Points outstanding", means: "Earned and not yet redeemed." },
  liability: { name: "Worth of these points", means: "What it would cost if all were used today." },
  earned: { name: "Points earned", means: "Since the program began." },
  redeemed: { name: "Points redeemed", means: "Since the program began, less what was returned." },
  rate: { name: "Redemption rate", means: "Share of all earned points that were redeemed." },
  earned30: { name: "Earned, last 30 days", means: "Points from promotions and visits." },
  redeemed30: { name: "Redeemed, last 30 days", means: "Points used on bookings." },
} as const;

/** The tenant's rules as one sentence. */
export function rulesOf({ minCartTotal, requireCoreService, pointValue }: Settings): string {
  const least = minCartTotal ? ` with a total of at least ${formatDollars(minCartTotal)}` : "";
  const core = requireCoreService ? " that include a core service" : "";
  return `Customers can use points on bookings${least}${core}. One point is worth ${formatDollars(pointValue)}.`;
}

export const settings = {
  title: "Loyalty settings",
  rules: "When points can be used",
  rulesHint: "These rules are checked with every quote and every booking.",
  minimum: "Smallest booking total",
  minimumHint: "In dollars, before points. Leave it empty for no minimum.",
  core: "Only with a core service",
  coreHint: "Add-ons alone can’t be paid with points.",
  value: "Worth of one point",
  valueHint: "In dollars: 0.10 makes 500 points worth $50.00.",
  message: "Your own message to customers",
  messageHint:
    "Shown when a booking doesn’t meet these rules. Leave it empty for our wording, which also says what would help.",
  preview: "What customers read",
  save: "Save settings",
  saved: "Settings saved",
  amount: "Enter an amount in dollars, such as 75 or 75.50.",
  positive: "Enter an amount above zero.",
} as const;

/** What a customer reads whose booking does not meet the rules, before what would help. */
export function defaultGuardrail(minimum: number | null, needsCore: boolean): string {
  const least = minimum ? [`total must be at least ${formatDollars(minimum)}`] : [];
  const must = least.length > 0 ? "" : "must ";
  const core = needsCore ? [`${must}include a qualifying service`] : [];
  return `To use your points, your booking ${[...least, ...core].join(" and ")}.`;
}

export const recovery = {
  title: "Port Recovery",
  text: "Gives every customer bonus points, once each. Running it again only credits customers who are new since.",
  points: "Points for each customer",
  run: "Run Port Recovery",
  confirmTitle: (points: number) => `Give each customer ${formatPoints(points)}?`,
  confirmText:
    "Points can’t be taken back all at once. Customers who already had this bonus get nothing more.",
  started: "Port Recovery started",
  unwatched: "The run goes on, but how far it is couldn’t be loaded",
  running: (run: Schemas["PortRecoveryRun"]) =>
    `Under way: ${formatNumber(run.credited)} credited, ${formatNumber(run.pending)} to go.`,
  done: (run: Schemas["PortRecoveryRun"]) =>
    `Done: ${formatNumber(run.credited)} ${run.credited === 1 ? "customer" : "customers"} credited with ${formatPoints(run.points)} each, ${formatNumber(run.alreadyCredited)} had them already.`,
  wholeNumber: "Enter a whole number of points, from 1 to 100,000.",
} as const;

export const customers = {
  title: "Customer points",
  search: "Find a customer",
  searchHint: "By the beginning of a name or e-mail address.",
  none: "No customer matches this.",
  open: (name: string) => `Show points of ${name}`,
  show: "Show points",
  history: "Points history",
  movements: "Every movement of points",
  historyOf: (name: string) => `Points history of ${name}`,
  columns: {
    customer: "Customer",
    email: "E-mail",
    date: "Date",
    type: "Type",
    points: "Points",
    description: "Description",
    balance: "Balance",
  },
  noHistory: "No points have moved yet.",
  balance: (points: number) => `${formatPoints(points)} available`,
  download: "Download as a table (CSV)",
  adjust: "Adjust points",
  adjustHint: "Positive adds, negative takes. The customer sees the reason.",
  points: "Points",
  reason: "Reason",
  adjusted: "Points adjusted",
  needsPoints: "Enter a whole number, not zero.",
  needsReason: "Enter a reason; the customer sees it.",
  types: { EARN: "Earned", REDEEM: "Redeemed", ADJUST: "Adjusted" },
} as const;
