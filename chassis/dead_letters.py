"""Lists, shows, replays and discards events whose handlers failed, and messages none could read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.dead_letter_store import is_refused_for_good
from chassis.events.envelope import read_envelope
from chassis.incoming import UnreadableMessage
from chassis.launcher import has_database
from chassis.opening import opened
from chassis.settings import Settings
from chassis.tables import dead_letters, inbox
from contracts import catalogue

MAX_SHOWN_BYTES = 4_096
READ_ONLY = frozenset({"list", "show"})


@dataclass(frozen=True)
class Selection:
    """One event, one message, or all of both."""

    event_id: str | None = None
    message: int | None = None

    @property
    def events(self) -> sa.ColumnElement[bool]:
        if self.message is not None:
            return sa.false()
        is_dead = inbox.c.dead_at.is_not(None)
        return is_dead if self.event_id is None else is_dead & (inbox.c.event_id == self.event_id)

    @property
    def messages(self) -> sa.ColumnElement[bool]:
        if self.event_id is not None:
            return sa.false()
        return sa.true() if self.message is None else dead_letters.c.id == self.message


def act(
    settings: Settings,
    action: str,
    *,
    service: str | None,
    event_id: str | None = None,
    message: int | None = None,
) -> Iterator[str]:
    """Lines for a terminal: ids, types and reasons. Only `show` gives what a message carries."""
    selection = Selection(event_id, message)
    for name in [service] if service else catalogue.SERVICES:
        if not has_database(name):
            continue
        with opened(settings, name, is_read_only=action in READ_ONLY) as database:
            with database.transaction() as connection:
                yield from ACTIONS[action](connection, name, selection)


def _list(connection: sa.Connection, service: str, selection: Selection) -> Iterator[str]:
    for row in connection.execute(_dead_events(selection)):
        yield _event_line(service, row)
    for letter in connection.execute(_dead_messages(selection)):
        yield _message_line(service, letter)


def _show(connection: sa.Connection, service: str, selection: Selection) -> Iterator[str]:
    for row in connection.execute(_dead_events(selection)):
        yield _event_line(service, row)
        yield orjson.dumps(row.envelope, option=orjson.OPT_INDENT_2).decode()
    for letter in connection.execute(_dead_messages(selection)):
        yield _message_line(service, letter)
        yield f"headers: {orjson.dumps(letter.headers).decode()}"
        # Escaped: it may hold what a terminal obeys.
        yield ascii(bytes(letter.body[:MAX_SHOWN_BYTES]))[2:-1]


def _dead_events(selection: Selection) -> sa.Select[Any]:
    return sa.select(inbox).where(selection.events).order_by(inbox.c.dead_at)


def _dead_messages(selection: Selection) -> sa.Select[Any]:
    return sa.select(dead_letters).where(selection.messages).order_by(dead_letters.c.id)


def _event_line(service: str, row: sa.Row[Any]) -> str:
    return (
        f"{service}  {row.event_id}  {row.type}  {row.handler}  "
        f"tries={row.attempts}  dead since {row.dead_at:%Y-%m-%d %H:%M:%S}Z  {row.last_error}"
    )


def _message_line(service: str, letter: sa.Row[Any]) -> str:
    return (
        f"{service}  message {letter.id}  {letter.queue}  {letter.routing_key}  "
        f"{letter.body_bytes} bytes  received {letter.received_at:%Y-%m-%d %H:%M:%S}Z  "
        f"{letter.reason}"
    )


def _replay(connection: sa.Connection, service: str, selection: Selection) -> Iterator[str]:
    """An event that this release understands goes through the inbox, as if it had come now."""
    again = sa.update(inbox).where(selection.events)
    count = connection.execute(
        again.values(dead_at=None, attempts=0, due_at=datetime.now(UTC))
    ).rowcount
    left = 0
    for letter in connection.execute(_dead_messages(selection)).all():
        if _is_stored(connection, service, letter):
            connection.execute(sa.delete(dead_letters).where(dead_letters.c.id == letter.id))
            count += 1
        else:
            left += 1
    yield f"{service}: {count} will be tried again" + (
        f", {left} cannot be read and stay" if left else ""
    )


def _is_stored(connection: sa.Connection, service: str, letter: sa.Row[Any]) -> bool:
    found = catalogue.HEARS.get(service, {}).get(letter.queue)
    if found is None or letter.body_bytes > len(letter.body):
        return False
    # By its content alone: what it said of itself may be why it is here.
    message = SimpleNamespace(body=letter.body, headers={}, properties={})
    try:
        envelope = read_envelope(message, catalogue.EVENTS[found])
        with connection.begin_nested():
            connection.execute(_inbox_row(letter.queue, found[0], envelope))
    except UnreadableMessage:
        return False
    except sa.exc.SQLAlchemyError as exc:
        if is_refused_for_good(exc):
            return False
        raise
    return True


def _inbox_row(handler: str, source: str, envelope: dict[str, Any]) -> sa.Insert:
    row = insert(inbox).values(
        event_id=envelope["event_id"],
        handler=handler,
        tenant_id=envelope["tenant_id"],
        source=source,
        type=envelope["type"],
        envelope=envelope,
    )
    return row.on_conflict_do_nothing()


def _discard(connection: sa.Connection, service: str, selection: Selection) -> Iterator[str]:
    count = connection.execute(sa.delete(inbox).where(selection.events)).rowcount
    count += connection.execute(sa.delete(dead_letters).where(selection.messages)).rowcount
    yield f"{service}: {count} discarded"


Action = Callable[[sa.Connection, str, Selection], Iterator[str]]
ACTIONS: dict[str, Action] = {
    "list": _list,
    "show": _show,
    "replay": _replay,
    "discard": _discard,
}
