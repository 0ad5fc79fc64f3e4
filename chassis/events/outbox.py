"""Events are written beside the change they tell of, and published from there."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
import orjson
import sqlalchemy as sa
from nameko.extensions import SharedExtension

from chassis import context
from chassis.amqp import BrokerDown, ConfirmedPublisher, Link, is_inproc
from chassis.database import is_connection_problem
from chassis.dependencies import ServiceDatabase
from chassis.logs import event
from chassis.pruning import Pruning, Retention
from chassis.tables import outbox
from contracts import catalogue

log = logging.getLogger(__name__)

BATCH = 200
SWEEP_SECONDS = 5.0
KEEP_PUBLISHED = timedelta(hours=24)
PERSISTENT = 2  # AMQP delivery mode: survives a restart of the broker
CONFIRM_TIMEOUT_SECONDS = 5.0
# For what is left at a stop; what does not go out by then stays in the table.
LAST_SECONDS = 3.0
# As the inbox consumes them: a queue cannot be declared in two ways.
QUEUE_ARGUMENTS = {"x-queue-type": "quorum"}


def _nothing(connection: sa.Connection, ids: list[int]) -> None:
    """What most services have to do with a batch."""


def _oldest_kept() -> datetime:
    return datetime.now(UTC) - KEEP_PUBLISHED


def exchange_name(service: str) -> str:
    """nameko's own name, so that a stock `@event_handler` finds our events."""
    return f"{service}.events"


def queue_name(source: str, event_type: str, hearer: str, handler: str) -> str:
    """nameko's own name as well."""
    return f"evt-{source}-{event_type}--{hearer}.{handler}"


