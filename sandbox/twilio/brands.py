"""A2P brand registrations: who sends, checked by the registry."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sandbox.twilio import constants, lifecycles
from sandbox.twilio.reviews.brand import BrandFacts, brand_facts, review_brand
from sandbox.twilio.watches import watch_brand
from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed, public

if TYPE_CHECKING:
    from sandbox.twilio.world import World

BRAND_TYPES = ("STANDARD", "SOLE_PROPRIETOR")


def create_brand(world: World, call: Call) -> Answer:
    """Costs money at once, whatever the registry then says."""
    profile_sid = _bundle(world, call, "CustomerProfileBundleSid", "customer_profiles")
    product_sid = _bundle(world, call, "A2PProfileBundleSid", "trust_products")
    brand_type = call.text("BrandType") or "STANDARD"
    if brand_type not in BRAND_TYPES:
        raise ApiError(400, 20001, f"BrandType {brand_type} is not one of {BRAND_TYPES}.")
    now = world.iso_now()
    brand: Json = {
        "sid": world.new_sid("BN"),
        "account_sid": world.account_sid,
        "customer_profile_bundle_sid": profile_sid,
        "a2p_profile_bundle_sid": product_sid,
        "brand_type": brand_type,
        "skip_automatic_sec_vet": call.flag("SkipAutomaticSecVet", default=False),
        "mock": call.flag("Mock", default=False),
        "date_created": now,
        "date_updated": now,
        "_updates": 0,
        "_codes_sent": 1 if brand_type == "SOLE_PROPRIETOR" else 0,
    }
    _submit(world, brand)
    world.table("brands")[brand["sid"]] = brand
    _charge(world, brand)
    return Answer(201, shown_brand(world, brand))


def fetch_brand(world: World, call: Call, *, sid: str) -> Answer:
    return Answer(200, shown_brand(world, find(world, call, "brands", sid)))


def list_brands(world: World, call: Call) -> Answer:
    brands = [shown_brand(world, each) for each in world.newest_first("brands")]
    return listed(call, brands, key="data")


def resubmit_brand(world: World, call: Call, *, sid: str) -> Answer:
    """Takes no body: the registry reads the bundles again."""
    brand = find(world, call, "brands", sid)
    if lifecycles.brand_status(brand, now=world.clock.now()) != "FAILED":
        raise ApiError(400, 21725, "Only a brand that is FAILED can be updated.")
    if brand["_updates"] >= constants.FREE_BRAND_UPDATES:
        raise ApiError(400, 21724, "The limit of brand registration updates is reached.")
    brand["_updates"] += 1
    brand["date_updated"] = world.iso_now()
    _submit(world, brand)
    return Answer(202, shown_brand(world, brand))


def send_code(world: World, call: Call, *, sid: str) -> Answer:
    """Texts the sole proprietor the code once more."""
    brand = find(world, call, "brands", sid)
    if brand["brand_type"] != "SOLE_PROPRIETOR":
        raise ApiError(400, 20001, "Only a sole proprietor brand has a code to send.")
    brand["_codes_sent"] += 1
    return Answer(201, {"account_sid": world.account_sid, "brand_registration_sid": sid})


def shown_brand(world: World, brand: Json) -> Json:
    now = world.clock.now()
    status = lifecycles.brand_status(brand, now=now)
    is_registered = status in ("APPROVED", "SUSPENDED")
    url = f"https://messaging.twilio.com/v1/a2p/BrandRegistrations/{brand['sid']}"
    return public(brand) | {
        "status": status,
        "tcr_id": registry_id(brand) if is_registered else None,
        "errors": brand["_findings"] if status in ("FAILED", "SUSPENDED") else [],
        # Deprecated, and still filled with what helps nobody.
        "failure_reason": "A2P brand registration failed." if status == "FAILED" else None,
        "brand_feedback": ["OTHERS"] if status == "FAILED" else None,
        "brand_score": vetting_score(brand) if is_registered else None,
        "identity_status": lifecycles.identity_status(brand, now=now),
        "russell_3000": False if is_registered else None,
        "government_entity": brand["_is_government"] if is_registered else None,
        "tax_exempt_status": "501c3" if is_registered and brand["_is_nonprofit"] else None,
        "url": url,
        "links": {
            "brand_vettings": f"{url}/Vettings",
            "brand_registration_otps": f"{url}/SmsOtp",
        },
    }


def _submit(world: World, brand: Json) -> None:
    facts = brand_facts(world, brand)
    brand |= {
        "_submitted_at": world.clock.now(),
        "_findings": review_brand(facts),
        "_forced_status": None,
        "_forced_identity": None,
        **_remembered(facts),
    }
    watch_brand(world, brand)


def _remembered(facts: BrandFacts) -> Json:
    """What later questions need, even if the bundles are edited meanwhile."""
    company_type = facts.company_type.replace("_", "").replace("-", "")
    return {
        "_tax_number": facts.tax_number,
        "_legal_name": facts.legal_name,
        "_website": facts.website,
        "_is_government": company_type == "government",
        "_is_nonprofit": company_type == "nonprofit",
        "_ignores_code": facts.mobile_phone.endswith("0000"),
        **_email_check(facts, is_public=company_type == "public"),
    }


def _email_check(facts: BrandFacts, *, is_public: bool) -> Json:
    """A public company confirms by e-mail; a mailbox that is called unread waits for a person."""
    return {
        "_lacks_email": is_public and not facts.contact_email,
        "_email_unconfirmed": is_public and facts.contact_email.startswith("unread@"),
    }


def _charge(world: World, brand: Json) -> None:
    if brand["mock"]:
        return
    is_cheap = brand["skip_automatic_sec_vet"] or brand["brand_type"] == "SOLE_PROPRIETOR"
    cents = constants.LOW_VOLUME_BRAND_FEE if is_cheap else constants.STANDARD_BRAND_FEE
    world.charge("brand", sid=brand["sid"], cents=cents)


def _bundle(world: World, call: Call, name: str, table: str) -> str:
    sid = call.require(name)
    if sid not in world.table(table):
        raise ApiError(400, 20001, f"{name} {sid} is not a bundle of the right kind.")
    return sid


def _digest(brand: Json) -> str:
    return hashlib.sha256(brand["sid"].encode()).hexdigest()


def registry_id(brand: Json) -> str:
    return "B" + _digest(brand)[:6].upper()


def vetting_score(brand: Json) -> int | None:
    """50 to 99, only where the secondary vetting was paid for."""
    if brand["skip_automatic_sec_vet"] or brand["brand_type"] == "SOLE_PROPRIETOR":
        return None
    return 50 + int(_digest(brand)[:4], 16) % 50


BASE = "/messaging.twilio.com/v1/a2p/BrandRegistrations"
ROUTES: list[Route] = [
    ("POST", BASE, create_brand),
    ("GET", BASE, list_brands),
    ("GET", f"{BASE}/<sid>", fetch_brand),
    ("POST", f"{BASE}/<sid>", resubmit_brand),
    ("POST", f"{BASE}/<sid>/SmsOtp", send_code),
]
