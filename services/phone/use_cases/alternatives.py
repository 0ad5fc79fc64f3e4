"""Whoever comes too late for a number is shown others that are there now."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from contracts.errors import Code, ServiceError, conflict
from services.phone.domain.orders import MONTHLY_PRICE_CENTS, Wish
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports

MOST_ALTERNATIVES = 5


@contextmanager
def offering_others(ports: Ports, wish: Wish) -> Iterator[None]:
    """Details are strings, so the numbers travel as JSON, each an `AvailableNumber`."""
    try:
        yield
    except ServiceError as refusal:
        if refusal.code != Code.NUMBER_UNAVAILABLE:
            raise
        others = {"alternatives": json.dumps(_others(ports, wish))}
        raise conflict(Code.NUMBER_UNAVAILABLE, refusal.message, others) from refusal


def _others(ports: Ports, wish: Wish) -> list[dict[str, Any]]:
    """None where the search fails: the refusal itself is what has to be told."""
    try:
        found = ports.carrier.search_numbers(
            area_code=wish.area, contains=None, limit=MOST_ALTERNATIVES + 1
        )
    except (CarrierRefused, CarrierUnclear):
        return []
    # Who has just lost a number may still find it listed.
    others = [each for each in found if each.phone_number != wish.phone_number]
    price = {"monthly_price_cents": MONTHLY_PRICE_CENTS}
    return [asdict(each) | price for each in others[:MOST_ALTERNATIVES]]
