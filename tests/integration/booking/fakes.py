"""A loyalty that keeps a ledger, and ways to make it and us fail at any step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.demo import CASEY
from contracts.errors import Code, Kind, ServiceError, conflict, unavailable
from services.booking.domain.booking import Booking, Redemption
from services.booking.domain.cart import Cart
from services.booking.ports import PointsCheck

POINT_CENTS = 10
MIN_TOTAL_CENTS = 75_00


class Killed(BaseException):
    """The process ends here: nothing below may catch it."""


@dataclass
class Killer:
    """Counts the steps that are passed and kills at the one that was named."""

    at: int | None = None
    passed: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self.at:
            raise Killed(name)

    def rest(self) -> None:
        self.at, self.passed = None, []


@dataclass
class FakeLedger:
    """Loyalty's promises: once for a booking, reversed once, never after a reversal."""

    balances: dict[str, int] = field(default_factory=lambda: {CASEY: 1_000})
    redeemed: dict[str, tuple[str, Redemption]] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)

    def check(self, customer_id: str, *, cart_cents: int, is_core: bool, points: int) -> Any:
        balance = self.balances.get(customer_id, 0)
        reason = _reason(balance, cart_cents, is_core, points)
        used = 0 if reason else min(points, -(-cart_cents // POINT_CENTS))
        return PointsCheck(
            can_redeem=reason is None,
            allowed_points=used,
            discount_cents=min(used * POINT_CENTS, cart_cents),
            balance=balance,
            most_points=min(balance, -(-cart_cents // POINT_CENTS)),
            reason_code=reason,
            message="Not with this booking." if reason else None,
            fix=None,
        )

    def redeem(self, booking_id: str, customer_id: str, **terms: Any) -> Redemption:
        self.calls.append("redeem")
        if booking_id in self.reversed:
            raise conflict(Code.REDEMPTION_REVERSED, "Reversed.")
        if booking_id in self.redeemed:
            return self.redeemed[booking_id][1]
        check = self.check(customer_id, **terms)
        if not check.can_redeem:
            raise ServiceError(
                Kind.INVALID,
                Code.LOYALTY_REDEMPTION_BLOCKED,
                str(check.message),
                {"reason_code": check.reason_code},
            )
        self.balances[customer_id] -= check.allowed_points
        taken = Redemption(check.allowed_points, check.discount_cents, self.balances[customer_id])
        self.redeemed[booking_id] = (customer_id, taken)
        return taken

    def reverse(self, booking_id: str) -> int:
        self.calls.append("reverse")
        if booking_id in self.reversed:
            return 0
        self.reversed.add(booking_id)
        customer_id, taken = self.redeemed.get(booking_id, (None, None))
        if customer_id is None or taken is None:
            return 0
        self.balances[customer_id] += taken.points_used
        return taken.points_used

    @property
    def held(self) -> dict[str, int]:
        """Points that bookings hold now."""
        return {
            booking_id: taken.points_used
            for booking_id, (_, taken) in self.redeemed.items()
            if booking_id not in self.reversed
        }


def _reason(balance: int, cart_cents: int, is_core: bool, points: int) -> str | None:
    if points <= 0:
        return "INVALID_AMOUNT"
    if points > balance:
        return "INSUFFICIENT_POINTS"
    if cart_cents < MIN_TOTAL_CENTS:
        return "MIN_TOTAL_NOT_MET"
    return None if is_core else "NO_CORE_SERVICE"


@dataclass
class FakeLoyalty:
    """The port. `down` loses requests; `lossy` loses answers, after the effect."""

    ledger: FakeLedger
    killer: Killer
    down: bool = False
    lossy: bool = False
    meanwhile: Callable[[], Any] = lambda: None

    def check(self, tenant_id: str, customer_id: str, cart: Cart, *, points: int) -> PointsCheck:
        with self._call("check"):
            return self.ledger.check(customer_id, **_terms(cart, points))

    def redeem(self, tenant_id: str, booking: Booking) -> Redemption:
        with self._call("redeem"):
            terms = _terms(booking.cart, booking.points_requested)
            return self.ledger.redeem(booking.id, booking.customer_id, **terms)

    def reverse(self, tenant_id: str, booking_id: str, *, reason: str) -> None:
        assert reason
        with self._call("reverse"):
            self.ledger.reverse(booking_id)

    @contextmanager
    def _call(self, name: str) -> Iterator[None]:
        self.killer.step(f"before {name}")
        if self.down:
            raise unavailable("loyalty")
        yield
        self.meanwhile()
        self.killer.step(f"after {name}")
        if self.lossy:
            raise unavailable("loyalty")


def _terms(cart: Cart, points: int) -> dict[str, Any]:
    return {
        "cart_cents": cart.subtotal_cents,
        "is_core": cart.has_core_service,
        "points": points,
    }


def deadly(unit_of_work: Any, killer: Killer) -> Any:
    """The unit of work with a step before each transaction, at its end, and after its commit."""

    @contextmanager
    def begin(tenant_id: str | None) -> Iterator[Any]:
        killer.step("before a transaction")
        with unit_of_work(tenant_id) as work:
            yield work
            killer.step("before a commit")
        killer.step("after a commit")

    return begin


class Clock:
    """A Monday morning in Chicago: 08:00 on 3 March 2025."""

    def __init__(self) -> None:
        self._now = datetime(2025, 3, 3, 14, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)
