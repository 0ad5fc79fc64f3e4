"""Keeps messages that no handler can read, so that none of them holds up the others."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any

import eventlet
import psycopg2
import sqlalchemy as sa
from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension

from chassis import incoming
from chassis.database import is_connection_problem
from chassis.dependencies import ServiceDatabase
from chassis.logs import event
from chassis.pruning import Pruning, Retention
from chassis.tables import dead_letters

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 65_536
KEEP = timedelta(days=90)
RETRY_SECONDS = 1.0
# A flood of garbage must not take the database's connections from the workers, nor all memory.
MAX_AT_ONCE = 2
MAX_WAITING = 1_000
# Classes of SQLSTATE: bad data, a broken constraint, more than PostgreSQL can take in one value.
REFUSED_FOR_GOOD = ("22", "23", "54")

# Since this process started, by service and reason: all that a service without a database has.
counts: Counter[tuple[str, str]] = Counter()


def is_refused_for_good(error: BaseException) -> bool:
    """Whether storing the same once more will fail in the same way."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, psycopg2.Error) and cause.pgcode is not None:
        return cause.pgcode[:2] in REFUSED_FOR_GOOD
    if is_connection_problem(error):
        return False
    return isinstance(cause, ValueError | TypeError | RecursionError | psycopg2.DataError)


class DeadLetterStore(SharedExtension):
    """Stores what arrived, then acknowledges it; a broken connection brings it again.

    A service without a database logs and counts it.
    """

    database = ServiceDatabase()
    pruning = Pruning()

    def __init__(self) -> None:
        super().__init__()
        self._turns = Semaphore(MAX_AT_ONCE)
        self._waiting = 0

    def setup(self) -> None:
        if self.database.is_configured:
            self.pruning.register(Retention(dead_letters, dead_letters.c.received_at, KEEP))

    def bury(
        self,
        message: Any,
        *,
        source: str,
        reason: str,
        give_up_after: float | None = None,
        is_acknowledged: bool = False,
    ) -> None:
        """Returns at once, since a reader must not wait for the database.

        `give_up_after` seconds the message is acknowledged though it could not be stored: one
        whose sender is gone need not keep others waiting. Default: it waits as long as it takes.
        """
        work = partial(self._bury, message, source, reason, give_up_after, is_acknowledged)
        self.container.spawn_managed_thread(work)

    def _bury(
        self,
        message: Any,
        source: str,
        reason: str,
        give_up_after: float | None,
        is_acknowledged: bool,
    ) -> None:
        row = _row_of(message, source, reason)
        counts[self.container.service_name, reason] += 1
        event(
            log,
            "message_became_dead_letter",
            level=logging.WARNING,
            service=self.container.service_name,
            source=source,
            reason=reason,
            size_bytes=row["body_bytes"],
        )
        # Consumers that acknowledge are bounded by their prefetch.
        if self.database.is_configured and (self._waiting < MAX_WAITING or not is_acknowledged):
            self._waiting += 1
            with self._turns:
                give_up_at = None if give_up_after is None else monotonic() + give_up_after
                self._store(message, row, give_up_at)
            self._waiting -= 1
        if not is_acknowledged:
            acknowledge(message, source)

    def _store(self, message: Any, row: dict[str, Any], give_up_at: float | None) -> None:
        """Tried until it is stored, or until the broker has taken the message back."""
        while give_up_at is not None or message.channel.connection:
            try:
                with self.database.get().transaction() as connection:
                    connection.execute(sa.insert(dead_letters).values(row))
                return
            except Exception as exc:
                reason = type(exc).__name__
                event(log, "dead_letter_not_stored", source=row["queue"], reason=reason)
                if is_refused_for_good(exc) or (give_up_at and monotonic() > give_up_at):
                    return
                eventlet.sleep(RETRY_SECONDS)


def acknowledge(message: Any, source: str) -> None:
    """What could not be acknowledged comes again; raised, the error would end the service."""
    try:
        message.ack()
    except Exception as exc:
        event(log, "message_not_acknowledged", source=source, reason=type(exc).__name__)


def _row_of(message: Any, source: str, reason: str) -> dict[str, Any]:
    body, info = incoming.raw_body(message), message.delivery_info or {}
    return {
        "received_at": datetime.now(UTC),
        "queue": source,
        "exchange": incoming.shown(info.get("exchange") or ""),
        "routing_key": incoming.shown(info.get("routing_key") or ""),
        "reason": reason,
        "headers": incoming.summary_of(message),
        "body": body[:MAX_BODY_BYTES],
        "body_bytes": len(body),
    }
