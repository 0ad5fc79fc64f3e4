"""A2P campaigns: what a brand sends, and how people agreed to it. One per messaging service."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sandbox.twilio import constants, lifecycles
from sandbox.twilio.limits import REQUIRED_TO_CREATE, REQUIRED_TO_UPDATE, check_campaign_form
from sandbox.twilio.news import tell_campaign_deletion
from sandbox.twilio.reviews.campaign import fails_intake, review_campaign
from sandbox.twilio.reviews.campaign_facts import campaign_facts
from sandbox.twilio.usecases import ALL_CODES, allowed_for
from sandbox.twilio.watches import watch_campaign
from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed, not_found, public

if TYPE_CHECKING:
    from sandbox.twilio.world import World

DEFAULT_OPT_OUT = (
    "You have successfully been unsubscribed. You will not receive any more messages from this"
    " number. Reply START to resubscribe."
)
DEFAULT_HELP = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
DEFAULT_KEYWORDS = {
    "opt_in_keywords": ["START"],
    "opt_out_keywords": ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"],
    "help_keywords": ["HELP", "INFO"],
}
URL_FIELDS = ("privacy_policy_url", "terms_and_conditions_url")
# Reviewers send these to Support: no edit is taken.
FINAL_CODES = frozenset({30882, 30883, 30884, 30885, 30897})


def create_campaign(world: World, call: Call, *, service_sid: str) -> Answer:
    find(world, call, "services", service_sid)
    check_campaign_form(call, required=REQUIRED_TO_CREATE)
    brand = _usable_brand(world, call.require("BrandRegistrationSid"))
    use_case = call.require("UsAppToPersonUsecase")
    _check_use_case(use_case, brand)
    if service_sid in world.table("campaigns"):
        raise ApiError(409, 20409, "This Messaging Service already has a campaign.")
    _check_sole_proprietor_limit(world, brand)
    campaign = _new_campaign(world, call, brand, service_sid=service_sid, use_case=use_case)
    _submit(world, campaign, is_edited=False)
    world.table("campaigns")[service_sid] = campaign
    if not campaign["mock"]:
        cents = constants.CAMPAIGN_VETTING_FEE
        world.charge("campaign_vetting", sid=campaign["_hidden_sid"], cents=cents)
    return Answer(201, _shown_to(world, call, campaign))


def fetch_campaign(world: World, call: Call, *, service_sid: str, sid: str) -> Answer:
    return Answer(200, _shown_to(world, call, _campaign(world, call, service_sid, sid)))


def list_campaigns(world: World, call: Call, *, service_sid: str) -> Answer:
    find(world, call, "services", service_sid)
    campaign = world.table("campaigns").get(service_sid)
    found = [] if campaign is None else [_shown_to(world, call, campaign)]
    return listed(call, found, key="compliance")


def update_campaign(world: World, call: Call, *, service_sid: str, sid: str) -> Answer:
    """Goes back to review at no cost; date_updated stays as it was, as it does at Twilio."""
    campaign = _campaign(world, call, service_sid, sid)
    check_campaign_form(call, required=REQUIRED_TO_UPDATE)
    _check_editable(campaign, now=world.clock.now())
    campaign |= _edited_fields(call)
    _submit(world, campaign, is_edited=True)
    return Answer(200, _shown_to(world, call, campaign))


def delete_campaign(world: World, call: Call, *, service_sid: str, sid: str) -> Answer:
    tell_campaign_deletion(world, _campaign(world, call, service_sid, sid))
    del world.table("campaigns")[service_sid]
    return Answer(204)


def shown_campaign(world: World, campaign: Json) -> Json:
    """Everything, both URL fields included."""
    status = lifecycles.campaign_status(campaign, now=world.clock.now())
    is_registered = status in ("VERIFIED", "SUSPENDED")
    path = f"/v1/Services/{campaign['messaging_service_sid']}/Compliance/Usa2p"
    return public(campaign) | {
        "campaign_status": status,
        "campaign_id": campaign["_registry_id"] if is_registered else None,
        "rate_limits": _rate_limits(campaign) if is_registered else None,
        "errors": campaign["_findings"] if status in ("FAILED", "SUSPENDED") else [],
        "url": f"https://messaging.twilio.com{path}/{constants.CAMPAIGN_SID}",
    }


def _shown_to(world: World, call: Call, campaign: Json) -> Json:
    """The URL fields are absent, not null, unless the caller asks for version 1.2."""
    shown = shown_campaign(world, campaign)
    if call.headers.get("X-Twilio-Api-Version") == "v1.2":
        return shown
    return {name: value for name, value in shown.items() if name not in URL_FIELDS}


def _usable_brand(world: World, sid: str) -> Json:
    brand = world.table("brands").get(sid)
    if brand is None:
        raise ApiError(400, 21717, f"Brand {sid} is not registered or not valid.")
    now = world.clock.now()
    status = lifecycles.brand_status(brand, now=now)
    if status == "SUSPENDED":
        raise ApiError(400, 21731, f"Brand {sid} is suspended.")
    is_identified = lifecycles.identity_status(brand, now=now) in ("VERIFIED", "VETTED_VERIFIED")
    if status != "APPROVED" or not is_identified:
        raise ApiError(400, 21717, f"Brand {sid} is not registered or not valid.")
    if brand["_lacks_email"]:
        raise ApiError(400, 21737, f"Brand {sid} has no contact e-mail address.")
    if brand["_email_unconfirmed"]:
        raise ApiError(400, 21736, f"The contact of brand {sid} has not confirmed by e-mail.")
    return brand


def _check_use_case(use_case: str, brand: Json) -> None:
    if use_case not in ALL_CODES:
        raise ApiError(400, 21719, f"UsAppToPersonUsecase {use_case} is not a use case.")
    if use_case not in {each.code for each in allowed_for(brand)}:
        raise ApiError(400, 21720, f"The brand may not register the use case {use_case}.")


def _check_sole_proprietor_limit(world: World, brand: Json) -> None:
    if brand["brand_type"] != "SOLE_PROPRIETOR":
        return
    brands = [each["brand_registration_sid"] for each in world.table("campaigns").values()]
    if brand["sid"] in brands:
        raise ApiError(400, 21732, "A sole proprietor brand has one campaign at most.")


def _new_campaign(
    world: World, call: Call, brand: Json, *, service_sid: str, use_case: str
) -> Json:
    now = world.iso_now()
    hidden_sid = world.new_sid("CM")
    return {
        "sid": constants.CAMPAIGN_SID,
        "account_sid": world.account_sid,
        "brand_registration_sid": brand["sid"],
        "messaging_service_sid": service_sid,
        "us_app_to_person_usecase": use_case,
        **_content(call),
        **_replies(call),
        "subscriber_opt_in": call.flag("SubscriberOptIn", default=False),
        "is_externally_registered": False,
        "mock": brand["mock"],
        "date_created": now,
        "date_updated": now,
        "_hidden_sid": hidden_sid,
        "_registry_id": "C" + hashlib.sha256(hidden_sid.encode()).hexdigest()[:6].upper(),
        "_submissions": 0,
    }


def _content(call: Call) -> Json:
    """What can be edited after a rejection."""
    return {
        "description": call.require("Description"),
        "message_flow": call.require("MessageFlow"),
        "message_samples": call.texts("MessageSamples"),
        "has_embedded_links": call.flag("HasEmbeddedLinks"),
        "has_embedded_phone": call.flag("HasEmbeddedPhone"),
        "age_gated": call.flag("AgeGated", default=False),
        "direct_lending": call.flag("DirectLending", default=False),
        "privacy_policy_url": call.text("PrivacyPolicyUrl") or None,
        "terms_and_conditions_url": call.text("TermsAndConditionsUrl") or None,
    }


def _edited_fields(call: Call) -> Json:
    """A URL that is not sent is kept: of these fields only the seven are required."""
    content = _content(call)
    return {
        name: value
        for name, value in content.items()
        if name not in URL_FIELDS or value is not None
    }


def _replies(call: Call) -> Json:
    """Only settable at creation; `_given` tells a reviewer what the customer really wrote."""
    given: Json = {
        "opt_in_message": call.text("OptInMessage"),
        "opt_out_message": call.text("OptOutMessage"),
        "help_message": call.text("HelpMessage"),
        "opt_in_keywords": call.texts("OptInKeywords"),
        "opt_out_keywords": call.texts("OptOutKeywords"),
        "help_keywords": call.texts("HelpKeywords"),
    }
    defaults = {"opt_out_message": DEFAULT_OPT_OUT, "help_message": DEFAULT_HELP}
    defaults |= DEFAULT_KEYWORDS  # type: ignore[arg-type]
    filled = {name: value or defaults.get(name) for name, value in given.items()}
    return filled | {"_given": given}


def _submit(world: World, campaign: Json, *, is_edited: bool) -> None:
    findings = review_campaign(campaign_facts(world, campaign))
    campaign |= {
        "_submitted_at": world.clock.now(),
        "_findings": findings,
        "_fails_intake": fails_intake(findings),
        "_is_edited": is_edited,
        "_forced_status": None,
        "_submissions": campaign["_submissions"] + 1,
    }
    watch_campaign(world, campaign)


def _check_editable(campaign: Json, *, now: float) -> None:
    status = lifecycles.campaign_status(campaign, now=now)
    if status == "SUSPENDED":
        raise ApiError(400, 21729, "The campaign is suspended.")
    if status != "FAILED":
        raise ApiError(409, 20409, f"A campaign that is {status} cannot be edited.")
    codes = {finding["error_code"] for finding in campaign["_findings"]}
    if codes & FINAL_CODES:
        raise ApiError(409, 20409, "This rejection is final; please contact Support.")


def _rate_limits(campaign: Json) -> Json:
    is_small = campaign["us_app_to_person_usecase"] in ("LOW_VOLUME", "SOLE_PROPRIETOR")
    if is_small:
        return {"att": {"mps": 1.25, "msg_class": "T"}, "tmobile": {"brand_tier": "LOW"}}
    return {"att": {"mps": 60, "msg_class": "C"}, "tmobile": {"brand_tier": "UPPER_MID"}}


def _campaign(world: World, call: Call, service_sid: str, sid: str) -> Json:
    find(world, call, "services", service_sid)
    campaign = find(world, call, "campaigns", service_sid)
    if sid != constants.CAMPAIGN_SID:
        raise not_found(call)
    return campaign


BASE = "/messaging.twilio.com/v1/Services/<service_sid>/Compliance/Usa2p"
ROUTES: list[Route] = [
    ("POST", BASE, create_campaign),
    ("GET", BASE, list_campaigns),
    ("GET", f"{BASE}/<sid>", fetch_campaign),
    ("POST", f"{BASE}/<sid>", update_campaign),
    ("DELETE", f"{BASE}/<sid>", delete_campaign),
]
