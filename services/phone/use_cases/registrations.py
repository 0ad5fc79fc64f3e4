"""Whether carriers know a number: Twilio has no field for it, it tells in events and failures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.enums import RegistrationStatus
from services.phone.domain.lines import Number
from services.phone.domain.messages import DOUBT, Message, registration_shown_by
from services.phone.domain.registration import Told, told_by
from services.phone.ports import Ports, Work
from services.phone.use_cases.replies import Reply


def note_twilio_events(ports: Ports, events: Sequence[Mapping[str, Any]]) -> Reply:
    """Takes its own kinds out of the batch; each may come twice and out of order."""
    told = [each for each in map(told_by, events) if each is not None]
    for each in told:
        _note(ports, each)
    return {"taken": len(told)}


def learn_from_delivery(ports: Ports, work: Work, message: Message) -> None:
    """A text that arrived proves a registration, as a 30034 proves that there is none yet."""
    shown = registration_shown_by(message.status, message.error_code)
    sender = next(
        (each for each in work.numbers.all() if each.phone_number == message.from_number), None
    )
    if sender is None or sender.is_protected:
        return
    if shown is RegistrationStatus.PENDING:
        _doubt(ports, work, sender, message)
    elif shown is not None:
        _change(ports, work, sender, shown, at=ports.clock.now())


def _note(ports: Ports, told: Told) -> None:
    with ports.unit_of_work(None) as work:
        tenant_id = work.routes.owner_of(twilio_sid=told.number_sid, phone_number="")
    if tenant_id is None:
        return
    with ports.unit_of_work(tenant_id) as work:
        work.settings.lock(now=ports.clock.now())
        number = next((n for n in work.numbers.all() if n.twilio_sid == told.number_sid), None)
        if number is not None:
            _change(ports, work, number, told.status, at=told.at)


def _doubt(ports: Ports, work: Work, number: Number, message: Message) -> None:
    """What Twilio said after this text had left counts for more."""
    if number.registered_at is not None and message.created_at <= number.registered_at:
        return
    _save(ports, work, number, replace(number, doubted_until=ports.clock.now() + DOUBT))


def _change(
    ports: Ports, work: Work, number: Number, status: RegistrationStatus, *, at: datetime
) -> None:
    is_older = number.registered_at is not None and at <= number.registered_at
    if number.is_protected or is_older:
        return
    told = replace(number, registration_status=status, registered_at=at, doubted_until=None)
    _save(ports, work, number, told)


def _save(ports: Ports, work: Work, number: Number, changed: Number) -> None:
    now = ports.clock.now()
    work.numbers.save(changed, now=now)
    status = changed.as_of(now).registration_status
    if status != number.as_of(now).registration_status:
        data = {"number_id": number.id, "registration_status": status}
        work.emit("number_registration_changed_v1", data)
