"""How a booking is told: in answers and in events."""

from collections.abc import Mapping
from typing import Any

from services.booking.domain.booking import Booking
from services.booking.domain.cart import Cart, Item
from services.booking.domain.schedule import Window

Reply = dict[str, Any]


def booking(shown: Booking) -> Reply:
    return priced(shown.cart, shown.window) | {
        "id": shown.id,
        "customer_id": shown.customer_id,
        "status": shown.status,
        "discount_cents": shown.discount_cents,
        "points_used": shown.points_used,
        "total_cents": shown.total_cents,
        "loyalty": _points(shown),
        "created_at": shown.created_at,
    }


def priced(cart: Cart, window: Window) -> Reply:
    """Before any points."""
    return {
        "date": window.day.isoformat(),
        "time": f"{window.at:%H:%M}",
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "items": [_item(item) for item in cart.items],
        "subtotal_cents": cart.subtotal_cents,
        "discount_cents": 0,
        "points_used": 0,
        "total_cents": cart.subtotal_cents,
    }


def event(told: Booking) -> Mapping[str, Any]:
    return {
        "booking_id": told.id,
        "customer_id": told.customer_id,
        "starts_at": told.window.starts_at,
        "subtotal_cents": told.cart.subtotal_cents,
        "discount_cents": told.discount_cents,
        "points_used": told.points_used,
        "points_returned": told.points_returned,
        "total_cents": told.total_cents,
    }


def _item(item: Item) -> Reply:
    return {
        "service_id": item.service_id,
        "name": item.name,
        "quantity": item.quantity,
        "price_cents": item.price_cents,
        "duration_minutes": item.duration_minutes,
        "is_core": item.is_core,
        "total_cents": item.total_cents,
    }


def _points(shown: Booking) -> Reply | None:
    if shown.redemption is None:
        return None
    return {
        "use_points": True,
        "points_requested": shown.points_requested,
        "points_used": shown.points_used,
        "discount_cents": shown.discount_cents,
        "points_returned": shown.points_returned,
    }
