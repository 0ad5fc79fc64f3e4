"""Builds the use cases' world from nameko's."""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from chassis import context
from chassis.background import Background
from chassis.cipher import Cipher
from chassis.database import BACKGROUND_CONNECTIONS
from chassis.dependencies import ServiceDatabase
from chassis.events import OutboxRelay
from chassis.fingerprints import Fingerprints, canonical
from chassis.keys import Keys
from chassis.presence import ProcessPresence
from chassis.rpc.client import RemoteService, SharedRpcClient
from chassis.twilio import access_from, make_client
from contracts import phone
from services.a2p.adapters.claims import SqlClaims
from services.a2p.adapters.gate import SqlWriteGate
from services.a2p.adapters.phone import RpcPhone
from services.a2p.adapters.trusthub import TwilioTrustHub
from services.a2p.adapters.unknown_codes import SqlUnknownCodes
from services.a2p.ports import Ports, UnitOfWork, Work
from services.a2p.repository import SqlUnitOfWork
from services.a2p.repository.drift import SqlReconciliations
from services.a2p.repository.hints import SqlRoutes

log = logging.getLogger(__name__)

# What a caller of submit waits for; its deadline is 12 s.
INLINE_SECONDS = 8.0
AT_ONCE = 50
# A round that is not full lets the process rest; a stopping one ends its round early.
ROUND_SIZE = 1_500
# Of the nightly comparison, which may take its time.
COMPARED_AT_ONCE = 5


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def jitter(self) -> float:
        return random.random()  # noqa: S311  spreads load, guards nothing


class A2pPorts(DependencyProvider):
    """One set of ports per process; the call's own context is found where it is needed."""

    database = ServiceDatabase()
    outbox = OutboxRelay()
    presence = ProcessPresence()
    rpc_client = SharedRpcClient()
    # The call graph is checked against this declaration.
    target_service = phone.SERVICE

    def get_dependency(self, worker_ctx: Any) -> Ports:
        entrypoint = worker_ctx.entrypoint
        if not isinstance(entrypoint, Background):
            return self.ports
        return replace(self.background_ports, is_stopping=lambda: entrypoint.is_stopping)

    @cached_property
    def background_ports(self) -> Ports:
        """On few connections, for which its many tasks queue: callers keep theirs."""
        few = FewAtOnce(self.ports.unit_of_work, BACKGROUND_CONNECTIONS)
        return replace(self.ports, unit_of_work=few)

    @cached_property
    def ports(self) -> Ports:
        settings = self.container.config["SETTINGS"]
        database, access = self.database.get(), access_from(settings)
        return Ports(
            unit_of_work=SqlUnitOfWork(
                database, Cipher(settings.encryption_keys), self.outbox.record
            ),
            twilio=TwilioTrustHub(_made_once(lambda: make_client(access)), access),
            phone=RpcPhone(RemoteService(self.rpc_client.client, phone.SERVICE)),
            gate=SqlWriteGate(database),
            claims=SqlClaims(database, self.presence),
            routes=SqlRoutes(database),
            reconciliations=SqlReconciliations(database),
            clock=SystemClock(),
            new_id=lambda: str(uuid.uuid4()),
            patiently=partial(wait_a_while, self.container),
            note_unknown_code=SqlUnknownCodes(database).note,
            fingerprints=fingerprints(settings.keys),
            versions=Fingerprints(settings.keys.for_purpose("a2p/draft-version")),
            let_others_run=eventlet.sleep,
        )


def _made_once(make: Callable[[], Any]) -> Callable[[], Any]:
    made: list[Any] = []

    def get() -> Any:
        if not made:
            made.append(make())
        return made[0]

    return get


def fingerprints(keys: Keys) -> Fingerprints:
    purpose = keys.for_purpose("a2p/step")

    def earlier_forms(values: Mapping[str, Any]) -> Iterator[str]:
        return (key.digest(canonical(values)) for key in purpose.unnamed)

    return Fingerprints(purpose, earlier_forms)


def wait_a_while(container: Any, task: Callable[[], Exception | None]) -> Exception | None:
    """The task keeps the caller's correlation id, and its thread when the caller leaves.

    Its own time, too: what the caller would not wait for goes on until the service stops.
    """
    call, finished = context.current(), eventlet.event.Event()

    def run() -> None:
        with context.use(context.new_context(correlation_id=call.correlation_id)):
            try:
                finished.send((task(), None))
            except Exception as exc:
                # Logged here, since nobody may be waiting any more.
                log.exception("work on a submission failed")
                finished.send((None, exc))

    container.spawn_managed_thread(run, identifier="submission")
    outcome, unforeseen = finished.wait(INLINE_SECONDS) or (None, None)
    if unforeseen is not None:
        raise unforeseen
    return outcome


class FewAtOnce:
    """A unit of work that waits its turn; the pool's own queue is unfair and gives up soon."""

    def __init__(self, unit_of_work: UnitOfWork, most: int) -> None:
        self._unit_of_work = unit_of_work
        self._places = eventlet.semaphore.Semaphore(most)

    @contextmanager
    def __call__(self, tenant_id: str) -> Iterator[Work]:
        with self._places, self._unit_of_work(tenant_id) as work:
            yield work


class GreenCrew:
    """Each task in a greenlet of its own, under a correlation id of its own."""

    def __init__(self, size: int = AT_ONCE) -> None:
        self._pool = eventlet.GreenPool(size)

    def start(self, task: Callable[[], None]) -> None:
        self._pool.spawn_n(_guarded, task)

    def wait(self) -> None:
        self._pool.waitall()


def _guarded(task: Callable[[], None]) -> None:
    """One tenant's unforeseen failure neither stops the others nor goes unseen."""
    with context.use(context.new_context()):
        try:
            task()
        except Exception:
            log.exception("work on a tenant failed")
