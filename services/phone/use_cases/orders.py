"""A tenant that provisions itself chooses a number and buys it: once, whatever happens midway."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from contracts.enums import ProvisioningMode
from contracts.errors import Code, ServiceError, conflict, invalid, not_found, unavailable
from services.phone.domain.lines import Number
from services.phone.domain.orders import (
    MONTHLY_PRICE_CENTS,
    MOST_NUMBERS,
    UNAVAILABLE,
    Order,
    OrderState,
    Wish,
    order_name,
)
from services.phone.domain.webhooks import Webhooks
from services.phone.ports import CarrierNumber, CarrierRefused, CarrierUnclear, Ports, Work
from services.phone.use_cases import numbers, setup
from services.phone.use_cases.alternatives import offering_others
from services.phone.use_cases.connections import connect, queue_connections, webhooks_for
from services.phone.use_cases.refusals import carrier_refused, carrier_unclear
from services.phone.use_cases.replies import Reply

# As for messaging services: a purchase begins only while this much of the lease is left.
LEASE = timedelta(seconds=60)
NEEDED_TO_BUY = timedelta(seconds=20)
SETTLING = timedelta(seconds=5)
WAIT = timedelta(seconds=8)
POLL_SECONDS = 0.2
# A crash leaves the order to the sweep, after whoever began it had the time to end it.
HEAD_START = timedelta(seconds=30)
AGAIN = timedelta(minutes=1)
AT_ONCE = 10

CHOICES = 20

MANAGED = "Numbers are chosen for you: the platform provisions your line."
ANOTHER_OPEN = "Another number is being set up right now. Wait until it is done."
TOO_MANY = f"You have {MOST_NUMBERS} numbers, which is the limit. Contact support for more."
ONE_OF_TWO = "Give either a phone number or an area code."
SEARCH_REFUSED = "Twilio refused the search. Try other digits."
REFUSED = "Twilio refused to sell this number. Try again later or contact support."


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """The right to buy what one order asks for, for a while."""

    tenant_id: str
    order: Order
    lease: str
    until: datetime
    webhooks: Webhooks


def search_numbers(
    ports: Ports, tenant_id: str, *, area_code: str | None, contains: str | None
) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        _refuse_managed(work)
    try:
        found = ports.carrier.search_numbers(area_code=area_code, contains=contains, limit=CHOICES)
    except CarrierRefused as refused:
        raise carrier_refused(SEARCH_REFUSED, refused.code) from refused
    except CarrierUnclear as unclear:
        raise carrier_unclear() from unclear
    items = [asdict(each) | {"monthly_price_cents": MONTHLY_PRICE_CENTS} for each in found]
    return {"items": items, "page": 1, "page_size": CHOICES, "total": len(items)}


def buy_number(
    ports: Ports,
    tenant_id: str,
    *,
    phone_number: str | None,
    area_code: str | None,
    idempotency_key: str | None,
) -> Reply:
    """The order is stored before Twilio hears of it; whoever repeats the key resumes it."""
    wish = Wish(phone_number=phone_number, area_code=area_code)
    if (phone_number is None) == (area_code is None):
        raise invalid(ONE_OF_TWO, {"phone_number": [ONE_OF_TWO]})
    new: list[str | None] = []
    with ports.unit_of_work(tenant_id) as work:

        def place() -> Reply:
            new.append(_place(ports, work, wish))
            return {"order_id": new[0]}

        key = idempotency_key
        placed = work.once("buy_number", key=key, body=asdict(wish), action=place)
        if not new:
            _reopen(ports, work, placed["order_id"])
    if placed["order_id"] is not None:
        with offering_others(ports, wish):
            _wait_and_finish(ports, tenant_id, placed["order_id"])
    return setup.get_config(ports, tenant_id)


def finish_orders(ports: Ports) -> bool:
    """Whether there may be more to do at once."""
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        due = work.pending_orders.claim_due(now=now, again_at=now + AGAIN, limit=AT_ONCE)
    for pending in due:
        try:
            _finish(ports, pending.tenant_id, pending.id)
        except ServiceError:
            # Twilio's refusal is stored with the order; what is unclear comes up again.
            continue
    return len(due) == AT_ONCE


def _place(ports: Ports, work: Work, wish: Wish) -> str | None:
    """The id of the order to finish; None when the number is the tenant's already."""
    now = ports.clock.now()
    work.settings.lock(now=now)
    _refuse_managed(work)
    owned = work.numbers.all()
    if any(number.phone_number == wish.phone_number for number in owned):
        return None
    open_order = work.orders.find_open()
    if open_order is not None:
        return _same(open_order, wish)
    if len(owned) >= MOST_NUMBERS:
        raise conflict(Code.NUMBER_LIMIT_REACHED, TOO_MANY)
    order = Order(id=ports.ids.new(), wish=wish, state=OrderState.OPEN)
    work.orders.add(order, now=now)
    work.pending_orders.add(order.id, due_at=now + HEAD_START)
    return order.id


