"""Texts that go out: once each, whatever happens between Twilio's taking one and our knowing it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.enums import MessageDirection, MessageStatus
from contracts.errors import Code, Kind, ServiceError, conflict
from services.phone.domain.messages import TWILIO_STATUSES, Message
from services.phone.domain.sending import NO_NUMBER, why_cannot_send
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports, Work
from services.phone.use_cases import registrations
from services.phone.use_cases.connections import webhooks_for
from services.phone.use_cases.replies import Reply, message_reply

TEST_TEXT = "This is a test message from your business line. Reply STOP to get no more."
TESTS_PER_HOUR = 20
HOUR = timedelta(hours=1)
OPTED_OUT_CODE = 21610

# As for numbers and services: a call to Twilio ends long before its lease does.
LEASE = timedelta(seconds=60)
NEEDED_TO_SEND = timedelta(seconds=20)
# Until a text that Twilio took shows up in its list for certain.
SETTLING = timedelta(seconds=30)
# A test that arrives later than this would only puzzle whoever asked for it.
LATEST = timedelta(minutes=10)
# Twilio's clock and ours need not agree.
SKEW = timedelta(minutes=1)
HEAD_START = timedelta(seconds=30)
AGAIN = timedelta(minutes=1)
AT_ONCE = 10


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The right to send one text for a while; `was_tried`: somebody had it before."""

    tenant_id: str
    message: Message
    lease: str
    until: datetime
    was_tried: bool
    service_sid: str | None
    callback: str


def send_test_message(
    ports: Ports, tenant_id: str, *, to: str, idempotency_key: str | None
) -> Reply:
    """Stored before it leaves; whoever repeats the key, or asks meanwhile, resumes the same."""
    with ports.unit_of_work(tenant_id) as work:
        prepared = work.once(
            "send_test_message",
            key=idempotency_key,
            body={"to": to},
            action=lambda: {"id": _prepare(ports, work, to)},
        )
    _finish(ports, tenant_id, prepared["id"])
    with ports.unit_of_work(tenant_id) as work:
        return message_reply(_stored(work, prepared["id"]), now=ports.clock.now())


def finish_messages(ports: Ports) -> bool:
    """Whether there may be more to do at once."""
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        due = work.pending_messages.claim_due(now=now, again_at=now + AGAIN, limit=AT_ONCE)
    for pending in due:
        _finish(ports, pending.tenant_id, pending.id)
    return len(due) == AT_ONCE


def settle(ports: Ports, work: Work, message: Message) -> None:
    work.messages.save(message)
    data = {"message_id": message.id, "status": message.status}
    work.emit("message_status_changed_v1", data)
    if message.error_code == OPTED_OUT_CODE:
        work.opt_outs.add(message.to_number, now=ports.clock.now())
    registrations.learn_from_delivery(ports, work, message)


def _prepare(ports: Ports, work: Work, to: str) -> str:
    """One text to a person at a time: two alike could not be told apart at Twilio."""
    now = ports.clock.now()
    work.settings.lock(now=now)
    open_message = work.messages.find_open(to)
    if open_message is not None:
        return open_message.id
    line = work.line()
    number = line.primary_number
    if number is None:
        raise conflict(Code.CANNOT_SEND, NO_NUMBER)
    is_opted_out = work.opt_outs.has(to)
    reason = why_cannot_send(number.as_of(now), line.primary_campaign, is_opted_out=is_opted_out)
    if reason is not None:
        raise conflict(Code.CANNOT_SEND, reason)
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
    work.pending_messages.add(message.id, due_at=now + HEAD_START)
    return message.id


def _finish(ports: Ports, tenant_id: str, message_id: str) -> None:
    attempt = _claim(ports, tenant_id, message_id)
    if attempt is None:
        return
    try:
        ended = _find_or_send(ports, attempt)
    except CarrierUnclear as unclear:
        _postpone(ports, attempt, timedelta(0) if unclear.is_over else SETTLING)
        return
    except CarrierRefused as refused:
        ended = replace(attempt.message, status=MessageStatus.FAILED, error_code=refused.code)
    with ports.unit_of_work(tenant_id) as work:
        # A report may have been faster than Twilio's own answer.
        if _stored(work, message_id).is_open:
            settle(ports, work, ended)
        work.pending_messages.remove(message_id)


