"""What callers are told when Twilio did not do what we asked; never in Twilio's words."""

from contracts.errors import Code, Kind, ServiceError, conflict

NOT_ANSWERING = "Twilio is not answering right now. Nothing is lost; try again in a moment."


def carrier_refused(message: str, code: int) -> ServiceError:
    details = {"twilio_code": str(code)}
    return ServiceError(Kind.UPSTREAM, Code.PHONE_TWILIO_ERROR, message, details)


def carrier_unclear() -> ServiceError:
    """Trying again is safe: every attempt first looks for what an earlier one left."""
    return ServiceError(Kind.UNAVAILABLE, Code.PHONE_TWILIO_ERROR, NOT_ANSWERING)


def protected(what: str) -> ServiceError:
    return conflict(
        Code.PROTECTED_RESOURCE,
        f"This {what} carries live traffic and is protected: it cannot be changed here.",
    )
