"""The shared vocabulary: each closed list of words that crosses a boundary. No imports of ours."""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    CUSTOMER = "customer"
    OPERATOR = "operator"


class BrandType(StrEnum):
    """What a tenant chooses; Twilio itself knows only STANDARD and SOLE_PROPRIETOR."""

    STANDARD = "STANDARD"
    LOW_VOLUME_STANDARD = "LOW_VOLUME_STANDARD"
    SOLE_PROPRIETOR = "SOLE_PROPRIETOR"


class BrandStatus(StrEnum):
    """Twilio's words for a brand registration, plus NOT_STARTED for one that does not exist yet."""

    NOT_STARTED = "NOT_STARTED"
    PENDING = "PENDING"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    FAILED = "FAILED"
    SUSPENDED = "SUSPENDED"
    DELETION_PENDING = "DELETION_PENDING"
    DELETION_FAILED = "DELETION_FAILED"


class CampaignStatus(StrEnum):
    DRAFT = "DRAFT"
    READY_TO_SUBMIT = "READY_TO_SUBMIT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    ERROR = "ERROR"
    SUSPENDED = "SUSPENDED"


class CampaignStage(StrEnum):
    """Where a submission stands, in the order it passes through them."""

    PROFILE = "PROFILE"
    BRAND = "BRAND"
    BRAND_REVIEW = "BRAND_REVIEW"
    IDENTITY_CHECK = "IDENTITY_CHECK"
    MESSAGING_SERVICE = "MESSAGING_SERVICE"
    CAMPAIGN = "CAMPAIGN"
    CAMPAIGN_REVIEW = "CAMPAIGN_REVIEW"


class RegistrationStep(StrEnum):
    """The way to a line that may send, as a person is shown it."""

    BUSINESS = "BUSINESS"
    BRAND = "BRAND"
    CAMPAIGN = "CAMPAIGN"
    NUMBER = "NUMBER"
    READY = "READY"


class Progress(StrEnum):
    UPCOMING = "UPCOMING"
    CURRENT = "CURRENT"
    STOPPED = "STOPPED"
    DONE = "DONE"
    UNKNOWN = "UNKNOWN"


class Mover(StrEnum):
    """Who has to do something next; with CARRIERS, and with US, a tenant can only wait."""

    TENANT = "TENANT"
    US = "US"
    CARRIERS = "CARRIERS"
    SUPPORT = "SUPPORT"


class TrusthubStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    ERROR = "error"


class Severity(StrEnum):
    BLOCKING = "BLOCKING"
    WARNING = "WARNING"


class ProvisioningMode(StrEnum):
    MANAGED = "MANAGED"
    SELF_SERVICE = "SELF_SERVICE"


class RoutingMode(StrEnum):
    IVR = "IVR"
    VOICEMAIL = "VOICEMAIL"
    FORWARD = "FORWARD"


class MenuAction(StrEnum):
    """What a key of the phone menu does."""

    FORWARD = "FORWARD"
    VOICEMAIL = "VOICEMAIL"
    MESSAGE = "MESSAGE"


class MenuFallback(StrEnum):
    """What happens to a caller who presses nothing, or nothing that is in the menu."""

    VOICEMAIL = "VOICEMAIL"
    FORWARD = "FORWARD"
    HANG_UP = "HANG_UP"


class CallTurn(StrEnum):
    """What happens in a call once something was said."""

    KEY = "KEY"
    FORWARD = "FORWARD"
    VOICEMAIL = "VOICEMAIL"
    HANG_UP = "HANG_UP"


class MessageDirection(StrEnum):
    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"


class MessageStatus(StrEnum):
    """UNCERTAIN: Twilio gave no answer, so nobody knows yet whether it left; being found out."""

    RECEIVED = "RECEIVED"
    SENDING = "SENDING"
    UNCERTAIN = "UNCERTAIN"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    UNDELIVERED = "UNDELIVERED"
    FAILED = "FAILED"


class RegistrationStatus(StrEnum):
    """Whether carriers know a number as part of an approved campaign."""

    EXTERNAL = "EXTERNAL"
    UNREGISTERED = "UNREGISTERED"
    PENDING = "PENDING"
    REGISTERED = "REGISTERED"
    FAILED = "FAILED"


class MissingPiece(StrEnum):
    PHONE_NUMBER = "PHONE_NUMBER"
    MESSAGING_SERVICE = "MESSAGING_SERVICE"
    A2P_APPROVAL = "A2P_APPROVAL"


class DriftSubject(StrEnum):
    """What Twilio holds that is compared with ours at night."""

    BRAND = "BRAND"
    CAMPAIGN = "CAMPAIGN"
    MESSAGING_SERVICE = "MESSAGING_SERVICE"


class WizardStep(StrEnum):
    BUSINESS_PROFILE = "BUSINESS_PROFILE"
    PHONE_AND_SMS = "PHONE_AND_SMS"
    LOYALTY = "LOYALTY"


class StepState(StrEnum):
    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    NOT_STARTED = "NOT_STARTED"
    UNKNOWN = "UNKNOWN"


class BookingStatus(StrEnum):
    CONFIRMED = "CONFIRMED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class TransactionType(StrEnum):
    """What an entry of the points ledger is; a returned redemption is an ADJUST linked to it."""

    EARN = "EARN"
    REDEEM = "REDEEM"
    ADJUST = "ADJUST"


class RedemptionBlock(StrEnum):
    """Why points cannot be used on a booking, in the order in which it is looked at."""

    INVALID_AMOUNT = "INVALID_AMOUNT"
    INSUFFICIENT_POINTS = "INSUFFICIENT_POINTS"
    MIN_TOTAL_NOT_MET = "MIN_TOTAL_NOT_MET"
    NO_CORE_SERVICE = "NO_CORE_SERVICE"


class RunState(StrEnum):
    RUNNING = "RUNNING"
    DONE = "DONE"
