"""The one error that crosses a service boundary. Standard library only."""

import json
from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What sort of refusal it is; only the gateway turns a kind into an HTTP status."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    UPSTREAM = "upstream"


class Code(StrEnum):
    """Stable codes for programs. A released code is never reused and never changes meaning."""

    INVALID_REQUEST = "INVALID_REQUEST"
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    CSRF_FAILED = "CSRF_FAILED"
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
    EMAIL_TAKEN = "EMAIL_TAKEN"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    PRECONDITION_REQUIRED = "PRECONDITION_REQUIRED"
    PRECONDITION_FAILED = "PRECONDITION_FAILED"
    PROFILE_INCOMPLETE = "PROFILE_INCOMPLETE"
    PROFILE_LOCKED = "PROFILE_LOCKED"
    CAMPAIGN_NOT_EDITABLE = "CAMPAIGN_NOT_EDITABLE"
    CAMPAIGN_NOT_DELETABLE = "CAMPAIGN_NOT_DELETABLE"
    CAMPAIGN_NOT_READY = "CAMPAIGN_NOT_READY"
    CAMPAIGN_NOT_SUBMITTED = "CAMPAIGN_NOT_SUBMITTED"
    CAMPAIGN_NOT_RESUBMITTABLE = "CAMPAIGN_NOT_RESUBMITTABLE"
    CAMPAIGN_BUSY = "CAMPAIGN_BUSY"
    CAMPAIGN_LIMIT_REACHED = "CAMPAIGN_LIMIT_REACHED"
    DRAFT_LIMIT_REACHED = "DRAFT_LIMIT_REACHED"
    BRAND_OTP_NOT_PENDING = "BRAND_OTP_NOT_PENDING"
    A2P_TWILIO_ERROR = "A2P_TWILIO_ERROR"
    PHONE_TWILIO_ERROR = "PHONE_TWILIO_ERROR"
    PROTECTED_RESOURCE = "PROTECTED_RESOURCE"
    PROVISIONING_MANAGED = "PROVISIONING_MANAGED"
    NUMBER_TAKEN = "NUMBER_TAKEN"
    LOYALTY_REDEMPTION_BLOCKED = "LOYALTY_REDEMPTION_BLOCKED"
    INSUFFICIENT_POINTS = "INSUFFICIENT_POINTS"
    REDEMPTION_REVERSED = "REDEMPTION_REVERSED"
    PROMOTION_RUNNING = "PROMOTION_RUNNING"
    SLOT_TAKEN = "SLOT_TAKEN"
    BOOKING_NOT_CANCELLABLE = "BOOKING_NOT_CANCELLABLE"
    BOOKING_NOT_COMPLETABLE = "BOOKING_NOT_COMPLETABLE"
    CANNOT_SEND = "CANNOT_SEND"
    NUMBER_UNAVAILABLE = "NUMBER_UNAVAILABLE"
    NUMBER_LIMIT_REACHED = "NUMBER_LIMIT_REACHED"
    NUMBER_ORDER_OPEN = "NUMBER_ORDER_OPEN"


class ServiceError(Exception):
    """A refusal or failure with a kind, a stable code and a sentence for a person.

    Details are strings only, because that is all that survives the trip between services; errors by
    field travel in them as one JSON string, see `invalid`.
    """

    def __init__(
        self, kind: str, code: str, message: str, details: Mapping[str, str] | None = None
    ) -> None:
        # The four values are exactly `args`: that is what crosses the wire and rebuilds the error.
        super().__init__(str(kind), str(code), message, dict(details or {}))
        self.kind = Kind(kind)
        self.code = str(code)
        self.message = message
        self.details = dict(details or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    @property
    def fields(self) -> dict[str, list[str]]:
        """Messages by field of an `invalid` error; empty for every other."""
        loaded: dict[str, list[str]] = json.loads(self.details.get("fields", "{}"))
        return loaded


def invalid(message: str, fields: Mapping[str, object] | None = None) -> ServiceError:
    """An error about the caller's input, with messages by field."""
    details = {"fields": json.dumps(fields)} if fields else None
    return ServiceError(Kind.INVALID, Code.INVALID_REQUEST, message, details)


def not_found(what: str) -> ServiceError:
    """Also the answer for what belongs to another tenant: its existence is not revealed."""
    return ServiceError(Kind.NOT_FOUND, Code.NOT_FOUND, f"There is no such {what}.")


def conflict(code: Code, message: str, details: Mapping[str, str] | None = None) -> ServiceError:
    return ServiceError(Kind.CONFLICT, code, message, details)


def unavailable(service: str) -> ServiceError:
    return ServiceError(
        Kind.UNAVAILABLE,
        Code.SERVICE_UNAVAILABLE,
        "This part of the system is not answering right now. Your data is safe; try again shortly.",
        {"service": service},
    )
