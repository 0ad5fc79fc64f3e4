"""Texts: those that come in, those that go out, and what became of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from contracts.enums import MessageDirection, MessageStatus
from contracts.errors import Code, Kind, ServiceError, conflict
from services.phone.domain.messages import TWILIO_STATUSES, Intent, Message, intent_of, is_progress
from services.phone.domain.sending import NO_NUMBER, why_cannot_send
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports, Work
from services.phone.use_cases import registrations
from services.phone.use_cases.connections import webhooks_for
from services.phone.use_cases.replies import Reply, message_reply
from services.phone.use_cases.tokens import tenant_of

TEST_TEXT = "This is a test message from your business line. Reply STOP to get no more."
TESTS_PER_HOUR = 20
HOUR = timedelta(hours=1)
OPTED_OUT_CODE = 21610


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
            _obey(ports, work, message.from_number or "", intent)
            work.emit("message_received_v1", {"message_id": message.id, "intent": intent})
    return {"twiml": ports.markup.no_reply()}


def _obey(ports: Ports, work: Work, customer: str, intent: Intent) -> None:
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
        if message is not None and told is not None and is_progress(message.status, told):
            changed = replace(message, twilio_sid=message_sid, status=told, error_code=error_code)
            _settle(ports, work, changed)
    return {}


def send_test_message(
    ports: Ports, tenant_id: str, *, to: str, idempotency_key: str | None
) -> Reply:
    """Stored before it leaves and never sent twice: Twilio could not tell a repeat from a wish."""
    new: list[tuple[Message, str, str]] = []
    with ports.unit_of_work(tenant_id) as work:

        def prepare() -> Reply:
            new.append(_prepare(ports, work, to))
            return {"id": new[0][0].id}

        prepared = work.once(
            "send_test_message", key=idempotency_key, body={"to": to}, action=prepare
        )
    for message, service_sid, callback in new:
        _send(ports, tenant_id, message, service_sid, callback)
    with ports.unit_of_work(tenant_id) as work:
        current = work.messages.lock(message_id=prepared["id"])
    if current is None:
        raise AssertionError("a stored message is never deleted")
    return message_reply(current, now=ports.clock.now())


def _prepare(ports: Ports, work: Work, to: str) -> tuple[Message, str, str]:
    now = ports.clock.now()
    work.settings.lock(now=now)
    line = work.line()
    number = line.primary_number
    if number is None:
        raise _cannot_send(NO_NUMBER)
    is_opted_out = work.opt_outs.has(to)
    reason = why_cannot_send(number, line.primary_campaign, is_opted_out=is_opted_out)
    if reason is not None or number.messaging_service_sid is None:
        raise _cannot_send(reason or NO_NUMBER)
    if work.messages.count_sent(since=now - HOUR) >= TESTS_PER_HOUR:
        raise _too_many()
    message = Message(
        id=ports.ids.new(),
        direction=MessageDirection.OUTBOUND,
        twilio_sid=None,
        from_number=number.phone_number,
        to_number=to,
        body=TEST_TEXT,
        status=MessageStatus.SENDING,
        created_at=now,
    )
    work.messages.add(message)
    return message, number.messaging_service_sid, webhooks_for(ports, work).status_of(message.id)


def _send(ports: Ports, tenant_id: str, message: Message, service_sid: str, callback: str) -> None:
    try:
        sid = ports.carrier.send_message(
            service_sid, to=message.to_number, body=message.body, status_callback=callback
        )
        sent = replace(message, twilio_sid=sid)
    except CarrierUnclear:
        sent = replace(message, status=MessageStatus.UNCERTAIN)
    except CarrierRefused as refused:
        sent = replace(message, status=MessageStatus.FAILED, error_code=refused.code)
    with ports.unit_of_work(tenant_id) as work:
        current = work.messages.lock(message_id=message.id)
        # A report may have been faster than Twilio's own answer.
        if current is not None and current.twilio_sid is None:
            _settle(ports, work, sent)


def _settle(ports: Ports, work: Work, message: Message) -> None:
    work.messages.save(message)
    data = {"message_id": message.id, "status": message.status}
    work.emit("message_status_changed_v1", data)
    if message.error_code == OPTED_OUT_CODE:
        work.opt_outs.add(message.to_number, now=ports.clock.now())
    registrations.learn_from_delivery(ports, work, message)


def list_messages(ports: Ports, tenant_id: str, *, page: int, page_size: int) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        found, total = work.messages.page(limit=page_size, offset=(page - 1) * page_size)
    now = ports.clock.now()
    items = [message_reply(message, now=now) for message in found]
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def _cannot_send(reason: str) -> ServiceError:
    return conflict(Code.CANNOT_SEND, reason)


def _too_many() -> ServiceError:
    message = f"You have sent {TESTS_PER_HOUR} test messages within an hour. Try again later."
    return ServiceError(Kind.RATE_LIMITED, Code.TOO_MANY_ATTEMPTS, message)
