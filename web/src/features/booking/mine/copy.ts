import { formatMoney, formatNumber, formatPoints, formatTime } from "@/shared/format";
import { nameDay } from "../days";

/** Everything that My bookings says. */
export const COPY = {
  title: "My bookings",
  what: (name: string, quantity: number) => (quantity === 1 ? name : `${name} × ${quantity}`),
  at: (day: string, time: string) => `${nameDay(day)}, ${formatTime(time)}`,
  lead: "What’s coming up, and what has been.",
  book: "Book a service",
  upcoming: "Upcoming",
  past: "Past and canceled",
  noneTitle: "No bookings yet",
  none: "Once you’ve booked, you’ll find the day, the time and the price here.",
  noUpcoming: "Nothing is coming up.",
  status: {
    confirmed: "Confirmed",
    running: "Under way",
    passed: "Past",
    completed: "Completed",
    canceled: "Canceled",
  },
  used: (points: number, discount: number) =>
    `${formatPoints(points)} used (${formatMoney(discount)} off)`,
  returned: (points: number) => `${formatPoints(points)} returned to your balance`,
  again: "Book again",
  againLabel: (what: string, day: string) => `Book again: ${what}, ${nameDay(day)}`,
  cancel: "Cancel booking",
  cancelLabel: (what: string, day: string) => `Cancel booking: ${what}, ${nameDay(day)}`,
  keep: "Keep booking",
  ask: "Cancel this booking?",
  losesTime: (day: string, time: string) =>
    `Your time on ${nameDay(day)} at ${formatTime(time)} opens up for somebody else.`,
  givesBack: (points: number) =>
    `The ${formatPoints(points)} you used ${points === 1 ? "comes" : "come"} back to your balance.`,
  canceled: (day: string) => `Your booking on ${nameDay(day)} is canceled.`,
  comesBack: (points: number) =>
    `${formatPoints(points)} ${points === 1 ? "is" : "are"} on the way back to your balance.`,
  failed: "Your booking isn’t canceled",
  pages: {
    more: "Load more",
    failed: "The rest couldn’t be loaded",
    shown: (shown: number, total: number) =>
      shown < total
        ? `Showing ${formatNumber(shown)} of ${formatNumber(total)}.`
        : `Showing all ${formatNumber(total)}.`,
    came: (count: number) => `${formatNumber(count)} more ${count === 1 ? "booking" : "bookings"}.`,
  },
} as const;
