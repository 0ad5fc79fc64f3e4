"""The two bundles that a brand is made from: what they contain, their evaluation, their review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.a2p.domain import twilio_mapping
from services.a2p.domain.profile import DEFAULT_COUNTRY, BusinessProfile
from services.a2p.domain.reasons import TwilioReportedError
from services.a2p.domain.twilio_words import Outcome, bundle_outcome
from services.a2p.ports import Bundle, Ports
from services.a2p.use_cases.steps import Journal, Recipe

# Only these may be sent to review; anything later is on its way or decided.
_UNSENT = frozenset({"draft", "twilio-rejected"})


class ProfileRejected(Exception):
    """TrustHub found something wrong in what the tenant told, before or in its review."""

    def __init__(self, errors: tuple[TwilioReportedError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True)
class Registration:
    """What the steps of one tenant's brand share."""

    ports: Ports
    journal: Journal
    tenant_id: str
    profile: BusinessProfile

    def name(self, part: str) -> str:
        """A friendly name that finds the thing again: Twilio has no idempotency keys."""
        return f"servicepro {self.tenant_id} {part}"


def ensure_customer_profile(registration: Registration) -> str:
    """In order: the bundle, its people, the address and its document, all assigned, then review."""
    policy = twilio_mapping.policies_of(_brand_type(registration)).customer_profile
    sid = _ensure_bundle(registration, Bundle.CUSTOMER_PROFILE, policy)
    people = twilio_mapping.customer_profile_end_users(registration.profile)
    parts = [_ensure_end_user(registration, type, values) for type, values in people.items()]
    parts.append(_ensure_address_document(registration))
    # Without the platform's own profile among the parts Twilio answers "primary customer profile
    # bundle is null".
    parts.append(registration.ports.twilio.primary_profile_sid)
    _complete(registration, Bundle.CUSTOMER_PROFILE, sid, policy, parts)
    return sid


def ensure_trust_product(registration: Registration, *, customer_profile_sid: str) -> str:
    policy = twilio_mapping.policies_of(_brand_type(registration)).trust_product
    sid = _ensure_bundle(registration, Bundle.TRUST_PRODUCT, policy)
    details = twilio_mapping.trust_product_end_users(registration.profile)
    parts = [_ensure_end_user(registration, type, values) for type, values in details.items()]
    parts.append(customer_profile_sid)
    _complete(registration, Bundle.TRUST_PRODUCT, sid, policy, parts)
    return sid


def require_not_rejected(ports: Ports, bundle: Bundle, sid: str) -> None:
    """Raises ProfileRejected; a bundle that is still in review is none of the caller's concern."""
    snapshot = ports.twilio.fetch_bundle(bundle, sid)
    if bundle_outcome(snapshot.status).outcome is Outcome.REJECTED:
        raise ProfileRejected(snapshot.errors)


def _brand_type(registration: Registration) -> Any:
    if registration.profile.brand_type is None:
        raise ValueError("a profile without a brand type is never ready")
    return registration.profile.brand_type


def _ensure_bundle(registration: Registration, bundle: Bundle, policy: str) -> str:
    # Another brand type needs bundles of another policy, so the policy is part of the step's name.
    name, twilio = registration.name(f"{bundle} {policy}"), registration.ports.twilio
    return registration.journal.ensure(
        Recipe(
            name=f"{bundle}:{policy}",
            make_from={"policy": policy},
            find=lambda: twilio.find_bundle(bundle, name=name, policy=policy),
            create=lambda: twilio.create_bundle(bundle, name=name, policy=policy),
        )
    )


def _ensure_end_user(registration: Registration, type: str, attributes: Mapping[str, Any]) -> str:
    name, twilio = registration.name(type), registration.ports.twilio
    return registration.journal.ensure(
        Recipe(
            name=f"end_user:{type}",
            make_from=attributes,
            find=lambda: twilio.find_end_user(name=name, type=type),
            create=lambda: twilio.create_end_user(name=name, type=type, attributes=attributes),
            update=lambda sid: twilio.replace_end_user(sid, attributes=attributes),
        )
    )


def _ensure_address_document(registration: Registration) -> str:
    twilio, params = registration.ports.twilio, twilio_mapping.address_params(registration.profile)
    type, step = twilio_mapping.ADDRESS_DOCUMENT, _address_step(registration.profile)
    place, name = registration.name(step), registration.name("address")
    address_sid = registration.journal.ensure(
        Recipe(
            name=step,
            make_from=params,
            find=lambda: twilio.find_address(name=place),
            create=lambda: twilio.create_address(name=place, params=params),
            update=lambda sid: twilio.update_address(sid, params=params),
        )
    )
    attributes = twilio_mapping.address_document(address_sid)
    return registration.journal.ensure(
        Recipe(
            name="address_document",
            make_from=attributes,
            find=lambda: twilio.find_document(name=name, type=type),
            create=lambda: twilio.create_document(name=name, type=type, attributes=attributes),
            update=lambda sid: twilio.replace_document(sid, attributes=attributes),
        )
    )


def _address_step(profile: BusinessProfile) -> str:
    """Another country needs another address, so it is part of the name, for all but the usual."""
    country = profile.address.country_code
    return "address" if country == DEFAULT_COUNTRY else f"address:{country}"


def _complete(
    registration: Registration, bundle: Bundle, sid: str, policy: str, parts: list[str]
) -> None:
    """Assigns what is missing, evaluates, and sends to review what has not been sent."""
    twilio = registration.ports.twilio
    if twilio.fetch_bundle(bundle, sid).status not in _UNSENT:
        return
    assigned = twilio.assigned_to(bundle, sid)
    for part in parts:
        if part not in assigned:
            twilio.assign(bundle, sid, part=part)
    evaluation = twilio.evaluate(bundle, sid, policy=policy)
    if not evaluation.is_compliant:
        raise ProfileRejected(evaluation.errors)
    twilio.send_to_review(bundle, sid)
