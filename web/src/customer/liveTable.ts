import type { LiveTable } from "@/shared/live";

const POINTS = [["rewards"]] as const;
const BOOKINGS = [["my-bookings"], ["rewards"]] as const;

/** The first element of a query's key is its area; an event makes whole areas stale. */
export const CUSTOMER_LIVE_TABLE: LiveTable = {
  points_earned_v1: POINTS,
  points_redeemed_v1: POINTS,
  points_adjusted_v1: POINTS,
  redemption_reversed_v1: POINTS,
  booking_confirmed_v1: BOOKINGS,
  booking_cancelled_v1: BOOKINGS,
  booking_completed_v1: BOOKINGS,
};
