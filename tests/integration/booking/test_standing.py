"""Bookings that stand: shown, cancelled, completed."""

import uuid
from dataclasses import asdict

import pytest

from chassis.settings import Settings
from contracts.demo import CASEY, CLEAN_MACHINE, COMING_BOOKING, SAM, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError
from services.booking import demo
from services.booking.models import bookings, taken_slots, unsettled_bookings
from tests.integration.booking.conftest import POINTS, assert_books_agree


def test_cancelling_gives_back_the_points_and_the_seat(desk, events):
    booked = desk.book(**POINTS)

    cancelled = desk.cancel(booked["id"])

    assert cancelled["status"] == "CANCELLED"
    assert cancelled["loyalty"]["points_returned"] == 500
    assert desk.ledger.balances[CASEY] == 1_000
    assert desk.rows(taken_slots) == []
    type, told = events()[-1]
    assert (type, told["points_returned"]) == ("booking_cancelled_v1", 500)
    assert_books_agree(desk)


def test_cancelling_again_gives_the_same_answer_and_no_more_points(desk, events):
    booked = desk.book(**POINTS)
    first = desk.cancel(booked["id"], idempotency_key="key-1")

    assert desk.cancel(booked["id"], idempotency_key="key-1") == first
    assert desk.cancel(booked["id"]) == first
    desk.sweep()
    assert [type for type, _ in events()].count("booking_cancelled_v1") == 1
    assert_books_agree(desk)


def test_customers_and_staff_may_cancel_with_the_same_key(desk):
    asked = [CASEY, SAM, None]
    booked = [desk.book(customer_id=customer_id) for customer_id in (CASEY, SAM)]
    booked.append(desk.book(time="12:30"))

    cancelled = [
        desk.cancel(booking["id"], customer_id=customer_id, idempotency_key="1")
        for booking, customer_id in zip(booked, asked, strict=True)
    ]

    assert [one["id"] for one in cancelled] == [booking["id"] for booking in booked]
    assert desk.cancel(booked[1]["id"], customer_id=SAM, idempotency_key="1") == cancelled[1]
    with pytest.raises(ServiceError) as caught:
        desk.cancel(booked[2]["id"], idempotency_key="1")
    assert caught.value.code == Code.IDEMPOTENCY_KEY_REUSED


def test_a_cancellation_stands_while_loyalty_is_out_of_reach(desk):
    booked = desk.book(**POINTS)
    desk.loyalty.down = True

    assert desk.cancel(booked["id"])["status"] == "CANCELLED"
    desk.sweep(rounds=3)
    assert desk.ledger.balances[CASEY] == 500

    desk.loyalty.down = False
    desk.sweep()
    assert_books_agree(desk)


def test_returning_points_is_tried_ever_more_seldom_and_for_ever(desk):
    booked = desk.book(**POINTS)
    desk.loyalty.down = True
    desk.cancel(booked["id"])
    waits = []
    for _ in range(12):
        [row] = desk.rows(unsettled_bookings)
        waits.append((row.due_at - desk.clock.now()).total_seconds())
        desk.clock.advance(seconds=waits[-1])
        desk.sweep(rounds=1)
        desk.clock.advance(minutes=-5)

    assert waits[:4] == [2, 2, 4, 8]
    assert waits[-1] == 300


def test_cancelling_without_points_leaves_loyalty_alone(desk):
    booked = desk.book()
    desk.loyalty.down = True

    assert desk.cancel(booked["id"])["loyalty"] is None
    assert_books_agree(desk)


def test_a_cancelled_time_can_be_booked_again(desk):
    first = desk.book()
    desk.book()
    desk.cancel(first["id"])

    assert desk.book()["status"] == "CONFIRMED"


@pytest.mark.parametrize(
    "changes",
    [{"customer_id": SAM}, {"booking_id": str(uuid.uuid4())}, {"tenant_id": SHINE_STUDIO}],
    ids=["another customer", "unknown", "another tenant"],
)
def test_what_is_not_ones_own_cannot_be_cancelled(desk, changes):
    booked = desk.book(**POINTS)

    with pytest.raises(ServiceError) as caught:
        desk.cancel(**{"booking_id": booked["id"]} | changes)

    assert caught.value.kind is Kind.NOT_FOUND
    assert_books_agree(desk)


def test_staff_may_cancel_for_anyone(desk):
    booked = desk.book()

    assert desk.cancel(booked["id"], customer_id=None)["status"] == "CANCELLED"


