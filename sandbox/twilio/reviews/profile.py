"""Why a customer profile is rejected after it was submitted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sandbox.twilio.reviews.evidence import addresses_of, end_users_of
from sandbox.twilio.reviews.rules import Rule, review
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

FREE_MAIL = re.compile(
    r"@(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|proton|protonmail|gmx"
    r"|mail|zoho)\.[a-z.]+",
    re.IGNORECASE,
)
POST_OFFICE_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b", re.IGNORECASE)


@dataclass(frozen=True)
class ProfileFacts:
    """What a profile's reviewer looks at; a starter profile has no website."""

    website: str
    streets: tuple[str, ...]
    first_email: str
    second_email: str


def site_of(address: str) -> str:
    """The last two labels of the host, which decide whether two addresses are one site's."""
    host = urlsplit(address).hostname or address.rpartition("@")[2]
    return ".".join(host.lower().split(".")[-2:])


def _is_free_mail(email: str) -> bool:
    return FREE_MAIL.search(email) is not None


def _has_foreign_email(facts: ProfileFacts) -> bool:
    if not facts.website or not facts.first_email or _is_free_mail(facts.first_email):
        return False
    return site_of(facts.first_email) != site_of(facts.website)


def _has_unknown_street(facts: ProfileFacts) -> bool:
    return any(
        POST_OFFICE_BOX.search(street) or not re.search(r"\d", street) for street in facts.streets
    )


RULES: tuple[Rule[ProfileFacts], ...] = (
    Rule(
        18603,
        ("street",),
        _has_unknown_street,
        "The address could not be found: give the street number as the post office writes it.",
    ),
    Rule(
        18604,
        ("email",),
        lambda facts: bool(facts.website) and _is_free_mail(facts.first_email),
        "Authorized representative 1 could not be verified with a free mail address.",
    ),
    Rule(
        18605,
        ("email",),
        lambda facts: _is_free_mail(facts.second_email),
        "Authorized representative 2 could not be verified with a free mail address.",
    ),
    Rule(
        18606,
        ("email", "website_url"),
        _has_foreign_email,
        "The domain of the representative's e-mail address is not the domain of the website.",
    ),
)


def review_bundle(world: World, *, object_sids: list[str]) -> list[Json]:
    """The reasons to reject; a trust product holds nothing that these rules look at."""
    return [
        {
            "code": finding["error_code"],
            "message": finding["description"],
            "more_info": finding["url"],
            "fields": finding["fields"],
        }
        for finding in review(_facts(world, object_sids), RULES)
    ]


def _facts(world: World, object_sids: list[str]) -> ProfileFacts:
    users = end_users_of(world, object_sids)
    return ProfileFacts(
        website=users.get("customer_profile_business_information", {}).get("website_url", ""),
        streets=tuple(address["street"] for address in addresses_of(world, object_sids)),
        first_email=users.get("authorized_representative_1", {}).get("email", ""),
        second_email=users.get("authorized_representative_2", {}).get("email", ""),
    )
