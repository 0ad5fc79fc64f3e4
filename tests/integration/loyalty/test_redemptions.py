"""Points used on a booking and given back, on a real database."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.demo import CASEY, CLEAN_MACHINE, SAM, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError

BOOKING = "00000000-0000-4000-8000-00000000b001"


def refusal_of(action: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        action()
    return refused.value


def test_a_redemption_takes_the_points_and_gives_the_discount(loyalty: Any) -> None:
    loyalty.earns(500)
    reply = loyalty.redeems(300, BOOKING)
    assert reply == {"points_used": 300, "discount_cents": 3_000, "balance_after": 200}
    assert loyalty.balance() == 200
    newest, _ = loyalty.entries()
    assert (newest["type"], newest["points"], newest["balance_after"]) == ("REDEEM", -300, 200)
    assert newest["reason"] == "Booking Discount"


def test_a_redemption_tells_of_itself_in_the_same_transaction(loyalty: Any) -> None:
    loyalty.earns(500)
    loyalty.redeems(300, BOOKING)
    type_, data = loyalty.events()[-1]
    assert type_ == "points_redeemed_v1"
    assert (data["booking_id"], data["points"], data["balance_after"]) == (BOOKING, -300, 200)
    assert data["transaction_id"] == loyalty.entries()[0]["id"]


def test_only_what_the_cart_needs_is_used(loyalty: Any) -> None:
    loyalty.earns(500)
    reply = loyalty.redeems(500, cart_total_cents=2_005)
    assert reply == {"points_used": 201, "discount_cents": 2_005, "balance_after": 299}


@pytest.mark.parametrize(
    ("asked", "settings", "reason"),
    [
        ({"requested_points": 0}, {}, "INVALID_AMOUNT"),
        ({"requested_points": -5}, {}, "INVALID_AMOUNT"),
        ({"requested_points": 501}, {}, "INSUFFICIENT_POINTS"),
        ({"cart_total_cents": 7_499}, {"min_cart_total_cents": 7_500}, "MIN_TOTAL_NOT_MET"),
        ({"has_core_service": False}, {"require_core_service": True}, "NO_CORE_SERVICE"),
    ],
)
def test_a_guardrail_blocks_with_its_reason_and_nothing_moves(
    loyalty: Any, asked: dict[str, Any], settings: dict[str, Any], reason: str
) -> None:
    loyalty.earns(500)
    loyalty("put_loyalty_settings", **settings)
    refused = refusal_of(lambda: loyalty.redeems(500, BOOKING, **asked))
    assert (refused.kind, refused.code) == (Kind.INVALID, Code.LOYALTY_REDEMPTION_BLOCKED)
    assert refused.details["reason_code"] == reason
    assert (loyalty.balance(), len(loyalty.entries())) == (500, 1)
    quote = loyalty(
        "check_redemption",
        **{
            "customer_id": CASEY,
            "cart_total_cents": 100_000,
            "has_core_service": True,
            "requested_points": 500,
        }
        | asked,
    )
    assert (quote["can_redeem"], quote["reason_code"]) == (False, reason)
    assert (quote["message"], quote["allowed_points"]) == (refused.message, 0)


def test_whoever_asks_for_more_than_she_has_is_refused_though_the_cart_needs_less(
    loyalty: Any,
) -> None:
    loyalty.earns(500)
    for _ in range(2):
        refused = refusal_of(lambda: loyalty.redeems(501, cart_total_cents=1_000))
        assert refused.details["reason_code"] == "INSUFFICIENT_POINTS"
    assert loyalty.balance() == 500


def test_changed_rules_hold_from_the_next_redemption_on(loyalty: Any) -> None:
    loyalty.earns(500)
    loyalty.redeems(100)
    other_process = type(loyalty)(loyalty.database)
    other_process("put_loyalty_settings", point_value_cents=1)
    assert loyalty.redeems(100)["discount_cents"] == 100
    other_process("put_loyalty_settings", min_cart_total_cents=1_000_000)
    refused = refusal_of(lambda: loyalty.redeems(100))
    assert refused.details["reason_code"] == "MIN_TOTAL_NOT_MET"
    other_process("put_loyalty_settings")
    assert loyalty.redeems(100)["discount_cents"] == 1_000
    other_process.statements.close()


def test_a_statement_survives_the_death_of_its_connection(loyalty: Any, store: Any) -> None:
    loyalty.earns(500)
    [kept] = loyalty.statements._free
    with store.database.transaction() as connection:
        pid = kept.info.backend_pid
        connection.execute(sa.select(sa.func.pg_terminate_backend(pid)))
    assert loyalty.redeems(100)["balance_after"] == 400
    assert kept.closed
    assert kept not in loyalty.statements._free


def test_a_refused_booking_may_redeem_when_the_obstacle_is_gone(loyalty: Any) -> None:
    refusal_of(lambda: loyalty.redeems(300, BOOKING))
    loyalty.earns(500)
    assert loyalty.redeems(300, BOOKING)["points_used"] == 300


def test_a_quote_reserves_nothing(loyalty: Any) -> None:
    loyalty.earns(500)
    quote = loyalty(
        "check_redemption",
        customer_id=CASEY,
        cart_total_cents=3_000,
        has_core_service=False,
        requested_points=500,
    )
    assert (quote["allowed_points"], quote["discount_cents"]) == (300, 3_000)
    assert (quote["reason_code"], quote["message"], quote["fix"]) == (None, None, None)
    assert (loyalty.balance(), len(loyalty.entries())) == (500, 1)


def test_a_repeat_gives_the_first_reply_whatever_happened_since(loyalty: Any) -> None:
    loyalty.earns(500)
    first = loyalty.redeems(300, BOOKING)
    loyalty("put_loyalty_settings", min_cart_total_cents=1_000_000, point_value_cents=1)
    loyalty.redeems(200, cart_total_cents=1_000_000)
    assert loyalty.redeems(300, BOOKING) == first
    assert loyalty.balance() == 0


@pytest.mark.parametrize(
    "other",
    [
        {"requested_points": 299},
        {"cart_total_cents": 99_999},
        {"has_core_service": False},
        {"customer_id": SAM},
    ],
)
def test_a_booking_redeems_once_so_another_body_is_refused(
    loyalty: Any, other: dict[str, Any]
) -> None:
    loyalty.earns(500)
    loyalty.earns(500, SAM)
    loyalty.redeems(300, BOOKING)
    refused = refusal_of(lambda: loyalty.redeems(300, BOOKING, **other))
    assert (refused.kind, refused.code) == (Kind.CONFLICT, Code.IDEMPOTENCY_KEY_REUSED)
    assert (loyalty.balance(), loyalty.balance(SAM)) == (200, 500)


def test_a_reversal_gives_back_exactly_what_was_used_once(loyalty: Any) -> None:
    loyalty.earns(500)
    loyalty.redeems(500, BOOKING, cart_total_cents=3_000)
    first = loyalty("reverse_redemption", booking_id=BOOKING, reason="Booking Cancelled")
    again = loyalty("reverse_redemption", booking_id=BOOKING, reason="for another reason")
    assert first == again == {"points_returned": 300, "balance_after": 500}
    assert [entry["type"] for entry in loyalty.entries()] == ["ADJUST", "REDEEM", "EARN"]
    reversal = loyalty.rows("ledger where reverses_seq is not null")
    assert [(row.points, row.reverses_seq) for row in reversal] == [(300, 2)]
    assert loyalty.events()[-1][0] == "redemption_reversed_v1"


def test_a_redemption_after_its_reversal_takes_nothing(loyalty: Any) -> None:
    loyalty.earns(500)
    reply = loyalty("reverse_redemption", booking_id=BOOKING, reason="Gave up waiting")
    assert reply == {"points_returned": 0, "balance_after": None}
    refused = refusal_of(lambda: loyalty.redeems(300, BOOKING))
    assert (refused.kind, refused.code) == (Kind.CONFLICT, Code.REDEMPTION_REVERSED)
    again = loyalty("reverse_redemption", booking_id=BOOKING, reason="Gave up waiting")
    assert again == reply
    assert (loyalty.balance(), len(loyalty.entries())) == (500, 1)


def test_a_repeat_after_the_reversal_is_no_proof_of_points_used(loyalty: Any) -> None:
    loyalty.earns(500)
    loyalty.redeems(300, BOOKING)
    loyalty("reverse_redemption", booking_id=BOOKING, reason="Booking Cancelled")
    refused = refusal_of(lambda: loyalty.redeems(300, BOOKING))
    assert refused.code == Code.REDEMPTION_REVERSED
    assert (loyalty.balance(), len(loyalty.entries())) == (500, 3)


def test_another_tenants_customer_and_booking_are_out_of_reach(loyalty: Any) -> None:
    loyalty.earns(500, SAM, tenant_id=SHINE_STUDIO)
    loyalty.redeems(100, BOOKING, customer_id=SAM, tenant_id=SHINE_STUDIO)
    refused = refusal_of(lambda: loyalty.redeems(100, customer_id=SAM))
    assert refused.details["reason_code"] == "INSUFFICIENT_POINTS"
    reply = loyalty("reverse_redemption", CLEAN_MACHINE, booking_id=BOOKING, reason="Cancelled")
    assert reply["points_returned"] == 0
    assert loyalty.balance(SAM, SHINE_STUDIO) == 400
    returned = loyalty("reverse_redemption", SHINE_STUDIO, booking_id=BOOKING, reason="Cancelled")
    assert returned == {"points_returned": 100, "balance_after": 500}


def test_a_tenants_own_message_wins_and_our_fix_goes_beside_it(loyalty: Any) -> None:
    loyalty.earns(500)
    own = "Points need a $75 booking. Thanks for shining with us!"
    loyalty("put_loyalty_settings", min_cart_total_cents=7_500, guardrail_message=own)
    refused = refusal_of(lambda: loyalty.redeems(100, str(uuid.uuid4()), cart_total_cents=6_700))
    assert refused.message == own
    assert refused.details["fix"] == "Add $8.00 more to your booking."
    assert refused.details["missing_cents"] == "800"
