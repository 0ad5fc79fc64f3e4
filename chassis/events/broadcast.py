"""Events for every process of a service, heard while it runs: nothing is stored or tried again."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import eventlet
import orjson
from marshmallow import ValidationError
from nameko.containers import WorkerContext
from nameko.extensions import Entrypoint, SharedExtension

from chassis import context
from chassis.amqp import BrokerDown, Link
from chassis.events.inbox import ENVELOPE
from chassis.events.outbox import exchange_name
from chassis.logs import event
from contracts import catalogue

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 1.0

Method = TypeVar("Method", bound=Callable[..., Any])


class Broadcasts(SharedExtension):
    """One queue of the process's own, gone with its connection; a new one after each break.

    Not nameko's broadcast handler: there the whole service waits for the broker to start, and dies
    when it comes back sooner than the broker has noticed that it was away.
    """

    def __init__(self) -> None:
        super().__init__()
        self._handlers: dict[tuple[str, str], list[BroadcastHandler]] = {}
        self._loop: Any = None
        self._stopping = False
        self._wakeup = eventlet.event.Event()
        # By the wall clock; since then nothing was missed. None while nothing can be heard.
        self.heard_since: float | None = None

    def setup(self) -> None:
        config = self.container.config
        self.contracts = config.get("EVENT_CONTRACTS", catalogue.EVENTS)
        self._link = Link(config["AMQP_URI"], on_open=self._listen, on_close=self._on_close)

    def register(self, handler: BroadcastHandler) -> None:
        place = (exchange_name(handler.source_service), handler.event_type)
        self._handlers.setdefault(place, []).append(handler)

    def start(self) -> None:
        """With a broker at hand, whoever has started hears; without one, it starts all the same."""
        if self._loop is None and self._handlers:
            self._loop = self.container.spawn_managed_thread(self._run)
            self._connect()

    def _run(self) -> None:
        while not self._stopping:
            self._wakeup = eventlet.event.Event()
            self._connect()
            self._wakeup.wait(RECONNECT_SECONDS)

    def _connect(self) -> None:
        try:
            self._link.channel()
        except BrokerDown as down:
            event(log, "broadcasts_wait_for_broker", level=logging.DEBUG, reason=str(down))

    def _listen(self, channel: Any) -> None:
        queue = f"broadcast-{self.container.service_name}-{uuid.uuid4().hex}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        for exchange, routing_key in self._handlers:
            channel.exchange_declare(exchange, type="topic", durable=True, auto_delete=False)
            channel.queue_bind(queue, exchange, routing_key)
        channel.basic_consume(
            queue, no_ack=True, callback=self._on_message, consumer_tag=uuid.uuid4().hex
        )
        self.heard_since = time.time()

    def _on_close(self) -> None:
        self.heard_since = None
        if not self._wakeup.ready():
            self._wakeup.send()

    def _on_message(self, message: Any) -> None:
        """In the reader's greenlet, which must not wait for a free worker."""
        info = message.delivery_info
        for handler in self._handlers.get((info["exchange"], info["routing_key"]), ()):
            self.container.spawn_managed_thread(partial(handler.receive, message.body))

    def stop(self) -> None:
        self._stopping = True
        self._link.close()
        if self._loop is not None:
            self._loop.wait()

    def kill(self) -> None:
        self._stopping = True
        self._link.close()
        if self._loop is not None:
            self._loop.kill()


class BroadcastHandler(Entrypoint):
    """`@broadcast_handler("a2p", "…_changed_v1")`: runs in every process, and is tried once.

    For a service without a database, and for effects that may be missed: what must happen belongs
    to `@event_handler`.
    """

    broadcasts = Broadcasts()

    def __init__(self, source_service: str, event_type: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source_service = source_service
        self.event_type = event_type

    def setup(self) -> None:
        self.broadcasts.register(self)

    def receive(self, body: bytes | str) -> None:
        try:
            envelope = self._opened(body)
        except (ValueError, ValidationError) as unfit:
            self._note("broadcast_not_understood", unfit)
            return
        try:
            self._run_beside_workers(envelope)
        except Exception as failure:
            self._note("broadcast_handler_failed", failure)

    def _run_beside_workers(self, envelope: dict[str, Any]) -> None:
        """Such a handler touches memory only; workers are for those who wait, and may all be busy
        for as long as that takes.
        """
        container, service = self.container, self.container.service_cls()
        data = {"correlation_id": envelope["correlation_id"]}
        told = WorkerContext(container, service, self, (envelope,), {}, data=data)
        for provider in container.dependencies:
            setattr(service, provider.attr_name, provider.get_dependency(told))
        with context.use(context.from_context_data(told.data)):
            getattr(service, self.method_name)(envelope)

    def _opened(self, body: bytes | str) -> dict[str, Any]:
        """The envelope as `@event_handler` gives it. Raises ValueError or ValidationError."""
        envelope = orjson.loads(body)
        if not isinstance(envelope, dict) or not envelope.keys() >= ENVELOPE:
            raise ValueError("not an envelope of ours")
        self.broadcasts.contracts[self.source_service, self.event_type].data().load(
            envelope["data"]
        )
        return envelope

    def _note(self, name: str, error: BaseException) -> None:
        event(log, name, handler=self.method_name, reason=type(error).__name__)


def broadcast_handler(source_service: str, event_type: str) -> Callable[[Method], Method]:
    decorate: Callable[[Method], Method] = BroadcastHandler.decorator(source_service, event_type)
    return decorate
