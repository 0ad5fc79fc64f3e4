"""A received event is stored and acknowledged; its effect is tried from there until it works."""

from __future__ import annotations

import logging
import random
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import eventlet
import sqlalchemy as sa
from nameko.events import EventHandler as NamekoEventHandler
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import SharedExtension
from nameko.messaging import QueueConsumer
from sqlalchemy.dialects.postgresql import insert

from chassis.amqp import is_inproc
from chassis.database import is_connection_problem, join_transaction
from chassis.dead_letter_store import DeadLetterStore, acknowledge, is_refused_for_good
from chassis.dependencies import ServiceDatabase
from chassis.events.envelope import read_envelope
from chassis.events.outbox import QUEUE_ARGUMENTS
from chassis.incoming import UnreadableMessage
from chassis.logs import event
from chassis.pruning import Pruning, Retention
from chassis.tables import inbox
from contracts import catalogue

log = logging.getLogger(__name__)

TRIES = 8
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 900.0
# Longer than any handler may run: a claimed event comes back when its worker was killed.
CLAIM_SECONDS = 30.0
SWEEP_SECONDS = 2.0
LOOK_SECONDS = 0.1
STORE_RETRY_SECONDS = 1.0
# Longer than an event may be published again: until then its row makes the second time do nothing.
KEEP_DONE = timedelta(days=30)


def retry_delay(attempts: int) -> float:
    """Seconds until the next try: doubling, capped, with up to a quarter of jitter."""
    delay = min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
    return float(delay * random.uniform(1.0, 1.25))  # noqa: S311  jitter, not a secret


class InboxRow:
    """One claimed event; `mark_done` belongs into the transaction of its effect."""

    def __init__(self, event_id: str, handler: str) -> None:
        self.event_id, self.handler = event_id, handler
        self.is_joined = False

    def mark_done(self, connection: sa.Connection) -> None:
        if self.is_joined:
            raise RuntimeError("an event handler has one transaction")
        self.is_joined = True
        done = (
            sa.update(inbox)
            .where(*self._is_this, inbox.c.done_at.is_(None))
            .values(done_at=sa.func.now(), last_error=None)
        )
        if connection.execute(done).rowcount != 1:
            raise AlreadyDone

    @property
    def _is_this(self) -> tuple[Any, ...]:
        return inbox.c.event_id == self.event_id, inbox.c.handler == self.handler

    def mark_failed(
        self, connection: sa.Connection, *, retry_in: float | None, reason: str
    ) -> None:
        """Without a further try the event becomes a dead letter."""
        now = datetime.now(UTC)
        values: dict[str, Any] = {"last_error": reason}
        if retry_in is None:
            values["dead_at"] = now
        else:
            values["due_at"] = now + timedelta(seconds=retry_in)
        connection.execute(sa.update(inbox).where(*self._is_this).values(**values))


class AlreadyDone(Exception):
    """Another worker has had this effect: undo ours."""


