"""A business of some trade, and what it sends."""

from dataclasses import dataclass, field
from typing import Any

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.profile import BusinessProfile
from tests.unit.a2p.domain.builders import a_profile, a_representative

LIMITED, CORPORATION = "Limited Liability Corporation", "Corporation"


@dataclass(frozen=True)
class Trade:
    """A business and what it sends; the two policy pages follow from its website."""

    legal_name: str
    site: str
    use_case: str
    description: str
    flow: str
    samples: tuple[str, ...]
    more: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> CampaignContent:
        pages = {
            "privacy_policy_url": f"https://{self.site}/privacy",
            "terms_and_conditions_url": f"https://{self.site}/terms",
        }
        values = {
            "name": "Texts",
            "use_case": self.use_case,
            "description": self.description,
            "message_flow": self.flow.format(site=self.site),
            "sample_messages": self.samples,
        }
        return CampaignContent(**{**pages, **values, **self.more})

    @property
    def business(self) -> BusinessProfile:
        is_limited = "LLC" in self.legal_name
        told = {
            "legal_name": self.legal_name,
            "business_type": LIMITED if is_limited else CORPORATION,
            "website_url": f"https://{self.site}",
            "brand_contact_email": f"office@{self.site}",
            "representative": a_representative(email=f"boss@{self.site}"),
        }
        return a_profile(**{**told, **self.profile})
