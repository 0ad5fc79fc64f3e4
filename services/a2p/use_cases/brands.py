"""A tenant's one brand: registered once, watched, corrected within its free tries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contracts.enums import BrandStatus
from services.a2p.domain import twilio_mapping
from services.a2p.domain.money import tries_left
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.twilio_words import brand_status
from services.a2p.ports import Brand, BrandSnapshot, Bundle, Claim, Ports
from services.a2p.use_cases.bundles import (
    Registration,
    ensure_customer_profile,
    ensure_trust_product,
    require_not_rejected,
)
from services.a2p.use_cases.changes import save_brand
from services.a2p.use_cases.reasons import explained
from services.a2p.use_cases.steps import Journal, Recipe


class NoTriesLeft(Exception):
    """Twilio lets a failed brand be corrected three times for free; the fourth it refuses."""


def ensure_brand_for_tenant(ports: Ports, claim: Claim) -> Brand:
    """The tenant's brand, registered if it has none, corrected and resubmitted if it failed.

    A brand costs money: one is made per tenant, ever. Raises ProfileRejected, NoTriesLeft, NotYet,
    TwilioRefused, TwilioUncertain, ClaimLost.
    """
    brand = ensure_bundles(ports, claim)
    if brand.sid is None:
        return _register(ports, claim, brand)
    if brand.status is BrandStatus.FAILED:
        return _resubmit(ports, claim, brand)
    return brand


def ensure_bundles(ports: Ports, claim: Claim) -> Brand:
    """The customer profile and the trust product that a brand is made from, sent to review."""
    with ports.unit_of_work(claim.tenant_id) as work:
        profile, brand = work.profiles.find() or BusinessProfile(), work.brands.get()
    journal = Journal(ports, claim, claim.tenant_id)
    registration = Registration(ports, journal, claim.tenant_id, profile)
    customer_profile = ensure_customer_profile(registration)
    trust_product = ensure_trust_product(registration, customer_profile_sid=customer_profile)
    made = replace(brand, customer_profile_sid=customer_profile, trust_product_sid=trust_product)
    if made != brand:
        _save(ports, claim, made)
    return made


def refresh_brand(ports: Ports, claim: Claim) -> Brand:
    """Asks Twilio how the brand is. Raises ProfileRejected when a bundle of it was refused."""
    with ports.unit_of_work(claim.tenant_id) as work:
        brand = work.brands.get()
    if brand.sid is None:
        return brand
    seen = _seen(ports, brand, ports.twilio.fetch_brand(brand.sid))
    _save(ports, claim, seen)
    if seen.status in (BrandStatus.PENDING, BrandStatus.IN_REVIEW):
        # A brand waits for ever for a bundle that was turned down.
        require_not_rejected(ports, Bundle.CUSTOMER_PROFILE, str(seen.customer_profile_sid))
        require_not_rejected(ports, Bundle.TRUST_PRODUCT, str(seen.trust_product_sid))
    return seen


def _register(ports: Ports, claim: Claim, brand: Brand) -> Brand:
    with ports.unit_of_work(claim.tenant_id) as work:
        profile = work.profiles.find() or BusinessProfile()
    bundles: dict[str, Any] = {
        "customer_profile_sid": brand.customer_profile_sid,
        "trust_product_sid": brand.trust_product_sid,
    }
    params = _brand_params(profile, bundles)
    sid = Journal(ports, claim, claim.tenant_id).ensure(
        Recipe(
            name="brand",
            make_from=params,
            find=lambda: ports.twilio.find_brand(**bundles),
            create=lambda: ports.twilio.create_brand(params),
            paid=True,
        )
    )
    registered = replace(brand, sid=sid, status=BrandStatus.PENDING)
    with ports.unit_of_work(claim.tenant_id) as work:
        work.due.hold(claim)
        save_brand(work, registered, now=ports.clock.now())
        work.route(sid)
        if profile.is_sole_proprietor:
            # Twilio texts the code with the registration, unasked.
            work.brands.note_code_sent(ports.clock.now())
    return registered


def _brand_params(profile: BusinessProfile, bundles: dict[str, Any]) -> dict[str, Any]:
    if profile.brand_type is None:
        raise ValueError("a profile without a brand type is never ready")
    return twilio_mapping.brand_params(profile.brand_type, **bundles)


def _resubmit(ports: Ports, claim: Claim, brand: Brand) -> Brand:
    """The try is counted before it is made: a crash may waste one, and never makes a fourth."""
    seen = _seen(ports, brand, ports.twilio.fetch_brand(str(brand.sid)))
    if seen.status is not BrandStatus.FAILED:
        # An earlier try got through without our hearing of it.
        _save(ports, claim, seen)
        return seen
    if not tries_left(seen.resubmissions_used):
        raise NoTriesLeft
    ports.gate.pass_through()
    tried = replace(
        seen,
        status=BrandStatus.PENDING,
        reasons=(),
        resubmissions_used=seen.resubmissions_used + 1,
    )
    # Twilio still says FAILED until the call is made, so only the count is stored before it.
    _save(ports, claim, replace(seen, resubmissions_used=tried.resubmissions_used))
    ports.twilio.resubmit_brand(str(seen.sid))
    _save(ports, claim, tried)
    return tried


def _seen(ports: Ports, brand: Brand, snapshot: BrandSnapshot) -> Brand:
    reported = brand_status(snapshot.status)
    return replace(
        brand,
        status=reported.status if reported.is_known else brand.status,
        identity_status=snapshot.identity_status,
        score=snapshot.score,
        reasons=explained(ports, snapshot.errors),
    )


def _save(ports: Ports, claim: Claim, brand: Brand) -> None:
    with ports.unit_of_work(claim.tenant_id) as work:
        work.due.hold(claim)
        save_brand(work, brand, now=ports.clock.now())
