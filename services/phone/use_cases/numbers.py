"""An operator gives a tenant a number that the platform owns at Twilio."""

from dataclasses import replace

from contracts.errors import Code, ServiceError, conflict, invalid
from services.phone.domain.lines import Capabilities, Number
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports, Work
from services.phone.use_cases import replies
from services.phone.use_cases.connections import connect, queue_connections
from services.phone.use_cases.refusals import carrier_refused, carrier_unclear, protected
from services.phone.use_cases.replies import Reply

REFUSED = "Twilio would not tell about this number. Check the Twilio account, then try again."
MISMATCH = "At Twilio this SID belongs to another phone number."


def assign_number(
    ports: Ports,
    tenant_id: str,
    *,
    phone_number: str,
    twilio_sid: str,
    idempotency_key: str | None,
) -> Reply:
    """It becomes the tenant's primary number; one that was primary before stays as a second."""
    _refuse_what_is_not_free(ports, tenant_id, phone_number=phone_number, twilio_sid=twilio_sid)
    number = Number(
        id=ports.ids.new(),
        phone_number=phone_number,
        twilio_sid=twilio_sid,
        is_primary=True,
        capabilities=_capabilities(ports, phone_number=phone_number, twilio_sid=twilio_sid),
    )
    waiting: list[str] = []
    with ports.unit_of_work(tenant_id) as work:

        def assign() -> Reply:
            settings = work.settings.lock(now=ports.clock.now())
            make_primary(ports, work, number)
            waiting.extend(queue_connections(ports, work))
            return replies.config(settings, work.line().as_of(ports.clock.now()))

        body = {"phone_number": phone_number, "twilio_sid": twilio_sid}
        reply = work.once("assign_number", key=idempotency_key, body=body, action=assign)
    for number_id in waiting:
        connect(ports, tenant_id, number_id)
    return reply


def make_primary(ports: Ports, work: Work, number: Number) -> None:
    """The caller holds the lock of the tenant's settings."""
    now = ports.clock.now()
    numbers = work.numbers.all()
    _refuse_protected(numbers, number.phone_number)
    known = next((each for each in numbers if each.phone_number == number.phone_number), None)
    if known is not None:
        number = _renewed(known, number)
        if number == known:
            return
    for former in numbers:
        if former.is_primary and former.id != number.id:
            work.numbers.save(replace(former, is_primary=False), now=now)
    if known is None:
        add(ports, work, number)
        return
    if known.twilio_sid != number.twilio_sid:
        _move_route(work, known, number)
        sid = number.twilio_sid
        work.catch_ups.add(number_sid=sid, phone_number=number.phone_number, now=now)
    work.numbers.save(number, now=now)
    work.emit("number_assigned_v1", {"number_id": number.id, "is_primary": True})


def add(ports: Ports, work: Work, number: Number) -> None:
    if not work.routes.add(twilio_sid=number.twilio_sid, phone_number=number.phone_number):
        raise _taken()
    now = ports.clock.now()
    work.catch_ups.add(number_sid=number.twilio_sid, phone_number=number.phone_number, now=now)
    work.numbers.add(number, now=now)
    work.emit("number_assigned_v1", {"number_id": number.id, "is_primary": number.is_primary})


def _renewed(known: Number, wanted: Number) -> Number:
    if known.twilio_sid != wanted.twilio_sid:
        return replace(wanted, id=known.id)
    return replace(known, is_primary=True, capabilities=wanted.capabilities)


def _move_route(work: Work, known: Number, number: Number) -> None:
    work.routes.remove(known.twilio_sid)
    if not work.routes.add(twilio_sid=number.twilio_sid, phone_number=number.phone_number):
        raise _taken()


def _refuse_what_is_not_free(
    ports: Ports, tenant_id: str, *, phone_number: str, twilio_sid: str
) -> None:
    """Before Twilio is asked; what happens meanwhile is caught when the number is stored."""
    with ports.unit_of_work(tenant_id) as work:
        _refuse_protected(work.numbers.all(), phone_number)
        owner = work.routes.owner_of(twilio_sid=twilio_sid, phone_number=phone_number)
    if owner in (None, tenant_id):
        return
    with ports.unit_of_work(owner) as work:
        theirs = work.numbers.all()
    wanted = (twilio_sid, phone_number)
    if any(n.is_protected and (n.twilio_sid in wanted or n.phone_number in wanted) for n in theirs):
        raise protected("number")
    raise _taken()


def _refuse_protected(numbers: tuple[Number, ...], phone_number: str) -> None:
    """A live line is neither altered nor made second to another."""
    kept = [number for number in numbers if number.is_protected]
    if any(number.is_primary or number.phone_number == phone_number for number in kept):
        raise protected("number")


def _taken() -> ServiceError:
    return conflict(Code.NUMBER_TAKEN, "This number, or its SID, is already in use by a tenant.")


def _capabilities(ports: Ports, *, phone_number: str, twilio_sid: str) -> Capabilities:
    """A number that our account does not know yet, as while it is being ported in, is believed."""
    try:
        found = ports.carrier.find_number(twilio_sid)
    except CarrierRefused as refused:
        raise carrier_refused(REFUSED, refused.code) from refused
    except CarrierUnclear as unclear:
        raise carrier_unclear() from unclear
    if found is None:
        return Capabilities()
    if found.phone_number != phone_number:
        raise invalid(MISMATCH, {"twilio_sid": [MISMATCH]})
    return found.capabilities
