"""A tenant's line as the contract shapes it."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from contracts.enums import MessageStatus
from services.phone.domain.lines import Line, Number
from services.phone.domain.messages import Message
from services.phone.domain.sending import whose_move, why_cannot_send
from services.phone.domain.setup import PhoneSettings, provisioning_message, routing_summary

Reply = dict[str, Any]

# A text that was stored but has no SID after this time never got an answer: its process ended.
ANSWER_TIME = timedelta(minutes=2)


def config(settings: PhoneSettings, line: Line) -> Reply:
    numbers = [_number(number, line) for number in line.numbers]
    return {
        "provisioning_mode": settings.provisioning_mode,
        "primary_number": numbers[0] if line.primary_number else None,
        "numbers": numbers,
        "messaging_service_sid": _service_sid(line),
        "routing": asdict(settings.routing),
    }


def setup_status(settings: PhoneSettings | None, line: Line) -> Reply:
    """None: a tenant that never touched its phone, which is an answer like any other."""
    known = settings or PhoneSettings()
    number = line.primary_number
    mode = known.provisioning_mode
    message = provisioning_message(mode, number)
    return {
        "has_phone_config": settings is not None,
        "phone_number": number.phone_number if number else None,
        "messaging_service_sid": _service_sid(line),
        "routing": {"mode": known.routing.mode, "summary": routing_summary(known.routing)},
        "provisioning": {"mode": mode, "message": message},
    }


def message_reply(message: Message, *, now: datetime) -> Reply:
    is_unanswered = message.status == MessageStatus.SENDING and message.twilio_sid is None
    if is_unanswered and now - message.created_at > ANSWER_TIME:
        message = replace(message, status=MessageStatus.UNCERTAIN)
    return asdict(message) | {"explanation": message.explanation}


def _number(number: Number, line: Line) -> Reply:
    reason = why_cannot_send(number, line.primary_campaign)
    return {
        "id": number.id,
        "phone_number": number.phone_number,
        "protected": number.is_protected,
        "registration_status": number.registration_status,
        "capabilities": asdict(number.capabilities),
        "can_send": reason is None,
        "cannot_send_reason": reason,
        "whose_move": whose_move(reason),
    }


def _service_sid(line: Line) -> str | None:
    return line.shown_service.twilio_sid if line.shown_service else None
