"""Twilio's errors in our words, and a note of those that we have no words for."""

from __future__ import annotations

from collections.abc import Iterable

from services.a2p.domain.reasons import TwilioReportedError, explain
from services.a2p.domain.rejection import RejectionReason
from services.a2p.ports import Ports


def explained(ports: Ports, errors: Iterable[TwilioReportedError]) -> tuple[RejectionReason, ...]:
    """Outside of a transaction: an unknown code is noted in one of its own."""
    reasons = tuple(explain(errors))
    for reason in reasons:
        if not reason.is_known:
            ports.note_unknown_code(reason.code)
    return reasons