def _claim(ports: Ports, tenant_id: str, message_id: str) -> Attempt | None:
    """None when it is settled, or another one is at it."""
    now, lease = ports.clock.now(), ports.ids.new()
    with ports.unit_of_work(tenant_id) as work:
        message = _stored(work, message_id)
        if not message.is_open:
            work.pending_messages.remove(message_id)
            return None
        claim = work.messages.claim(message_id, lease=lease, now=now, until=now + LEASE)
        if claim is None:
            return None
        return Attempt(
            tenant_id=tenant_id,
            message=message,
            lease=lease,
            until=now + LEASE,
            # Whoever stored it may also have ended before it even had the right.
            was_tried=claim.was_tried or now - message.created_at > HEAD_START,
            service_sid=_service_for(work, message, now),
            callback=webhooks_for(ports, work).status_of(message_id),
        )


def _service_for(work: Work, message: Message, now: datetime) -> str | None:
    """None when it may not leave any more, as after a STOP that came in between."""
    line = work.line()
    number = line.primary_number
    if number is None or number.phone_number != message.from_number:
        return None
    is_opted_out = work.opt_outs.has(message.to_number)
    reason = why_cannot_send(number.as_of(now), line.primary_campaign, is_opted_out=is_opted_out)
    return None if reason else number.messaging_service_sid


def _find_or_send(ports: Ports, attempt: Attempt) -> Message:
    """Twilio has no idempotency keys: whoever comes second looks at what the first one left."""
    message, now = attempt.message, ports.clock.now()
    found = _find(ports, attempt) if attempt.was_tried else None
    if found is not None:
        return found
    if attempt.service_sid is None or now - message.created_at > LATEST:
        return replace(message, status=MessageStatus.FAILED)
    if now > attempt.until - NEEDED_TO_SEND:
        raise CarrierUnclear(is_over=True)
    sid = ports.carrier.send_message(
        attempt.service_sid,
        to=message.to_number,
        body=message.body,
        status_callback=attempt.callback,
    )
    return replace(message, twilio_sid=sid, status=MessageStatus.SENDING)


def _find(ports: Ports, attempt: Attempt) -> Message | None:
    """The oldest like ours that we do not know yet."""
    message = attempt.message
    sent = ports.carrier.find_sent(to=message.to_number, since=message.created_at - SKEW)
    with ports.unit_of_work(attempt.tenant_id) as work:
        known = work.messages.known([each.twilio_sid for each in sent])
        services = {service.twilio_sid for service in work.line().services}
    for each in sent:
        is_ours = each.body == message.body and each.service_sid in services
        if is_ours and each.twilio_sid not in known:
            status = TWILIO_STATUSES.get(each.status, MessageStatus.SENDING)
            found = replace(message, twilio_sid=each.twilio_sid, status=status)
            return replace(found, error_code=each.error_code)
    return None


def _postpone(ports: Ports, attempt: Attempt, pause: timedelta) -> None:
    uncertain = replace(attempt.message, status=MessageStatus.UNCERTAIN)
    with ports.unit_of_work(attempt.tenant_id) as work:
        current = _stored(work, attempt.message.id)
        if current.is_open and current.status != MessageStatus.UNCERTAIN:
            settle(ports, work, uncertain)
        at = ports.clock.now() + pause
        work.messages.free(attempt.message.id, lease=attempt.lease, at=at)


def _stored(work: Work, message_id: str) -> Message:
    message = work.messages.lock(message_id=message_id)
    if message is None:
        raise AssertionError("a stored message is never deleted")
    return message


def _too_many() -> ServiceError:
    message = f"You have sent {TESTS_PER_HOUR} test messages within an hour. Try again later."
    return ServiceError(Kind.RATE_LIMITED, Code.TOO_MANY_ATTEMPTS, message)
