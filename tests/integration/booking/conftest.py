"""Booking against a real PostgreSQL, with a loyalty that fails when a test tells it to."""

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.keys import Keys
from chassis.settings import Settings
from chassis.tables import outbox
from contracts import booking as contract
from contracts.demo import CASEY, CLEAN_MACHINE, EXTERIOR_WASH, FULL_INTERIOR_DETAIL
from contracts.errors import ServiceError
from services.booking import demo
from services.booking.dependencies import RandomIds, fingerprints
from services.booking.models import bookings, customers, seats, taken_slots, unsettled_bookings
from services.booking.ports import Ports
from services.booking.repository import unit_of_work
from services.booking.use_cases import bookings as standing
from services.booking.use_cases import creation, quotes, recovery
from tests.integration.booking.fakes import Clock, FakeLedger, FakeLoyalty, Killer, deadly

RPCS = {rpc.method: rpc for rpc in contract.RPCS}
EVENTS = {event.name: event.data for event in contract.EVENTS}
TAKES_A_DICT = {
    "list_free_times": quotes.list_free_times,
    "quote_booking": quotes.quote_booking,
    "create_booking": creation.create_booking,
    "cancel_booking": standing.cancel_booking,
    "complete_booking": standing.complete_booking,
}
TAKES_FIELDS = {
    "list_services": quotes.list_services,
    "list_bookings": standing.list_bookings,
    "list_customer_bookings": standing.list_customer_bookings,
}


def services(*wanted: tuple[str, int]) -> dict[str, Any]:
    return {"services": [{"service_id": id, "quantity": n} for id, n in wanted]}


def points(requested: int) -> dict[str, Any]:
    return {"loyalty": {"use_points": True, "points_requested": requested}}


WANTED = {
    "customer_id": CASEY,
    **services((FULL_INTERIOR_DETAIL, 1)),
    "date": "2025-03-04",
    "time": "09:30",
}
WASH = services((EXTERIOR_WASH, 1))
POINTS = points(500)
KEYED = POINTS | {"idempotency_key": "key-1"}


class Desk:
    """Calls use cases with requests as the service receives them: loaded by their contracts."""

    def __init__(self, ports: Ports, store: Any) -> None:
        self.ports, self.store = ports, store
        self.loyalty: Any = ports.loyalty
        self.ledger: FakeLedger = self.loyalty.ledger
        self.killer: Killer = self.loyalty.killer
        self.clock: Any = ports.clock

    def __call__(self, method: str, tenant_id: str = CLEAN_MACHINE, **request: Any) -> Any:
        loaded = RPCS[method].request().load({"tenant_id": tenant_id, **request})
        if method in TAKES_A_DICT:
            answer = TAKES_A_DICT[method](self.ports, loaded)
        else:
            answer = TAKES_FIELDS[method](self.ports, **loaded)
        reply = RPCS[method].reply()
        return reply.load(reply.dump(answer))

    def book(self, **changes: Any) -> Any:
        return self("create_booking", **WANTED | changes)

    def refuses(self, **changes: Any) -> ServiceError:
        with pytest.raises(ServiceError) as caught:
            self.book(**changes)
        return caught.value

    def cancel(self, booking_id: str, **changes: Any) -> Any:
        request = {"customer_id": CASEY, "booking_id": booking_id}
        return self("cancel_booking", **request | changes)

    def shown(self, **request: Any) -> list[Any]:
        return list(self("list_bookings", **request)["items"])

    def rows_of_customers(self, tenant_id: str) -> dict[str, str]:
        return {row.customer_id: row.name for row in self.rows(customers, tenant_id)}

    def sweep(self, rounds: int = 3) -> None:
        """As the background does: at once while something is settled, and again after a while."""
        for _ in range(rounds):
            while recovery.sweep(self.ports):
                pass
            self.clock.advance(minutes=5)

    def rows(self, table: sa.Table, tenant_id: str = CLEAN_MACHINE) -> list[Any]:
        with self.store.database.transaction(tenant_id) as connection:
            return list(connection.execute(sa.select(table)).all())


@pytest.fixture
def store(service_database: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    store = service_database("booking")
    monkeypatch.setattr(demo, "_bookings", lambda *_, **__: iter(()))
    demo.load(store.database, Settings(secret_key="of these tests", encryption_keys=()))
    return store


@pytest.fixture
def one_seat(store: Any) -> None:
    """Clean Machine has two."""
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.execute(sa.delete(seats).where(seats.c.seat == 2))


@pytest.fixture
def desk(store: Any) -> Desk:
    killer = Killer()
    return Desk(
        Ports(
            unit_of_work=deadly(unit_of_work(store.database, _record), killer),
            loyalty=FakeLoyalty(FakeLedger(), killer),
            clock=Clock(),
            ids=RandomIds(),
            fingerprints=fingerprints(Keys("of these tests")),
        ),
        store,
    )


@pytest.fixture
def events(store: Any) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    def read() -> list[tuple[str, dict[str, Any]]]:
        with store.database.transaction() as connection:
            rows = connection.execute(sa.select(outbox).order_by(outbox.c.id)).all()
        return [(row.type, row.data) for row in rows]

    return read


def _record(
    connection: sa.Connection, *, type: str, tenant_id: str, data: Mapping[str, Any]
) -> None:
    """As the relay records, without a service around it."""
    schema = EVENTS[type]()
    dumped = schema.dump(data)
    schema.load(dumped)
    connection.execute(
        sa.insert(outbox).values(
            event_id=str(uuid.uuid4()),
            tenant_id=tenant_id,
            type=type,
            correlation_id="test",
            data=dumped,
            occurred_at=datetime.now(UTC),
        )
    )


def assert_books_agree(desk: Desk) -> None:
    """Every standing booking has its redemption, and every redemption its standing booking."""
    stored = desk.rows(bookings)
    standing_points = {
        row.id: row.points_used
        for row in stored
        if row.status in ("CONFIRMED", "COMPLETED") and row.points_used
    }
    assert desk.ledger.held == standing_points
    assert desk.ledger.balances[CASEY] == 1_000 - sum(standing_points.values())
    assert {row.saga for row in stored} <= {"SETTLED"}
    assert desk.rows(unsettled_bookings) == []
    seated = {row.booking_id for row in desk.rows(taken_slots)}
    assert seated == {row.id for row in stored if row.status in ("CONFIRMED", "COMPLETED")}
