"""Each consumer takes what the producer's example says, as its own code reads it."""

from __future__ import annotations

import inspect
from datetime import datetime
from typing import Any

import pytest
from nameko.extensions import DependencyProvider

from chassis.events.outbox import OutboxRelay
from chassis.launcher import service_class
from contracts import catalogue
from services.gateway.http.route import Route, routes_of
from services.gateway.service import GatewayService
from tests.contract.golden import examples_of

TENANT = "00000000-0000-4000-8000-0000000000c2"
EVENT_ID = "b0a3f1d2-3c64-4e0e-9c0c-0d4f8b7a1e11"

REPLIES = {
    rpc.method: examples_of(rpc.service)["rpcs"][rpc.method]["reply"]
    for rpc in catalogue.RPCS.values()
    if rpc.method != "health"
}
# A route that has the name of a call answers with that call's reply.
PASSED_ON = [
    (name, route)
    for name, route, _ in routes_of(GatewayService)
    if name in REPLIES and "reply" in route.options
]
HEARD = [
    (service, handler, event)
    for service, handlers in catalogue.HEARS.items()
    for handler, event in handlers.items()
]


class Recorder:
    """Stands for a service's ports and remembers what its handlers ask of them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        raise Reached


class Reached(Exception):
    """The handler has read the event and begins with its effect."""


def envelope_of(event: tuple[str, str]) -> dict[str, Any]:
    service, type_ = event

    class Row:
        event_id = EVENT_ID
        type = type_
        tenant_id = TENANT
        occurred_at = datetime.fromisoformat("2026-03-04T09:30:00+00:00")
        correlation_id = "c0ffee"
        data = examples_of(service)["events"][type_]

    return OutboxRelay.envelope(Row)


@pytest.mark.parametrize(("name", "route"), PASSED_ON, ids=[name for name, _ in PASSED_ON])
def test_the_gateway_can_answer_with_what_a_service_says(name: str, route: Route) -> None:
    schema = route.options["reply"]()
    reply = catalogue.RPCS[owner_of(name), name].reply().load(REPLIES[name])
    answer = schema.dump(reply)
    assert schema.validate(answer) == {}
    assert answer


def owner_of(method: str) -> str:
    return next(rpc.service for rpc in catalogue.RPCS.values() if rpc.method == method)


@pytest.mark.parametrize(("service", "handler", "event"), HEARD)
def test_a_handler_reads_the_emitters_event(
    service: str, handler: str, event: tuple[str, str]
) -> None:
    """Up to its first use of a port: what it then does is tested with the service."""
    instance = service_class(service)()
    recorder = Recorder()
    for name, _ in inspect.getmembers(type(instance), lambda m: isinstance(m, DependencyProvider)):
        setattr(instance, name, recorder)
    with pytest.raises(Reached):
        getattr(instance, handler)(envelope_of(event))
    assert recorder.asked
