"""The loyalty service, asked over RPC."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from chassis.logs import event
from chassis.rpc import RpcFailure
from chassis.rpc.client import RemoteService
from contracts.errors import Kind, ServiceError, unavailable
from services.booking.domain.booking import Booking, Redemption
from services.booking.domain.cart import Cart
from services.booking.ports import PointsCheck

log = logging.getLogger(__name__)

# Each shorter than the deadline of whoever called us, so that our answer still reaches them.
CHECK_SECONDS = 2.0
REDEEM_SECONDS = 4.0
REVERSE_SECONDS = 3.0
# What is answered so says that nothing was done; after any other failure nobody can tell.
REFUSALS = {Kind.INVALID, Kind.NOT_FOUND, Kind.CONFLICT, Kind.FORBIDDEN}


@dataclass(frozen=True)
class RpcLoyalty:
    loyalty: RemoteService

    def check(self, tenant_id: str, customer_id: str, cart: Cart, *, points: int) -> PointsCheck:
        reply = _ask(
            self.loyalty.check_redemption,
            timeout=CHECK_SECONDS,
            tenant_id=tenant_id,
            customer_id=customer_id,
            **_terms(cart, points),
        )
        return PointsCheck(**{field.name: reply[field.name] for field in fields(PointsCheck)})

    def redeem(self, tenant_id: str, booking: Booking) -> Redemption:
        reply = _ask(
            self.loyalty.redeem_points,
            timeout=REDEEM_SECONDS,
            tenant_id=tenant_id,
            customer_id=booking.customer_id,
            booking_id=booking.id,
            **_terms(booking.cart, booking.points_requested),
        )
        return Redemption(reply["points_used"], reply["discount_cents"], reply["balance_after"])

    def reverse(self, tenant_id: str, booking_id: str, *, reason: str) -> None:
        _ask(
            self.loyalty.reverse_redemption,
            timeout=REVERSE_SECONDS,
            tenant_id=tenant_id,
            booking_id=booking_id,
            reason=reason,
        )


def _terms(cart: Cart, points: int) -> dict[str, Any]:
    return {
        "cart_total_cents": cart.subtotal_cents,
        "has_core_service": cart.has_core_service,
        "requested_points": points,
    }


def _ask(method: Callable[..., dict[str, Any]], **request: Any) -> dict[str, Any]:
    try:
        return method(**request)
    except RpcFailure as failure:
        event(log, "loyalty_failed", level=logging.WARNING, reason=str(failure))
        raise unavailable("loyalty") from failure
    except ServiceError as error:
        if error.kind in REFUSALS:
            raise
        event(log, "loyalty_did_not_answer", level=logging.WARNING, reason=error.code)
        raise unavailable("loyalty") from error
