"""What is stored about a tenant's line beside what is true at Twilio, and putting it right."""

from dataclasses import dataclass
from datetime import datetime

from services.phone.domain.lines import Line, MessagingService, Number
from services.phone.domain.messages import Message, Traffic
from services.phone.domain.sending import whose_move, why_cannot_send
from services.phone.domain.webhooks import Webhooks
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports
from services.phone.use_cases.connections import connect, forget, queue_connections, webhooks_for
from services.phone.use_cases.refusals import carrier_refused, carrier_unclear
from services.phone.use_cases.replies import Reply

REPAIR_REFUSED = "Twilio refused to repair the line. Contact support."


@dataclass(frozen=True, kw_only=True)
class NumberFacts:
    """None: Twilio did not say, or it is none of ours to set."""

    number: Number
    is_owned: bool | None = None
    has_our_webhooks: bool | None = None
    is_in_pool: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceFacts:
    service: MessagingService
    exists: bool | None = None
    has_our_webhooks: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    line: Line
    traffic: Traffic
    last_call_at: datetime | None
    webhooks: Webhooks
    numbers: tuple[NumberFacts, ...]
    services: tuple[ServiceFacts, ...]
    twilio_answered: bool


def check_line(ports: Ports, tenant_id: str) -> Reply:
    return _reply(ports, _gather(ports, tenant_id))


def repair_line(ports: Ports, tenant_id: str) -> Reply:
    """Only what was found wrong is set again; what is protected is only looked at."""
    facts = _gather(ports, tenant_id)
    if not facts.twilio_answered:
        raise carrier_unclear()
    try:
        for checked in facts.services:
            if checked.has_our_webhooks is False:
                sid = str(checked.service.twilio_sid)
                ports.carrier.configure_service(sid, facts.webhooks)
    except CarrierRefused as refused:
        raise carrier_refused(REPAIR_REFUSED, refused.code) from refused
    except CarrierUnclear as unclear:
        raise carrier_unclear() from unclear
    _reconnect(ports, tenant_id, facts)
    return check_line(ports, tenant_id)


def _reconnect(ports: Ports, tenant_id: str, facts: Facts) -> None:
    wrong = {
        checked.number.id: checked
        for checked in facts.numbers
        if False in (checked.has_our_webhooks, checked.is_in_pool)
    }
    with ports.unit_of_work(tenant_id) as work:
        work.settings.lock(now=ports.clock.now())
        for number in work.numbers.all():
            if number.id in wrong and not number.is_protected:
                checked = wrong[number.id]
                pool, webhooks = checked.is_in_pool is False, checked.has_our_webhooks is False
                forget(work, ports, number, webhooks=webhooks, pool=pool)
        waiting = queue_connections(ports, work)
    for number_id in waiting:
        connect(ports, tenant_id, number_id)


def _gather(ports: Ports, tenant_id: str) -> Facts:
    with ports.unit_of_work(tenant_id) as work:
        line, webhooks = work.line(), webhooks_for(ports, work)
        traffic, last_call_at = work.messages.traffic(), work.calls.last_at()
    linked = [service for service in line.services if service.twilio_sid]
    answered = True
    try:
        numbers = [_look_at_number(ports, line, each, webhooks) for each in line.numbers]
        services = [_look_at_service(ports, each, webhooks) for each in linked]
    except (CarrierRefused, CarrierUnclear):
        answered = False
        numbers = [NumberFacts(number=each) for each in line.numbers]
        services = [ServiceFacts(service=each) for each in linked]
    return Facts(
        line=line,
        traffic=traffic,
        last_call_at=last_call_at,
        webhooks=webhooks,
        numbers=tuple(numbers),
        services=tuple(services),
        twilio_answered=answered,
    )


def _look_at_number(ports: Ports, line: Line, number: Number, webhooks: Webhooks) -> NumberFacts:
    found = ports.carrier.find_number(number.twilio_sid)
    if found is None or number.is_protected:
        return NumberFacts(number=number, is_owned=found is not None)
    # Where it should be, or for a former primary number where we put it.
    wanted = line.pool_for(number) or number.messaging_service_sid
    return NumberFacts(
        number=number,
        is_owned=True,
        has_our_webhooks=(found.voice_url, found.sms_url, found.voice_fallback_url)
        == (webhooks.voice, webhooks.sms, webhooks.voice_fallback),
        is_in_pool=ports.carrier.is_in_pool(wanted, number.twilio_sid) if wanted else None,
    )


def _look_at_service(ports: Ports, service: MessagingService, webhooks: Webhooks) -> ServiceFacts:
    found = ports.carrier.read_service(str(service.twilio_sid))
    if found is None or service.is_protected:
        return ServiceFacts(service=service, exists=found is not None)
    ours = (webhooks.sms, webhooks.status)
    is_ours = (found.inbound_url, found.status_url) == ours
    return ServiceFacts(service=service, exists=True, has_our_webhooks=is_ours)


def _reply(ports: Ports, facts: Facts) -> Reply:
    now = ports.clock.now()
    numbers = [_number_reply(each, facts.line, now) for each in facts.numbers]
    services = [_service_reply(each) for each in facts.services]
    outbound, failed = facts.traffic.outbound, facts.traffic.failed
    return {
        "checked_at": now,
        "is_healthy": facts.twilio_answered and not _is_wrong(facts),
        "twilio_answered": facts.twilio_answered,
        "numbers": numbers,
        "services": services,
        "last_inbound_at": _last_inbound_at(facts),
        "last_outbound_at": outbound and outbound.created_at,
        "last_error": failed and _error(failed),
    }


def _last_inbound_at(facts: Facts) -> datetime | None:
    """A call proves as much as a text does that the line reaches us."""
    text = facts.traffic.inbound
    instants = (text and text.created_at, facts.last_call_at)
    return max((each for each in instants if each), default=None)


def _is_wrong(facts: Facts) -> bool:
    of_numbers = [(n.is_owned, n.has_our_webhooks, n.is_in_pool) for n in facts.numbers]
    of_services = [(s.exists, s.has_our_webhooks) for s in facts.services]
    return any(False in flags for flags in (*of_numbers, *of_services))


def _number_reply(checked: NumberFacts, line: Line, now: datetime) -> Reply:
    number = checked.number.as_of(now)
    reason = why_cannot_send(number, line.primary_campaign)
    return {
        "id": number.id,
        "phone_number": number.phone_number,
        "protected": number.is_protected,
        "is_owned": checked.is_owned,
        "has_our_webhooks": checked.has_our_webhooks,
        "is_in_pool": checked.is_in_pool,
        "registration_status": number.registration_status,
        "registered_at": number.registered_at,
        "can_send": reason is None,
        "cannot_send_reason": reason,
        "whose_move": whose_move(reason),
    }


def _service_reply(checked: ServiceFacts) -> Reply:
    return {
        "messaging_service_sid": checked.service.twilio_sid,
        "protected": checked.service.is_protected,
        "exists": checked.exists,
        "has_our_webhooks": checked.has_our_webhooks,
    }


def _error(failed: Message) -> Reply:
    return {
        "code": failed.error_code,
        "explanation": failed.explanation or "",
        "at": failed.created_at,
    }
