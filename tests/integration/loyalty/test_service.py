"""The service as it runs: over the wire, its tables, its events, its background work."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
import sqlalchemy as sa
from nameko.testing.services import entrypoint_hook, entrypoint_waiter
from sqlalchemy import NullPool

from chassis import context
from chassis.events.outbox import OutboxRelay
from chassis.isolation import rls_violations
from chassis.rpc import RpcClient
from chassis.settings import Settings
from chassis.tables import EXEMPT_TABLES as CHASSIS_EXEMPT
from chassis.tables import inbox, outbox
from contracts import catalogue
from contracts.demo import CASEY, CLEAN_MACHINE
from contracts.errors import Code, Kind, ServiceError
from services.loyalty.audit import differences
from services.loyalty.models import EXEMPT_TABLES, metadata
from services.loyalty.service import LoyaltyService

EXAMPLES = json.loads((Path(catalogue.__file__).parent / "examples/loyalty.json").read_text())
BOOKING = "00000000-0000-4000-8000-00000000b001"


@pytest.fixture
def container(store: Any, amqp_uri: str, start_service: Callable[..., Any]) -> Any:
    config = {"AMQP_URI": amqp_uri, "DATABASES": {"loyalty": store.app_url}}
    config["SETTINGS"] = Settings(secret_key="of these tests", encryption_keys=())
    return start_service(LoyaltyService, config)


@pytest.fixture
def call(container: Any, amqp_uri: str) -> Iterator[Callable[..., Any]]:
    client = RpcClient(amqp_uri)

    def ask(method: str, tenant_id: str = CLEAN_MACHINE, **request: Any) -> Any:
        return client.call("loyalty", method, {"tenant_id": tenant_id, **request})

    yield ask
    client.close()


@pytest.fixture
def tell(container: Any, amqp_uri: str) -> Callable[..., None]:
    """Publishes an event as tenants' relay does, and waits until its effect has been tried."""

    def publish(type_: str, handler: str, **envelope: Any) -> None:
        data = {"customer_id": CASEY, "name": "Casey Rivera"}
        told = {
            "event_id": str(uuid.uuid4()),
            "type": type_,
            "tenant_id": CLEAN_MACHINE,
            "occurred_at": "2026-03-04T09:30:00Z",
            "correlation_id": "test",
            "data": data,
        } | envelope
        with entrypoint_hook(container, handler) as hear:
            hear(told)

    return publish


def test_row_level_security_has_no_gaps(store: Any) -> None:
    with store.database.transaction() as connection:
        assert rls_violations(connection, CHASSIS_EXEMPT | EXEMPT_TABLES) == []


def test_the_models_are_the_migrated_tables(store: Any) -> None:
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)
    migrated = sa.MetaData()
    migrated.reflect(engine, only=list(metadata.tables))
    for name, table in metadata.tables.items():
        found = {column.name: column.nullable for column in migrated.tables[name].columns}
        assert found == {column.name: column.nullable for column in table.columns}


@pytest.mark.parametrize(
    "change",
    ["update ledger set points = 1", "delete from ledger", "truncate ledger cascade"],
)
def test_the_ledger_only_grows_even_for_its_owner(loyalty: Any, store: Any, change: str) -> None:
    loyalty.earns(500)
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)
    with pytest.raises(sa.exc.InternalError, match="only grows"), engine.begin() as connection:
        connection.exec_driver_sql(change)


def test_the_database_itself_refuses_a_balance_below_zero(loyalty: Any) -> None:
    loyalty.earns(500)
    with (
        pytest.raises(sa.exc.IntegrityError, match="balance"),
        loyalty.database.transaction(CLEAN_MACHINE) as connection,
    ):
        connection.exec_driver_sql("update accounts set balance = -1")


def test_every_call_is_answered_or_refused_but_never_fails(container: Any, amqp_uri: str) -> None:
    client, refusals = RpcClient(amqp_uri), {}
    for method, example in EXAMPLES["rpcs"].items():
        try:
            client.call("loyalty", method, example["request"])
        except ServiceError as refusal:
            refusals[method] = refusal.kind
    client.close()
    assert refusals == {
        "redeem_points": Kind.INVALID,
        "get_customer_account": Kind.NOT_FOUND,
        "list_transactions": Kind.NOT_FOUND,
        "adjust_points": Kind.NOT_FOUND,
        "get_port_recovery_run": Kind.NOT_FOUND,
    }


