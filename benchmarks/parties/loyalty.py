"""The real loyalty: its use cases by themselves or as a service, and a plain service beside it."""

# isort: off
from benchmarks.parties import green

# isort: on
import sys
import time
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.containers import ServiceContainer

from benchmarks.points import REDEEMED, TENANT, customer, redemption
from chassis.database import Database
from chassis.dependencies import CallContext
from chassis.rpc import RpcClient, rpc
from chassis.settings import Settings
from services.loyalty.dependencies import LoyaltyPorts, RandomIds, body_hashes
from services.loyalty.ledger import PointsLedger
from services.loyalty.ports import Ports
from services.loyalty.repository import StoredDueRuns, unit_of_work
from services.loyalty.service import LoyaltyService
from services.loyalty.statements import Statements
from services.loyalty.use_cases import accounts, promotions, redemptions, reports

WORKERS = 16
SETTINGS = Settings(secret_key="of this run only", encryption_keys=())  # noqa: S106
# In a table outside row-level security, and nothing that a relay would look for.
ONE_ROW = (
    "insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at,"
    " published_at, folded_at) values (gen_random_uuid(), %s, '', '', '{}', now(), now(), now())"
    " returning id"
)
Command = dict[str, Any]


class Plain:
    """The same call under the same contract, and nothing done."""

    name = "loyalty"
    call_context = CallContext()

    @rpc
    def redeem_points(self, request: dict[str, Any]) -> dict[str, Any]:
        return REDEEMED


class OneRow:
    """The same call, and the least that a database can be asked to keep: one row."""

    name = "loyalty"
    call_context = CallContext()
    statements: Statements

    @rpc
    def redeem_points(self, request: dict[str, Any]) -> dict[str, Any]:
        self.statements.one(ONE_ROW, (request["tenant_id"],))
        return Plain().redeem_points(request)


def redeem(ports: Ports, command: Command) -> float:
    """Redemptions a second."""
    done = 0
    ends_at = time.perf_counter() + command["seconds"]

    def go_on() -> None:
        nonlocal done
        while time.perf_counter() < ends_at:
            redemptions.apply_redemption(ports, **redemption(command["among"]))
            done += 1

    began = time.perf_counter()
    for caller in [eventlet.spawn(go_on) for _ in range(command["callers"])]:
        caller.wait()
    return done / (time.perf_counter() - began)


def recover(ports: Ports, command: Command) -> float:
    """Seconds until a run has credited everybody."""
    promotions.start_port_recovery(ports, command["tenant_id"], 500, None)
    began = time.perf_counter()
    while promotions.credit_due_customers(ports):
        pass
    return time.perf_counter() - began


def read(ports: Ports, command: Command) -> list[float]:
    """Seconds of each."""
    kinds: dict[str, Callable[[], object]] = {
        "summary": lambda: reports.get_loyalty_summary(ports, TENANT),
        "series": lambda: reports.get_timeseries(ports, TENANT, 365),
        "page": lambda: accounts.list_transactions(
            ports,
            tenant_id=TENANT,
            customer_id=customer(0),
            page=command["page"],
            page_size=20,
            must_be_known=False,
        ),
    }
    return green.durations(kinds[command["kind"]], command["count"])


DOES: dict[str, Callable[[Ports, Command], Any]] = {
    "redeem": redeem,
    "recover": recover,
    "read": read,
}


def alone(database_url: str) -> None:
    """Without anything that publishes."""
    database = Database(database_url, pool_size=WORKERS + 2, keys=SETTINGS.keys)
    ports = Ports(
        unit_of_work=unit_of_work(database),
        ledger=PointsLedger(Statements(database), lambda: None),
        due_runs=StoredDueRuns(database, lambda: None),
        ids=RandomIds(),
        body_hashes=body_hashes(SETTINGS.keys),
    )
    green.converse(lambda command: DOES[command.pop("do")](ports, command))


def serve(uri: str, database_url: str) -> None:
    """As it runs: with its relay, which publishes and adds up each entry meanwhile."""
    config = {"AMQP_URI": uri, "DATABASES": {"loyalty": database_url}, "max_workers": WORKERS}
    config["SETTINGS"] = SETTINGS
    container = ServiceContainer(LoyaltyService, config)
    container.start()
    provider = next(each for each in container.extensions if isinstance(each, LoyaltyPorts))
    ports = provider.get_dependency(None)
    green.converse(lambda command: DOES[command.pop("do")](ports, command))
    container.stop()


def serve_plainly(uri: str) -> None:
    container = ServiceContainer(Plain, {"AMQP_URI": uri, "max_workers": WORKERS})
    container.start()
    green.converse(lambda command: None)
    container.stop()


def serve_one_row(uri: str, database_url: str) -> None:
    OneRow.statements = Statements(Database(database_url, pool_size=WORKERS + 2))
    container = ServiceContainer(OneRow, {"AMQP_URI": uri, "max_workers": WORKERS})
    container.start()
    green.converse(lambda command: None)
    container.stop()


def call(uri: str) -> None:
    """Seconds of each call, one at a time, with a pause before each."""
    client = RpcClient(uri)

    def redeem_once(request: Command) -> None:
        client.call("loyalty", "redeem_points", request)

    green.converse(lambda command: green.paced(redeem_once, redemption, command))
    client.close()


ROLES: dict[str, Callable[..., None]] = {
    "alone": alone,
    "service": serve,
    "plain": serve_plainly,
    "row": serve_one_row,
    "client": call,
}

if __name__ == "__main__":
    ROLES[sys.argv[1]](*sys.argv[2:])
