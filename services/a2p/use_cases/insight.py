"""What a tenant may want to know before it acts: costs, differences, use cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from contracts.enums import BrandStatus, BrandType
from contracts.errors import Code, Kind, ServiceError, conflict
from services.a2p.domain import money
from services.a2p.domain.diff import differences
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.use_case_list import OfferedUseCases, UseCase, usual_use_cases
from services.a2p.ports import Ports, TwilioRefused, TwilioUncertain
from services.a2p.use_cases.refusals import controlled
from services.a2p.use_cases.views import View, page_of


def diff_campaign(
    ports: Ports, tenant_id: str, campaign_id: str, *, page: int, page_size: int
) -> View:
    """Our draft beside what Twilio holds now, read back with both policy URLs."""
    with ports.unit_of_work(tenant_id) as work:
        campaign = work.campaigns.get(campaign_id)
    held = None
    if campaign.exists_at_twilio and campaign.messaging_service_sid is not None:
        with asking_twilio():
            held = ports.twilio.find_campaign(campaign.messaging_service_sid)
    if held is None:
        raise conflict(Code.CAMPAIGN_NOT_SUBMITTED, _NOT_HELD)
    found = [asdict(each) for each in differences(campaign.content, held.content)]
    return page_of(found, page=page, page_size=page_size)


def get_submission_costs(ports: Ports, tenant_id: str, campaign_id: str) -> View:
    """Of the next submission or resubmission of this campaign; the amounts are approximate."""
    with ports.unit_of_work(tenant_id) as work:
        campaign, brand = work.campaigns.get(campaign_id), work.brands.get()
        profile = work.profiles.find() or BusinessProfile()
    brand_exists, campaign_exists = brand.sid is not None, campaign.exists_at_twilio
    fees = money.fees_before_submission(
        profile.brand_type or BrandType.LOW_VOLUME_STANDARD,
        brand_exists=brand_exists,
        campaign_exists=campaign_exists,
    )
    final = money.what_is_final(
        brand_exists=brand_exists,
        brand_has_failed=brand.status is BrandStatus.FAILED,
        campaign_exists=campaign_exists,
    )
    return {
        "fees": [asdict(fee) for fee in fees],
        "due_now_cents": money.due_now_cents(fees),
        "monthly_cents": money.monthly_cents(fees),
        "is_approximate": True,
        "brand_submissions_left": money.tries_left(brand.resubmissions_used),
        "is_irreversible": bool(final),
        "irreversible_steps": final,
    }


def list_use_cases(ports: Ports, tenant_id: str, *, page: int, page_size: int) -> View:
    """As Twilio offers them to this brand, at most a day old; ours before a brand exists."""
    with ports.unit_of_work(tenant_id) as work:
        brand, known = work.brands.get(), work.use_cases.find()
        profile = work.profiles.find() or BusinessProfile()
        services = [campaign.messaging_service_sid for campaign in work.campaigns.all()]
    if brand.status is not BrandStatus.APPROVED or brand.sid is None:
        return _listed(usual_use_cases(profile.brand_type), None, page, page_size)
    if known is None or known.brand_sid != brand.sid or not known.is_fresh(ports.clock.now()):
        under = next((sid for sid in services if sid is not None), None)
        known = fetch_use_cases(ports, tenant_id, brand.sid, service_sid=under) or known
    if known is None:
        return _listed(usual_use_cases(profile.brand_type), None, page, page_size)
    return _listed(known.use_cases, known, page, page_size)


def fetch_use_cases(
    ports: Ports, tenant_id: str, brand_sid: str, *, service_sid: str | None
) -> OfferedUseCases | None:
    """None where Twilio gives no list: an older one, or the usual one, then serves."""
    try:
        offered = tuple(ports.twilio.use_cases_of(brand_sid, service_sid=service_sid))
    except (TwilioRefused, TwilioUncertain):
        return None
    if not offered:
        return None
    known = OfferedUseCases(brand_sid, offered, ports.clock.now())
    with ports.unit_of_work(tenant_id) as work:
        work.use_cases.save(known)
    return known


@contextmanager
def asking_twilio() -> Iterator[None]:
    """What a caller is told when Twilio refuses a question or does not answer it."""
    try:
        yield
    except TwilioRefused as refused:
        raise controlled(refused) from None
    except TwilioUncertain:
        raise ServiceError(Kind.UPSTREAM, Code.A2P_TWILIO_ERROR, _NO_ANSWER) from None


def _listed(
    use_cases: tuple[UseCase, ...], offered: OfferedUseCases | None, page: int, page_size: int
) -> View:
    shown = [asdict(use_case) for use_case in use_cases]
    return {
        **page_of(shown, page=page, page_size=page_size),
        "is_specific_to_brand": offered is not None,
        "fetched_at": offered.fetched_at if offered else None,
    }


_NOT_HELD = "Twilio does not hold this campaign yet, so there is nothing to compare it with."
_NO_ANSWER = "Twilio is not answering right now. Nothing was changed; try again shortly."