def test_a_refusal_reaches_the_caller_with_what_would_help(call: Any, loyalty: Any) -> None:
    loyalty.earns(500)
    call("put_loyalty_settings", min_cart_total_cents=7_500, require_core_service=True)
    request = EXAMPLES["rpcs"]["check_redemption"]["request"] | {"booking_id": BOOKING}
    with pytest.raises(ServiceError) as refused:
        call("redeem_points", **request)
    assert refused.value.code == Code.LOYALTY_REDEMPTION_BLOCKED
    assert refused.value.message == (
        "To use your points, your booking total must be at least $75 and include a qualifying"
        " service. Add $8.00 more to your booking."
    )
    assert refused.value.details == {
        "reason_code": "MIN_TOTAL_NOT_MET",
        "fix": "Add $8.00 more to your booking.",
        "missing_cents": "800",
        "min_cart_total_cents": "7500",
        "require_core_service": "true",
        "can_redeem": "false",
        "allowed_points": "0",
        "discount_cents": "0",
        "balance": "500",
        "point_value_cents": "10",
        "most_points": "500",
    }


def test_the_actor_and_the_correlation_id_are_kept(
    container: Any, amqp_uri: str, loyalty: Any
) -> None:
    loyalty.knows(CASEY)
    client = RpcClient(amqp_uri)
    request = EXAMPLES["rpcs"]["adjust_points"]["request"] | {"points": 50}
    with context.use(context.new_context(actor_id="someone", correlation_id="from afar")):
        client.call("loyalty", "adjust_points", request)
    client.close()
    assert [row.actor_id for row in loyalty.rows("ledger")] == ["someone"]
    assert [row.correlation_id for row in loyalty.rows("outbox")] == ["from afar"]


def test_the_relay_folds_what_it_publishes_and_publishing_again_adds_nothing(
    container: Any, loyalty: Any
) -> None:
    relay = next(ext for ext in container.extensions if isinstance(ext, OutboxRelay))
    loyalty.earns(500)
    relay.wake()
    _wait_until(lambda: [row.earned for row in loyalty.rows("daily_totals")] == [500])
    with loyalty.database.transaction() as connection:
        connection.execute(sa.update(outbox).values(published_at=None))
    relay.wake()
    _wait_until(lambda: _unpublished(loyalty) == 0)
    assert [row.earned for row in loyalty.rows("daily_totals")] == [500]
    assert list(differences(loyalty.database)) == []


def test_a_redelivered_event_changes_nothing(container: Any, loyalty: Any, tell: Any) -> None:
    tell("customer_registered_v1", "on_customer_registered")
    later = {"customer_id": CASEY, "name": "Casey Stone"}
    at = "2026-03-05T09:30:00Z"
    tell("customer_updated_v1", "on_customer_updated", data=later, occurred_at=at)
    tell("customer_registered_v1", "on_customer_registered")
    assert [row.name for row in loyalty.rows("members")] == ["Casey Stone"]


def test_an_unknown_time_zone_counts_as_utc(container: Any, loyalty: Any, tell: Any) -> None:
    for zone, kept in (("America/Chicago", "America/Chicago"), ("Mars/Olympus", "UTC")):
        data = {"name": "Clean Machine", "time_zone": zone}
        tell("tenant_created_v1", "on_tenant_created", data=data)
        assert [row.time_zone for row in loyalty.rows("loyalty_settings")] == [kept]


def test_port_recovery_runs_in_the_background(container: Any, call: Any, loyalty: Any) -> None:
    loyalty.knows(CASEY, *(str(uuid.uuid4()) for _ in range(4)))
    with entrypoint_waiter(
        container, "credit_due_customers", callback=lambda *_args: _is_done(loyalty)
    ):
        run = call("start_port_recovery", idempotency_key="march")
    done = call("get_port_recovery_run", run_id=run["id"])
    assert (done["state"], done["credited"], done["pending"]) == ("DONE", 5, 0)
    assert call("start_port_recovery", idempotency_key="march") == run


def _is_done(loyalty: Any) -> bool:
    return [row.state for row in loyalty.rows("port_recovery_runs")] == ["DONE"]


def _unpublished(loyalty: Any) -> int:
    query = sa.select(sa.func.count()).where(outbox.c.published_at.is_(None))
    with loyalty.database.transaction() as connection:
        count: int = connection.execute(query).scalar_one()
    return count


def _wait_until(condition: Callable[[], bool]) -> None:
    with eventlet.Timeout(10):
        while not condition():
            eventlet.sleep(0.01)


def test_an_event_that_is_delivered_twice_has_one_row(container: Any, loyalty: Any) -> None:
    """By the inbox: its key is the event and the handler."""
    handler = next(ext for ext in container.entrypoints if ext.method_name == "on_tenant_created")
    envelope = {
        "event_id": str(uuid.uuid4()),
        "type": "tenant_created_v1",
        "tenant_id": CLEAN_MACHINE,
        "occurred_at": "2026-03-04T09:30:00Z",
        "correlation_id": "test",
        "data": {"name": "Clean Machine", "time_zone": "America/Chicago"},
    }
    for _ in range(2):
        handler.inbox.store(handler, envelope)
    _wait_until(lambda: len(loyalty.rows("loyalty_settings")) == 1)
    with loyalty.database.transaction() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(inbox)).scalar() == 1
