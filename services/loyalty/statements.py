"""Single statements, each a transaction of its own, at the price of one round trip.

SQLAlchemy's way to a connection asks the server whether it is alive and switches its isolation; for
one short statement that costs more than the statement (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg2

from chassis.database import Database, in_transaction

Row = dict[str, Any]


class Statements:
    """Keeps as many connections as there were ever statements at once, which is at most as many
    as there are workers.

    A kept connection may have died unnoticed, so on such a one a statement is tried again: only
    for statements whose repetition has no second effect.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._free: list[Any] = []

    def one(self, statement: str, values: Sequence[Any]) -> Row | None:
        """The only row, by column, or None where there is none."""
        if in_transaction():
            raise RuntimeError("this statement is a transaction of its own")
        while self._free:
            kept = self._free.pop()
            try:
                return self._run(kept, statement, values)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                if not kept.closed:
                    raise
        return self._run(self._connect(), statement, values)

    def close(self) -> None:
        while self._free:
            self._free.pop().close()

    def _run(self, connection: Any, statement: str, values: Sequence[Any]) -> Row | None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                names = [column.name for column in cursor.description]
                row = cursor.fetchone()
        except psycopg2.Error:
            # Without a transaction left open, a connection that lives is as good as new.
            if not connection.closed:
                self._free.append(connection)
            raise
        except BaseException:
            # Interrupted in the middle: what it would read next is not the next answer.
            connection.close()
            raise
        self._free.append(connection)
        return dict(zip(names, row, strict=True)) if row is not None else None

    def _connect(self) -> Any:
        checked_out = self._engine.raw_connection()
        checked_out.detach()
        connection = checked_out.dbapi_connection
        if connection is None:
            raise RuntimeError("a checked-out connection has a driver's connection")
        connection.autocommit = True
        return connection
