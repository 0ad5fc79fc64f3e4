"""Many at once on one account, and any order of anything: points stay exact."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import eventlet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.database import Database
from contracts.demo import CASEY
from contracts.errors import ServiceError
from services.loyalty.audit import differences
from tests.integration.loyalty.conftest import Loyalty

AT_ONCE = 20
BOOKING = "00000000-0000-4000-8000-00000000b001"


@pytest.fixture
def crowded(store: Any) -> Iterator[Loyalty]:
    """With a connection for each greenthread, so that they really meet in the database."""
    database = Database(store.app_url, pool_size=AT_ONCE + 1)
    loyalty = Loyalty(database)
    yield loyalty
    loyalty.statements.close()
    database.dispose()


def at_once(actions: list[Callable[[], Any]]) -> list[Any]:
    """What each gave, or the code of its refusal."""

    def outcome(action: Callable[[], Any]) -> Any:
        try:
            return action()
        except ServiceError as refused:
            return refused.details.get("reason_code", refused.code)

    pool = eventlet.GreenPool(AT_ONCE)
    return list(pool.imap(outcome, actions))


def test_a_crowd_spends_exactly_what_is_there(crowded: Loyalty) -> None:
    crowded.earns(1_000)
    outcomes = at_once([lambda: crowded.redeems(7)] * 200)
    spent = [outcome for outcome in outcomes if not isinstance(outcome, str)]
    refused = Counter(outcome for outcome in outcomes if isinstance(outcome, str))
    assert (len(spent), refused) == (142, {"INSUFFICIENT_POINTS": 58})
    assert (crowded.balance(), len(crowded.rows("ledger"))) == (6, 143)
    assert sorted(reply["balance_after"] for reply in spent) == list(range(6, 1_000, 7))
    assert list(differences(crowded.database)) == []


def test_one_booking_asked_a_hundred_times_at_once_redeems_once(crowded: Loyalty) -> None:
    crowded.earns(1_000)
    outcomes = at_once([lambda: crowded.redeems(300, BOOKING)] * 100)
    assert outcomes == [{"points_used": 300, "discount_cents": 3_000, "balance_after": 700}] * 100
    assert (crowded.balance(), len(crowded.rows("ledger"))) == (700, 2)


def test_one_key_asked_a_hundred_times_at_once_adjusts_once(crowded: Loyalty) -> None:
    crowded.knows(CASEY)
    request = {"customer_id": CASEY, "points": 50, "reason": "Sorry", "idempotency_key": "sorry"}
    outcomes = at_once([lambda: crowded("adjust_points", **request)] * 100)
    assert len({outcome["id"] for outcome in outcomes}) == 1
    assert (crowded.balance(), len(crowded.rows("ledger"))) == (50, 1)


def test_bodies_racing_for_one_booking_have_one_winner(crowded: Loyalty) -> None:
    crowded.earns(1_000)
    asked = [lambda points=points: crowded.redeems(points, BOOKING) for points in range(1, 41)]
    outcomes = at_once(asked)
    winners = [outcome for outcome in outcomes if not isinstance(outcome, str)]
    assert len(winners) == 1
    assert Counter(map(str, outcomes))["IDEMPOTENCY_KEY_REUSED"] == 39
    assert crowded.balance() == 1_000 - winners[0]["points_used"]


def test_a_reversal_racing_its_redemption_never_keeps_points(crowded: Loyalty) -> None:
    crowded.earns(1_000)
    for _ in range(40):
        booking = str(uuid.uuid4())
        redeem = lambda booking=booking: crowded.redeems(300, booking)  # noqa: E731
        reverse = lambda booking=booking: crowded(  # noqa: E731
            "reverse_redemption", booking_id=booking, reason="Cancelled"
        )
        outcomes = at_once([redeem, reverse, redeem, reverse])
        returned = {outcomes[1]["points_returned"], outcomes[3]["points_returned"]}
        assert len(returned) == 1
        assert crowded.balance() == 1_000
    assert list(differences(crowded.database)) == []


def test_everything_at_once_adds_up(crowded: Loyalty) -> None:
    """Spending, returning, adjusting, crediting everybody and folding, all on three accounts, and
    none of it in the middle of anything that an audit sees."""
    customers = [CASEY, str(uuid.uuid4()), str(uuid.uuid4())]
    crowded.knows(*customers)
    bookings = [str(uuid.uuid4()) for _ in range(30)]
    found: list[str] = []
    actions: list[Callable[[], Any]] = [lambda: crowded("start_port_recovery")]
    for number, booking in enumerate(bookings):
        who = customers[number % 3]
        actions += [
            lambda who=who: crowded.earns(100, who),
            lambda who=who, booking=booking: crowded.redeems(80, booking, customer_id=who),
            lambda who=who: crowded("adjust_points", customer_id=who, points=-30, reason="Fix"),
            lambda booking=booking: crowded(
                "reverse_redemption", booking_id=booking, reason="Cancelled"
            ),
            lambda: crowded.ports.due_runs.credit_next(at_most=1),
            lambda: crowded.folds(at_most=7),
            lambda: found.extend(differences(crowded.database)),
        ]
    at_once(actions)
    assert found == []
    while crowded.ports.due_runs.credit_next(at_most=1):
        pass
    assert list(differences(crowded.database)) == []
    assert min(row.balance_after for row in crowded.rows("ledger")) >= 0


OPERATIONS = st.one_of(
    st.tuples(st.just("earn"), st.integers(0, 4), st.integers(1, 300)),
    st.tuples(st.just("adjust"), st.integers(0, 4), st.integers(-300, 300).filter(bool)),
    st.tuples(st.just("redeem"), st.integers(0, 4), st.integers(-1, 400)),
    st.tuples(st.just("reverse"), st.integers(0, 4), st.just(0)),
    st.tuples(st.just("fold"), st.integers(1, 3), st.just(0)),
)


@settings(
    max_examples=40,
    deadline=None,
    # One database for all examples; each has a customer and keys of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(operations=st.lists(OPERATIONS, max_size=25))
def test_whatever_is_asked_in_whatever_order_adds_up(
    crowded: Loyalty, operations: list[tuple[str, int, int]]
) -> None:
    customer, run = str(uuid.uuid4()), uuid.uuid4()
    crowded.knows(customer)
    bookings = [str(uuid.uuid5(run, str(number))) for number in range(5)]
    for operation in operations:
        _try(crowded, customer, bookings, run, operation)
        assert crowded.balance(customer) >= 0
    entries = crowded.entries(customer)
    assert crowded.balance(customer) == sum(entry["points"] for entry in entries)
    _ask_again_what_was_done(crowded, customer)
    assert crowded.entries(customer) == entries
    assert list(differences(crowded.database)) == []


def _ask_again_what_was_done(loyalty: Loyalty, customer: str) -> None:
    """Each entry by the key it was made with, and each reversal by its booking."""
    done = [row for row in loyalty.rows("ledger") if row.customer_id == uuid.UUID(customer)]
    for row in done:
        if row.type == "EARN":
            again = loyalty.earns(row.points, customer, key=row.idempotency_key)
            assert again.status == "REPLAYED"
        elif row.reverses_seq is not None:
            booking = row.metadata["booking_id"]
            reply = loyalty("reverse_redemption", booking_id=booking, reason="Again")
            assert reply["points_returned"] == row.points


def _try(
    loyalty: Loyalty,
    customer: str,
    bookings: list[str],
    run: uuid.UUID,
    operation: tuple[str, int, int],
) -> None:
    name, number, points = operation
    try:
        if name == "earn":
            loyalty.earns(points, customer, key=f"{run}:{number}:{points}")
        elif name == "adjust":
            request = {"customer_id": customer, "points": points, "reason": "Because"}
            loyalty("adjust_points", idempotency_key=f"{run}:{number}", **request)
        elif name == "redeem":
            loyalty.redeems(points, bookings[number], customer_id=customer)
        elif name == "reverse":
            loyalty("reverse_redemption", booking_id=bookings[number], reason="Cancelled")
        else:
            loyalty.folds(at_most=number)
    except ServiceError:
        pass
