"""One service's database: a pool, and transactions that know their tenant."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import eventlet
import orjson
import psycopg2
import sqlalchemy
from eventlet import patcher
from psycogreen.eventlet import patch_psycopg
from sqlalchemy import event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

from chassis.keys import Keys

CONNECT_TIMEOUT_SECONDS = 3
POOL_TIMEOUT_SECONDS = 3
STATEMENT_TIMEOUT_MS = 5_000
# A worker that dies between two statements must not keep its row locks.
IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000
# Used within this time, a connection is taken to be alive.
FRESH_SECONDS = 3.0
# For the loops that run beside the workers: relay, inbox, sweeps, health.
BACKGROUND_CONNECTIONS = 4

Callback = Callable[[], None]

logger = logging.getLogger(__name__)
# One per greenlet: a greenthread spawned inside a transaction is not in it.
_callbacks_of_open_transaction: ContextVar[list[Callback] | None] = ContextVar(
    "callbacks_of_open_transaction", default=None
)
_joined_by_this_greenlet: ContextVar[Callable[[sqlalchemy.Connection], None] | None] = ContextVar(
    "joined_by_this_greenlet", default=None
)
_psycopg_is_patched = False


def in_transaction() -> bool:
    """Whether this greenlet has a transaction open; calling a neighbour then is refused."""
    return _callbacks_of_open_transaction.get() is not None


def join_transaction(work: Callable[[sqlalchemy.Connection], None] | None) -> None:
    """`work` becomes the first step of every transaction that this greenlet opens; None ends that.

    So an inbox row is settled by the very transaction that holds its event's effect.
    """
    _joined_by_this_greenlet.set(work)


KEYS = "servicepro_keys"


def keys_of(connection: sqlalchemy.Connection) -> Keys:
    """The keys that its `Database` was opened with."""
    keys: Keys | None = connection.get_execution_options().get(KEYS)
    if keys is None:
        raise RuntimeError("This database was opened without keys.")
    return keys


class Database:
    """`pool_size` is max_workers + BACKGROUND_CONNECTIONS: a smaller pool stalls workers that hold
    messages. Building one opens no connection, so a service starts with its database down.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int,
        statement_timeout_ms: int = STATEMENT_TIMEOUT_MS,
        is_read_only: bool = False,
        keys: Keys | None = None,
    ) -> None:
        """`keys` are for digests of what is stored in this database, see `keys_of`."""
        make_psycopg_yield()
        self.engine = sqlalchemy.create_engine(
            # SQLAlchemy's default driver is psycopg 3, whose waiting blocks eventlet's hub.
            sqlalchemy.make_url(url).set(drivername="postgresql+psycopg2"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_SECONDS,
            # Errors reach the log: a statement's values are personal data.
            hide_parameters=True,
            json_serializer=_to_json,
            json_deserializer=orjson.loads,
            connect_args=_connect_arguments(statement_timeout_ms, is_read_only),
            execution_options={KEYS: keys},
        )
        event.listen(self.engine, "do_connect", _connect_in_time)
        event.listen(self.engine, "checkout", _ping_after_a_rest)
        event.listen(self.engine, "checkin", _note_use)

    @contextmanager
    def transaction(self, tenant_id: str | UUID | None = None) -> Iterator[sqlalchemy.Connection]:
        """One use case, one transaction: commits at the end, rolls back on anything raised.

        Without a tenant only the exempt tables show rows. What was passed to `after_commit` runs
        once the changes are visible and the connection is back in the pool.
        """
        if in_transaction():
            raise RuntimeError("A transaction is already open here: a use case opens one.")
        callbacks: list[Callback] = []
        joined = _joined_by_this_greenlet.get()
        token = _callbacks_of_open_transaction.set(callbacks)
        try:
            with self.engine.begin() as connection:
                if tenant_id is not None:
                    _set_tenant(connection, str(tenant_id))
                if joined is not None:
                    joined(connection)
                yield connection
        finally:
            _callbacks_of_open_transaction.reset(token)
        _run(callbacks)

    def after_commit(self, callback: Callback) -> None:
        """Runs `callback` once after this greenlet's open transaction commits, never otherwise."""
        callbacks = _callbacks_of_open_transaction.get()
        if callbacks is None:
            raise RuntimeError("There is no open transaction whose commit could be awaited.")
        if callback not in callbacks:
            callbacks.append(callback)

    def ping(self) -> bool:
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("select 1")
        except exc.SQLAlchemyError as error:
            if is_connection_problem(error):
                return False
            raise
        return True

    def dispose(self) -> None:
        self.engine.dispose()


def is_connection_problem(error: BaseException) -> bool:
    """Whether trying again later may help: the server is down, full, too slow or gone."""
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(
        error,
        exc.OperationalError
        | exc.InterfaceError
        | exc.TimeoutError
        | psycopg2.OperationalError
        | psycopg2.InterfaceError,
    )


def make_psycopg_yield() -> None:
    """Unpatched programs keep psycopg's own waiting."""
    global _psycopg_is_patched
    if not _psycopg_is_patched and patcher.is_monkey_patched("socket"):
        patch_psycopg()
        _psycopg_is_patched = True


def connect_deadline() -> eventlet.Timeout:
    """libpq ignores its connect_timeout when a wait callback is set, so the limit is kept here."""
    problem = psycopg2.OperationalError("The database did not answer in time.")
    return eventlet.Timeout(CONNECT_TIMEOUT_SECONDS, problem)


def _connect_arguments(statement_timeout_ms: int, is_read_only: bool) -> dict[str, Any]:
    return {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "application_name": "servicepro",
        "options": (
            f"-c statement_timeout={statement_timeout_ms}"
            f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_TIMEOUT_MS}"
            " -c timezone=UTC"
            f" -c default_transaction_read_only={'on' if is_read_only else 'off'}"
        ),
        # A server that vanished without a word is noticed in about 15 s, not after hours.
        "keepalives_idle": 5,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
    }


def _connect_in_time(
    dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]
) -> DBAPIConnection:
    with connect_deadline():
        return dialect.connect(*arguments, **options)


def _ping_after_a_rest(connection: Any, record: Any, _proxy: object) -> None:
    """A ping each time would cost a transaction a sixth of its time.

    A connection that died within the last moments fails its first statement instead, and takes the
    whole pool's old connections with it.
    """
    if time.monotonic() - record.info.get("used_at", 0.0) < FRESH_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        connection.rollback()
    except psycopg2.Error as error:
        raise exc.DisconnectionError from error


def _note_use(connection: Any, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _set_tenant(connection: sqlalchemy.Connection, tenant_id: str) -> None:
    connection.exec_driver_sql("select set_config('app.tenant_id', %s, true)", (tenant_id,))


def _run(callbacks: list[Callback]) -> None:
    for callback in callbacks:
        try:
            callback()
        except Exception:
            # The change is committed: a failing wake-up must not make it look undone.
            logger.exception("after_commit_callback_failed")


def _to_json(value: object) -> str:
    return orjson.dumps(value).decode()