def test_a_pending_booking_is_neither_cancelled_nor_completed(desk):
    desk.loyalty.down = True
    with pytest.raises(ServiceError):
        desk.book(**POINTS)
    [pending] = desk.rows(bookings)

    for action in (
        lambda: desk.cancel(pending.id),
        lambda: desk("complete_booking", booking_id=pending.id),
    ):
        with pytest.raises(ServiceError) as caught:
            action()
        assert caught.value.kind is Kind.NOT_FOUND


def test_completing_keeps_the_points_used(desk, events):
    booked = desk.book(**POINTS)

    completed = desk("complete_booking", booking_id=booked["id"])

    assert completed == {**booked, "status": "COMPLETED"}
    assert desk("complete_booking", booking_id=booked["id"]) == completed
    assert [type for type, _ in events()].count("booking_completed_v1") == 1
    assert_books_agree(desk)


def test_what_is_completed_is_not_cancelled_and_the_other_way_round(desk):
    done, gone = desk.book(), desk.book()
    desk("complete_booking", booking_id=done["id"])
    desk.cancel(gone["id"])

    with pytest.raises(ServiceError) as caught:
        desk.cancel(done["id"])
    assert caught.value.code == Code.BOOKING_NOT_CANCELLABLE
    with pytest.raises(ServiceError) as caught:
        desk("complete_booking", booking_id=gone["id"])
    assert caught.value.code == Code.BOOKING_NOT_COMPLETABLE


def test_a_customer_cannot_cancel_what_has_begun_and_staff_can(desk, events):
    booked = desk.book(date="2025-03-03", time="09:00", **POINTS)
    desk.clock.advance(minutes=59)
    early = desk.book(date="2025-03-03", time="12:00", **POINTS)
    assert desk.cancel(early["id"])["loyalty"]["points_returned"] == 500
    desk.clock.advance(minutes=1)
    before, told = desk.ledger.held, events()
    with pytest.raises(ServiceError) as refused:
        desk.cancel(booked["id"])
    assert refused.value.code == Code.BOOKING_NOT_CANCELLABLE
    assert (desk.ledger.held, events()) == (before, told)
    assert desk.cancel(early["id"])["status"] == "CANCELLED"
    assert desk.cancel(booked["id"], customer_id=None)["loyalty"]["points_returned"] == 500
    assert desk.ledger.held == {}


def test_customers_see_their_own_and_staff_see_all_latest_first(desk):
    early = desk.book(date="2025-03-05")
    late = desk.book(date="2025-03-07")
    other = desk.book(date="2025-03-06", customer_id=SAM)

    mine = desk("list_customer_bookings", customer_id=CASEY)
    page = desk("list_bookings", page=2, page_size=2)

    assert mine["items"] == [late, early]
    named = early | {"customer_name": "Casey Rivera"}
    assert page == {"items": [named], "page": 2, "page_size": 2, "total": 3}
    assert other not in mine["items"]
    assert desk("list_bookings", tenant_id=SHINE_STUDIO)["items"] == []


def test_demo_data_come_once_and_are_a_quarter_of_bookings(service_database, monkeypatch):
    store = service_database("booking")
    settings = Settings(secret_key="of these tests", encryption_keys=())
    demo.load(store.database, settings)
    demo.load(store.database, settings)

    for tenant_id in (CLEAN_MACHINE, SHINE_STUDIO):
        with store.database.transaction(tenant_id) as connection:
            rows = connection.execute(bookings.select().order_by(bookings.c.starts_at)).all()
        assert [row.status for row in rows] == ["COMPLETED"] * 12 + ["CONFIRMED"]
        coming = COMING_BOOKING.points if tenant_id == CLEAN_MACHINE else 0
        assert [row.points_used for row in rows] == [0] * 12 + [coming]


def test_the_coming_booking_of_the_demo_is_paid_partly_with_points(service_database):
    store = service_database("booking")
    demo.load(store.database, Settings(secret_key="of these tests", encryption_keys=()))
    with store.database.transaction(CLEAN_MACHINE) as connection:
        [coming] = connection.execute(bookings.select().where(bookings.c.points_used > 0)).all()
    paid = asdict(COMING_BOOKING)
    assert (coming.id, coming.customer_id) == (paid.pop("booking_id"), CASEY)
    assert (coming.points_requested, coming.discount_cents) == (200, 20_00)
    used = paid.pop("points")
    assert coming.metadata == {"loyalty": {"points_used": used, **paid}}
