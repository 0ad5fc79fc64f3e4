"""What the reviewer of a campaign has on the desk: its texts and who stands behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sandbox.twilio import constants
from sandbox.twilio.reviews.brand import without_suffix
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World


def plain(text: str) -> str:
    """Lower case, straight quotes, single spaces: what the patterns are written against."""
    straight = text.replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"')
    return re.sub(r"\s+", " ", straight).lower().strip()


def name_words(name: str) -> str:
    """A name as words only: "Joe's Auto-Spa, LLC" is "joe s auto spa"."""
    return re.sub(r"[^a-z0-9]+", " ", plain(without_suffix(name))).strip()


@dataclass(frozen=True)
class CampaignFacts:
    use_case: str
    business_name: str
    website: str
    description: str
    flow: str
    samples: tuple[str, ...]
    opt_in_message: str
    opt_out_message: str
    help_message: str
    opt_in_keywords: tuple[str, ...]
    opt_out_keywords: tuple[str, ...]
    has_links: bool
    has_phone: bool
    is_age_gated: bool
    is_direct_lending: bool
    privacy_url: str
    terms_url: str
    other_names: tuple[str, ...]

    @cached_property
    def all_samples(self) -> str:
        return " \n ".join(self.samples)

    @cached_property
    def messages(self) -> str:
        """All that would be sent to a phone."""
        replies = (self.opt_in_message, self.opt_out_message, self.help_message)
        return " \n ".join([self.all_samples, *replies])

    @cached_property
    def subject_matter(self) -> str:
        """What the campaign is about: the description and the samples."""
        return f"{self.description} \n {self.all_samples}"

    @cached_property
    def everything(self) -> str:
        return f"{self.description} \n {self.flow} \n {self.messages}"


def campaign_facts(world: World, campaign: Json) -> CampaignFacts:
    brand = world.table("brands")[campaign["brand_registration_sid"]]
    given = campaign["_given"]
    return CampaignFacts(
        use_case=campaign["us_app_to_person_usecase"],
        business_name=brand["_legal_name"],
        website=brand["_website"],
        description=plain(campaign["description"]),
        flow=plain(campaign["message_flow"]),
        samples=tuple(plain(sample) for sample in campaign["message_samples"]),
        opt_in_message=plain(given["opt_in_message"] or ""),
        opt_out_message=plain(given["opt_out_message"] or ""),
        help_message=plain(given["help_message"] or ""),
        opt_in_keywords=tuple(word.lower() for word in given["opt_in_keywords"]),
        opt_out_keywords=tuple(word.lower() for word in given["opt_out_keywords"]),
        has_links=campaign["has_embedded_links"],
        has_phone=campaign["has_embedded_phone"],
        is_age_gated=campaign["age_gated"],
        is_direct_lending=campaign["direct_lending"],
        privacy_url=campaign["privacy_policy_url"] or "",
        terms_url=campaign["terms_and_conditions_url"] or "",
        other_names=_other_names(world, brand),
    )


def _other_names(world: World, brand: Json) -> tuple[str, ...]:
    """Whom this campaign must not speak for: the platform, Twilio, the account's other brands.

    A one-word name of another brand is left out: it may be a word of every day.
    """
    own = name_words(brand["_legal_name"])
    others = {name_words(each["_legal_name"]) for each in world.table("brands").values()}
    confusable = {name for name in others if " " in name and name not in own and own not in name}
    platforms = {name_words(constants.PLATFORM_NAME), "twilio"} - {own}
    return tuple(sorted(platforms | confusable))
