"""Stops a process at a named step from outside, so that it can be killed just there.

A trigger of the test's own makes one statement wait; a way to the broker that can fall silent
keeps one message back. The programs know nothing of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import eventlet
import sqlalchemy as sa
from eventlet.event import Event
from eventlet.green import socket

HELD_SECONDS = 40.0
BLOCK = 65_536
# Ours alone in a database that is ours alone.
LOCK = 7_301_442_099

WAITING = """
    select pid from pg_locks join pg_database d on d.oid = database
     where locktype = 'advisory' and not granted and datname = current_database()
"""


class Statement:
    """Makes `insert on outbox` wait, where `when` holds for the row."""

    def __init__(self, connection: sa.Connection, what: str, when: str = "true") -> None:
        self._connection = connection
        self._event, self._table = what.split(" on ")
        self._when = when

    @contextmanager
    def held(self) -> Iterator[Callable[[], bool]]:
        """Gives whether anybody waits there."""
        row = "old" if self._event == "delete" else "new"
        self._run(f"select pg_advisory_lock({LOCK})")
        self._run(
            "create or replace function wait_for_the_test() returns trigger language plpgsql as"
            f" $$ begin perform pg_advisory_xact_lock_shared({LOCK}); return {row}; end $$"
        )
        self._run(
            f"create trigger held before {self._event} on {self._table} for each row"
            f" when ({self._when}) execute function wait_for_the_test()"
        )
        try:
            yield lambda: bool(self._waiting())
        finally:
            self._run(f"select pg_advisory_unlock({LOCK})")
            self._run(f"drop trigger held on {self._table}")

    def undo(self) -> None:
        """As if the machine had died with its client: what waits is never done."""
        for waiting in self._waiting():
            self._run(f"select pg_terminate_backend({waiting.pid}, 5000)")

    def _waiting(self) -> list[Any]:
        return list(self._connection.execute(sa.text(WAITING)))

    def _run(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement)


class Wire:
    """A way to the broker for one program, on which messages can be lost, late or doubled."""

    def __init__(self, amqp_uri: str) -> None:
        parts = urlsplit(amqp_uri)
        self._broker = (str(parts.hostname), parts.port or 5672)
        self._listener = eventlet.listen(("127.0.0.1", 0))
        address = f"{parts.username}:{parts.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        self.uri = f"amqp://{address}{parts.path}"
        self._words: dict[str, tuple[bytes, ...]] = {}
        self._silent: set[Any] = set()
        self._released = Event()
        self.is_held = False
        self._accepting = eventlet.spawn(self._accept)

    def withhold(self, *words: str) -> None:
        """Whoever sends one of these is not heard any more, from this message on."""
        self._set("withhold", words)

    def silence(self, *words: str) -> None:
        """Whoever is sent one of these is not heard any more afterwards."""
        self._set("silence", words)

    def double(self, *words: str) -> None:
        """Each message with one of these arrives twice."""
        self._set("double", words)

    def heal(self, *, lost: bool) -> None:
        """What was kept back is lost, with its connection, or arrives now."""
        self._words.clear()
        self._silent.clear()
        released, self._released, self.is_held = self._released, Event(), False
        released.send(lost)

    def _set(self, what: str, words: tuple[str, ...]) -> None:
        self._words[what] = tuple(word.encode() for word in words)

    def _says(self, what: str, data: bytes) -> bool:
        return any(word in data for word in self._words.get(what, ()))

    def _accept(self) -> None:
        while True:
            program, _ = self._listener.accept()
            try:
                broker = socket.create_connection(self._broker)
            except OSError:
                program.close()
                continue
            eventlet.spawn(self._join, program, broker)

    def _join(self, program: Any, broker: Any) -> None:
        with program, broker:
            down = eventlet.spawn(self._pump, broker, program, self._downwards)
            self._pump(program, broker, self._upwards)
            down.wait()

    def _pump(self, source: Any, target: Any, pass_on: Callable[..., bool]) -> None:
        try:
            while data := source.recv(BLOCK):
                if not pass_on(data, source, target):
                    break
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _upwards(self, data: bytes, program: Any, broker: Any) -> bool:
        if program in self._silent or self._says("withhold", data):
            self.is_held = True
            if self._released.wait():
                return False
        broker.sendall(data * 2 if self._says("double", data) else data)
        return True

    def _downwards(self, data: bytes, broker: Any, program: Any) -> bool:
        if self._says("silence", data):
            self._silent.add(program)
        program.sendall(data)
        return True

    def close(self) -> None:
        self.heal(lost=True)
        self._accepting.kill()
        self._listener.close()


def wait_until(claim: Callable[[], Any], what: str, seconds: float = HELD_SECONDS) -> None:
    with eventlet.Timeout(seconds, AssertionError(f"never seen: {what}")):
        while not claim():
            eventlet.sleep(0.02)
