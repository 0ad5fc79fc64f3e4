"""Loyalty's database for a program: a server of its own that flushes to disk as usual."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis import embedded_postgres
from chassis.migrations import migrate
from chassis.provision import provision

TENANT = "11111111-1111-4111-8111-111111111111"


def customer(number: int) -> str:
    return f"00000000-0000-4000-9000-{number:012d}"


REDEEMED = {"points_used": 1, "discount_cents": 10, "balance_after": 1_000_000}


def redemption(among: int) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "customer_id": customer(random.randint(1, among)),  # noqa: S311  no secret
        "booking_id": str(uuid.uuid4()),
        "cart_total_cents": 10_000,
        "has_core_service": True,
        "requested_points": 1,
    }


# The same in SQL, of a column or an expression `number`.
CUSTOMER = "('00000000-0000-4000-9000-' || lpad(({number})::text, 12, '0'))::uuid"


@dataclass(frozen=True)
class Store:
    app_url: str
    # The server's superuser, whom row-level security does not concern: for filling only.
    admin_url: str

    def fill(self, *statements: str, **values: object) -> None:
        engine = sa.create_engine(self.admin_url, poolclass=NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement), values)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("vacuum analyze")

    @property
    def dsn(self) -> str:
        """As the app role, for PostgreSQL's own programs."""
        url = sa.make_url(self.app_url).set(drivername="postgresql")
        return url.render_as_string(hide_password=False)


@contextmanager
def server() -> Iterator[str]:
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield embedded_postgres.start(directory / "data")
    finally:
        embedded_postgres.stop(directory / "data")
        shutil.rmtree(directory)


def store(admin_url: str, prefix: str = "bench") -> Store:
    urls = provision(
        admin_url,
        service="loyalty",
        prefix=prefix,
        secret_key="of this run only",  # noqa: S106
    )
    migrate("services.loyalty", urls.owner_url)
    admin = sa.make_url(admin_url).set(
        drivername="postgresql+psycopg2", database=f"{prefix}_loyalty"
    )
    return Store(urls.app_url, admin.render_as_string(hide_password=False))


def postgres_program(name: str, *arguments: str, said: str | None = None) -> str:
    """One that came with the embedded server; gives what it wrote."""
    done = subprocess.run(  # noqa: S603  our own command
        [str(embedded_postgres._programs() / name), *arguments],
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return done.stdout
