"""Numbers join the messaging service of the tenant's primary campaign; protected ones never do."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.phone.domain.lines import Number
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports, Work

# Gives the one who queued a join the time to try it first.
HEAD_START = timedelta(seconds=5)
CLAIM = timedelta(seconds=60)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 10
AT_ONCE = 10


def queue_primary_number(work: Work, *, now: datetime) -> str | None:
    """The id of the number that now waits to join, or None when there is nothing to do."""
    line = work.line()
    number = line.primary_number
    if number is None or line.pool_for(number) in (None, number.messaging_service_sid):
        return None
    work.pool_joins.add(number.id, due_at=now + HEAD_START)
    return number.id


def join_waiting_numbers(ports: Ports) -> bool:
    """Whether there may be more to do at once."""
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        due = work.pool_joins.claim_due(now=now, again_at=now + CLAIM, limit=AT_ONCE)
    for join in due:
        join_pool(ports, join.tenant_id, join.number_id, attempts=join.attempts)
    return len(due) == AT_ONCE


def join_pool(ports: Ports, tenant_id: str, number_id: str, *, attempts: int) -> None:
    """What fails is tried again later, for ever: a refusal ends when someone clears its cause."""
    found = _find(ports, tenant_id, number_id)
    if found is None:
        return
    number, service_sid = found
    try:
        ports.carrier.join_pool(service_sid, number.twilio_sid)
    except CarrierUnclear:
        _settle(ports, tenant_id, number, again_at=_next_try(ports, attempts))
    except CarrierRefused as refused:
        failed = replace(number, twilio_error=refused.code)
        _settle(ports, tenant_id, failed, again_at=_next_try(ports, attempts))
    else:
        joined = replace(number, messaging_service_sid=service_sid, twilio_error=None)
        _settle(ports, tenant_id, joined, again_at=None)


def _find(ports: Ports, tenant_id: str, number_id: str) -> tuple[Number, str] | None:
    """The number and the service that it still has to join."""
    with ports.unit_of_work(tenant_id) as work:
        line = work.line()
        number = next((each for each in line.numbers if each.id == number_id), None)
        service_sid = line.pool_for(number) if number else None
        if number is None or service_sid in (None, number.messaging_service_sid):
            work.pool_joins.remove(number_id)
            return None
    return number, str(service_sid)


def _settle(ports: Ports, tenant_id: str, tried: Number, *, again_at: datetime | None) -> None:
    with ports.unit_of_work(tenant_id) as work:
        work.settings.lock(now=ports.clock.now())
        current = next((each for each in work.numbers.all() if each.id == tried.id), None)
        if current is None or current.twilio_sid != tried.twilio_sid:
            return
        changed = replace(
            current,
            messaging_service_sid=tried.messaging_service_sid,
            twilio_error=tried.twilio_error,
        )
        if changed != current:
            work.numbers.save(changed, now=ports.clock.now())
        if again_at is None:
            work.pool_joins.remove(tried.id)
        else:
            work.pool_joins.postpone(tried.id, due_at=again_at)


def _next_try(ports: Ports, attempts: int) -> datetime:
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    pause = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return ports.clock.now() + pause
