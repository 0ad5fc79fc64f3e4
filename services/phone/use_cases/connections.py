"""A number is connected when Twilio calls us for it and it sends through the tenant's service."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.phone.domain.lines import Line, Number
from services.phone.domain.webhooks import Webhooks, webhooks_of
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports, Work

# Gives the one who queued a connection the time to try it first.
HEAD_START = timedelta(seconds=5)
CLAIM = timedelta(seconds=60)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 10
AT_ONCE = 10


@dataclass(frozen=True)
class Missing:
    """What a number still lacks at Twilio."""

    number: Number
    webhooks: Webhooks | None
    service_sid: str | None


def queue_connections(ports: Ports, work: Work) -> list[str]:
    """The ids of the numbers that now wait to be connected."""
    line, webhooks = work.line(), webhooks_for(ports, work)
    waiting = [number.id for number in line.numbers if _missing(line, number, webhooks)]
    for number_id in waiting:
        work.pending_connections.add(number_id, due_at=ports.clock.now() + HEAD_START)
    return waiting


def connect_waiting_numbers(ports: Ports) -> bool:
    """Whether there may be more to do at once."""
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        due = work.pending_connections.claim_due(now=now, again_at=now + CLAIM, limit=AT_ONCE)
    for pending in due:
        connect(ports, pending.tenant_id, pending.id, attempts=pending.attempts)
    return len(due) == AT_ONCE


def connect(ports: Ports, tenant_id: str, number_id: str, *, attempts: int = 1) -> None:
    """What fails is tried again later, for ever: a refusal ends when someone clears its cause."""
    missing = _find_missing(ports, tenant_id, number_id)
    if missing is None:
        return
    number, again_at = missing.number, _next_try(ports, attempts)
    try:
        if missing.webhooks:
            ports.carrier.configure_number(number.twilio_sid, missing.webhooks)
            number = replace(
                number,
                voice_url=missing.webhooks.voice,
                voice_fallback_url=missing.webhooks.voice_fallback,
            )
        if missing.service_sid:
            ports.carrier.join_pool(missing.service_sid, number.twilio_sid)
            number = replace(number, messaging_service_sid=missing.service_sid)
    except CarrierUnclear:
        _settle(ports, tenant_id, number, again_at=again_at)
    except CarrierRefused as refused:
        failed = replace(number, twilio_error=refused.code)
        _settle(ports, tenant_id, failed, again_at=again_at)
    else:
        _settle(ports, tenant_id, replace(number, twilio_error=None), again_at=None)


def webhooks_for(ports: Ports, work: Work) -> Webhooks:
    token = work.tokens.get(proposed=ports.ids.token())
    return webhooks_of(ports.public_base_url, token, voice_fallback=ports.voice_fallback_url)


def forget(work: Work, ports: Ports, number: Number, *, webhooks: bool, pool: bool) -> None:
    """What turned out not to hold at Twilio is done again by the next connection."""
    changed = replace(
        number,
        voice_url=None if webhooks else number.voice_url,
        messaging_service_sid=None if pool else number.messaging_service_sid,
    )
    if changed != number:
        work.numbers.save(changed, now=ports.clock.now())


def _missing(line: Line, number: Number, webhooks: Webhooks) -> Missing | None:
    if number.is_protected:
        return None
    is_configured = (number.voice_url, number.voice_fallback_url) == (
        webhooks.voice,
        webhooks.voice_fallback,
    )
    wanted = line.pool_for(number)
    is_joined = wanted in (None, number.messaging_service_sid)
    if is_configured and is_joined:
        return None
    return Missing(number, None if is_configured else webhooks, None if is_joined else wanted)


def _find_missing(ports: Ports, tenant_id: str, number_id: str) -> Missing | None:
    with ports.unit_of_work(tenant_id) as work:
        line, webhooks = work.line(), webhooks_for(ports, work)
        number = line.number(number_id)
        missing = _missing(line, number, webhooks) if number else None
        if missing is None:
            work.pending_connections.remove(number_id)
    return missing


def _settle(ports: Ports, tenant_id: str, tried: Number, *, again_at: datetime | None) -> None:
    with ports.unit_of_work(tenant_id) as work:
        work.settings.lock(now=ports.clock.now())
        current = work.line().number(tried.id)
        if current is None or current.twilio_sid != tried.twilio_sid:
            return
        changed = replace(
            current,
            voice_url=tried.voice_url,
            voice_fallback_url=tried.voice_fallback_url,
            messaging_service_sid=tried.messaging_service_sid,
            twilio_error=tried.twilio_error,
        )
        if changed != current:
            work.numbers.save(changed, now=ports.clock.now())
        if again_at is None:
            work.pending_connections.remove(tried.id)
        else:
            work.pending_connections.postpone(tried.id, due_at=again_at)


def _next_try(ports: Ports, attempts: int) -> datetime:
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    return ports.clock.now() + min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
