"""The service as it runs: over the wire, with a loyalty service beside it that keeps a ledger."""

import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import eventlet
import pytest
import sqlalchemy as sa
from nameko.testing.services import entrypoint_hook, entrypoint_waiter
from sqlalchemy import NullPool

from chassis.isolation import rls_violations
from chassis.rpc import RpcClient, rpc
from chassis.settings import Settings
from chassis.tables import EXEMPT_TABLES as CHASSIS_EXEMPT
from contracts.demo import CASEY, CLEAN_MACHINE, EXTERIOR_WASH, FULL_INTERIOR_DETAIL
from contracts.errors import Code, Kind, ServiceError
from services.booking.adapters import loyalty as adapter
from services.booking.models import EXEMPT_TABLES, bookings, metadata, unsettled_bookings
from services.booking.service import BookingService
from services.booking.use_cases import recovery
from tests.integration.booking.fakes import FakeLedger

POINTS = {"loyalty": {"use_points": True, "points_requested": 500}}
PATIENCE_SECONDS = 15


class LoyaltyOnTheWire:
    """Answers as loyalty does. `halt` is waited for before, `hold` after the effect;
    a refusal is told to `report`."""

    name = "loyalty"
    ledger: FakeLedger
    halt = hold = staticmethod(lambda: None)
    report = staticmethod(lambda code: None)
    breaks = False

    @rpc
    def check_redemption(self, request):
        check = self.ledger.check(request["customer_id"], **_terms(request))
        return vars(check) | {
            "point_value_cents": 10,
            "missing_cents": None,
            "min_cart_total_cents": 75_00,
            "require_core_service": True,
        }

    @rpc
    def redeem_points(self, request):
        self.halt()
        booking_id, customer_id = request["booking_id"], request["customer_id"]
        try:
            taken = self.ledger.redeem(booking_id, customer_id, **_terms(request))
        except ServiceError as error:
            self.report(error.code)
            raise
        if self.breaks:
            raise ValueError("unforeseen")
        self.hold()
        return vars(taken)

    @rpc
    def reverse_redemption(self, request):
        returned = self.ledger.reverse(request["booking_id"])
        return {"points_returned": returned, "balance_after": None}


def _terms(request):
    return {
        "cart_cents": request["cart_total_cents"],
        "is_core": request["has_core_service"],
        "points": request["requested_points"],
    }


@pytest.fixture
def ledger():
    return FakeLedger()


@pytest.fixture
def start_loyalty(amqp_uri, start_service, ledger):
    def start(**members):
        kind = type("LoyaltyOnTheWire", (LoyaltyOnTheWire,), {"ledger": ledger, **members})
        return start_service(kind, {"AMQP_URI": amqp_uri, "max_workers": 10})

    return start


@pytest.fixture
def container(store, amqp_uri, start_service):
    settings = Settings(secret_key="of these tests", encryption_keys=())
    return start_service(
        BookingService,
        {"AMQP_URI": amqp_uri, "DATABASES": {"booking": store.app_url}, "SETTINGS": settings},
    )


@pytest.fixture
def call(container, amqp_uri):
    client = RpcClient(amqp_uri)

    def ask(method, *, timeout=None, **request):
        return client.call("booking", method, {"tenant_id": CLEAN_MACHINE, **request}, timeout)

    yield ask
    client.close()


@pytest.fixture
def rows(store):
    def read(table):
        with store.database.transaction(CLEAN_MACHINE) as connection:
            return connection.execute(sa.select(table)).all()

    return read


@pytest.fixture
def quick(monkeypatch):
    """Less patience with loyalty, and a sweep that tries again sooner."""
    monkeypatch.setattr(adapter, "REDEEM_SECONDS", 0.3)
    monkeypatch.setattr(recovery, "FIRST_RETRY", timedelta(seconds=0.1))


@pytest.fixture
def settled(container, store, rows):
    """At its end waits for the background to leave nothing unsettled."""

    def leave_everything_behind():
        long_ago = datetime.now(UTC) - timedelta(minutes=10)
        with store.database.transaction(CLEAN_MACHINE) as connection:
            connection.execute(sa.update(bookings).values(attempted_at=long_ago))
            connection.execute(sa.update(unsettled_bookings).values(due_at=long_ago))

    @contextmanager
    def wait():
        with entrypoint_waiter(
            container,
            "settle_with_loyalty",
            callback=lambda *_: rows(unsettled_bookings) == [],
            timeout=PATIENCE_SECONDS,
        ):
            yield leave_everything_behind

    return wait


