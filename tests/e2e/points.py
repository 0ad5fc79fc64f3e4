"""Booking and loyalty as processes of their own, and what must hold between their books."""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import eventlet
import requests
import sqlalchemy as sa
from sqlalchemy import NullPool

from contracts.demo import FULL_INTERIOR_DETAIL
from tests.e2e.conftest import ROOT, SERVICEPRO, Caller, Program, free_port

SERVICES = ("tenants", "loyalty", "booking", "gateway")
# Through every kill that may meet a request while it is repeated, on a busy machine.
ANSWER_SECONDS = 180.0
PATIENCE_SECONDS = 20.0
AUDIT_SECONDS = 30

# Per booking: what the ledger took, less what it gave back. Demo data have redemptions, too, of
# bookings that booking never knew.
NET = """
    select k.booking_id, -sum(l.points) as points,
           count(*) filter (where l.type = 'REDEEM') as times
      from ledger l,
           lateral (select coalesce(l.metadata->>'booking_id', '') as booking_id) k
     where l.created_at >= :since and (l.type = 'REDEEM' or l.reverses_seq is not null)
     group by 1
"""
BOOKED = "select id::text, status, points_used from bookings where created_at >= :since"


def weekday(weeks: int, day: int) -> str:
    """Far enough ahead to be free of the demo's own bookings."""
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday())
    return str(monday + timedelta(weeks=weeks, days=day))


def wish(day: str, time: str, points: int, *services: str) -> dict[str, Any]:
    return {
        "services": [{"serviceId": service} for service in services or (FULL_INTERIOR_DETAIL,)],
        "date": day,
        "time": time,
        "loyalty": {"usePoints": True, "pointsRequested": points},
    }


class Deployment:
    """Each service a process of its own, on RabbitMQ and PostgreSQL."""

    def __init__(
        self,
        home: Path,
        amqp_uri: str,
        database_url: str,
        prefix: str,
        through: Mapping[str, str] | None = None,
    ) -> None:
        """`through` names another way to the broker for some of the services."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._database_url, self._prefix = sa.make_url(database_url), prefix
        self._settings = {
            "SERVICEPRO_HOME": str(home),
            "GATEWAY_ADDRESS": f"127.0.0.1:{port}",
            "AMQP_URI": amqp_uri,
            "DATABASE_URL": database_url,
            "DATABASE_PREFIX": prefix,
        }
        self.programs = {
            name: Program(
                ["run", name],
                self._settings | {"AMQP_URI": (through or {}).get(name, amqp_uri)},
                home.with_name(f"{name}.log"),
            )
            for name in SERVICES
        }

    def start(self) -> None:
        for program in self.programs.values():
            program.start()
        self.programs["gateway"].wait_until(self._is_ready)

    def _is_ready(self) -> bool:
        try:
            parts = requests.get(f"{self.url}/api/health/ready", timeout=5).json()["services"]
        except (requests.RequestException, KeyError):
            return False
        return all(p["state"] == "UP" for p in parts if p["name"] in self.programs)

    def strike(self, name: str) -> None:
        """Killed as by the machine, and started at once."""
        self.programs[name].kill()
        self.programs[name].start()

    def look(self, service: str, query: str, **values: Any) -> list[Any]:
        """As the server's superuser, who sees all tenants; the two services never meet so."""
        with self._connect(service) as connection:
            return list(connection.execute(sa.text(query), values).all())

    def tell_everything_again(self) -> None:
        for service in ("tenants", "loyalty", "booking"):
            with self._connect(service) as connection:
                connection.execute(sa.text("update outbox set published_at = null"))

    def change(self, service: str, statement: str) -> None:
        with self._connect(service) as connection:
            connection.execute(sa.text(statement))

    def connection(self, service: str) -> Any:
        """One whose statements count at once."""
        return self._engine(service).execution_options(isolation_level="AUTOCOMMIT").connect()

    def _connect(self, service: str) -> Any:
        return self._engine(service).begin()

    def _engine(self, service: str) -> sa.Engine:
        database = f"{self._prefix}_{service}"
        url = self._database_url.set(drivername="postgresql+psycopg2", database=database)
        return sa.create_engine(url, poolclass=NullPool)

    def audit(self, service: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(SERVICEPRO), "audit", service],
            env={"PATH": os.environ["PATH"], **self._settings},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=AUDIT_SECONDS,
            check=False,
        )

    def kill(self) -> None:
        for program in self.programs.values():
            program.kill()


class Customer:
    """Repeats a request with its key until there is an answer."""

    def __init__(self, url: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._caller = Caller(url, "casey@clean-machine.test")
        self._patience_seconds = patience_seconds
        self.repeats = 0

    def asks(self, path: str, **body: Any) -> requests.Response:
        key = str(uuid.uuid4())
        unanswered = AssertionError(f"no answer from {path}")
        with eventlet.Timeout(ANSWER_SECONDS, unanswered):
            while True:
                answer = self.asks_once(path, key, **body)
                if answer is not None and answer.status_code < 500:
                    return answer
                self.repeats += 1
                eventlet.sleep(0.2)

    def asks_once(self, path: str, key: str, **body: Any) -> requests.Response | None:
        """None when there was no answer."""
        try:
            with eventlet.Timeout(self._patience_seconds, requests.ConnectionError()):
                headers = {"Idempotency-Key": key}
                return self._caller.answer("POST", path, headers=headers, **body)
        except requests.RequestException:
            return None


def is_settled(deployment: Deployment) -> bool:
    queries = {
        "booking": "select from unsettled_bookings",
        "loyalty": "select from outbox where published_at is null",
    }
    return not any(deployment.look(service, query) for service, query in queries.items())


def the_books_agree(deployment: Deployment, since: Any) -> None:
    """A booking that stands has exactly one redemption; one that does not has none, on balance."""
    net = {row.booking_id: row for row in deployment.look("loyalty", NET, since=since)}
    assert {row.times for row in net.values()} == {1}
    stand = {
        row.id: row.points_used
        for row in deployment.look("booking", BOOKED, since=since)
        if row.status in ("CONFIRMED", "COMPLETED") and row.points_used
    }
    assert stand
    assert {id_: row.points for id_, row in net.items() if row.points} == stand
