"""Fetches the texts and calls that arrived while nobody of ours answered, and stores each once.

A text that is fetched counts as one that a webhook told of: STOP is obeyed, and the same event is
emitted. Nothing answers it by itself, since hours may have passed.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from contracts.enums import MessageDirection, MessageStatus
from services.phone.domain.catch_up import CatchUp, Kind, period_for
from services.phone.domain.lines import Number
from services.phone.domain.messages import Message
from services.phone.ports import (
    CarrierRefused,
    CarrierUnclear,
    Ports,
    ReceivedCall,
    ReceivedText,
    Work,
)
from services.phone.use_cases.messages import take_late

log = logging.getLogger(__name__)

CATCH_UP = "catch_up"
AT_ONCE = 10
# While one process reads, no other does.
CLAIM = timedelta(minutes=2)
# Of one number in one run; each has a thousand entries at most.
PAGES_AT_ONCE = 4
# Stored in one transaction.
LOT = 100

Entry = TypeVar("Entry")


def catch_up(ports: Ports) -> bool:
    """Whether there may be more to do at once."""
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        if CATCH_UP not in ports.begun:
            # At the start of a process: nobody knows for how long there was none.
            work.catch_ups.adopt(now=now)
            work.catch_ups.make_due(now=now)
        due = work.catch_ups.claim_due(now=now, again_at=now + CLAIM, limit=AT_ONCE)
        period = period_for(work.catch_ups.count()) if due else timedelta(0)
    ports.begun.add(CATCH_UP)
    # What failed before is tried first: while that fails, nothing else is asked for.
    due.sort(key=lambda each: each.attempts, reverse=True)
    for place, claimed in enumerate(due):
        if not _catch_up(ports, claimed, period):
            # Twilio is out of reach, or asks for fewer requests: the others wait, too.
            for other in due[place + 1 :]:
                untried = replace(other, attempts=other.attempts - 1)
                _save(ports, untried, due_in=claimed.pause())
            return False
    return len(due) == AT_ONCE


def _catch_up(ports: Ports, claimed: CatchUp, period: timedelta) -> bool:
    """False where Twilio failed."""
    if not _is_answered_by_us(ports, claimed):
        unread = claimed.from_the_start().read_up_to(None, now=ports.clock.now())
        _settle(ports, unread, period)
        return True
    reached = claimed
    try:
        for _ in range(PAGES_AT_ONCE):
            reached = _read_page(ports, reached)
            if reached.next_page is None:
                break
    except CarrierRefused:
        _postpone(ports, reached.from_the_start())
        return False
    except CarrierUnclear:
        _postpone(ports, reached)
        return False
    _settle(ports, reached, period)
    return True


def _is_answered_by_us(ports: Ports, claimed: CatchUp) -> bool:
    """A protected line may be somebody else's to answer, unless texts have come to us from it."""
    with ports.unit_of_work(claimed.tenant_id) as work:
        number = next((n for n in work.numbers.all() if n.twilio_sid == claimed.number_sid), None)
        if number is None:
            return False
        _keep_fallback(ports, work, number)
        return not number.is_protected or work.messages.has_received(number.phone_number)


def _keep_fallback(ports: Ports, work: Work, number: Number) -> None:
    """A number that was connected with another fallback gets the one that is set now."""
    is_connected = number.voice_url is not None and number.twilio_error is None
    is_other = number.voice_fallback_url != ports.voice_fallback_url
    if is_connected and is_other and not number.is_protected:
        work.pending_connections.add(number.id, due_at=ports.clock.now())


def _read_page(ports: Ports, at: CatchUp) -> CatchUp:
    now = ports.clock.now()
    if at.kind is Kind.TEXTS:
        texts = ports.carrier.list_texts(to=at.phone_number, since=at.since, page=at.next_page)
        # Twilio may compare days only.
        _store_texts(ports, at, [e for e in texts.entries if e.received_at >= at.since])
        return at.read_up_to(texts.next_page, now=now)
    calls = ports.carrier.list_calls(to=at.phone_number, since=at.since, page=at.next_page)
    _store_calls(ports, at, [e for e in calls.entries if e.started_at >= at.since])
    return at.read_up_to(calls.next_page, now=now)


def _store_texts(ports: Ports, at: CatchUp, found: Sequence[ReceivedText]) -> None:
    """The oldest of a page first, in lots: no transaction is long."""
    stored = 0
    for lot in _lots(found):
        with ports.unit_of_work(at.tenant_id) as work:
            known = work.messages.known([text.twilio_sid for text in lot])
            missing = [_message(ports, at, text) for text in lot if text.twilio_sid not in known]
            stored += sum(take_late(ports, work, message) for message in missing)
    _log(stored, "texts")


def _store_calls(ports: Ports, at: CatchUp, found: Sequence[ReceivedCall]) -> None:
    stored = 0
    for lot in _lots(found):
        with ports.unit_of_work(at.tenant_id) as work:
            for call in lot:
                stored += work.calls.add(
                    call.twilio_sid, from_number=call.from_number, now=call.started_at
                )
    _log(stored, "calls")


def _message(ports: Ports, at: CatchUp, text: ReceivedText) -> Message:
    return Message(
        id=ports.ids.new(),
        direction=MessageDirection.INBOUND,
        twilio_sid=text.twilio_sid,
        from_number=text.from_number,
        to_number=at.phone_number,
        # PostgreSQL's text holds every character but this one.
        body=text.body.replace("\0", ""),
        status=MessageStatus.RECEIVED,
        created_at=text.received_at,
    )


def _lots(found: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    oldest_first = found[::-1]
    for start in range(0, len(oldest_first), LOT):
        yield oldest_first[start : start + LOT]


def _settle(ports: Ports, reached: CatchUp, period: timedelta) -> None:
    pause = period if reached.next_page is None else timedelta(0)
    _save(ports, replace(reached, attempts=0), due_in=pause)


def _postpone(ports: Ports, reached: CatchUp) -> None:
    log.warning("catch_up_postponed kind=%s attempts=%d", reached.kind, reached.attempts)
    _save(ports, reached, due_in=reached.pause())


def _save(ports: Ports, reached: CatchUp, *, due_in: timedelta) -> None:
    with ports.unit_of_work(None) as work:
        work.catch_ups.save(reached, due_at=ports.clock.now() + due_in)


def _log(stored: int, what: str) -> None:
    if stored:
        log.info("caught_up %s=%d", what, stored)
