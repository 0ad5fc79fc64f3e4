"""Makes a service's database and its two roles on a PostgreSQL server."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import encrypt_password
from sqlalchemy import make_url

from chassis.database import CONNECT_TIMEOUT_SECONDS, connect_deadline, make_psycopg_yield

# The releases of PostgreSQL that the suite is run against.
SUPPORTED_POSTGRES = range(15, 19)
# Any number will do, as long as every process of every installation uses the same one.
LOCK = 7_301_442_011
NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")


class ProvisionError(Exception):
    """The server cannot be used as asked; the message is a sentence for the operator."""


@dataclass(frozen=True)
class ServiceUrls:
    """The owner migrates; the app role is the one that a running service uses."""

    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)


def provision(admin_url: str, *, service: str, prefix: str, secret_key: str) -> ServiceUrls:
    """Idempotent, and safe when several processes start at the same time.

    Passwords are derived from the secret key, so nothing needs to be stored and a changed key
    changes them at the next start.
    """
    database = _name(prefix, service)
    urls = service_urls(admin_url, service, prefix, secret_key)
    with _locked(admin_url) as admin:
        for role in (f"{database}_owner", f"{database}_app"):
            _ensure_role(admin, role, _password(secret_key, role))
        _ensure_database(admin, database)
        # Under the same lock: concurrent grants on one object fail with "tuple concurrently
        # updated".
        with _connect(urls.owner_url) as owner:
            _grant(owner, database)
    return urls


def drop_all(admin_url: str, prefix: str) -> None:
    """Removes every database and role of a prefix. For tests."""
    if not NAME.fullmatch(prefix):
        raise ProvisionError(f"{prefix!r} is not a database prefix.")
    pattern = f"{prefix}_%".replace("_", r"\_")
    with _locked(admin_url) as admin, admin.cursor() as cursor:
        cursor.execute("select datname from pg_database where datname like %s", (pattern,))
        for (database,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database))
            )
        cursor.execute("select rolname from pg_roles where rolname like %s", (pattern,))
        for (role,) in cursor.fetchall():
            cursor.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(role)))


def _name(prefix: str, service: str) -> str:
    for part in (prefix, service):
        if not NAME.fullmatch(part):
            raise ProvisionError(
                f"{part!r} cannot be part of a database name: use 1 to 30 lower-case letters,"
                " digits and underscores."
            )
    # "_owner" is the longest suffix; PostgreSQL cuts names silently after 63 characters.
    name = f"{prefix}_{service}"
    if len(name) > 63 - len("_owner"):
        raise ProvisionError(f"{name} is too long for a database name.")
    return name


def _password(secret_key: str, role: str) -> str:
    return hmac.new(
        secret_key.encode(), f"postgres-role:{role}".encode(), hashlib.sha256
    ).hexdigest()


def service_urls(admin_url: str, service: str, prefix: str, secret_key: str) -> ServiceUrls:
    """How the service's database is reached; asks no server."""
    database = _name(prefix, service)

    def url_of(role: str) -> str:
        url = make_url(admin_url).set(
            # Named, since SQLAlchemy's default driver is psycopg 3, which blocks eventlet's hub.
            drivername="postgresql+psycopg2",
            username=role,
            password=_password(secret_key, role),
            database=database,
        )
        return url.render_as_string(hide_password=False)

    return ServiceUrls(url_of(f"{database}_owner"), url_of(f"{database}_app"))


@contextmanager
def _connect(url: str) -> Iterator[Connection]:
    """Autocommit, since CREATE DATABASE runs in no transaction."""
    make_psycopg_yield()
    with connect_deadline():
        connection = psycopg2.connect(
            **_connection_options(url), connect_timeout=CONNECT_TIMEOUT_SECONDS
        )
    try:
        connection.autocommit = True
        yield connection
    finally:
        connection.close()


def _connection_options(url: str) -> dict[str, Any]:
    """As SQLAlchemy passes them: its text of a URL has a `+` for a space, which libpq keeps."""
    parsed = make_url(url).set(drivername="postgresql+psycopg2")
    _, options = parsed.get_dialect()().create_connect_args(parsed)
    return dict(options)


@contextmanager
def _locked(admin_url: str) -> Iterator[Connection]:
    with _connect(admin_url) as admin:
        _refuse_other_releases(admin.server_version)
        with admin.cursor() as cursor:
            # Held by the session: closing the connection releases it, whatever happens.
            cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
        yield admin


def _refuse_other_releases(server_version: int) -> None:
    release = server_version // 10_000
    if release not in SUPPORTED_POSTGRES:
        first, last = SUPPORTED_POSTGRES[0], SUPPORTED_POSTGRES[-1]
        raise ProvisionError(
            f"The server is PostgreSQL {release}; releases {first} to {last} are supported."
        )


def _ensure_role(admin: Connection, role: str, password: str) -> None:
    # Hashed here, so that the password itself never reaches the server's log.
    hashed = encrypt_password(password, role, admin, "scram-sha-256")
    name = sql.Identifier(role)
    with admin.cursor() as cursor:
        if not _exists(cursor, "select 1 from pg_roles where rolname = %s", role):
            cursor.execute(
                sql.SQL(
                    "create role {} login nosuperuser nocreatedb nocreaterole nobypassrls"
                    " noreplication noinherit"
                ).format(name)
            )
        _refuse_powerful(cursor, role)
        if role.endswith("_owner"):
            # Before PostgreSQL 16 a database's owner has the rights of pg_database_owner, to which
            # schema public belongs, only by inheritance. Roles of older installations lack it.
            cursor.execute(sql.SQL("alter role {} inherit").format(name))
        cursor.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(hashed)))


def _refuse_powerful(cursor: Any, role: str) -> None:
    """A role found with such rights was made by someone else: taking them away is not for us."""
    powers = "rolsuper or rolbypassrls or rolcreatedb or rolcreaterole"
    if _exists(cursor, f"select 1 from pg_roles where rolname = %s and ({powers})", role):  # noqa: S608
        raise ProvisionError(
            f"The role {role} exists and may bypass row-level security or make databases or roles."
            " Take these rights away or choose another DATABASE_PREFIX."
        )


def _ensure_database(admin: Connection, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(f"{database}_owner")
    with admin.cursor() as cursor:
        if _exists(cursor, "select 1 from pg_database where datname = %s", database):
            return
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        if cursor.fetchone() != (True,):
            # To hand a database over, an administrator who is no superuser must be able to
            # become its owner.
            cursor.execute(sql.SQL("grant {} to current_user").format(owner))
        cursor.execute(
            sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(
                name, owner
            )
        )


def _grant(owner: Connection, database: str) -> None:
    statements = """
        revoke all on database {database} from public;
        grant connect on database {database} to {app};
        alter schema public owner to {owner};
        revoke all on schema public from public;
        grant usage on schema public to {app};
        alter default privileges revoke execute on functions from public;
        alter default privileges in schema public
            grant select, insert, update, delete on tables to {app};
        alter default privileges in schema public grant usage, select on sequences to {app};
        alter default privileges in schema public grant execute on functions to {app};
    """
    with owner.cursor() as cursor:
        cursor.execute(
            sql.SQL(statements).format(
                database=sql.Identifier(database),
                owner=sql.Identifier(f"{database}_owner"),
                app=sql.Identifier(f"{database}_app"),
            )
        )


def _exists(cursor: Any, query: str, value: str) -> bool:
    cursor.execute(query, (value,))
    return cursor.fetchone() is not None
