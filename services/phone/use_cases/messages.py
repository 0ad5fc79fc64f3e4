"""Texts: those that come in, and what became of those that went out."""

from dataclasses import replace
from typing import Any

from contracts.enums import MessageDirection, MessageStatus
from services.phone.domain.messages import TWILIO_STATUSES, Intent, Message, intent_of
from services.phone.ports import Ports, Work
from services.phone.use_cases.replies import Reply, message_reply
from services.phone.use_cases.sending import settle
from services.phone.use_cases.tokens import tenant_of


def receive_message(
    ports: Ports, token: str, *, message_sid: str, opt_out_type: str | None, **told: Any
) -> Reply:
    """Twilio may tell the same text twice; it is stored, and its STOP obeyed, once."""
    message = Message(
        id=ports.ids.new(),
        direction=MessageDirection.INBOUND,
        twilio_sid=message_sid,
        status=MessageStatus.RECEIVED,
        created_at=ports.clock.now(),
        **told,
    )
    # What Twilio recognised comes first: it knows the words that the account added to the usual.
    intent = Intent(opt_out_type) if opt_out_type else intent_of(message.body)
    with ports.unit_of_work(tenant_of(ports, token)) as work:
        if work.messages.add(message):
            _obey(ports, work, message, intent)
            _tell(work, message, intent, is_caught_up=False)
    return {"twiml": ports.markup.no_reply()}


def take_late(ports: Ports, work: Work, message: Message) -> bool:
    """Stores a text that no webhook told of; false where one did.

    Its STOP or START counts unless the same person has said either since then.
    """
    if not work.messages.add(message):
        return False
    intent, customer = intent_of(message.body), message.from_number or ""
    since = work.messages.said_after(customer, at=message.created_at)
    if not {Intent.STOP, Intent.START} & {intent_of(body) for body in since}:
        _obey(ports, work, message, intent)
    _tell(work, message, intent, is_caught_up=True)
    return True


def _tell(work: Work, message: Message, intent: Intent, *, is_caught_up: bool) -> None:
    told = {"message_id": message.id, "intent": intent, "is_caught_up": is_caught_up}
    work.emit("message_received_v1", told)


def _obey(ports: Ports, work: Work, message: Message, intent: Intent) -> None:
    customer = message.from_number or ""
    if intent == Intent.STOP:
        work.opt_outs.add(customer, now=ports.clock.now())
    elif intent == Intent.START:
        work.opt_outs.remove(customer)


def note_message_status(
    ports: Ports,
    token: str,
    *,
    message_sid: str,
    message_id: str | None,
    status: str,
    error_code: int | None,
) -> Reply:
    """Reports come repeated and out of order, and for texts that are none of ours."""
    told = TWILIO_STATUSES.get(status)
    with ports.unit_of_work(tenant_of(ports, token)) as work:
        message = work.messages.lock(twilio_sid=message_sid, message_id=message_id)
        if message is not None and told is not None and message.takes(told):
            changed = replace(message, twilio_sid=message_sid, status=told, error_code=error_code)
            settle(ports, work, changed)
    return {}


def list_messages(ports: Ports, tenant_id: str, *, page: int, page_size: int) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        found, total = work.messages.page(limit=page_size, offset=(page - 1) * page_size)
    now = ports.clock.now()
    items = [message_reply(message, now=now) for message in found]
    return {"items": items, "page": page, "page_size": page_size, "total": total}