def next_tuesday():
    soon = datetime.now(UTC) + timedelta(days=7)
    return (soon + timedelta(days=(1 - soon.weekday()) % 7)).date()


def a_wish(service_id=FULL_INTERIOR_DETAIL, **changes):
    return {
        "customer_id": CASEY,
        "services": [{"service_id": service_id, "quantity": 1}],
        "date": next_tuesday(),
        "time": datetime.strptime("09:30", "%H:%M").replace(tzinfo=UTC).time(),
        **changes,
    }


def refused(call, *args, **request):
    with pytest.raises(ServiceError) as caught:
        call(*args, **request)
    return caught.value


def test_row_level_security_has_no_gaps(store):
    with store.database.transaction() as connection:
        assert rls_violations(connection, CHASSIS_EXEMPT | EXEMPT_TABLES) == []


def test_the_models_are_the_migrated_tables(store):
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)
    migrated = sa.MetaData()
    migrated.reflect(engine, only=list(metadata.tables))
    for name, table in metadata.tables.items():
        found = {column.name: column.nullable for column in migrated.tables[name].columns}
        assert found == {column.name: column.nullable for column in table.columns}


def test_a_customer_gets_from_a_quote_to_a_cancelled_booking(call, start_loyalty, ledger):
    start_loyalty()

    quoted = call("quote_booking", **a_wish(**POINTS))
    booked = call("create_booking", **a_wish(**POINTS), idempotency_key="key-1")
    assert quoted["total_cents"] == booked["total_cents"] == 100_00
    assert call("create_booking", **a_wish(**POINTS), idempotency_key="key-1") == booked
    assert call("list_customer_bookings", customer_id=CASEY)["items"] == [booked]
    assert ledger.held == {booked["id"]: 500}

    mine = {"booking_id": booked["id"], "customer_id": CASEY}
    cancelled = call("cancel_booking", **mine, idempotency_key="key-2")
    assert cancelled["status"] == "CANCELLED"
    assert call("cancel_booking", **mine, idempotency_key="key-2") == cancelled
    named = cancelled | {"customer_name": "Casey Rivera"}
    assert call("list_bookings")["items"] == [named]
    assert ledger.held == {}


def test_staff_complete_a_booking(call):
    booked = call("create_booking", **a_wish())

    assert call("complete_booking", booking_id=booked["id"])["status"] == "COMPLETED"


def test_a_guardrail_reaches_the_caller_as_loyalty_said_it(call, start_loyalty, rows):
    start_loyalty()

    error = refused(call, "create_booking", **a_wish(EXTERIOR_WASH, **POINTS))

    assert (error.kind, error.code) == (Kind.INVALID, Code.LOYALTY_REDEMPTION_BLOCKED)
    assert error.details["reason_code"] == "MIN_TOTAL_NOT_MET"
    assert call("list_bookings")["total"] == 0


@pytest.mark.usefixtures("one_seat")
def test_without_loyalty_everything_but_points_works(call):
    error = refused(call, "create_booking", **a_wish(**POINTS), idempotency_key="key-1")

    assert (error.kind, error.code) == (Kind.UNAVAILABLE, Code.SERVICE_UNAVAILABLE)
    assert call("quote_booking", **a_wish(**POINTS))["loyalty"]["can_redeem"] is False
    assert call("list_services")["total"] == 6
    booked = call("create_booking", **a_wish(), idempotency_key="key-2")
    assert booked["status"] == "CONFIRMED"


def test_a_loyalty_that_takes_the_points_and_answers_too_late_is_resumed(
    call, start_loyalty, ledger, quick
):
    answer, keyed = eventlet.event.Event(), a_wish(**POINTS) | {"idempotency_key": "key-1"}
    start_loyalty(hold=staticmethod(answer.wait))

    assert refused(call, "create_booking", **keyed).kind is Kind.UNAVAILABLE
    assert call("list_bookings")["total"] == 0
    answer.send()

    assert call("create_booking", **keyed)["points_used"] == 500
    assert ledger.balances[CASEY] == 500


