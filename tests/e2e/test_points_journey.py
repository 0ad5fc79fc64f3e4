"""Booking with points while everything breaks: no point is lost, none is spent twice."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests

from chassis.provision import drop_all
from contracts.demo import CASEY, COMING_BOOKING, EXTERIOR_WASH
from tests.e2e.conftest import Caller, Installation
from tests.e2e.points import (
    ANSWER_SECONDS,
    Customer,
    Deployment,
    is_settled,
    the_books_agree,
    weekday,
    wish,
)

ROUNDS = 3
POINTS = 20
# Three hours each, with two seats: four can be booked on a day from eight to six.
TIMES = ("08:00", "08:00", "11:00", "11:00", "14:00", "14:00")


def test_points_are_refused_used_and_given_back_once(installation: Installation) -> None:
    installation.start()
    casey, owner = (
        Caller(installation.url, email)
        for email in ("casey@clean-machine.test", "owner@clean-machine.test")
    )
    the_demo_booking_gives_its_points_back(casey)
    before = balance_of(casey)

    day = weekday(3, 2)
    blocked = casey.answer("POST", "/api/portal/bookings", **wish(day, "11:00", 50, EXTERIOR_WASH))
    assert blocked.status_code == 400
    assert blocked.json()["reasonCode"] == "MIN_TOTAL_NOT_MET"
    assert blocked.json()["fix"].startswith("Add $40.00 more")

    booked = casey.call("POST", "/api/portal/bookings", **wish(day, "11:00", 50))
    assert (booked["loyalty"]["pointsUsed"], booked["discount"]) == (50, 5.0)
    assert balance_of(casey) == before - 50
    first, again = (
        casey.call("POST", f"/api/portal/bookings/{booked['id']}/cancel") for _ in range(2)
    )
    assert first == again
    assert first["loyalty"]["pointsReturned"] == 50
    assert balance_of(casey) == before

    credited_once_however_often_it_is_run(installation, owner)
    the_totals_agree(owner)
    entries = rows_of_the_table(owner)
    assert [entry["points"] for entry in entries[:3]] == ["500", "50", "-50"]
    assert int(entries[0]["balanceAfter"]) == before + 500
    assert installation.errors() == []


def the_demo_booking_gives_its_points_back(casey: Caller) -> None:
    """What the demo data of two services say of it is one thing."""
    [coming] = [
        booking
        for booking in casey.call("GET", "/api/portal/bookings")["items"]
        if booking["status"] == "CONFIRMED"
    ]
    paid = coming["loyalty"]["pointsUsed"], coming["discount"]
    assert paid == (COMING_BOOKING.points, COMING_BOOKING.discount_cents / 100)
    assert balance_of(casey) == COMING_BOOKING.balance_after
    casey.call("POST", f"/api/portal/bookings/{coming['id']}/cancel")
    assert balance_of(casey) == COMING_BOOKING.balance_after + COMING_BOOKING.points


def balance_of(customer: Caller) -> int:
    balance: int = customer.call("GET", "/api/portal/loyalty/summary")["pointsBalance"]
    return balance


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
    return list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))


@pytest.fixture
def deployment(tmp_path: Path, rabbitmq: str, admin_url: str) -> Iterator[Deployment]:
    prefix = f"e2e_{uuid.uuid4().hex[:8]}"
    deployment = Deployment(tmp_path / "home", rabbitmq, admin_url, prefix)
    yield deployment
    deployment.kill()
    drop_all(admin_url, prefix)


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
    for service in ("loyalty", "booking"):
        audit = deployment.audit(service)
        told = (0, f"{service}: everything agrees.\n")
        assert (audit.returncode, audit.stdout) == told, audit.stderr


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
