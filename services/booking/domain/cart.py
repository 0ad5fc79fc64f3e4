"""What is booked and what it costs, in integer cents, before any points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.errors import ServiceError, invalid


@dataclass(frozen=True, kw_only=True)
class OfferedService:
    id: str
    name: str
    price_cents: int
    duration_minutes: int
    is_core: bool


@dataclass(frozen=True)
class Wanted:
    service_id: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """A service at the price and length of the moment it was asked for."""

    service_id: str
    name: str
    quantity: int
    price_cents: int
    duration_minutes: int
    is_core: bool

    @property
    def total_cents(self) -> int:
        return self.price_cents * self.quantity


@dataclass(frozen=True)
class Cart:
    items: tuple[Item, ...]

    @property
    def subtotal_cents(self) -> int:
        return sum(item.total_cents for item in self.items)

    @property
    def duration_minutes(self) -> int:
        """One after another: a booking has one seat."""
        return sum(item.duration_minutes * item.quantity for item in self.items)

    @property
    def has_core_service(self) -> bool:
        return any(item.is_core for item in self.items)


def fill_cart(wanted: Sequence[Wanted], offered: Mapping[str, OfferedService]) -> Cart:
    """`offered` holds what can be booked now, so a service taken off the list is unknown here."""
    seen: set[str] = set()
    problems: dict[str, str] = {}
    for position, one in enumerate(wanted):
        if one.service_id in seen:
            problems[str(position)] = "Name each service once, with its quantity."
        elif one.service_id not in offered:
            problems[str(position)] = "This service is not offered."
        seen.add(one.service_id)
    if problems:
        raise _refused(problems)
    return Cart(tuple(_item(offered[one.service_id], one.quantity) for one in wanted))


def _item(service: OfferedService, quantity: int) -> Item:
    return Item(
        service_id=service.id,
        name=service.name,
        quantity=quantity,
        price_cents=service.price_cents,
        duration_minutes=service.duration_minutes,
        is_core=service.is_core,
    )


def _refused(problems: Mapping[str, str]) -> ServiceError:
    by_position = {position: {"service_id": [text]} for position, text in problems.items()}
    return invalid("Some of these services cannot be booked.", {"services": by_position})
