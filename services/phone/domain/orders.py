"""Numbers that a tenant buys for itself."""

from dataclasses import dataclass
from enum import StrEnum

from services.phone.domain.lines import Capabilities

# Numbers cost by the month; more than a small business needs is a mistake or abuse.
MOST_NUMBERS = 3
# Twilio's price of a local number in the US; what a tenant is charged is the platform's affair.
MONTHLY_PRICE_CENTS = 115

TAKEN = "That number has just been taken. Choose another one."
NONE_LEFT = "There are no numbers left in that area. Try another area code."
CANNOT_BE_BOUGHT = "That number cannot be bought here. Choose another one."

# Twilio's codes for "not this one": nothing was bought, and another choice may work.
UNAVAILABLE = {
    21421: CANNOT_BE_BOUGHT,
    21422: TAKEN,
    21451: NONE_LEFT,
    21452: NONE_LEFT,
    # These want an address, a bundle or an identity first, which we do not collect.
    21615: CANNOT_BE_BOUGHT,
    21631: CANNOT_BE_BOUGHT,
    21649: CANNOT_BE_BOUGHT,
    21650: CANNOT_BE_BOUGHT,
}


class OrderState(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A certain number, or any of an area."""

    phone_number: str | None = None
    area_code: str | None = None

    @property
    def area(self) -> str | None:
        """Of a number in North America, which all that we sell are."""
        if self.phone_number is None:
            return self.area_code
        country, area = self.phone_number[:2], self.phone_number[2:5]
        return area if country == "+1" else None


@dataclass(frozen=True, kw_only=True)
class Order:
    id: str
    wish: Wish
    state: OrderState
    twilio_error: int | None = None


@dataclass(frozen=True, kw_only=True)
class AvailableNumber:
    phone_number: str
    locality: str | None
    region: str | None
    capabilities: Capabilities


def order_name(order_id: str) -> str:
    """By this a number that was bought is found again; Twilio takes 64 characters."""
    return f"ServicePro order {order_id}"
