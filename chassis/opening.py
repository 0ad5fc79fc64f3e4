"""A service's database as it is, for commands beside the service: nothing is made or migrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy

from chassis import embedded_postgres
from chassis.database import Database
from chassis.provision import service_urls
from chassis.settings import Settings


class OpeningError(Exception):
    """The message is a sentence for whoever gave the command."""


class NothingYet(Exception):
    """No refusal: an installation that never ran has nothing to look at."""


@contextmanager
def opened(settings: Settings, service: str, *, is_read_only: bool = False) -> Iterator[Database]:
    """Raises OpeningError where the database is not as this program's services would leave it.

    A shell may lack what the services run with: whatever `prepare` does with a wrong key or
    environment would be done to a live server.
    """
    urls = service_urls(
        _admin_url(settings), service, settings.database_prefix, settings.secret_key
    )
    database = Database(urls.app_url, pool_size=1, is_read_only=is_read_only, keys=settings.keys)
    try:
        _refuse_unfit(database, service)
        yield database
    finally:
        database.dispose()


def _admin_url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url
    data = settings.home / "postgres"
    if not embedded_postgres.exists(data):
        raise NothingYet(f"There is nothing yet in {settings.home}: `servicepro up` makes it.")
    return embedded_postgres.start(data)


def _refuse_unfit(database: Database, service: str) -> None:
    # Alembic is large, and most programs that could open a database never do.
    from chassis.migrations import is_newest

    try:
        with database.transaction() as connection:
            fits = is_newest(f"services.{service}", connection)
    except sqlalchemy.exc.OperationalError as exc:
        said = str(exc.orig).strip().splitlines()[-1]
        raise OpeningError(
            f"The database of {service} cannot be opened, and nothing was changed: {said}\n"
            "DATABASE_URL, DATABASE_PREFIX and SECRET_KEY must be those that its service runs with."
        ) from exc
    if not fits:
        raise OpeningError(
            f"The database of {service} was not made by this version of the program, and nothing"
            " was changed. Start the service first, which brings it up to date."
        )
