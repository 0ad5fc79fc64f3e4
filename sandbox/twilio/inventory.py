"""The numbers for sale: the same ones for each area code, whoever asks and whenever."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from sandbox.twilio.wire import Json

STOCK_PER_AREA_CODE = 40
AREA_CODE = re.compile(r"[2-9][0-8]\d")
PATTERN = re.compile(r"[\^+]?[0-9A-Za-z*%]{2,}\$?")
KEYPAD = {
    letter: digit
    for digit, letters in {
        "2": "ABC",
        "3": "DEF",
        "4": "GHI",
        "5": "JKL",
        "6": "MNO",
        "7": "PQRS",
        "8": "TUV",
        "9": "WXYZ",
    }.items()
    for letter in letters
}


@dataclass(frozen=True)
class Place:
    locality: str
    region: str
    postal_code: str
    lata: str
    latitude: float
    longitude: float


PLACES = {
    "202": Place("Washington", "DC", "20001", "236", 38.91, -77.02),
    "206": Place("Seattle", "WA", "98101", "674", 47.61, -122.33),
    "210": Place("San Antonio", "TX", "78205", "566", 29.42, -98.49),
    "212": Place("New York", "NY", "10001", "132", 40.75, -73.99),
    "213": Place("Los Angeles", "CA", "90012", "730", 34.05, -118.24),
    "214": Place("Dallas", "TX", "75201", "552", 32.78, -96.80),
    "215": Place("Philadelphia", "PA", "19103", "228", 39.95, -75.17),
    "303": Place("Denver", "CO", "80202", "656", 39.74, -104.99),
    "305": Place("Miami", "FL", "33101", "460", 25.77, -80.19),
    "312": Place("Chicago", "IL", "60601", "358", 41.88, -87.63),
    "404": Place("Atlanta", "GA", "30303", "438", 33.75, -84.39),
    "415": Place("San Francisco", "CA", "94103", "722", 37.77, -122.42),
    "503": Place("Portland", "OR", "97204", "672", 45.52, -122.68),
    "512": Place("Austin", "TX", "78701", "558", 30.27, -97.74),
    "602": Place("Phoenix", "AZ", "85004", "666", 33.45, -112.07),
    "615": Place("Nashville", "TN", "37203", "470", 36.16, -86.78),
    "617": Place("Boston", "MA", "02108", "128", 42.36, -71.06),
    "702": Place("Las Vegas", "NV", "89101", "721", 36.17, -115.14),
    "713": Place("Houston", "TX", "77002", "560", 29.76, -95.37),
    "737": Place("Austin", "TX", "78701", "558", 30.27, -97.74),
    "808": Place("Honolulu", "HI", "96813", "834", 21.31, -157.86),
}
NOWHERE = Place("", "", "", "", 0.0, 0.0)


def is_area_code(text: str) -> bool:
    return AREA_CODE.fullmatch(text) is not None


def place_of(phone_number: str) -> Place:
    """Where the number is from; nowhere for one whose area code is not in the table."""
    return PLACES.get(phone_number.removeprefix("+1")[:3], NOWHERE)


def friendly(phone_number: str) -> str:
    digits = phone_number.removeprefix("+1")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


@cache
def stock_of(area_code: str) -> tuple[str, ...]:
    """All on the exchange 555, which rings nobody."""
    if area_code not in PLACES:
        return ()
    numbers: list[str] = []
    for attempt in range(4 * STOCK_PER_AREA_CODE):
        digest = hashlib.sha256(f"{area_code}:{attempt}".encode()).hexdigest()
        number = f"+1{area_code}555{1000 + int(digest[:8], 16) % 9000}"
        if number not in numbers:
            numbers.append(number)
    return tuple(numbers[:STOCK_PER_AREA_CODE])


def whole_stock() -> list[str]:
    """A few of each area code before the rest of any."""
    stocks = [stock_of(area_code) for area_code in PLACES]
    return [number for row in zip(*stocks, strict=True) for number in row]


def offer(phone_number: str) -> Json:
    """As a search shows it; every seventh cannot send pictures, every tenth wants an address."""
    place = place_of(phone_number)
    position = stock_of(phone_number[2:5]).index(phone_number)
    return {
        "friendly_name": friendly(phone_number),
        "phone_number": phone_number,
        "lata": place.lata,
        "locality": place.locality,
        "rate_center": place.locality.upper(),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "region": place.region,
        "postal_code": place.postal_code,
        "iso_country": "US",
        "address_requirements": "any" if position % 10 == 9 else "none",
        "beta": False,
        "capabilities": {
            "voice": True,
            "SMS": position % 13 != 12,
            "MMS": position % 7 != 6 and position % 13 != 12,
            "fax": False,
        },
    }


def is_pattern(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None


def matches(phone_number: str, pattern: str) -> bool:
    """`*` is one digit, `%` any number of them; letters are those of a telephone's keys."""
    is_start, is_end = pattern[0] in "^+", pattern.endswith("$")
    digits = "".join(KEYPAD.get(each.upper(), each) for each in pattern.strip("^+$"))
    expression = digits.replace("*", r"\d").replace("%", r"\d*")
    text = phone_number.removeprefix("+")
    if is_start:
        expression = f"1?{expression}"
    found = re.match if is_start else re.search
    return found(f"{expression}$" if is_end else expression, text) is not None
