"""The catalogue is true: services offer, call and hear exactly what it says."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from nameko.events import EventHandler as StockEventHandler
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR, DependencyProvider, Entrypoint
from nameko.rpc import Rpc as StockRpc

from chassis.background import Background
from chassis.events import BroadcastHandler
from chassis.events.inbox import EventHandler
from chassis.events.outbox import queue_name as event_queue_name
from chassis.launcher import service_class
from chassis.rpc import Rpc
from chassis.rpc.client import SharedRpcClient
from chassis.rpc.wire import queue_name
from contracts import catalogue

# What brokers hold. A name that changes here leaves a queue behind that fills up unread: add the
# new one, let both be served, and remove the old queue by hand.
DEPLOYED_QUEUES = [
    "evt-a2p-campaign_status_changed_v1--phone.on_campaign_status_changed",
    "evt-tenants-customer_registered_v1--booking.on_customer_registered",
    "evt-tenants-customer_registered_v1--loyalty.on_customer_registered",
    "evt-tenants-customer_updated_v1--booking.on_customer_updated",
    "evt-tenants-customer_updated_v1--loyalty.on_customer_updated",
    "evt-tenants-tenant_created_v1--booking.on_tenant_created",
    "evt-tenants-tenant_created_v1--loyalty.on_tenant_created",
    "rpc-a2p",
    "rpc-booking",
    "rpc-loyalty",
    "rpc-phone",
    "rpc-tenants",
]

every_service = pytest.mark.parametrize("service", catalogue.SERVICES)


def entrypoints_of(service: str) -> Iterator[tuple[str, Entrypoint]]:
    for name, method in inspect.getmembers(service_class(service), callable):
        for entrypoint in getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ()):
            yield name, entrypoint


def providers_of(service: str) -> list[DependencyProvider]:
    members = inspect.getmembers(service_class(service))
    return [value for _, value in members if isinstance(value, DependencyProvider)]


def parts_of(provider: DependencyProvider) -> list[Any]:
    return [value for _, value in inspect.getmembers(type(provider))]


def queue_of(service: str, method: str, handler: EventHandler) -> str:
    """nameko's own naming, for handlers of which one process of a service gets each event."""
    return event_queue_name(handler.source_service, handler.event_type, service, method)


@every_service
def test_a_service_answers_exactly_the_calls_of_the_catalogue(service: str) -> None:
    offered = {name for name, entry in entrypoints_of(service) if isinstance(entry, Rpc)}
    listed = {rpc.method for rpc in catalogue.RPCS.values() if rpc.service == service}
    assert offered == listed


@every_service
def test_a_service_hears_exactly_the_events_of_the_catalogue(service: str) -> None:
    heard = {
        name: (entry.source_service, entry.event_type)
        for name, entry in entrypoints_of(service)
        if isinstance(entry, EventHandler | BroadcastHandler)
    }
    assert heard == catalogue.HEARS.get(service, {})


@every_service
def test_a_service_exposes_nothing_by_other_means(service: str) -> None:
    """Only the gateway has a door of its own; nameko's own entrypoints skip contract and inbox."""
    kinds = {type(entry) for _, entry in entrypoints_of(service)}
    assert not any(issubclass(kind, StockRpc) for kind in kinds)
    handlers = {kind for kind in kinds if issubclass(kind, StockEventHandler)}
    assert handlers <= {EventHandler}
    if service != "gateway":
        assert kinds <= {Rpc, EventHandler, BroadcastHandler, Background}


@every_service
def test_a_service_calls_exactly_the_neighbours_of_the_catalogue(service: str) -> None:
    providers = providers_of(service)
    declared = {p.target_service for p in providers if hasattr(p, "target_service")}
    assert declared == catalogue.CALLS[service]


@every_service
def test_whoever_holds_a_client_says_whom_it_calls(service: str) -> None:
    silent = [
        type(provider).__name__
        for provider in providers_of(service)
        if any(isinstance(part, SharedRpcClient) for part in parts_of(provider))
        and not hasattr(provider, "target_service")
    ]
    assert silent == []


def test_those_who_keep_nothing_are_those_without_an_inbox() -> None:
    keep = {
        service
        for service in catalogue.SERVICES
        for _, entry in entrypoints_of(service)
        if isinstance(entry, EventHandler)
    }
    assert catalogue.HEARS.keys() - keep == catalogue.KEEP_NOTHING


def test_every_event_that_is_heard_is_one_that_its_owner_emits() -> None:
    heard = {event for handlers in catalogue.HEARS.values() for event in handlers.values()}
    assert heard <= catalogue.EVENTS.keys()


def test_queue_names_are_the_deployed_ones() -> None:
    events = [
        queue_of(service, name, entry)
        for service in catalogue.SERVICES
        for name, entry in entrypoints_of(service)
        if isinstance(entry, EventHandler)
    ]
    calls = [queue_name(service) for service in {service for service, _ in catalogue.RPCS}]
    assert sorted(events + calls) == DEPLOYED_QUEUES


def test_nobody_calls_in_a_circle() -> None:
    """A chain of calls ends: otherwise two services wait for each other."""

    def depth(service: str, above: tuple[str, ...]) -> int:
        assert service not in above, f"{service} is called by itself"
        return 1 + max((depth(n, (*above, service)) for n in catalogue.CALLS[service]), default=0)

    assert max(depth(service, ()) for service in catalogue.SERVICES) <= 3
