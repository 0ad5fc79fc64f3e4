"""Booking and loyalty are killed at each step that they take together, one after another."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests

from chassis.provision import drop_all
from tests.e2e.conftest import Caller
from tests.e2e.holding import Statement, Wire, wait_until
from tests.e2e.points import (
    Customer,
    Deployment,
    is_settled,
    the_books_agree,
    weekday,
    wish,
)

pytestmark = pytest.mark.broker

BOOKINGS = "/api/portal/bookings"
RECOVERY = "/api/admin/loyalty/promotions/port-recovery"
POINTS = 10
# Longer than any of our own calls waits for an answer.
PATIENCE_SECONDS = 8.0

REDEEMED = "select from ledger where type = 'REDEEM'"
RETURNED = "select from ledger where reverses_seq is not null"
FINISHED = "select credited, already_credited from port_recovery_runs where state = 'DONE'"
CREDITED = """
    select (select count(*) from members m where m.tenant_id = r.tenant_id) as members,
           count(*) as entries, count(distinct l.customer_id) as customers
      from port_recovery_runs r
      join ledger l on l.metadata->>'run_id' = r.id::text
     group by r.tenant_id
"""
CONFIRMED = "select from bookings where status = 'CONFIRMED'"


@dataclass(frozen=True)
class At:
    """Inside a statement. What it began is undone with its process, unless it `finishes`."""

    service: str
    statement: str
    when: str = "true"
    finishes: bool = False


@dataclass(frozen=True)
class Before:
    """A message is ready, and does not get out."""

    service: str
    message: str


@dataclass(frozen=True)
class After:
    """Once this was received and what it asks for is stored: nothing of it was said yet."""

    service: str
    message: str
    stored: str


@dataclass(frozen=True)
class Step:
    name: str
    victim: str
    place: At | Before | After


TAKEN = At("loyalty", "insert on outbox", "new.type = 'points_redeemed_v1'")
TAKEN_ALL_THE_SAME = At("loyalty", TAKEN.statement, TAKEN.when, finishes=True)
OF_A_BOOKING = (
    Step("it is being stored", "booking", At("booking", "insert on unsettled_bookings")),
    Step("stored, points not asked for", "booking", Before("booking", "loyalty.redeem_points")),
    Step("points are being taken", "loyalty", TAKEN),
    Step("points are being taken for nobody", "booking", TAKEN_ALL_THE_SAME),
    Step("taken, not said", "loyalty", After("loyalty", "loyalty.redeem_points", REDEEMED)),
    Step(
        "it is being confirmed",
        "booking",
        At("booking", "insert on outbox", "new.type = 'booking_confirmed_v1'"),
    ),
    Step("confirmed, not said", "booking", After("booking", "booking.create_booking", CONFIRMED)),
)
OF_A_CANCELLATION = (
    Step(
        "it is being cancelled",
        "booking",
        At("booking", "insert on outbox", "new.type = 'booking_cancelled_v1'"),
    ),
    Step("return not asked for", "booking", Before("booking", "loyalty.reverse_redemption")),
    Step(
        "points are being given back",
        "loyalty",
        At("loyalty", "insert on outbox", "new.type = 'redemption_reversed_v1'"),
    ),
    Step(
        "given back, not said",
        "loyalty",
        After("loyalty", "loyalty.reverse_redemption", RETURNED),
    ),
    Step("it is being settled", "booking", At("booking", "delete on unsettled_bookings")),
)
OF_A_PROMOTION = Step(
    "a chunk is credited", "loyalty", At("loyalty", "update on port_recovery_runs")
)
OF_THE_TOTALS = Step("events are added up", "loyalty", At("loyalty", "insert on daily_totals"))


@dataclass
class Stage:
    deployment: Deployment
    wires: dict[str, Wire]
    customer: Customer
    owner: Caller
    since: Any
    asking: list[Any] = field(default_factory=list)

    def kill_at(self, step: Step, *actions: Callable[[], Any]) -> list[Any]:
        """What was asked for is answered later: it is repeated until there is an answer."""
        with self._held(step.place) as is_reached:
            asked = [eventlet.spawn(action) for action in actions]
            wait_until(is_reached, step.name)
            self.deployment.programs[step.victim].kill()
        self.deployment.programs[step.victim].start()
        return asked

    @contextmanager
    def _held(self, place: At | Before | After) -> Iterator[Callable[[], bool]]:
        if isinstance(place, At):
            with self.deployment.connection(place.service) as connection:
                statement = Statement(connection, place.statement, place.when)
                with statement.held() as is_reached:
                    yield is_reached
                    if not place.finishes:
                        statement.undo()
            return
        wire = self.wires[place.service]
        if isinstance(place, Before):
            wire.withhold(place.message)
            yield lambda: wire.is_held
        else:
            before = self._count(place)
            wire.silence(place.message)
            yield lambda: wire.is_held and self._count(place) > before
        wire.heal(lost=True)

    def _count(self, place: After) -> int:
        return len(self.deployment.look(place.service, place.stored))

    def book(self, week: int, time: str = "08:00") -> Callable[[], requests.Response]:
        return lambda: self.customer.asks(BOOKINGS, **wish(weekday(3 + week, 2), time, POINTS))

    def book_once(self, week: int) -> Callable[[], object]:
        """Somebody who leaves when it does not work at once."""
        body = wish(weekday(3 + week, 2), "11:00", POINTS)
        return lambda: self.customer.asks_once(BOOKINGS, str(uuid.uuid4()), **body)

    def cancel(self, booking: dict[str, Any]) -> Callable[[], requests.Response]:
        return lambda: self.customer.asks(f"{BOOKINGS}/{booking['id']}/cancel")

    def settle(self) -> None:
        """With the two minutes over in which whoever left could have come back."""
        self.deployment.change(
            "booking",
            "update bookings set attempted_at = attempted_at - interval '3 minutes'"
            " where saga = 'PENDING'",
        )
        self.deployment.change("booking", "update unsettled_bookings set due_at = now()")
        wait_until(lambda: is_settled(self.deployment), "that all is settled")


@pytest.fixture
def stage(tmp_path: Path, rabbitmq: str, admin_url: str) -> Iterator[Stage]:
    prefix = f"e2e_{uuid.uuid4().hex[:8]}"
    with ExitStack() as ends:
        wires = {name: Wire(rabbitmq) for name in ("gateway", "booking", "loyalty")}
        for wire in wires.values():
            ends.callback(wire.close)
        through = {name: wire.uri for name, wire in wires.items()}
        deployment = Deployment(tmp_path / "home", rabbitmq, admin_url, prefix, through)
        ends.callback(drop_all, admin_url, prefix)
        ends.callback(deployment.kill)
        deployment.start()
        yield Stage(
            deployment,
            wires,
            Customer(deployment.url, patience_seconds=PATIENCE_SECONDS),
            Caller(deployment.url, "owner@clean-machine.test"),
            deployment.look("loyalty", "select clock_timestamp() as now")[0].now,
        )


def test_killed_at_any_step_points_and_bookings_agree(stage: Stage) -> None:
    booked = bookings_with_a_kill_at_each_step(stage)
    cancellations_with_a_kill_at_each_step(stage, booked)
    credits_and_totals_with_a_kill(stage)
    every_message_twice(stage)
    every_call_timed_out(stage)
    stage.settle()
    the_books_agree(stage.deployment, stage.since)
    for service in ("loyalty", "booking"):
        audit = stage.deployment.audit(service)
        told = (0, f"{service}: everything agrees.\n")
        assert (audit.returncode, audit.stdout) == told, audit.stderr


def bookings_with_a_kill_at_each_step(stage: Stage) -> list[dict[str, Any]]:
    """One customer comes back with the same request, one does not."""
    coming_back = []
    for week, step in enumerate(OF_A_BOOKING):
        asked = stage.kill_at(step, stage.book(week), stage.book_once(week))
        coming_back.append(asked[0])
    answers = [asked.wait() for asked in coming_back]
    assert [answer.status_code for answer in answers] == [201] * len(OF_A_BOOKING)
    booked = [answer.json() for answer in answers]
    assert {booking["loyalty"]["pointsUsed"] for booking in booked} == {POINTS}
    return booked


def cancellations_with_a_kill_at_each_step(stage: Stage, booked: list[dict[str, Any]]) -> None:
    asked = []
    for step, booking in zip(OF_A_CANCELLATION, booked, strict=False):
        asked += stage.kill_at(step, stage.cancel(booking))
    for one in asked:
        answer = one.wait().json()
        assert (answer["status"], answer["loyalty"]["pointsReturned"]) == ("CANCELLED", POINTS)


def credits_and_totals_with_a_kill(stage: Stage) -> None:
    stage.kill_at(OF_A_PROMOTION, lambda: stage.owner.answer("POST", f"{RECOVERY}/run"))
    stage.kill_at(OF_THE_TOTALS, lambda: None)
    wait_until(lambda: stage.deployment.look("loyalty", FINISHED), "the end of Port Recovery")
    (run,) = stage.deployment.look("loyalty", FINISHED)
    (told,) = stage.deployment.look("loyalty", CREDITED)
    assert told.members > 1
    assert (run.credited, run.already_credited) == (told.members, 0)
    assert (told.entries, told.customers) == (told.members, told.members)


def every_message_twice(stage: Stage) -> None:
    stage.wires["gateway"].double("booking.create_booking", "booking.cancel_booking")
    stage.wires["booking"].double("loyalty.redeem_points", "loyalty.reverse_redemption")
    stage.deployment.tell_everything_again()
    week = len(OF_A_BOOKING)
    kept, given_back = stage.book(week)(), stage.book(week, "14:00")()
    assert (kept.status_code, given_back.status_code) == (201, 201)
    assert stage.cancel(given_back.json())().json()["status"] == "CANCELLED"
    for name in ("gateway", "booking"):
        stage.wires[name].heal(lost=False)


def every_call_timed_out(stage: Stage) -> None:
    """What was late arrives after all."""
    week = len(OF_A_BOOKING) + 1
    booked = stage.book(week)().json()
    wire = stage.wires["booking"]
    wire.withhold("loyalty.redeem_points", "loyalty.reverse_redemption")
    late = [eventlet.spawn(stage.book_once(week)), eventlet.spawn(stage.cancel(booked))]
    unanswered, cancelled = (asked.wait() for asked in late)
    assert unanswered.status_code == 503
    assert cancelled.json()["loyalty"]["pointsReturned"] == POINTS
    wire.heal(lost=False)
    wire = stage.wires["gateway"]
    wire.withhold("booking.create_booking")
    assert stage.book_once(week + 1)().status_code == 503
    wire.heal(lost=False)