class OutboxRelay(SharedExtension):
    """Records events in the caller's transaction and publishes them once it has committed."""

    database = ServiceDatabase()
    pruning = Pruning()

    def __init__(self) -> None:
        super().__init__()
        # A service's own work on the ids of each batch, in the transaction that marks it as
        # published; a batch that is published again comes again.
        self.on_batch: Callable[[sa.Connection, list[int]], None] = _nothing
        # How long what is woken for waits for more: reading, `on_batch` and marking cost as much
        # for one event as for many. What memory holds need not be read, and goes at once.
        self.gather_seconds = 0.0
        self.sweep_seconds = SWEEP_SECONDS
        # Committed a moment ago and not yet published: they need not be read back first.
        self._fresh: list[Any] = []
        self._loop: Any = None
        self._publisher: ConfirmedPublisher | None = None
        self._stopping = False
        self._wakeup = eventlet.event.Event()

    def setup(self) -> None:
        self._service = self.container.service_name
        self._contracts = self.container.config.get("EVENT_CONTRACTS", catalogue.EVENTS)
        self._hearers = self.container.config.get("EVENT_HEARERS", catalogue.HEARS)
        self._uri = self.container.config["AMQP_URI"]
        self._link = Link(self._uri, on_open=self._declare, confirms=not is_inproc(self._uri))
        is_published = outbox.c.published_at.is_not(None)
        # By when it occurred: what is published again at each start would never get old.
        self.pruning.register(Retention(outbox, outbox.c.occurred_at, KEEP_PUBLISHED, is_published))

    def start(self) -> None:
        if self._loop is None:
            self._loop = self.container.spawn_managed_thread(self._run)

    def record(
        self, connection: sa.Connection, *, type: str, tenant_id: str, data: Mapping[str, Any]
    ) -> None:
        """Part of the open transaction; raises if the data break the event's contract."""
        schema = self._contracts[self._service, type].data()
        dumped = schema.dump(data)
        schema.load(dumped)
        row = connection.execute(
            outbox.insert()
            .values(
                event_id=str(uuid.uuid4()),
                tenant_id=tenant_id,
                type=type,
                correlation_id=context.current().correlation_id,
                data=dumped,
                occurred_at=datetime.now(UTC),
            )
            .returning(*outbox.c)
        ).one()
        self.database.get().after_commit(lambda: self._hand_over(row))

    def _hand_over(self, row: Any) -> None:
        # Past a batch there is a queue anyway, and the table keeps it better than memory does.
        if len(self._fresh) < BATCH:
            self._fresh.append(row)
        self.wake()

    def wake(self) -> None:
        if not self._wakeup.ready():
            self._wakeup.send()

    def _run(self) -> None:
        self._wait_until_everybody_listens()
        while not self._stopping:
            self._wakeup = eventlet.event.Event()
            _ = self._survives(self._publish_fresh) and self._survives(self._publish_all)
            self._wakeup.wait(self.sweep_seconds)
            if not self._fresh and not self._stopping:
                eventlet.sleep(self.gather_seconds)
        with eventlet.Timeout(LAST_SECONDS, False):
            self._survives(self._publish_fresh) and self._survives(self._publish_all)

    def _wait_until_everybody_listens(self) -> None:
        """The in-process broker forgets at a restart, so recent events are published again.

        The inbox of whoever has seen them already makes the second time do nothing.
        """
        if not is_inproc(self._uri):
            return
        started = self.container.config.get("ALL_STARTED")
        if started is not None:
            started.wait()
        recent = outbox.c.published_at.is_not(None), outbox.c.occurred_at > _oldest_kept()
        again = sa.update(outbox).values(published_at=None).where(*recent)
        try:
            with self.database.get().transaction() as connection:
                connection.execute(again)
        except sa.exc.SQLAlchemyError as exc:
            event(log, "outbox_republish_failed", reason=type(exc).__name__)

    def _survives(self, work: Callable[[], None]) -> bool:
        """Whether it could be done; what could not stays in the table for the next round."""
        try:
            work()
        except (BrokerDown, OSError) as exc:
            self._link.broke(exc)
            event(log, "outbox_waits_for_broker", service=self._service, reason=type(exc).__name__)
            return False
        except Exception as exc:
            if not is_connection_problem(exc):
                self._link.broke(exc)
                log.exception("outbox batch failed")
            else:
                event(log, "outbox_waits_for_database", service=self._service)
            return False
        return True

    def _publish_fresh(self) -> None:
        """The short way: published from memory, marked afterwards.

        A sweep of another process may come in between and publish a second time, as a crash might;
        an inbox makes the second time do nothing.
        """
        rows, self._fresh = self._fresh, []
        if not rows:
            return
        self._publish(rows)
        unmarked = (outbox.c.id.in_([row.id for row in rows]), outbox.c.published_at.is_(None))
        mark = sa.update(outbox).where(*unmarked).values(published_at=sa.func.now())
        with self.database.get().transaction() as connection:
            ids = list(connection.execute(mark.returning(outbox.c.id)).scalars())
            if ids:
                self.on_batch(connection, ids)

    def _publish_all(self) -> None:
        while self._publish_batch() == BATCH:
            pass

    def _publish_batch(self) -> int:
        due = (
            sa.select(outbox)
            .where(outbox.c.published_at.is_(None))
            .order_by(outbox.c.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        with self.database.get().transaction() as connection:
            rows = connection.execute(due).all()
            if not rows:
                return 0
            self._publish(rows)
            ids = [row.id for row in rows]
            self.on_batch(connection, ids)
            done = sa.update(outbox).where(outbox.c.id.in_(ids))
            # Confirmed first, marked second: a crash in between publishes twice, never not at all.
            connection.execute(done.values(published_at=sa.func.now()))
        return len(rows)

    def _publish(self, rows: Sequence[Any]) -> None:
        """Returns once the broker keeps all of them."""
        channel = self._link.channel()
        publish = channel.basic_publish if self._publisher is None else self._publisher.publish
        for row in rows:
            message = channel.prepare_message(
                orjson.dumps(self.envelope(row)),
                content_type="application/json",
                content_encoding="utf-8",
                headers={"nameko.correlation_id": row.correlation_id},
                properties={"delivery_mode": PERSISTENT},
            )
            publish(message, exchange=exchange_name(self._service), routing_key=row.type)
        if self._publisher is not None:
            self._publisher.wait(CONFIRM_TIMEOUT_SECONDS)

    @staticmethod
    def envelope(row: Any) -> dict[str, Any]:
        return {
            "event_id": row.event_id,
            "type": row.type,
            "tenant_id": row.tenant_id,
            "occurred_at": row.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "correlation_id": row.correlation_id,
            "data": row.data,
        }

    def _declare(self, channel: Any) -> None:
        channel.exchange_declare(
            exchange_name(self._service), type="topic", durable=True, auto_delete=False
        )
        if not is_inproc(self._uri):
            self._declare_queues(channel)
            self._publisher = ConfirmedPublisher(channel)

    def _declare_queues(self, channel: Any) -> None:
        """Of everyone who keeps what it hears: the broker confirms and forgets what has no queue
        yet, and a hearer may be started later than we are.
        """
        for hearer, handlers in self._hearers.items():
            for handler, (source, event_type) in handlers.items():
                if source != self._service or hearer in catalogue.KEEP_NOTHING:
                    continue
                queue = queue_name(source, event_type, hearer, handler)
                channel.queue_declare(
                    queue, durable=True, auto_delete=False, arguments=QUEUE_ARGUMENTS
                )
                channel.queue_bind(queue, exchange_name(source), event_type)

    def stop(self) -> None:
        """Publishes what is left, then closes."""
        self._stopping = True
        self.wake()
        if self._loop is not None:
            self._loop.wait()
        self._link.close()

    def kill(self) -> None:
        self._stopping = True
        if self._loop is not None:
            self._loop.kill()
        self._link.close()
