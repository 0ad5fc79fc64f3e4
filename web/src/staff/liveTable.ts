import type { LiveTable } from "@/shared/live";

const REGISTRATION = [["a2p"], ["wizard"]] as const;
// A number is the last step of a registration. Only that: not what asks Twilio.
const LINE = [["phone"], ["wizard"], ["a2p", "registration"]] as const;
const LOYALTY = [["loyalty"]] as const;
const BOOKINGS = [["bookings"]] as const;

/** The first element of a query's key is its area; an event makes whole areas stale. */
export const STAFF_LIVE_TABLE: LiveTable = {
  campaign_submitted_v1: REGISTRATION,
  campaign_status_changed_v1: [...REGISTRATION, ["phone"]],
  brand_status_changed_v1: REGISTRATION,
  registration_drift_found_v1: REGISTRATION,
  number_assigned_v1: LINE,
  messaging_service_linked_v1: LINE,
  routing_changed_v1: LINE,
  number_registration_changed_v1: LINE,
  message_received_v1: [["phone"]],
  message_status_changed_v1: [["phone"]],
  voicemail_received_v1: [["phone"]],
  points_earned_v1: LOYALTY,
  points_redeemed_v1: LOYALTY,
  points_adjusted_v1: LOYALTY,
  redemption_reversed_v1: LOYALTY,
  booking_confirmed_v1: BOOKINGS,
  booking_cancelled_v1: BOOKINGS,
  booking_completed_v1: BOOKINGS,
};
