"""Booking with points while everything breaks: no point is lost, none is spent twice."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests
import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis.provision import drop_all
from contracts.demo import CASEY, EXTERIOR_WASH, FULL_INTERIOR_DETAIL
from tests.e2e.conftest import ROOT, SERVICEPRO, Caller, Installation, Program, free_port

SERVICES = ("tenants", "loyalty", "booking", "gateway")
ROUNDS = 3
POINTS = 20
# Three hours each, with two seats: four can be booked on a day from eight to six.
TIMES = ("08:00", "08:00", "11:00", "11:00", "14:00", "14:00")
ANSWER_SECONDS = 40.0
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


def test_points_are_refused_used_and_given_back_once(installation: Installation) -> None:
    installation.start()
    casey, owner = (
        Caller(installation.url, email)
        for email in ("casey@clean-machine.test", "owner@clean-machine.test")
    )
    before = casey.call("GET", "/api/portal/loyalty/summary")["pointsBalance"]

    day = weekday(3, 2)
    blocked = casey.answer("POST", "/api/portal/bookings", **wish(day, "11:00", 50, EXTERIOR_WASH))
    assert blocked.status_code == 400
    assert blocked.json()["reasonCode"] == "MIN_TOTAL_NOT_MET"
    assert blocked.json()["fix"].startswith("Add $40.00 more")

    booked = casey.call("POST", "/api/portal/bookings", **wish(day, "11:00", 50))
    assert (booked["loyalty"]["pointsUsed"], booked["discount"]) == (50, 5.0)
    assert casey.call("GET", "/api/portal/loyalty/summary")["pointsBalance"] == before - 50
    first, again = (
        casey.call("POST", f"/api/portal/bookings/{booked['id']}/cancel") for _ in range(2)
    )
    assert first == again
    assert first["loyalty"]["pointsReturned"] == 50
    assert casey.call("GET", "/api/portal/loyalty/summary")["pointsBalance"] == before

    credited_once_however_often_it_is_run(installation, owner)
    the_totals_agree(owner)
    entries = rows_of_the_table(owner)
    assert [entry["points"] for entry in entries[:3]] == ["500", "50", "-50"]
    assert int(entries[0]["balanceAfter"]) == before + 500
    assert installation.errors() == []


def credited_once_however_often_it_is_run(installation: Installation, owner: Caller) -> None:
    path = "/api/admin/loyalty/promotions/port-recovery"
    runs = []
    for _ in range(3):
        run = owner.call("POST", f"{path}/run")
        installation.program.wait_until(
            lambda run=run: owner.call("GET", f"{path}/runs/{run['id']}")["state"] == "DONE"
        )
        runs.append(owner.call("GET", f"{path}/runs/{run['id']}"))
    assert [run["credited"] > 0 for run in runs] == [True, False, False]
    assert [run["alreadyCredited"] for run in runs[1:]] == [runs[0]["credited"]] * 2


def the_totals_agree(owner: Caller) -> None:
    told = owner.call("GET", "/api/admin/loyalty/summary")
    assert told["totalPointsOutstanding"] == (
        told["totalPointsEarned"] - told["totalPointsRedeemed"] + told["totalPointsAdjusted"]
    )


def rows_of_the_table(owner: Caller) -> list[dict[str, str]]:
    table = owner.answer("GET", f"/api/admin/loyalty/customers/{CASEY}/transactions?format=csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(table.text)))


class Deployment:
    """Each service a process of its own, on RabbitMQ and PostgreSQL."""

    def __init__(self, home: Path, amqp_uri: str, database_url: str, prefix: str) -> None:
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
            name: Program(["run", name], self._settings, home.with_name(f"{name}.log"))
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

    def _connect(self, service: str) -> Any:
        database = f"{self._prefix}_{service}"
        url = self._database_url.set(drivername="postgresql+psycopg2", database=database)
        return sa.create_engine(url, poolclass=NullPool).begin()

    def audit(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(SERVICEPRO), "audit", "loyalty"],
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


@pytest.fixture
def deployment(tmp_path: Path, rabbitmq: str, admin_url: str) -> Iterator[Deployment]:
    prefix = f"e2e_{uuid.uuid4().hex[:8]}"
    deployment = Deployment(tmp_path / "home", rabbitmq, admin_url, prefix)
    yield deployment
    deployment.kill()
    drop_all(admin_url, prefix)


class Customer:
    """Repeats a request with its key until there is an answer."""

    def __init__(self, url: str) -> None:
        self._caller = Caller(url, "casey@clean-machine.test")
        self.repeats = 0

    def asks(self, path: str, **body: Any) -> requests.Response:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        with eventlet.Timeout(ANSWER_SECONDS, AssertionError(f"no answer from {path}")):
            while True:
                try:
                    answer = self._caller.answer("POST", path, headers=headers, **body)
                except requests.RequestException:
                    answer = None
                if answer is not None and answer.status_code < 500:
                    return answer
                self.repeats += 1
                eventlet.sleep(0.2)


@pytest.mark.broker
def test_whatever_is_killed_points_and_bookings_agree(deployment: Deployment) -> None:
    deployment.start()
    since = deployment.look("loyalty", "select clock_timestamp() as now")[0].now
    customer = Customer(deployment.url)
    for number in range(ROUNDS):
        answers = in_flight(
            [
                lambda time=time, number=number: customer.asks(
                    "/api/portal/bookings", **wish(weekday(3 + number, 2), time, POINTS)
                )
                for time in TIMES
            ],
            lambda number=number: wait_for_a_booking(deployment, since, number * len(TIMES)),
            deployment,
            "loyalty" if number % 2 == 0 else "booking",
        )
        booked = [answer.json()["id"] for answer in answers if answer.status_code == 201]
        assert len(booked) == len(TIMES), [answer.text for answer in answers]
        deployment.tell_everything_again()
        cancelled = in_flight(
            [
                lambda id_=id_: customer.asks(f"/api/portal/bookings/{id_}/cancel")
                for id_ in booked[::2]
            ],
            lambda: eventlet.sleep(0.05),
            deployment,
            "booking" if number % 2 == 0 else "loyalty",
        )
        assert {answer.json()["status"] for answer in cancelled} == {"CANCELLED"}
    deployment.tell_everything_again()
    assert customer.repeats > 0
    deployment.programs["gateway"].wait_until(lambda: is_settled(deployment))
    the_books_agree(deployment, since)
    audit = deployment.audit()
    assert (audit.returncode, audit.stdout) == (0, "loyalty: everything agrees.\n"), audit.stderr


def in_flight(
    asked: list[Callable[[], requests.Response]],
    moment: Callable[[], object],
    deployment: Deployment,
    victim: str,
) -> list[requests.Response]:
    """What all of them are answered, although one process dies under them."""
    asking = [eventlet.spawn(ask) for ask in asked]
    moment()
    deployment.strike(victim)
    return [one.wait() for one in asking]


def wait_for_a_booking(deployment: Deployment, since: Any, before: int) -> None:
    """A booking of this round is stored; some are with loyalty, others have just been asked."""
    query = "select from bookings where created_at >= :since"
    with eventlet.Timeout(ANSWER_SECONDS):
        while len(deployment.look("booking", query, since=since)) <= before:
            eventlet.sleep(0.005)


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
