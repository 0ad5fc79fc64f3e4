export const UNEXPECTED = "Something went wrong on our side. Try again in a moment.";

/**
 * From the API's stable codes to what a person reads. A test holds this table and the next one against
 * the gateway's list of codes.
 */
export const SENTENCES: Readonly<Record<string, string>> = {
  NETWORK: "We can’t reach the server. Check your connection and try again.",
  INTERNAL_ERROR: UNEXPECTED,
  SERVICE_UNAVAILABLE:
    "This part isn’t answering right now. Nothing is lost; try again in a moment.",
  UNAUTHENTICATED: "You’re signed out. Sign in again to go on.",
  INVALID_CREDENTIALS: "That e-mail and password don’t match an account.",
  TOO_MANY_ATTEMPTS: "Too many tries. Wait a few minutes, then try again.",
  CSRF_FAILED: "This page is out of date. Reload it and try again.",
  FORBIDDEN: "Your role doesn’t allow this. Ask an owner or admin of your business.",
  NOT_FOUND: "This no longer exists.",
  PAYLOAD_TOO_LARGE: "That’s too much text for one save. Shorten it and try again.",
  IDEMPOTENCY_KEY_REUSED: "This page is out of date. Reload it and try again.",
  SLOT_TAKEN: "That time was just taken. Pick another one; everything else is kept.",
};

/** The API's own sentence says it better, since it knows the case. No page loads this list. */
export const LEFT_TO_THE_API = {
  METHOD_NOT_ALLOWED: null,
  PRECONDITION_FAILED: null,
  PRECONDITION_REQUIRED: null,
  INVALID_REQUEST: null,
  EMAIL_TAKEN: null,
  PROFILE_INCOMPLETE: null,
  PROFILE_LOCKED: null,
  CAMPAIGN_NOT_EDITABLE: null,
  CAMPAIGN_NOT_DELETABLE: null,
  CAMPAIGN_NOT_READY: null,
  CAMPAIGN_NOT_SUBMITTED: null,
  CAMPAIGN_NOT_RESUBMITTABLE: null,
  CAMPAIGN_BUSY: null,
  CAMPAIGN_LIMIT_REACHED: null,
  DRAFT_LIMIT_REACHED: null,
  BRAND_OTP_NOT_PENDING: null,
  A2P_TWILIO_ERROR: null,
  PHONE_TWILIO_ERROR: null,
  PROTECTED_RESOURCE: null,
  PROVISIONING_MANAGED: null,
  NUMBER_TAKEN: null,
  LOYALTY_REDEMPTION_BLOCKED: null,
  INSUFFICIENT_POINTS: null,
  REDEMPTION_REVERSED: null,
  PROMOTION_RUNNING: null,
  BOOKING_NOT_CANCELLABLE: null,
  BOOKING_NOT_COMPLETABLE: null,
  CANNOT_SEND: null,
  NUMBER_UNAVAILABLE: null,
  NUMBER_LIMIT_REACHED: null,
  NUMBER_ORDER_OPEN: null,
} as const;
