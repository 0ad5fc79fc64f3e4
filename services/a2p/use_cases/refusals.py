"""What callers are told when Twilio says no: our own words, never Twilio's."""

from __future__ import annotations

from contracts.errors import Code, Kind, ServiceError
from services.a2p.domain.campaign_words import LOOK_NO_ACCESS, LOOK_REFUSED
from services.a2p.domain.reasons import TwilioReportedError, explain, is_known
from services.a2p.ports import TwilioRefused


def why_refused(refused: TwilioRefused) -> str:
    """Our own words: Twilio's text echoes what was sent, the registration number included."""
    if refused.code is not None and is_known(refused.code):
        reason = explain([TwilioReportedError(refused.code)])[0]
        return f"{reason.message} {reason.fix}"
    if refused.status in (401, 403):
        return _NO_ACCESS
    return _REFUSED


def why_not_seen(refused: TwilioRefused) -> str:
    """Of a look: there is nothing in it that a tenant could correct."""
    return LOOK_NO_ACCESS if refused.status in (401, 403) else LOOK_REFUSED


def controlled(refused: TwilioRefused) -> ServiceError:
    details = {} if refused.code is None else {"twilio_code": str(refused.code)}
    return ServiceError(Kind.UPSTREAM, Code.A2P_TWILIO_ERROR, why_refused(refused), details)


_REFUSED = (
    "Twilio did not accept this step of the registration, and nothing was charged for it. "
    "Check your details and resubmit; if it happens again, contact support."
)
_NO_ACCESS = (
    "The platform's access to Twilio was refused. Nothing is wrong with your campaign; "
    "contact support, and resubmit once they have restored it."
)