class Inbox(SharedExtension):
    database = ServiceDatabase()
    dead_letters = DeadLetterStore()
    pruning = Pruning()

    def __init__(self) -> None:
        super().__init__()
        self._handlers: dict[str, EventHandler] = {}
        self._loop: Any = None
        self.is_stopping = False
        self._wakeup = eventlet.event.Event()

    def setup(self) -> None:
        is_done = inbox.c.done_at.is_not(None)
        self.pruning.register(Retention(inbox, inbox.c.done_at, KEEP_DONE, is_done))

    def register(self, handler: EventHandler) -> None:
        self._handlers[handler.method_name] = handler

    def start(self) -> None:
        if self._loop is None:
            self._loop = self.container.spawn_managed_thread(self._run)

    def store(self, handler: EventHandler, envelope: dict[str, Any]) -> None:
        now = datetime.now(UTC)
        row = insert(inbox).values(
            event_id=envelope["event_id"],
            handler=handler.method_name,
            tenant_id=envelope["tenant_id"],
            source=handler.source_service,
            type=envelope["type"],
            envelope=envelope,
            received_at=now,
            attempts=0,
            due_at=now,
        )
        with self.database.get().transaction() as connection:
            connection.execute(row.on_conflict_do_nothing())
        self.wake()

    def wake(self) -> None:
        if not self._wakeup.ready():
            self._wakeup.send()

    def _run(self) -> None:
        while not self.is_stopping:
            self._wakeup = eventlet.event.Event()
            try:
                while not self.is_stopping and self._work_on_batch():
                    pass
            except Exception as exc:
                if not is_connection_problem(exc):
                    raise
                event(log, "inbox_waits_for_database", service=self.container.service_name)
            self._wakeup.wait(SWEEP_SECONDS)

    def _work_on_batch(self) -> int:
        rows = self._claim()
        waits = [self._spawn(row) for row in rows]
        for wait in waits:
            wait.wait()
        return len(rows)

    def _claim(self) -> list[Any]:
        now = datetime.now(UTC)
        due = (
            sa.select(inbox.c.event_id, inbox.c.handler)
            .where(inbox.c.done_at.is_(None), inbox.c.dead_at.is_(None), inbox.c.due_at <= now)
            .order_by(inbox.c.due_at)
            .limit(self.container.max_workers)
            .with_for_update(skip_locked=True)
        ).cte()
        claim = (
            sa.update(inbox)
            .where(inbox.c.event_id == due.c.event_id, inbox.c.handler == due.c.handler)
            .values(attempts=inbox.c.attempts + 1, due_at=now + timedelta(seconds=CLAIM_SECONDS))
            .returning(inbox.c.event_id, inbox.c.handler, inbox.c.attempts, inbox.c.envelope)
        )
        with self.database.get().transaction() as connection:
            return list(connection.execute(claim).all())

    def _spawn(self, row: Any) -> Any:
        finished = eventlet.event.Event()
        claimed = InboxRow(row.event_id, row.handler)
        handler = self._handlers.get(row.handler)
        if handler is None:
            self._finish(claimed, row.attempts, finished, None, None, LookupError(row.handler))
            return finished
        context_data = {"correlation_id": row.envelope["correlation_id"], "inbox_row": claimed}
        try:
            self.container.spawn_worker(
                handler,
                (row.envelope,),
                {},
                context_data=context_data,
                handle_result=partial(self._handle_result, claimed, row.attempts, finished),
            )
        except ContainerBeingKilled:
            finished.send()  # the claim runs out and another process takes it
        return finished

    def _handle_result(
        self, claimed: InboxRow, attempts: int, finished: Any, ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        self._finish(claimed, attempts, finished, ctx, result, exc_info[1] if exc_info else None)
        return result, exc_info

    def _finish(
        self,
        claimed: InboxRow,
        attempts: int,
        finished: Any,
        ctx: Any,
        result: Any,
        error: BaseException | None,
    ) -> None:
        join_transaction(None)  # still in the worker's greenlet, but its effect is settled
        try:
            if error is None and not claimed.is_joined:
                with self.database.get().transaction() as connection:
                    claimed.mark_done(connection)
            elif error is not None and not isinstance(error, AlreadyDone):
                self._note_failure(claimed, attempts, error)
        except Exception:
            log.exception("inbox row could not be settled; it is tried again after its claim")
        finally:
            finished.send()

    def _note_failure(self, claimed: InboxRow, attempts: int, error: BaseException) -> None:
        retry_in = retry_delay(attempts) if attempts < TRIES else None
        reason = type(error).__name__
        with self.database.get().transaction() as connection:
            claimed.mark_failed(connection, retry_in=retry_in, reason=reason)
        name = "event_became_dead_letter"
        if retry_in is not None:
            name = "event_will_be_tried_again"
            eventlet.spawn_after(retry_in, self.wake)
        event(log, name, event_id=claimed.event_id, handler=claimed.handler, attempts=attempts)

    def stop(self) -> None:
        self.is_stopping = True
        self.wake()
        if self._loop is not None:
            self._loop.wait()

    def kill(self) -> None:
        self.is_stopping = True
        if self._loop is not None:
            self._loop.kill()


class PromptQueueConsumer(QueueConsumer):
    """Stops sooner: nameko looks every second whether it is to stop, and a stop waits for two.

    Hands over messages as they came: kombu would unpack and decode them by what they say of
    themselves.
    """

    def consume(
        self,
        limit: int | None = None,
        timeout: float | None = None,
        safety_interval: float = LOOK_SECONDS,
        **kwargs: Any,
    ) -> Any:
        return super().consume(limit, timeout, safety_interval, **kwargs)

    def get_consumers(self, consumer_cls: Any, channel: Any) -> Any:
        for provider in self._providers:
            hand_over = partial(self.handle_message, provider, None)
            consumer = consumer_cls(
                queues=[provider.queue],
                on_message=hand_over,
                on_decode_error=lambda message, _error, hand_over=hand_over: hand_over(message),
            )
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return self._consumers.values()


class EventHandler(NamekoEventHandler):
    """`@event_handler("a2p", "…_changed_v1")`; the method's name is deployed contract."""

    inbox = Inbox()
    queue_consumer = PromptQueueConsumer()

    def setup(self) -> None:
        super().setup()
        if not is_inproc(self.amqp_uri):
            self.queue.queue_arguments = QUEUE_ARGUMENTS
        contracts = self.container.config.get("EVENT_CONTRACTS", catalogue.EVENTS)
        self.contract = contracts[self.source_service, self.event_type]
        self.inbox.register(self)

    @property
    def amqp_uri(self) -> str:
        return str(self.container.config["AMQP_URI"])

    def handle_message(self, _body: None, message: Any) -> None:
        """In a greenlet of its own; what is raised in here ends the service."""
        try:
            is_stored = self._is_stored(read_envelope(message, self.contract), message)
        except UnreadableMessage as unreadable:
            self._bury(message, unreadable.reason)
        except Exception as exc:  # any message of anybody's must leave the queue
            log.exception("event could not be handled")
            self._bury(message, type(exc).__name__)
        else:
            if is_stored:
                acknowledge(message, self.method_name)

    def _bury(self, message: Any, reason: str) -> None:
        self.inbox.dead_letters.bury(message, source=self.method_name, reason=reason)

    def _is_stored(self, body: dict[str, Any], message: Any) -> bool:
        """Tried until it is, or until the broker has taken the message back.

        It is not given back for that: a quorum queue drops what came back too often.
        """
        while not self.inbox.is_stopping and message.channel.connection:
            try:
                self.inbox.store(self, body)
                return True
            except Exception as exc:
                if is_refused_for_good(exc):
                    raise UnreadableMessage("not storable") from exc
                event(log, "event_not_stored", handler=self.method_name, reason=type(exc).__name__)
                eventlet.sleep(STORE_RETRY_SECONDS)
        return False


event_handler = EventHandler.decorator
