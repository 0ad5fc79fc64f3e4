"""Loyalty against a real PostgreSQL, called with requests as the service receives them."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.database import Database
from chassis.keys import Keys
from chassis.tables import outbox
from contracts import loyalty as contract
from contracts.demo import CASEY, CLEAN_MACHINE
from contracts.enums import TransactionType
from services.loyalty.dependencies import RandomIds, body_hashes, fold_daily_totals
from services.loyalty.ledger import PointsLedger
from services.loyalty.ports import Entry, Ports, Posted
from services.loyalty.repository import StoredDueRuns, unit_of_work
from services.loyalty.statements import Statements
from services.loyalty.use_cases import (
    accounts,
    members,
    promotions,
    redemptions,
    reports,
    settings,
)

RPCS = {rpc.method: rpc for rpc in contract.RPCS}
EVENTS = {event.name: event for event in contract.EVENTS}
CALLS = {
    "check_redemption": redemptions.check_redemption_eligibility,
    "redeem_points": redemptions.apply_redemption,
    "reverse_redemption": redemptions.reverse_redemption,
    "get_rewards": accounts.get_rewards,
    "get_customer_account": accounts.get_customer_account,
    "list_transactions": accounts.list_transactions,
    "adjust_points": accounts.adjust_points,
    "get_loyalty_settings": settings.get_loyalty_settings,
    "put_loyalty_settings": settings.put_loyalty_settings,
    "start_port_recovery": promotions.start_port_recovery,
    "get_port_recovery_run": promotions.get_port_recovery_run,
    "get_loyalty_summary": reports.get_loyalty_summary,
    "get_timeseries": reports.get_timeseries,
}


@dataclass
class Loyalty:
    """Use cases by the name of their RPC, for Clean Machine unless said otherwise."""

    database: Database
    woken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.statements = Statements(self.database)
        self.ports = Ports(
            unit_of_work=unit_of_work(self.database),
            ledger=PointsLedger(self.statements, lambda: self.woken.append("post")),
            due_runs=StoredDueRuns(self.database, lambda: self.woken.append("run")),
            ids=RandomIds(),
            body_hashes=body_hashes(Keys("of these tests")),
        )

    def __call__(self, method: str, tenant_id: str = CLEAN_MACHINE, **request: Any) -> Any:
        rpc = RPCS[method]
        loaded = rpc.request().load({"tenant_id": tenant_id, **request})
        reply = rpc.reply().dump(CALLS[method](self.ports, **loaded))
        return rpc.reply().load(reply)

    def knows(self, *customers: str, tenant_id: str = CLEAN_MACHINE) -> None:
        for number, customer in enumerate(customers):
            now = datetime.now(UTC)
            members.note_customer(
                self.ports, tenant_id, customer, f"Customer {number}", told_at=now
            )

    def earns(self, points: int, customer_id: str = CASEY, **entry: Any) -> Posted:
        values = {
            "tenant_id": CLEAN_MACHINE,
            "type": TransactionType.EARN,
            "key": f"earn:{uuid.uuid4()}",
            "body_hash": b"",
            "reason": "Welcome",
        }
        return self.ports.ledger.post(
            Entry(customer_id=customer_id, points=points, **(values | entry))
        )

    def redeems(self, points: int, booking_id: str | None = None, **request: Any) -> Any:
        asked = {
            "customer_id": CASEY,
            "booking_id": booking_id or str(uuid.uuid4()),
            "cart_total_cents": 100_000,
            "has_core_service": True,
            "requested_points": points,
        }
        return self("redeem_points", **(asked | request))

    def balance(self, customer_id: str = CASEY, tenant_id: str = CLEAN_MACHINE) -> int:
        balance: int = self("get_rewards", tenant_id, customer_id=customer_id)["points_balance"]
        return balance

    def entries(self, customer_id: str = CASEY, tenant_id: str = CLEAN_MACHINE) -> list[Any]:
        page = self(
            "list_transactions",
            tenant_id,
            customer_id=customer_id,
            page_size=100,
            must_be_known=False,
        )
        items: list[Any] = page["items"]
        return items

    def folds(self, at_most: int = 1_000) -> int:
        """As the relay does with a batch of what was not published yet."""
        due = sa.select(outbox.c.id).where(outbox.c.published_at.is_(None)).order_by(outbox.c.id)
        batch = due.limit(at_most).with_for_update(skip_locked=True)
        with self.database.transaction() as connection:
            ids = list(connection.execute(batch).scalars())
            fold_daily_totals(connection, ids)
            done = sa.update(outbox).where(outbox.c.id.in_(ids))
            connection.execute(done.values(published_at=sa.func.now()))
        return len(ids)

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """As their contracts load them."""
        with self.database.transaction() as connection:
            rows = connection.execute(sa.select(outbox).order_by(outbox.c.id)).all()
        return [(row.type, EVENTS[row.type].data().load(row.data)) for row in rows]

    def rows(self, table: str, tenant_id: str = CLEAN_MACHINE) -> list[Any]:
        with self.database.transaction(tenant_id) as connection:
            return list(connection.exec_driver_sql(f"select * from {table}").all())  # noqa: S608


@pytest.fixture
def store(service_database: Callable[..., Any]) -> Any:
    return service_database("loyalty")


@pytest.fixture
def loyalty(store: Any) -> Iterator[Loyalty]:
    loyalty = Loyalty(store.database)
    yield loyalty
    loyalty.statements.close()
