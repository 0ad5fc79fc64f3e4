import { formatDollars, formatNumber, formatPoints } from "@/shared/format";

/** Everything that My Rewards says. */
export const COPY = {
  title: "My Rewards",
  lead: "Your points are money off your next booking.",
  balance: "Your points",
  available: (points: number, value: number) =>
    `You have ${formatPoints(points)} available (~${formatDollars(value)} in rewards).`,
  worth: (value: number) => `~${formatDollars(value)}`,
  worthLabel: "Approximate value",
  none: "You don’t have points yet. Once you’ve earned some, they show up here.",
  book: "Book a service and use my points",
  bookFirst: "Book a service",
  howTitle: "How your points work",
  earn: "Earn",
  earnText: "We add points to your balance as a thank-you. Each one is listed in your history.",
  use: "Use",
  useText: (pointValue: number) =>
    `Apply points when you book. ${formatPoints(100)} take ${formatDollars(pointValue * 100)} off.`,
  change: "Change your mind",
  changeText: "Cancel a booking and the points you used on it come back.",
  history: "Your history",
  columns: { date: "Date", type: "Type", points: "Points", description: "Description" },
  types: { EARN: "Earned", REDEEM: "Redeemed", ADJUST: "Adjusted" },
  noHistoryTitle: "Nothing here yet",
  noHistory: "Points you earn and use will be listed here.",
  pages: {
    more: "Load more",
    failed: "The rest couldn’t be loaded",
    shown: (shown: number, total: number) => ofAll(shown, total),
    came: (count: number, shown: number, total: number) =>
      `${formatNumber(count)} more ${count === 1 ? "entry" : "entries"}. ${ofAll(shown, total)}`,
  },
} as const;

const ofAll = (shown: number, total: number): string =>
  shown < total
    ? `Showing ${formatNumber(shown)} of ${formatNumber(total)}.`
    : total === 1
      ? "Showing your one entry."
      : `Showing all ${formatNumber(total)}.`;

type Rules = { minCartTotal: number | null; requireCoreService: boolean };

/** When points may be used, as one sentence for each rule that there is. */
export function rulesOf({ minCartTotal, requireCoreService }: Rules): string {
  const isCheap = minCartTotal === null || minCartTotal === 0;
  if (isCheap) {
    return requireCoreService
      ? "Points can be redeemed on bookings that include a qualifying service."
      : "Points can be redeemed on any booking.";
  }
  const least = `Points can be redeemed on bookings with a total of at least ${formatDollars(minCartTotal)}`;
  return requireCoreService ? `${least} that include a qualifying service.` : `${least}.`;
}
