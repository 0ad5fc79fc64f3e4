"""The audit finds what does not agree, and says nothing when all does."""

import contextlib
import random
import re

import eventlet
import pytest
import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis.settings import Settings
from contracts.demo import CLEAN_MACHINE
from contracts.errors import ServiceError
from services.booking import demo
from services.booking.audit import differences
from services.booking.use_cases import recovery
from tests.integration.booking.conftest import KEYED, POINTS, points

ROUNDS = 40


@pytest.fixture
def audit(store):
    return lambda: list(differences(store.database))


@pytest.fixture
def busy(desk):
    """One of each: with points, without, cancelled, being returned, pending, being released."""
    desk.book(**POINTS)
    desk.book(time="12:30")
    cancelled = desk.book(date="2025-03-05", **points(100))
    desk.cancel(cancelled["id"])
    returning = desk.book(date="2025-03-05", **points(100))
    desk.loyalty.down = True
    desk.cancel(returning["id"])
    desk.loyalty.down = False
    desk.refuses(date="2025-03-05", **points(2_000))
    desk.loyalty.lossy = True
    desk.refuses(date="2025-03-06", **KEYED | points(200))
    desk.loyalty.lossy = False
    return desk


@pytest.fixture
def plant(store):
    """Past all guards: as the owner, without the checks of the table."""
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)

    def run(statement):
        with engine.begin() as connection:
            setting = "select set_config('app.tenant_id', %s, true)"
            connection.exec_driver_sql(setting, (CLEAN_MACHINE,))
            assert connection.exec_driver_sql(statement).rowcount > 0

    return run


def test_a_system_at_work_has_no_differences(busy, audit):
    assert audit() == []
    busy.clock.advance(minutes=5)
    busy.sweep()
    assert audit() == []


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "delete from unsettled_bookings using bookings"
            " where id = booking_id and saga = 'PENDING'",
            "is PENDING, and the sweep does not know",
        ),
        (
            "delete from unsettled_bookings using bookings"
            " where id = booking_id and saga = 'RETURNING'",
            "is RETURNING, and the sweep does not know",
        ),
        ("update unsettled_bookings set holds_seat = false", "is PENDING, and the sweep"),
        ("update bookings set saga = 'RETURNING' where status = 'CANCELLED'", "is RETURNING, and"),
        (
            "insert into unsettled_bookings (tenant_id, booking_id, due_at)"
            " select tenant_id, id, created_at from bookings"
            " where status = 'CONFIRMED' and points_used > 0",
            "has to be settled, but it is SETTLED",
        ),
        (
            "insert into unsettled_bookings (tenant_id, booking_id, due_at)"
            " select tenant_id, gen_random_uuid(), created_at from bookings limit 1",
            "has to be settled, but it is gone",
        ),
        (
            "delete from taken_slots using bookings where id = booking_id and status = 'CONFIRMED'",
            "needs one seat for 6 half hours, and holds 0 on 0 seats",
        ),
        (
            "delete from taken_slots where starts_at = (select min(starts_at) from taken_slots)",
            "needs one seat for 6 half hours, and holds 5 on 1 seats",
        ),
        (
            "update taken_slots set seat = 2"
            " where starts_at = (select max(starts_at) from taken_slots)",
            "needs one seat for 6 half hours, and holds 6 on 2 seats",
        ),
        (
            "update taken_slots set starts_at = starts_at + interval '1 day'",
            "and holds 6 on 1 seats, or at another time",
        ),
        (
            "insert into taken_slots (tenant_id, booking_id, starts_at, seat)"
            " select tenant_id, id, starts_at, 1 from bookings where status = 'CANCELLED' limit 1",
            "needs one seat for 0 half hours, and holds 1 on 1 seats",
        ),
        (
            "update bookings set subtotal_cents = subtotal_cents + 1,"
            " total_cents = total_cents + 1",
            r"costs 15001 - \d+ = \d+ cents, but its services add up to 15000",
        ),
        (
            "update bookings set points_used = points_used - 1 where points_used = 500",
            "used 499 points for 5000 cents, but its redemption is of 500 points for 5000",
        ),
        (
            "update bookings set discount_cents = discount_cents + 1,"
            " total_cents = total_cents - 1 where points_used = 500",
            "used 500 points for 5001 cents, but its redemption is of 500 points for 5000",
        ),
        (
            "update bookings set metadata = '{}', points_used = 0, discount_cents = 0,"
            " total_cents = subtotal_cents where points_used = 500",
            "used 0 points for 0 cents, but its redemption is of 0 points",
        ),
        (
            """update bookings set metadata = '{"loyalty": {}}'"""
            " where points_requested = 0",
            "used 0 points for 0 cents, but .* or is one too many",
        ),
    ],
)
def test_a_planted_difference_is_found(plant, audit, statement, expected):
    plant(statement)
    found = audit()
    assert any(re.search(expected, sentence) for sentence in found), found
    assert all(sentence.startswith(f"Tenant {CLEAN_MACHINE}: ") for sentence in found)


def test_demo_data_add_up(service_database):
    store = service_database("booking")
    demo.load(store.database, Settings(secret_key="of these tests", encryption_keys=()))
    assert list(differences(store.database)) == []


def work_on(desk, chance, known):
    choice = chance.random()
    desk.loyalty.down, desk.loyalty.lossy = chance.random() < 0.2, chance.random() < 0.2
    with contextlib.suppress(ServiceError):
        if choice < 0.6:
            wish = {"date": f"2025-03-{chance.randint(4, 7):02}"} | points(chance.randint(0, 90))
            known.append(desk.book(**wish, idempotency_key=f"key-{chance.randint(1, 5)}")["id"])
        elif choice < 0.8 and known:
            desk.cancel(chance.choice(known))
        else:
            desk.clock.advance(minutes=1)
            recovery.sweep(desk.ports)


def test_nothing_is_found_while_people_book_and_cancel(desk, audit):
    chance, known = random.Random(7), []  # noqa: S311  chance, not a secret
    pool, found = eventlet.GreenPool(8), []
    for _ in range(ROUNDS):
        pool.spawn_n(work_on, desk, chance, known)
        pool.spawn_n(lambda: found.extend(audit()))
    pool.waitall()
    assert (found, bool(known)) == ([], True)
