"""A customer who got no answer asks for the same time anew, with another key or without points."""

import pytest
import sqlalchemy as sa

from contracts.demo import CASEY, CLEAN_MACHINE, SAM
from contracts.errors import Code, Kind
from services.booking.models import bookings, seats
from tests.integration.booking.conftest import KEYED, WANTED, assert_books_agree, services
from tests.integration.booking.fakes import Killed

ANEW = {"idempotency_key": "key-2"}
DAY = {name: WANTED[name] for name in ("services", "date")}


pytestmark = pytest.mark.usefixtures("one_seat")


@pytest.fixture(params=["down", "lossy"])
def unanswered(desk, request):
    """Asked with points: loyalty never heard of it, or took them and could not say so."""
    setattr(desk.loyalty, request.param, True)
    desk.refuses(**KEYED)
    setattr(desk.loyalty, request.param, False)


@pytest.mark.usefixtures("unanswered")
@pytest.mark.parametrize("loyalty", [{}, KEYED], ids=["without points", "with points"])
@pytest.mark.parametrize("time", ["09:30", "11:00"])
def test_an_own_attempt_without_an_answer_is_not_in_the_way(desk, loyalty, time):
    booked = desk.book(**loyalty | ANEW | {"time": time})

    assert booked["status"] == "CONFIRMED"
    desk.sweep()
    assert [shown["id"] for shown in desk.shown()] == [booked["id"]]
    assert_books_agree(desk)


@pytest.mark.usefixtures("unanswered")
def test_what_is_given_up_is_settled_at_once(desk):
    desk.book(**ANEW)

    desk.sweep(rounds=1)
    assert desk.ledger.balances[CASEY] == 1_000
    assert_books_agree(desk)


@pytest.mark.usefixtures("unanswered")
def test_quotes_and_free_times_know_that_an_own_attempt_is_not_in_the_way(desk):
    assert desk("quote_booking", **WANTED)["total_cents"] == 150_00

    def first(**customer):
        return desk("list_free_times", **DAY, **customer)["items"][0]["time"]

    assert first(customer_id=CASEY) == "08:00"
    assert [first(customer_id=SAM), first()] == ["12:30", "12:30"]


@pytest.mark.usefixtures("unanswered")
def test_an_own_attempt_is_kept_while_another_seat_is_free(desk, store):
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.execute(sa.insert(seats).values(tenant_id=CLEAN_MACHINE, seat=2))
    anew = desk.book(**ANEW)

    resumed = desk.book(**KEYED)
    assert {shown["id"] for shown in desk.shown()} == {anew["id"], resumed["id"]}
    assert_books_agree(desk)


@pytest.mark.usefixtures("unanswered")
def test_another_customers_attempt_keeps_its_time(desk):
    assert desk.refuses(**ANEW, customer_id=SAM).code == Code.SLOT_TAKEN

    assert desk.book(**KEYED)["points_used"] == 500
    assert_books_agree(desk)


@pytest.mark.usefixtures("unanswered")
def test_an_attempt_at_another_time_is_left_to_its_key(desk):
    other = desk.book(**ANEW, time="12:30")

    resumed = desk.book(**KEYED)
    assert {shown["id"] for shown in desk.shown()} == {other["id"], resumed["id"]}
    assert_books_agree(desk)


@pytest.mark.usefixtures("unanswered")
def test_a_wish_that_is_refused_gives_nothing_up(desk):
    assert desk.refuses(**ANEW, time="09:45").kind is Kind.INVALID
    assert desk.refuses(**ANEW | services(("00000000-0000-4000-8000-00000000dead", 1))).fields

    assert desk.book(**KEYED)["points_used"] == 500


def test_an_attempt_that_is_overtaken_on_its_way_ends_without_a_booking(desk):
    answers = []

    def ask_anew():
        desk.loyalty.meanwhile = lambda: None
        answers.append(desk.book(**ANEW))

    desk.loyalty.meanwhile = ask_anew

    assert desk.refuses(**KEYED).kind is Kind.UNAVAILABLE
    desk.sweep()
    assert [shown["id"] for shown in desk.shown()] == [answers[0]["id"]]
    assert_books_agree(desk)


@pytest.mark.usefixtures("unanswered")
def test_what_would_not_make_room_is_not_given_up(desk):
    desk.book(customer_id=SAM, time="12:30")

    assert desk.refuses(**ANEW, time="11:00").code == Code.SLOT_TAKEN
    assert desk.book(**KEYED)["points_used"] == 500


@pytest.mark.usefixtures("unanswered")
@pytest.mark.parametrize("step", [1, 2, 3])
def test_asking_anew_killed_at_any_step_gives_up_all_or_nothing(desk, step):
    desk.killer.rest()
    desk.killer.at = step
    with pytest.raises(Killed):
        desk.book(**ANEW)
    desk.killer.rest()

    is_booked = step == 3
    assert [row.saga for row in desk.rows(bookings)].count("PENDING") == (not is_booked)
    assert len(desk.shown()) == is_booked
    desk.clock.advance(minutes=5)
    desk.sweep()
    assert_books_agree(desk)
