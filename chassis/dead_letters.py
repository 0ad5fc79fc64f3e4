"""Lists, replays and discards events whose handlers failed, and messages that none could read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa

from chassis.launcher import has_database
from chassis.opening import opened
from chassis.settings import Settings
from chassis.tables import dead_letters, inbox
from contracts import catalogue


def act(
    settings: Settings, action: str, *, service: str | None, event_id: str | None
) -> Iterator[str]:
    """Lines for a terminal: ids, types and reasons; never what an event carries."""
    services = [service] if service else list(catalogue.HEARS)
    for name in services:
        if not has_database(name):
            continue
        with opened(settings, name, is_read_only=action == "list") as database:
            with database.transaction() as connection:
                yield from ACTIONS[action](connection, name, event_id)


def _selected(event_id: str | None) -> sa.ColumnElement[bool]:
    is_dead = inbox.c.dead_at.is_not(None)
    return is_dead if event_id is None else sa.and_(is_dead, inbox.c.event_id == event_id)


def _list(connection: sa.Connection, service: str, event_id: str | None) -> Iterator[str]:
    rows = connection.execute(sa.select(inbox).where(_selected(event_id)).order_by(inbox.c.dead_at))
    for row in rows:
        yield (
            f"{service}  {row.event_id}  {row.type}  {row.handler}  "
            f"tries={row.attempts}  dead since {row.dead_at:%Y-%m-%d %H:%M:%S}Z  {row.last_error}"
        )

    if event_id is None:
        for letter in connection.execute(sa.select(dead_letters).order_by(dead_letters.c.id)):
            yield (
                f"{service}  message {letter.id}  {letter.queue}  {letter.routing_key}  "
                f"{letter.body_bytes} bytes  received {letter.received_at:%Y-%m-%d %H:%M:%S}Z  "
                f"{letter.reason}"
            )


def _replay(connection: sa.Connection, service: str, event_id: str | None) -> Iterator[str]:
    again = sa.update(inbox).where(_selected(event_id))
    count = connection.execute(
        again.values(dead_at=None, attempts=0, due_at=datetime.now(UTC))
    ).rowcount
    yield f"{service}: {count} will be tried again"


def _discard(connection: sa.Connection, service: str, event_id: str | None) -> Iterator[str]:
    count = connection.execute(sa.delete(inbox).where(_selected(event_id))).rowcount
    if event_id is None:
        count += connection.execute(sa.delete(dead_letters)).rowcount
    yield f"{service}: {count} discarded"


ACTIONS = {"list": _list, "replay": _replay, "discard": _discard}
