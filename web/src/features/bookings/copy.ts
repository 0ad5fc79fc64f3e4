import { formatMoney, formatPoints } from "@/shared/format";

export const copy = {
  title: "Bookings",
  list: "List of bookings",
  filter: "Show",
  all: "All bookings",
  from: "From",
  empty: {
    title: "No bookings here yet",
    text: "Bookings that customers make show up here by themselves.",
    filtered: "No booking fits this choice.",
  },
  statuses: { CONFIRMED: "Confirmed", COMPLETED: "Completed", CANCELLED: "Canceled" },
  columns: { when: "When", who: "Customer", what: "Services", total: "Total", status: "Status" },
  someone: "A customer",
  paidWithPoints: (points: number, discount: number) =>
    `${formatPoints(points)} used (${formatMoney(discount)} off)`,
  actions: "Actions",
  complete: "Complete booking",
  completed: "Booking completed",
  cancel: "Cancel booking",
  cancelled: "Booking canceled",
  of: (action: string, who: string, when: string) => `${action} of ${who}, ${when}`,
  completeTitle: "Complete this booking already?",
  stillToCome: (who: string, when: string) =>
    `The appointment of ${who} on ${when} hasn’t begun yet.`,
  completeText:
    "A completed booking counts as done and stays so: nobody can cancel it any more, and points used on it don’t go back.",
  keep: "Keep booking",
  cancelTitle: "Cancel this booking?",
  cancelText: (who: string, when: string) => `${who} loses the appointment on ${when}.`,
  pointsReturn: (points: number) =>
    `${formatPoints(points)} ${points === 1 ? "goes" : "go"} back to the customer.`,
} as const;
