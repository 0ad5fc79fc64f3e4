"""A number for this process that others can tell is alive, for as long as it is."""

from __future__ import annotations

import random
from typing import Any

import eventlet
import sqlalchemy as sa
from nameko.extensions import SharedExtension

from chassis.dependencies import ServiceDatabase

# The class of these advisory locks; the second key is the process's number.
LOCK_CLASS = 7302
# Of the numbers alive in this database; `objsubid = 2` marks a lock with two keys.
_ALIVE = sa.text(
    """
    select objid::bigint from pg_locks
     where locktype = 'advisory' and classid = :class and objsubid = 2 and granted
       and database = (select oid from pg_database where datname = current_database())
    """
).bindparams(**{"class": LOCK_CLASS})


def numbers_alive() -> Any:
    """For a query: the numbers of all processes that are alive now."""
    return _ALIVE.columns(sa.column("objid", sa.BigInteger)).scalar_subquery()


class ProcessPresence(SharedExtension):
    """Holds an advisory lock on a connection of its own.

    PostgreSQL drops the lock with the connection, so a killed process is known to be dead at once,
    without waiting for a lease to run out.
    """

    database = ServiceDatabase()

    def __init__(self) -> None:
        super().__init__()
        self._connection: Any = None
        self._number = 0
        self._lock = eventlet.semaphore.Semaphore()

    def number(self) -> int:
        """A new one after the connection was lost: what the old one claimed is no longer ours."""
        with self._lock:
            if self._connection is None or not self._is_held():
                self._take()
            return self._number

    def _is_held(self) -> bool:
        try:
            self._connection.execute(sa.text("select 1"))
        except sa.exc.SQLAlchemyError:
            self._drop()
            return False
        return True

    def _take(self) -> None:
        engine = self.database.get().engine
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # it never returns to the pool
        # Chance, not a secret: only two processes alive at once must not draw the same number.
        number = random.randrange(1, 2**31)  # noqa: S311
        taken = sa.text("select pg_try_advisory_lock(:class, :number)")
        if not connection.execute(taken, {"class": LOCK_CLASS, "number": number}).scalar_one():
            connection.close()
            raise RuntimeError("the process number is in use")
        self._connection, self._number = connection, number

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    kill = stop
