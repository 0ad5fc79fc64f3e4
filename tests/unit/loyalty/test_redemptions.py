"""The use case around the ledger: what it asks, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from contracts.enums import TransactionType
from contracts.errors import Code, ServiceError
from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.domain.totals import Day, Totals, each_day
from services.loyalty.ports import Entry, Facts, Posted, PostStatus, Returned, Rules, Transaction
from services.loyalty.service import LoyaltyService

REQUEST: Mapping[str, Any] = MappingProxyType(
    {
        "tenant_id": "t",
        "customer_id": "c",
        "booking_id": "b",
        "cart_total_cents": 10_000,
        "has_core_service": True,
        "requested_points": 100,
    }
)
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@dataclass
class FakeLedger:
    """Others spend `spent_meanwhile` between the look at the balance and the post."""

    balance: int = 500
    spent_meanwhile: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    looks: int = 0
    remembered: Rules | None = None

    def facts(self, tenant_id: str, customer_id: str, booking_id: str | None) -> Facts:
        self.looks += 1
        return Facts(
            balance=self.balance,
            rules=Rules(Guardrails(), 1),
            settled=None,
            is_reversed=False,
        )

    def remembered_rules(self, tenant_id: str) -> Rules | None:
        return self.remembered

    def post(self, entry: Entry) -> Posted:
        if entry.rules_version != 1:
            return self._not_posted(PostStatus.STALE_RULES)
        if self.spent_meanwhile:
            self.balance -= self.spent_meanwhile.pop(0)
        if self.balance < max(-entry.points, entry.least_balance):
            return self._not_posted(PostStatus.INSUFFICIENT)
        self.balance += entry.points
        self.entries.append(entry)
        made = Transaction(
            id="x",
            type=TransactionType.REDEEM,
            points=entry.points,
            balance_after=self.balance,
            reason=entry.reason,
            description=entry.description,
            created_at=NOW,
        )
        return Posted(
            status=PostStatus.POSTED,
            balance=self.balance,
            transaction=made,
            metadata=entry.metadata,
        )

    def _not_posted(self, status: PostStatus) -> Posted:
        return Posted(status=status, balance=self.balance, transaction=None, metadata={})

    def reverse_redemption(
        self, tenant_id: str, booking_id: str, *, reason: str, description: str
    ) -> Returned | None:
        return None


def service_with(ledger: FakeLedger) -> LoyaltyService:
    service: LoyaltyService = worker_factory(LoyaltyService)
    service.ports.ledger = ledger
    return service


def test_a_redemption_writes_down_what_it_was_for() -> None:
    ledger = FakeLedger()
    service_with(ledger).redeem_points(dict(REQUEST))
    (entry,) = ledger.entries
    assert (entry.key, entry.points, entry.booking_id) == ("redeem:b", -100, "b")
    assert entry.metadata == {
        "booking_id": "b",
        "discount_cents": 1_000,
        "cart_total_cents": 10_000,
        "point_value_cents": 10,
    }


def test_with_remembered_rules_a_redemption_needs_no_look_at_the_facts() -> None:
    ledger = FakeLedger(remembered=Rules(Guardrails(), 1))
    reply = service_with(ledger).redeem_points(dict(REQUEST))
    assert reply == {"points_used": 100, "discount_cents": 1_000, "balance_after": 400}
    assert ledger.looks == 0


@pytest.mark.parametrize(
    "outdated",
    [
        Rules(Guardrails(point_value_cents=99), 0),
        Rules(Guardrails(min_cart_total_cents=99_999), 0),
    ],
)
def test_rules_that_have_changed_since_decide_nothing(outdated: Rules) -> None:
    ledger = FakeLedger(remembered=outdated)
    reply = service_with(ledger).redeem_points(dict(REQUEST))
    assert reply == {"points_used": 100, "discount_cents": 1_000, "balance_after": 400}
    assert ledger.looks == 1


def test_points_that_others_spent_meanwhile_are_refused_with_the_new_balance() -> None:
    ledger = FakeLedger(balance=120, spent_meanwhile=[50])
    with pytest.raises(ServiceError) as refused:
        service_with(ledger).redeem_points(dict(REQUEST))
    assert refused.value.code == Code.LOYALTY_REDEMPTION_BLOCKED
    assert refused.value.details["reason_code"] == "INSUFFICIENT_POINTS"
    assert refused.value.message == "You have 70 points available. Use 70 points or fewer."
    assert ledger.entries == []


def test_a_balance_that_never_holds_still_is_told_as_unavailable() -> None:
    ledger = FakeLedger(balance=100)
    ledger.post = lambda entry: Posted(  # type: ignore[method-assign]
        status=PostStatus.INSUFFICIENT, balance=0, transaction=None, metadata={}
    )
    with pytest.raises(ServiceError) as refused:
        service_with(ledger).redeem_points(dict(REQUEST))
    assert (refused.value.code, ledger.looks) == (Code.SERVICE_UNAVAILABLE, 3)


def test_outstanding_is_what_was_earned_less_what_was_used_plus_adjustments() -> None:
    assert Totals(earned=1_000, redeemed=300, adjusted=-50).outstanding == 650


def test_a_series_fills_the_days_on_which_nothing_happened() -> None:
    last = date(2026, 3, 1)
    known = {last: Day(last, 5, 0), last - timedelta(days=2): Day(last - timedelta(days=2), 1, 2)}
    assert each_day(last, 3, known) == [
        Day(date(2026, 2, 27), 1, 2),
        Day(date(2026, 2, 28), 0, 0),
        Day(date(2026, 3, 1), 5, 0),
    ]
