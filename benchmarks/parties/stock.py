"""nameko as it comes, with nothing of ours: its own `@rpc`, `RpcProxy` and `@event_handler`."""

# isort: off
from benchmarks.parties import green

# isort: on
import sys
import time
from typing import Any

from nameko.containers import ServiceContainer
from nameko.events import event_handler
from nameko.rpc import RpcProxy, rpc
from nameko.testing.services import dummy, entrypoint_hook

from benchmarks.parties import talk
from benchmarks.points import REDEEMED, redemption

arrived: dict[int, float] = {}


class StockTenants:
    name = "stock_tenants"

    @rpc
    def get_tenant(self, tenant_id: str) -> dict[str, Any]:
        return talk.REPLY


class StockFront:
    """A service that calls another: each of its workers is a caller, all share one reply queue."""

    name = "stock_front"
    tenants = RpcProxy("stock_tenants")

    @dummy
    def measure(self, command: dict[str, int]) -> list[float] | float:
        return green.measure(lambda: self.tenants.get_tenant(**talk.REQUEST), command)


class StockLoyalty:
    name = "stock_loyalty"

    @rpc
    def redeem_points(self, request: dict[str, Any]) -> dict[str, Any]:
        return REDEEMED


class StockCheckout:
    name = "stock_checkout"
    loyalty = RpcProxy("stock_loyalty")

    @dummy
    def measure(self, command: dict[str, Any]) -> list[float]:
        return green.paced(self.loyalty.redeem_points, redemption, command)


class StockSubscriber:
    name = "analytics"

    @event_handler("writer", "note_written_v1")
    def on_note_written(self, envelope: dict[str, Any]) -> None:
        arrived[envelope["data"]["number"]] = time.monotonic()


def serve(container: Any) -> None:
    green.converse(lambda command: None)


def call(container: Any) -> None:
    with entrypoint_hook(container, "measure") as measure:
        green.converse(measure)


def hear(container: Any) -> None:
    green.converse(lambda command: arrived)


ROLES = {
    "server": (StockTenants, serve),
    "client": (StockFront, call),
    "loyalty": (StockLoyalty, serve),
    "checkout": (StockCheckout, call),
    "subscriber": (StockSubscriber, hear),
}

if __name__ == "__main__":
    service, role = ROLES[sys.argv[1]]
    running = ServiceContainer(service, {"AMQP_URI": sys.argv[2], "max_workers": 16})
    running.start()
    role(running)
    running.stop()
