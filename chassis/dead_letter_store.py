"""Keeps messages that no handler can read, so that none of them holds up the others."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import eventlet
import psycopg2
import sqlalchemy as sa
from nameko.extensions import SharedExtension

from chassis.database import is_connection_problem
from chassis.dependencies import ServiceDatabase
from chassis.logs import event
from chassis.pruning import Pruning, Retention
from chassis.tables import dead_letters

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 65_536
MAX_NAME_CHARACTERS = 200
KEEP = timedelta(days=90)
RETRY_SECONDS = 1.0
# Classes of SQLSTATE: bad data, a broken constraint, more than PostgreSQL can take in one value.
REFUSED_FOR_GOOD = ("22", "23", "54")


def is_refused_for_good(error: BaseException) -> bool:
    """Whether storing the same once more will fail in the same way."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, psycopg2.Error) and cause.pgcode is not None:
        return cause.pgcode[:2] in REFUSED_FOR_GOOD
    if is_connection_problem(error):
        return False
    return isinstance(cause, ValueError | TypeError | psycopg2.DataError)


class DeadLetterStore(SharedExtension):
    """Stores what arrived, then acknowledges it; a broken connection brings it again."""

    database = ServiceDatabase()
    pruning = Pruning()

    def setup(self) -> None:
        if self.database.is_configured:
            self.pruning.register(Retention(dead_letters, dead_letters.c.received_at, KEEP))

    def bury(self, message: Any, *, source: str, reason: str) -> None:
        """Returns at once, since a reader must not wait for the database."""
        self.container.spawn_managed_thread(partial(self._bury, message, source, reason))

    def _bury(self, message: Any, source: str, reason: str) -> None:
        row = _row_of(message, source, reason)
        event(
            log,
            "message_became_dead_letter",
            source=source,
            reason=reason,
            size_bytes=row["body_bytes"],
        )
        if self.database.is_configured:
            self._store(message, row)
        acknowledge(message, source)

    def _store(self, message: Any, row: dict[str, Any]) -> None:
        """Tried until it is stored, or until the broker has taken the message back."""
        while message.channel.connection:
            try:
                with self.database.get().transaction() as connection:
                    connection.execute(sa.insert(dead_letters).values(row))
                return
            except Exception as exc:
                reason = type(exc).__name__
                event(log, "dead_letter_not_stored", source=row["queue"], reason=reason)
                if not is_connection_problem(exc):
                    return
                eventlet.sleep(RETRY_SECONDS)


def acknowledge(message: Any, source: str) -> None:
    """What could not be acknowledged comes again; raised, the error would end the service."""
    try:
        message.ack()
    except Exception as exc:
        event(log, "message_not_acknowledged", source=source, reason=type(exc).__name__)


def _row_of(message: Any, source: str, reason: str) -> dict[str, Any]:
    body, info = message.body, message.delivery_info or {}
    raw = body.encode("utf-8", "surrogateescape") if isinstance(body, str) else bytes(body or b"")
    headers = message.headers or {}
    return {
        "received_at": datetime.now(UTC),
        "queue": _short(source),
        "exchange": _short(info.get("exchange")),
        "routing_key": _short(info.get("routing_key")),
        "reason": _short(reason),
        # Their values may be anything, and personal.
        "headers": {_short(name): type(value).__name__ for name, value in headers.items()},
        "body": raw[:MAX_BODY_BYTES],
        "body_bytes": len(raw),
    }


def _short(name: object) -> str:
    return str(name or "")[:MAX_NAME_CHARACTERS].replace("\0", "")
