"""Events for every process of a service, heard while it runs: nothing is stored or tried again."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import eventlet
from nameko.containers import WorkerContext
from nameko.extensions import Entrypoint, SharedExtension

from chassis import context
from chassis.amqp import BrokerDown, Link
from chassis.dead_letter_store import DeadLetterStore
from chassis.events.envelope import read_envelope
from chassis.events.outbox import exchange_name
from chassis.incoming import UnreadableMessage
from chassis.logs import event
from contracts import catalogue

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 1.0
# A message to oneself through the broker, behind all that was published before it.
ECHO_SECONDS = 0.5
# Older than this, the last echo no longer shows that events still arrive.
MAX_ECHO_AGE_SECONDS = 2.5
TRANSIENT = 1  # AMQP delivery mode: gone with its queue

Method = TypeVar("Method", bound=Callable[..., Any])


class Broadcasts(SharedExtension):
    """One queue of the process's own, gone with its connection; a new one after each break.

    Not nameko's broadcast handler: there the whole service waits for the broker to start, and dies
    when it comes back sooner than the broker has noticed that it was away.
    """

    dead_letters = DeadLetterStore()

    def __init__(self) -> None:
        super().__init__()
        self._handlers: dict[tuple[str, str], list[BroadcastHandler]] = {}
        self._loop: Any = None
        self._stopping = False
        self._wakeup = eventlet.event.Event()
        self._period: object | None = None
        self._queue = ""
        # When the newest message to oneself that came back had been sent, by the monotonic clock.
        self._echoed_at = 0.0

    def setup(self) -> None:
        config = self.container.config
        self.contracts = config.get("EVENT_CONTRACTS", catalogue.EVENTS)
        self._link = Link(config["AMQP_URI"], on_open=self._listen, on_close=self._on_close)

    @property
    def period(self) -> object | None:
        """Stands for the time since which no event was missed; another object after each break.

        None while events may be missing: without a connection, and on one that is silent.
        """
        is_silent = time.monotonic() - self._echoed_at > MAX_ECHO_AGE_SECONDS
        return None if is_silent else self._period

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
            is_connected = self._connect()
            if is_connected:
                self._send_echo()
            self._wakeup.wait(ECHO_SECONDS if is_connected else RECONNECT_SECONDS)

    def _connect(self) -> bool:
        try:
            self._link.channel()
        except BrokerDown as down:
            event(log, "broadcasts_wait_for_broker", level=logging.DEBUG, reason=str(down))
            return False
        return True

    def _send_echo(self) -> None:
        try:
            channel = self._link.channel()
            message = channel.prepare_message(
                repr(time.monotonic()),
                content_type="text/plain",
                content_encoding="utf-8",
                properties={"delivery_mode": TRANSIENT},
            )
            channel.basic_publish(message, exchange="", routing_key=self._queue)
        except BrokerDown:
            return
        except Exception as broken:  # a connection that breaks just now raises any of several
            event(log, "broadcast_echo_failed", reason=type(broken).__name__)
            self._link.broke(broken)

    def _listen(self, channel: Any) -> None:
        queue = self._queue = f"broadcast-{self.container.service_name}-{uuid.uuid4().hex}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        for exchange, routing_key in self._handlers:
            channel.exchange_declare(exchange, type="topic", durable=True, auto_delete=False)
            channel.queue_bind(queue, exchange, routing_key)
        channel.basic_consume(
            queue, no_ack=True, callback=self._on_message, consumer_tag=uuid.uuid4().hex
        )
        # What is published from now on arrives here, or the connection is lost.
        self._echoed_at, self._period = time.monotonic(), object()

    def _on_close(self) -> None:
        self._period = None
        if not self._wakeup.ready():
            self._wakeup.send()

    def _on_message(self, message: Any) -> None:
        """In the reader's greenlet, which must not wait for a free worker."""
        info = message.delivery_info
        if not info["exchange"]:
            # In line with the events before it, each of which has a greenlet of its own.
            self.container.spawn_managed_thread(partial(self._note_echo, message.body))
            return
        for handler in self._handlers.get((info["exchange"], info["routing_key"]), ()):
            self.container.spawn_managed_thread(partial(handler.receive, message))

    def _note_echo(self, body: bytes | str) -> None:
        try:
            self._echoed_at = max(self._echoed_at, min(float(body), time.monotonic()))
        except ValueError:
            event(log, "broadcast_not_understood", reason="not an echo of ours")

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
    dead_letters = DeadLetterStore()

    def __init__(self, source_service: str, event_type: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source_service = source_service
        self.event_type = event_type

    def setup(self) -> None:
        self.broadcasts.register(self)

    def receive(self, message: Any) -> None:
        contract = self.broadcasts.contracts[self.source_service, self.event_type]
        try:
            envelope = read_envelope(message, contract)
        except UnreadableMessage as unreadable:
            bury_broadcast(self.dead_letters, message, self.method_name, unreadable.reason)
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

    def _note(self, name: str, error: BaseException) -> None:
        event(log, name, handler=self.method_name, reason=type(error).__name__)


def bury_broadcast(store: DeadLetterStore, message: Any, source: str, reason: str) -> None:
    """The broker has forgotten it already, so there is nothing to wait for."""
    store.bury(message, source=source, reason=reason, give_up_after=0.0, is_acknowledged=True)


def broadcast_handler(source_service: str, event_type: str) -> Callable[[Method], Method]:
    decorate: Callable[[Method], Method] = BroadcastHandler.decorator(source_service, event_type)
    return decorate
