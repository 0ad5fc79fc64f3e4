"""Campaign use cases, and which of them a brand may register."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sandbox.twilio.wire import Answer, Call, Json, Route, find

if TYPE_CHECKING:
    from sandbox.twilio.world import World


@dataclass(frozen=True)
class UseCase:
    code: str
    name: str
    description: str
    post_approval_required: bool = False


USE_CASES = (
    UseCase("2FA", "Two-factor authentication", "One-time codes and password resets"),
    UseCase("ACCOUNT_NOTIFICATION", "Account notification", "Reminders, alerts and receipts"),
    UseCase("AGENTS_FRANCHISES", "Agents and franchises", "One brand, many local offices", True),
    UseCase("CHARITY", "Charity", "Appeals and news of a tax-exempt charity"),
    UseCase("CUSTOMER_CARE", "Customer care", "Support and account management"),
    UseCase("DELIVERY_NOTIFICATION", "Delivery notification", "Where a product or service is"),
    UseCase("EMERGENCY", "Emergency", "Public safety and disaster alerts", True),
    UseCase("FRAUD_ALERT", "Fraud alert", "Suspicious activity on an account"),
    UseCase("HIGHER_EDUCATION", "Higher education", "Colleges and universities"),
    UseCase("K12_EDUCATION", "K-12 education", "Schools and their districts", True),
    UseCase("LOW_VOLUME", "Low volume mixed", "Several purposes, few messages"),
    UseCase("MARKETING", "Marketing", "Offers and promotions"),
    UseCase("MIXED", "Mixed", "Several purposes"),
    UseCase("POLITICAL", "Political", "Election campaigns"),
    UseCase("POLLING_VOTING", "Polling and voting", "Surveys outside of politics"),
    UseCase("PROXY", "Proxy", "Two people who do not see each other's number", True),
    UseCase("PUBLIC_SERVICE_ANNOUNCEMENT", "Public service announcement", "News of public use"),
    UseCase("SECURITY_ALERT", "Security alert", "A system that may be compromised"),
    UseCase("SOCIAL", "Social", "Influencers and communities", True),
    UseCase("SWEEPSTAKE", "Sweepstake", "Sweepstakes and contests", True),
)
SOLE_PROPRIETOR = UseCase("SOLE_PROPRIETOR", "Sole proprietor", "All messages of one person")
ALL_CODES = {each.code for each in (*USE_CASES, SOLE_PROPRIETOR)}
NONPROFIT_ONLY = ("CHARITY",)
PUBLIC_BODIES_ONLY = ("EMERGENCY",)
# A political campaign needs a vetting token that this sandbox does not hand out.
NEVER = ("POLITICAL",)


def allowed_for(brand: Json) -> list[UseCase]:
    if brand["brand_type"] == "SOLE_PROPRIETOR":
        return [SOLE_PROPRIETOR]
    refused = set(NEVER)
    if not brand["_is_nonprofit"]:
        refused |= set(NONPROFIT_ONLY)
    if not (brand["_is_nonprofit"] or brand["_is_government"]):
        refused |= set(PUBLIC_BODIES_ONLY)
    return [each for each in USE_CASES if each.code not in refused]


def list_use_cases(world: World, call: Call, *, service_sid: str) -> Answer:
    """All of them where no brand is named."""
    find(world, call, "services", service_sid)
    brand_sid = call.query.get("BrandRegistrationSid")
    offered = allowed_for(find(world, call, "brands", brand_sid)) if brand_sid else USE_CASES
    return Answer(200, {"us_app_to_person_usecases": [asdict(each) for each in offered]})


ROUTES: list[Route] = [
    (
        "GET",
        "/messaging.twilio.com/v1/Services/<service_sid>/Compliance/Usa2p/Usecases",
        list_use_cases,
    ),
]