def _reopen(ports: Ports, work: Work, order_id: str | None) -> None:
    """A refusal may be tried again with the same key: nothing was bought."""
    order = work.orders.find(order_id) if order_id else None
    if order is None or order.state != OrderState.FAILED:
        return
    now = ports.clock.now()
    work.settings.lock(now=now)
    _refuse_managed(work)
    if work.orders.find_open() is not None:
        raise conflict(Code.NUMBER_ORDER_OPEN, ANOTHER_OPEN)
    work.orders.save(replace(order, state=OrderState.OPEN, twilio_error=None), now=now)
    work.pending_orders.add(order.id, due_at=now + HEAD_START)


def _same(open_order: Order, wish: Wish) -> str:
    if open_order.wish != wish:
        raise conflict(Code.NUMBER_ORDER_OPEN, ANOTHER_OPEN)
    return open_order.id


def _refuse_managed(work: Work) -> None:
    settings = work.settings.find()
    if settings is None or settings.provisioning_mode == ProvisioningMode.MANAGED:
        raise conflict(Code.PROVISIONING_MANAGED, MANAGED)


def _wait_and_finish(ports: Ports, tenant_id: str, order_id: str) -> None:
    give_up_at = ports.clock.now() + WAIT
    while not _finish(ports, tenant_id, order_id):
        if ports.clock.now() >= give_up_at:
            raise unavailable("phone")
        ports.clock.sleep(POLL_SECONDS)


def _finish(ports: Ports, tenant_id: str, order_id: str) -> bool:
    """False while another one is at it. Raises what Twilio's refusal means to the tenant."""
    purchase = _claim(ports, tenant_id, order_id)
    if isinstance(purchase, Order):
        return _is_done(purchase)
    try:
        bought = _find_or_buy(ports, purchase)
    except CarrierRefused as refused:
        _fail(ports, purchase, refused.code)
        raise _refusal(refused.code) from refused
    except CarrierUnclear as unclear:
        pause = timedelta(0) if unclear.is_over else SETTLING
        with ports.unit_of_work(tenant_id) as work:
            work.orders.free(order_id, lease=purchase.lease, at=ports.clock.now() + pause)
        raise carrier_unclear() from unclear
    _keep(ports, purchase, bought)
    return True


def _claim(ports: Ports, tenant_id: str, order_id: str) -> Purchase | Order:
    """The order itself when it is not ours to finish."""
    now, lease = ports.clock.now(), ports.ids.new()
    with ports.unit_of_work(tenant_id) as work:
        is_ours = work.orders.claim(order_id, lease=lease, now=now, until=now + LEASE)
        order = work.orders.find(order_id)
        webhooks = webhooks_for(ports, work)
    if order is None:
        raise not_found("order")
    if not is_ours:
        return order
    return Purchase(
        tenant_id=tenant_id, order=order, lease=lease, until=now + LEASE, webhooks=webhooks
    )


def _is_done(order: Order) -> bool:
    if order.state == OrderState.FAILED:
        raise _refusal(order.twilio_error or 0)
    return order.state == OrderState.DONE


def _find_or_buy(ports: Ports, purchase: Purchase) -> CarrierNumber:
    name = order_name(purchase.order.id)
    found = ports.carrier.find_bought(name)
    if found is not None:
        return found
    if ports.clock.now() > purchase.until - NEEDED_TO_BUY:
        raise CarrierUnclear(is_over=True)
    return ports.carrier.buy_number(name, purchase.order.wish, purchase.webhooks)


def _keep(ports: Ports, purchase: Purchase, bought: CarrierNumber) -> None:
    with ports.unit_of_work(purchase.tenant_id) as work:
        now = ports.clock.now()
        work.settings.lock(now=now)
        owned = work.numbers.all()
        number = Number(
            id=ports.ids.new(),
            phone_number=bought.phone_number,
            twilio_sid=bought.twilio_sid,
            # A line that is there stays the primary one, a live one above all.
            is_primary=not any(each.is_primary for each in owned),
            capabilities=bought.capabilities,
            voice_url=purchase.webhooks.voice,
            voice_fallback_url=purchase.webhooks.voice_fallback,
        )
        if not any(each.twilio_sid == number.twilio_sid for each in owned):
            numbers.add(ports, work, number)
        work.orders.save(replace(purchase.order, state=OrderState.DONE), now=now)
        work.pending_orders.remove(purchase.order.id)
        waiting = queue_connections(ports, work)
    for number_id in waiting:
        connect(ports, purchase.tenant_id, number_id)


def _fail(ports: Ports, purchase: Purchase, code: int) -> None:
    failed = replace(purchase.order, state=OrderState.FAILED, twilio_error=code)
    with ports.unit_of_work(purchase.tenant_id) as work:
        work.orders.save(failed, now=ports.clock.now())
        work.pending_orders.remove(purchase.order.id)


def _refusal(code: int) -> ServiceError:
    if code in UNAVAILABLE:
        return conflict(Code.NUMBER_UNAVAILABLE, UNAVAILABLE[code])
    return carrier_refused(REFUSED, code)
