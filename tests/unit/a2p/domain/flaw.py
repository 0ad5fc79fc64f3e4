"""A flaw: a change to the builders' good campaign or profile, and the rule that must notice it."""

from dataclasses import dataclass, field
from typing import Any

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.profile import BusinessProfile
from tests.unit.a2p.domain.builders import a_content, a_profile, a_sole_proprietor


@dataclass(frozen=True)
class Flaw:
    """`content` and `profile` are the changes; `sole` starts from a sole proprietor."""

    rule_id: str
    field: str
    content: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    sole: bool = False
    suggests: bool = False

    def built(self) -> tuple[CampaignContent, BusinessProfile]:
        if self.sole:
            profile = a_sole_proprietor(**self.profile)
            return a_content(**{"use_case": "SOLE_PROPRIETOR", **self.content}), profile
        return a_content(**self.content), a_profile(**self.profile)
