"""TrustHub customer profiles and trust products: one behaviour under two names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sandbox.twilio import lifecycles
from sandbox.twilio.evaluations import evaluate, is_compliant
from sandbox.twilio.policies import POLICIES, PROFILE_POLICIES, TRUST_PRODUCT_POLICIES
from sandbox.twilio.reviews.evidence import assigned_sids
from sandbox.twilio.reviews.profile import review_bundle
from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed, not_found, public

if TYPE_CHECKING:
    from sandbox.twilio.world import World

HOST = "https://trusthub.twilio.com"


@dataclass(frozen=True)
class Kind:
    table: str
    path: str
    parent_key: str
    link_prefix: str
    policies: tuple[str, ...]


PROFILE = Kind(
    "customer_profiles",
    "/v1/CustomerProfiles",
    "customer_profile_sid",
    "customer_profiles",
    PROFILE_POLICIES,
)
TRUST_PRODUCT = Kind(
    "trust_products",
    "/v1/TrustProducts",
    "trust_product_sid",
    "trust_products",
    TRUST_PRODUCT_POLICIES,
)


def create_bundle(world: World, call: Call, *, kind: Kind) -> Answer:
    policy_sid = call.require("PolicySid")
    if policy_sid not in kind.policies:
        raise ApiError(400, 20001, f"PolicySid {policy_sid} is not a policy of this resource.")
    now = world.iso_now()
    bundle: Json = {
        "sid": world.new_sid("BU"),
        "account_sid": world.account_sid,
        "policy_sid": policy_sid,
        "friendly_name": call.require("FriendlyName"),
        "status": "draft",
        "email": call.require("Email"),
        "status_callback": call.text("StatusCallback"),
        "valid_until": None,
        "date_created": now,
        "date_updated": now,
        "_submitted_at": None,
        "_findings": [],
    }
    world.table(kind.table)[bundle["sid"]] = bundle
    return Answer(201, shown_bundle(world, bundle, kind=kind))


def fetch_bundle(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    return Answer(200, shown_bundle(world, find(world, call, kind.table, sid), kind=kind))


def list_bundles(world: World, call: Call, *, kind: Kind) -> Answer:
    filters = {"FriendlyName": "friendly_name", "PolicySid": "policy_sid", "Status": "status"}
    wanted = {key: call.query[name] for name, key in filters.items() if call.query.get(name)}
    bundles = [shown_bundle(world, each, kind=kind) for each in world.newest_first(kind.table)]
    matching = [
        bundle for bundle in bundles if all(bundle[key] == value for key, value in wanted.items())
    ]
    return listed(call, matching, key="results")


def update_bundle(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    bundle = find(world, call, kind.table, sid)
    status = call.text("Status")
    if status is not None:
        _change_status(world, bundle, status)
    for name, key in (
        ("FriendlyName", "friendly_name"),
        ("Email", "email"),
        ("StatusCallback", "status_callback"),
    ):
        bundle[key] = call.text(name) or bundle[key]
    bundle["date_updated"] = world.iso_now()
    return Answer(200, shown_bundle(world, bundle, kind=kind))


def shown_bundle(world: World, bundle: Json, *, kind: Kind) -> Json:
    url = f"{HOST}{kind.path}/{bundle['sid']}"
    status = lifecycles.bundle_status(bundle, now=world.clock.now())
    return public(bundle) | {
        "status": status,
        "errors": bundle["_findings"] if status == "twilio-rejected" else None,
        "url": url,
        "links": {
            f"{kind.link_prefix}_entity_assignments": f"{url}/EntityAssignments",
            f"{kind.link_prefix}_evaluations": f"{url}/Evaluations",
            f"{kind.link_prefix}_channel_endpoint_assignment": f"{url}/ChannelEndpointAssignments",
        },
    }


def create_assignment(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    bundle = find(world, call, kind.table, sid)
    object_sid = call.require("ObjectSid")
    if not _exists(world, object_sid):
        raise not_found(call)
    if object_sid in assigned_sids(world, bundle["sid"]):
        raise ApiError(409, 20409, f"{object_sid} is already assigned to {bundle['sid']}.")
    assignment: Json = {
        "sid": world.new_sid("BV"),
        kind.parent_key: bundle["sid"],
        "account_sid": world.account_sid,
        "object_sid": object_sid,
        "date_created": world.iso_now(),
        "_bundle_sid": bundle["sid"],
    }
    path = f"{kind.path}/{sid}/EntityAssignments/{assignment['sid']}"
    assignment["url"] = HOST + path
    world.table("entity_assignments")[assignment["sid"]] = assignment
    return Answer(201, public(assignment))


def list_assignments(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    find(world, call, kind.table, sid)
    return _listed_children(world, call, table="entity_assignments", bundle_sid=sid)


def create_evaluation(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    """201 whether compliant or not: the status tells."""
    bundle = find(world, call, kind.table, sid)
    policy_sid = call.require("PolicySid")
    if policy_sid not in POLICIES:
        raise ApiError(400, 20001, f"PolicySid {policy_sid} is not known.")
    results = evaluate(world, policy_sid=policy_sid, object_sids=assigned_sids(world, sid))
    evaluation: Json = {
        "sid": world.new_sid("EL"),
        "account_sid": world.account_sid,
        "policy_sid": policy_sid,
        kind.parent_key: bundle["sid"],
        "status": "compliant" if is_compliant(results) else "noncompliant",
        "results": results,
        "date_created": world.iso_now(),
        "_bundle_sid": bundle["sid"],
    }
    evaluation["url"] = f"{HOST}{kind.path}/{sid}/Evaluations/{evaluation['sid']}"
    world.table("evaluations")[evaluation["sid"]] = evaluation
    return Answer(201, public(evaluation))


def fetch_evaluation(
    world: World, call: Call, *, sid: str, evaluation_sid: str, kind: Kind
) -> Answer:
    find(world, call, kind.table, sid)
    evaluation = find(world, call, "evaluations", evaluation_sid)
    if evaluation["_bundle_sid"] != sid:
        raise not_found(call)
    return Answer(200, public(evaluation))


def list_evaluations(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    find(world, call, kind.table, sid)
    return _listed_children(world, call, table="evaluations", bundle_sid=sid)


def _change_status(world: World, bundle: Json, status: str) -> None:
    current = lifecycles.bundle_status(bundle, now=world.clock.now())
    if status not in ("draft", "pending-review"):
        raise ApiError(400, 20001, f"Status {status} cannot be set; ask for pending-review.")
    if current not in ("draft", "twilio-rejected"):
        raise ApiError(409, 20409, f"The bundle is {current}; it cannot become {status}.")
    if status == "draft":
        bundle |= {"status": "draft", "_submitted_at": None, "_findings": []}
        return
    _submit(world, bundle)


def _submit(world: World, bundle: Json) -> None:
    sids = assigned_sids(world, bundle["sid"])
    results = evaluate(world, policy_sid=bundle["policy_sid"], object_sids=sids)
    failed = [each["requirement_name"] for each in results if not each["passed"]]
    if failed:
        raise ApiError(400, 20001, f"The bundle is noncompliant: {', '.join(failed)}.")
    bundle["_submitted_at"] = world.clock.now()
    bundle["_findings"] = review_bundle(world, object_sids=sids)


def _exists(world: World, sid: str) -> bool:
    tables = ("end_users", "supporting_documents", "customer_profiles", "trust_products", "numbers")
    return any(sid in world.table(table) for table in tables)


def _listed_children(world: World, call: Call, *, table: str, bundle_sid: str) -> Answer:
    children = [each for each in world.newest_first(table) if each["_bundle_sid"] == bundle_sid]
    return listed(call, [public(each) for each in children], key="results")


def _routes(kind: Kind) -> list[Route]:
    base = f"/trusthub.twilio.com{kind.path}"
    one = f"{base}/<sid>"
    return [
        ("POST", base, partial(create_bundle, kind=kind)),
        ("GET", base, partial(list_bundles, kind=kind)),
        ("GET", one, partial(fetch_bundle, kind=kind)),
        ("POST", one, partial(update_bundle, kind=kind)),
        ("POST", f"{one}/EntityAssignments", partial(create_assignment, kind=kind)),
        ("GET", f"{one}/EntityAssignments", partial(list_assignments, kind=kind)),
        ("POST", f"{one}/Evaluations", partial(create_evaluation, kind=kind)),
        ("GET", f"{one}/Evaluations", partial(list_evaluations, kind=kind)),
        ("GET", f"{one}/Evaluations/<evaluation_sid>", partial(fetch_evaluation, kind=kind)),
    ]


ROUTES: list[Route] = [*_routes(PROFILE), *_routes(TRUST_PRODUCT)]
