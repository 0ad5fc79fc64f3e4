"""What Twilio does not offer: look inside, move time, force outcomes, cause trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.brands import shown_brand
from sandbox.twilio.bundles import PROFILE, TRUST_PRODUCT, shown_bundle
from sandbox.twilio.campaigns import shown_campaign
from sandbox.twilio.control_traffic import ROUTES as TRAFFIC_ROUTES
from sandbox.twilio.control_traffic import SETTLE_SECONDS, shown_number
from sandbox.twilio.messages import shown_message
from sandbox.twilio.news import forget_outcome
from sandbox.twilio.registration import pool_of
from sandbox.twilio.reviews.evidence import assigned_sids, bundle_attributes
from sandbox.twilio.services import shown_service
from sandbox.twilio.watches import watch_forced
from sandbox.twilio.wire import (
    Answer,
    ApiError,
    Call,
    Json,
    Route,
    check_among,
    find,
    iso,
    public,
    read_json,
)

if TYPE_CHECKING:
    from sandbox.twilio.app import Sandbox

BRAND_STATUSES = ("PENDING", "IN_REVIEW", "APPROVED", "FAILED", "SUSPENDED")
CAMPAIGN_STATUSES = ("PENDING", "IN_PROGRESS", "VERIFIED", "FAILED", "SUSPENDED")
IDENTITY_STATUSES = ("SELF_DECLARED", "UNVERIFIED", "VERIFIED", "VETTED_VERIFIED")


def arm_fault(sandbox: Sandbox, call: Call) -> Answer:
    sandbox.faults.arm(read_json(call))
    return Answer(201, {"faults": sandbox.faults.shown()})


def show_faults(sandbox: Sandbox, call: Call) -> Answer:
    return Answer(200, {"faults": sandbox.faults.shown()})


def clear_faults(sandbox: Sandbox, call: Call) -> Answer:
    sandbox.faults.clear()
    return Answer(204)


def show_state(sandbox: Sandbox, call: Call) -> Answer:
    world = sandbox.world
    shown: dict[str, list[Json]] = {
        "customer_profiles": _shown_bundles(sandbox, "customer_profiles"),
        "trust_products": _shown_bundles(sandbox, "trust_products"),
        "end_users": [public(each) for each in world.table("end_users").values()],
        "supporting_documents": [
            public(each) for each in world.table("supporting_documents").values()
        ],
        "addresses": [public(each) for each in world.table("addresses").values()],
        "brands": [_with_hidden(sandbox, each) for each in world.table("brands").values()],
        "services": [
            _service_with_pool(sandbox, each) for each in world.table("services").values()
        ],
        "campaigns": [
            _campaign_with_sid(sandbox, each) for each in world.table("campaigns").values()
        ],
        "numbers": [shown_number(world, each) for each in world.table("numbers").values()],
        "messages": [shown_message(world, each) for each in world.table("messages").values()],
        "opt_outs": list(world.table("opt_outs").values()),
        "sinks": [public(each) for each in world.table("sinks").values()],
        "subscriptions": [
            public(each) | {"types": list(each["_types"])}
            for each in world.table("subscriptions").values()
        ],
    }
    test_ids = {each["sid"]: each["_test_ids"] for each in world.table("sinks").values()}
    counts = {name: len(items) for name, items in shown.items()}
    return Answer(200, {"counts": counts, "test_ids": test_ids, **shown, **_time(sandbox)})


def show_fees(sandbox: Sandbox, call: Call) -> Answer:
    fees = sandbox.world.fees
    return Answer(200, {"fees": fees, "total_cents": sum(fee["cents"] for fee in fees)})


def show_requests(sandbox: Sandbox, call: Call) -> Answer:
    """Since the process started, the oldest first; the log is not part of the state."""
    return Answer(200, {"requests": list(sandbox.requests)})


def change_time(sandbox: Sandbox, call: Call) -> Answer:
    """With `settle` the answer waits until what became due was delivered."""
    asked = read_json(call)
    is_settled = asked.pop("settle", False) is True
    unknown = set(asked) - {"advance_seconds", "speed"}
    if unknown or not all(_is_duration(value) for value in asked.values()):
        raise ApiError(400, 20001, "Give advance_seconds and speed as numbers, not negative.")
    if "speed" in asked:
        sandbox.world.clock.set_speed(asked["speed"])
    sandbox.world.clock.advance(asked.get("advance_seconds", 0))
    sandbox.worker.wake()
    if is_settled:
        sandbox.worker.settle(SETTLE_SECONDS)
    return Answer(200, _time(sandbox))


def reset(sandbox: Sandbox, call: Call) -> Answer:
    """Back to the seeded records; faults and the request log go too."""
    sandbox.world.reset()
    sandbox.worker.log.clear()
    sandbox.faults.clear()
    sandbox.requests.clear()
    return Answer(204)


def force_brand(sandbox: Sandbox, call: Call, *, sid: str) -> Answer:
    brand = find(sandbox.world, call, "brands", sid)
    asked = read_json(call)
    _force(sandbox, brand, asked, statuses=BRAND_STATUSES)
    identity = asked.get("identity_status")
    if identity is not None:
        check_among(identity, IDENTITY_STATUSES)
        brand["_forced_identity"] = identity
    if asked.get("email_confirmed") is True:
        brand["_email_unconfirmed"] = False
    watch_forced(sandbox.world, "brands", sid)
    return Answer(200, shown_brand(sandbox.world, brand))


def force_campaign(sandbox: Sandbox, call: Call, *, service_sid: str) -> Answer:
    campaign = find(sandbox.world, call, "campaigns", service_sid)
    _force(sandbox, campaign, read_json(call), statuses=CAMPAIGN_STATUSES)
    watch_forced(sandbox.world, "campaigns", service_sid)
    return Answer(200, _campaign_with_sid(sandbox, campaign))


def _force(sandbox: Sandbox, record: Json, asked: Json, *, statuses: tuple[str, ...]) -> None:
    """Holds until the record is submitted again."""
    status = asked.get("status")
    errors = asked.get("errors")
    if status is not None:
        check_among(status, statuses)
        record |= {"_forced_status": status, "_forced_at": sandbox.world.clock.now()}
        forget_outcome(record)
    if errors is not None:
        record["_findings"] = [_completed(error) for error in _checked_errors(errors)]


def _checked_errors(errors: object) -> list[Json]:
    if not isinstance(errors, list) or not all(isinstance(each, dict) for each in errors):
        raise ApiError(400, 20001, "Give errors as a list of objects.")
    return errors


def _completed(error: Json) -> Json:
    code = error.get("error_code")
    filled = {"fields": [], "description": "", "url": f"https://www.twilio.com/docs/errors/{code}"}
    return filled | error


def _shown_bundles(sandbox: Sandbox, table: str) -> list[Json]:
    kind = PROFILE if table == PROFILE.table else TRUST_PRODUCT
    world = sandbox.world
    return [
        shown_bundle(world, each, kind=kind)
        | {
            "assigned_sids": assigned_sids(world, each["sid"]),
            "attributes": bundle_attributes(world, each["sid"]),
        }
        for each in world.table(table).values()
    ]


def _with_hidden(sandbox: Sandbox, brand: Json) -> Json:
    return shown_brand(sandbox.world, brand) | {
        "updates": brand["_updates"],
        "codes_sent": brand["_codes_sent"],
        "legal_name": brand["_legal_name"],
        "tax_number": brand["_tax_number"],
    }


def _service_with_pool(sandbox: Sandbox, service: Json) -> Json:
    numbers = [number["sid"] for number in pool_of(sandbox.world, service["sid"])]
    return shown_service(sandbox.world, service) | {"phone_number_sids": numbers}


def _campaign_with_sid(sandbox: Sandbox, campaign: Json) -> Json:
    return shown_campaign(sandbox.world, campaign) | {
        "unique_sid": campaign["_hidden_sid"],
        "submissions": campaign["_submissions"],
    }


def _time(sandbox: Sandbox) -> Json:
    now = sandbox.world.clock.now()
    return {"virtual_time": now, "virtual_date": iso(now), "speed": sandbox.world.clock.speed}


def _is_duration(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


ROUTES: list[Route] = [
    ("POST", "/_control/faults", arm_fault),
    ("GET", "/_control/faults", show_faults),
    ("DELETE", "/_control/faults", clear_faults),
    ("GET", "/_control/state", show_state),
    ("GET", "/_control/fees", show_fees),
    ("GET", "/_control/requests", show_requests),
    ("POST", "/_control/time", change_time),
    ("POST", "/_control/reset", reset),
    ("POST", "/_control/brands/<sid>", force_brand),
    ("POST", "/_control/campaigns/<service_sid>", force_campaign),
    *TRAFFIC_ROUTES,
]