def test_a_loyalty_that_breaks_after_taking_the_points_is_resumed(call, start_loyalty, ledger):
    keyed = a_wish(**POINTS) | {"idempotency_key": "key-1"}
    broken = start_loyalty(breaks=True)
    assert refused(call, "create_booking", **keyed).kind is Kind.UNAVAILABLE
    broken.stop()

    start_loyalty()

    assert call("create_booking", **keyed)["points_used"] == 500
    assert ledger.balances[CASEY] == 500


def test_a_request_that_comes_to_loyalty_after_the_sweep_takes_nothing(
    call, settled, start_loyalty, ledger, quick
):
    arrive, arrived = eventlet.event.Event(), eventlet.event.Event()
    start_loyalty(halt=staticmethod(arrive.wait), report=staticmethod(arrived.send))
    assert refused(call, "create_booking", **a_wish(**POINTS)).kind is Kind.UNAVAILABLE

    with settled() as leave_everything_behind:
        leave_everything_behind()
    arrive.send()
    with eventlet.Timeout(PATIENCE_SECONDS):
        assert arrived.wait() == Code.REDEMPTION_REVERSED

    assert ledger.held == {}
    assert ledger.balances[CASEY] == 1_000


def test_the_background_returns_points_once_loyalty_is_back(
    call, settled, start_loyalty, ledger, rows, quick
):
    running = start_loyalty()
    booked = call("create_booking", **a_wish(**POINTS))
    running.stop()
    mine = {"booking_id": booked["id"], "customer_id": CASEY}
    assert call("cancel_booking", **mine)["loyalty"]["points_returned"] == 500
    assert ledger.balances[CASEY] == 500

    with settled():
        start_loyalty()

    assert ledger.balances[CASEY] == 1_000
    [row] = rows(bookings)
    assert (row.status, row.saga) == ("CANCELLED", "SETTLED")


def envelope_of(event, data, *, tenant_id=CLEAN_MACHINE, day=1):
    return {
        "event_id": str(uuid.uuid4()),
        "type": event,
        "tenant_id": tenant_id,
        "occurred_at": f"2025-03-{day:02}T12:00:00.000001Z",
        "correlation_id": "test",
        "data": data,
    }


def test_staff_see_names_as_tenants_tells_of_them_however_often(call, container):
    kim = str(uuid.uuid4())
    call("create_booking", **a_wish(customer_id=kim))
    news = [
        ("on_customer_updated", "customer_updated_v1", "Kim Stone", 3),
        ("on_customer_registered", "customer_registered_v1", "Kim", 2),
    ]
    for handler, event, name, day in news:
        envelope = envelope_of(event, {"customer_id": kim, "name": name}, day=day)
        with entrypoint_hook(container, handler) as hear:
            hear(envelope)
            hear(envelope)
    assert [item["customer_name"] for item in call("list_bookings")["items"]] == ["Kim Stone"]


def test_a_new_tenant_can_be_booked_as_soon_as_it_offers_something(call, container, store):
    tenant_id = str(uuid.uuid4())
    told = {"name": "New", "time_zone": "America/Denver"}
    envelope = envelope_of("tenant_created_v1", told, tenant_id=tenant_id)
    with entrypoint_hook(container, "on_tenant_created") as hear:
        hear(envelope)
        hear(envelope)
    wash = str(uuid.uuid4())
    with store.database.transaction(tenant_id) as connection:
        connection.exec_driver_sql(
            "insert into services (tenant_id, id, name, price_cents, duration_minutes, is_core)"
            " values (%s, %s, 'Wash', 2000, 30, false)",
            (tenant_id, wash),
        )

    wish = a_wish(wash, tenant_id=tenant_id)
    asked = {name: wish[name] for name in ("tenant_id", "services", "date")}
    free = call("list_free_times", **asked)
    assert [free["items"][0]["time"], free["items"][-1]["time"]] == ["09:00", "16:30"]
    booked = call("create_booking", **wish)
    assert booked["time"] not in {
        item["time"] for item in call("list_free_times", **asked)["items"]
    }

    offset = booked["starts_at"].hour * 60 + booked["starts_at"].minute - (9 * 60 + 30)
    assert offset in (6 * 60, 7 * 60)
    error = refused(call, "create_booking", **a_wish(wash, tenant_id=tenant_id))
    assert error.code == Code.SLOT_TAKEN
