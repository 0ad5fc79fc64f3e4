"""What an event says, in Twilio's own spelling: lower case, and no reason for a failed campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.twilio.brands import registry_id, vetting_score
from sandbox.twilio.registration import Registration
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World


def brand_data(world: World, brand: Json, *, status: str, identity: str | None) -> Json:
    is_failed = status == "FAILED"
    data = {
        "accountsid": world.account_sid,
        "brandsid": brand["sid"],
        "brandstatus": "registration_failed" if is_failed else "registered",
        **_dates(world),
    }
    if is_failed:
        return data | {"brandregistrationerrors": [_error(each) for each in brand["_findings"]]}
    return data | {"identitystatus": identity, "externalbrandid": registry_id(brand)}


def vetted_data(world: World, brand: Json, *, identity: str | None) -> Json:
    data = brand_data(world, brand, status="APPROVED", identity=identity)
    score = vetting_score(brand)
    return data | {"brandvettingoutcome": "PASSED", "vettingscore": score, "brandscore": score}


def campaign_data(world: World, campaign: Json, *, status: str) -> Json:
    """The SID is the campaign's own, which no REST resource shows."""
    data = {
        "accountsid": world.account_sid,
        "brandsid": campaign["brand_registration_sid"],
        "campaignsid": campaign["_hidden_sid"],
        "messagingservicesid": campaign["messaging_service_sid"],
        "a2pusecase": campaign["us_app_to_person_usecase"],
        "campaignregistrationstatus": status,
        "timestamp": _milliseconds(world),
        **_dates(world),
    }
    return data | {"externalcampaignid": campaign["_registry_id"]} if status == "success" else data


def number_data(world: World, number: Json, registration: Registration) -> Json:
    data: Json = {
        "accountsid": world.account_sid,
        "phonenumbersid": number["sid"],
        "phonenumber": number["phone_number"],
        "messagingservicesid": number["_service_sid"],
        "externalstatus": registration.status,
        "id": world.new_sid("NO"),
        "timestamp": _milliseconds(world),
        "updateddate": _milliseconds(world),
    }
    if registration.campaign is not None:
        data["campaignsid"] = registration.campaign["_hidden_sid"]
    if registration.error_code is not None:
        data["failureReason"] = f"https://www.twilio.com/docs/api/errors/{registration.error_code}"
    return data


def _error(finding: Json) -> dict[str, Any]:
    return {
        "registrationerrorcode": finding["error_code"],
        "registrationerrordescription": finding["description"],
        "registrationerrorurl": finding["url"],
        "registrationerrorfields": finding["fields"],
    }


def _dates(world: World) -> Json:
    return {"createddate": _milliseconds(world), "updateddate": _milliseconds(world)}


def _milliseconds(world: World) -> int:
    return int(world.clock.wall() * 1000)
