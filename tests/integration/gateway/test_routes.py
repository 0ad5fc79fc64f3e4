"""Each route asks one service, as the token's tenant, and answers in the pinned shape."""

import re
import uuid

import pytest

from contracts import catalogue
from contracts.enums import Role
from contracts.errors import not_found
from tests.integration.gateway.asking import (
    BODIES,
    CUSTOMER,
    ROUTES,
    THING,
    a_role_for,
    ask,
    path_of,
)
from tests.integration.gateway.conftest import TENANT, sample

# By bearer token, as all here ask; what needs a browser's session is in test_sessions.py.
GUARDED = [name for name, r in ROUTES.items() if r.roles and not r.options.get("needs_session")]
TENANTS_OWN = [name for name in GUARDED if re.search("/(admin|portal)/", ROUTES[name].url)]
CUSTOMERS_OWN = [name for name in GUARDED if "/portal/" in ROUTES[name].url]
FOR_ANY_CUSTOMER = {"list_services"}
OPERATORS = [name for name in GUARDED if "<uuid:tenant_id>" in ROUTES[name].url]
COMMANDS = ["submit_campaign", "refresh_campaign_status", "resubmit_campaign"]
WRITES = [name for name in GUARDED if ROUTES[name].is_write]
# They change nothing here, however often they are asked.
REPEATABLE = {"quote_booking", "repair_line", "walk_ivr_menu", "sign_out_everywhere"}
REPEATABLE |= {"check_business_profile", "check_changes"}


@pytest.mark.parametrize("name", GUARDED)
def test_a_route_admits_its_roles_and_nobody_else(gateway, name):
    for role in {None, *Role} - ROUTES[name].roles:
        answer = ask(gateway, name, role)
        expected = (401, "UNAUTHENTICATED") if role is None else (403, "FORBIDDEN")
        assert (answer.status_code, answer.json()["code"]) == expected
        assert ("WWW-Authenticate" in answer.headers) is (role is None)
    assert gateway.stage.asked == []
    for role in ROUTES[name].roles:
        assert ask(gateway, name, role).status_code == ROUTES[name].options.get("status", 200)


def test_every_area_is_guarded():
    areas = {
        "/api/admin/bookings": {"owner", "admin", "staff"},
        "/api/admin/": {"owner", "admin"},
        "/api/operator/": {"operator"},
        "/api/portal/": {"customer"},
        "/api/auth/me": set(Role),
        "/api/auth/logout": set(Role),
        "/api/events/stream": set(Role) - {"operator"},
    }
    for name, route in ROUTES.items():
        expected = next((areas[area] for area in areas if route.url.startswith(area)), set())
        assert route.roles == expected, name


@pytest.mark.parametrize("name", CUSTOMERS_OWN)
def test_the_customer_is_the_tokens(gateway, name):
    assert ask(gateway, name, Role.CUSTOMER).ok
    told = {asked.request.get("customer_id") for asked in gateway.stage.asked}
    assert told == {None if name in FOR_ANY_CUSTOMER else CUSTOMER}


@pytest.mark.parametrize("name", CUSTOMERS_OWN)
def test_a_customer_cannot_ask_for_another(gateway, name):
    options = {"params": {"customerId": THING}}
    if ROUTES[name].is_write:
        options = {"json": {**BODIES.get(name, {}), "customerId": THING}}
    answer = ask(gateway, name, Role.CUSTOMER, **options)
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"customerId": ["Unknown field."]}
    assert gateway.stage.asked == []


@pytest.mark.parametrize("name", TENANTS_OWN)
def test_the_tenant_is_the_tokens_whatever_else_is_claimed(gateway, name):
    ask(gateway, name, a_role_for(name), headers={"X-Tenant-Id": THING, "tenant_id": THING})
    assert gateway.stage.asked
    assert {asked.request["tenant_id"] for asked in gateway.stage.asked} == {TENANT}


@pytest.mark.parametrize("name", TENANTS_OWN)
def test_a_tenant_in_the_query_is_refused(gateway, name):
    answer = ask(gateway, name, a_role_for(name), params={"tenantId": THING})
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"tenantId": ["Unknown field."]}
    assert gateway.stage.asked == []


@pytest.mark.parametrize("name", WRITES)
def test_a_tenant_or_another_unknown_field_in_the_body_is_refused(gateway, name):
    for field in ("tenantId", "tenant_id", "idempotency_key", "force", "status"):
        body = {**BODIES.get(name, {}), field: THING}
        answer = ask(gateway, name, a_role_for(name), json=body)
        assert answer.status_code == 400
        assert answer.json()["fields"] == {field: ["Unknown field."]}
    assert gateway.stage.asked == []


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_names_the_tenant_in_the_path(gateway, name):
    assert ask(gateway, name, Role.OPERATOR).ok
    assert gateway.stage.asked[0].request["tenant_id"] == THING


@pytest.mark.parametrize("name", OPERATORS)
def test_a_tenant_that_does_not_exist_gets_nothing(gateway, name):
    gateway.stage.answers["get_tenant"] = not_found("tenant")
    answer = ask(gateway, name, Role.OPERATOR)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert [asked.method for asked in gateway.stage.asked] == ["get_tenant"]


def writes_of(gateway):
    """Without the question whether an operator's tenant exists."""
    return [asked for asked in gateway.stage.asked if asked.method != "get_tenant"]


@pytest.mark.parametrize("name", [name for name in WRITES if name not in REPEATABLE])
def test_a_write_asks_one_service_once_and_passes_the_key(gateway, name):
    assert ask(gateway, name, a_role_for(name), headers={"Idempotency-Key": "try 1"}).ok
    assert [asked.request["idempotency_key"] for asked in writes_of(gateway)] == ["try 1"]


@pytest.mark.parametrize("name", [name for name in WRITES if name not in REPEATABLE])
def test_a_write_without_a_key_has_one_of_its_own(gateway, name):
    for _ in range(2):
        assert ask(gateway, name, a_role_for(name)).ok
    first, second = (asked.request["idempotency_key"] for asked in writes_of(gateway))
    assert first
    assert second
    assert first != second


@pytest.mark.parametrize("key", ["", "x" * 201, "caf\xe9", "tab\there"])
def test_an_odd_idempotency_key_is_refused(gateway, key):
    answer = ask(gateway, "create_campaign", Role.OWNER, headers={"Idempotency-Key": key})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert gateway.stage.asked == []


NAMING = [name for name, route in ROUTES.items() if "<uuid" in route.url]


@pytest.mark.parametrize("name", NAMING)
def test_an_id_that_is_no_uuid_is_not_found(gateway, name):
    for thing in ("1", "not-a-uuid", f"{THING}x", "%00", "..%2f"):
        path = path_of(name).replace(THING, thing)
        answer = gateway.ask(ROUTES[name].method, path, role=a_role_for(name))
        assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert gateway.stage.asked == []


def test_an_id_in_capitals_is_the_same_id(gateway):
    path = path_of("get_campaign").replace(THING, "ABCDEFAB-2222-4222-8222-222222222222")
    assert gateway.ask("GET", path, role=Role.OWNER).ok
    assert gateway.stage.asked[0].request["campaign_id"] == "abcdefab-2222-4222-8222-222222222222"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(("data", "status"), [(None, 200), ("{}", 200), ('{"force": true}', 400)])
def test_a_command_takes_no_body(gateway, name, data, status):
    options = {"data": data, "headers": {"Content-Type": "application/json"}}
    assert ask(gateway, name, Role.OWNER, json=None, **options).status_code == status
    assert len(gateway.stage.asked) == (status == 200)


def test_a_deleted_campaign_leaves_an_empty_answer(gateway):
    answer = ask(gateway, "delete_campaign", Role.OWNER)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers


def test_a_change_carries_only_what_was_named(gateway):
    body = {"useCase": "MIXED", "sampleMessages": ["One", "Two"]}
    ask(gateway, "update_campaign", Role.OWNER, json=body)
    changes = gateway.stage.asked[0].request["changes"]
    assert changes == {"use_case": "MIXED", "sample_messages": ["One", "Two"]}


def test_a_registration_number_left_out_stays_left_out(gateway):
    ask(gateway, "put_business_profile", Role.OWNER)
    assert "registration_number" not in gateway.stage.asked[0].request


def test_a_list_is_paged_and_told_so(gateway):
    gateway.stage.answers["list_campaigns"] = lambda request: {
        "items": [],
        "page": request["page"],
        "page_size": request["page_size"],
        "total": 0,
    }
    path = "/api/admin/a2p/campaigns"
    assert gateway.ask("GET", path, role=Role.OWNER).json() == {
        "items": [],
        "page": 1,
        "pageSize": 20,
        "total": 0,
    }
    answer = gateway.ask("GET", f"{path}?page=3&pageSize=100", role=Role.OWNER)
    assert (answer.json()["page"], answer.json()["pageSize"]) == (3, 100)


@pytest.mark.parametrize(
    ("reading", "writing", "service"),
    [
        ("get_business_profile", "put_business_profile", "a2p"),
        ("get_business_profile", "check_business_profile", "a2p"),
        ("get_loyalty_settings", "put_loyalty_settings", "loyalty"),
    ],
)
def test_what_was_read_can_be_sent_back(gateway, reading, writing, service):
    read = sample(catalogue.RPCS[service, reading].reply)
    gateway.stage.answers[reading] = read
    told = ask(gateway, reading, Role.OWNER).json()
    assert ask(gateway, writing, Role.OWNER, json=told).ok
    sent = gateway.stage.asked[1].request
    written = sent.keys() & read.keys()
    assert {name: sent[name] for name in written} == {name: read[name] for name in written}
    # What nobody ever reads is refused as before.
    for name in ("isconfigured", "brand_status", "tenantId"):
        refused = ask(gateway, writing, Role.OWNER, json=told | {name: "x"})
        assert refused.json()["fields"] == {name: ["Unknown field."]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=one", "page"),
        ("page=1.5", "page"),
        ("page=1&page=2", "page"),
        ("page=", "page"),
        ("pageSize=101", "pageSize"),
        ("pageSize=-1", "pageSize"),
        ("page_size=5", "page_size"),
        ("sort=name", "sort"),
    ],
)
def test_an_odd_page_is_refused_by_name(gateway, query, field):
    answer = gateway.ask("GET", f"/api/admin/a2p/campaigns?{query}", role=Role.OWNER)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert gateway.stage.asked == []


def test_signing_in_gives_a_token_that_works(gateway):
    user = {
        "id": str(uuid.uuid4()),
        "email": "owner@shine.test",
        "name": "Olga",
        "role": "owner",
        "tenant_id": TENANT,
        "tenant_name": "Shine Studio",
        "time_zone": "America/Chicago",
    }
    gateway.stage.answers = {"authenticate": user, "get_user": user}
    told = ask(gateway, "create_token", None).json()
    assert (told["tokenType"], told["expiresIn"]) == ("Bearer", 3600)
    bearer = {"Authorization": f"Bearer {told['accessToken']}"}
    me = gateway.ask("GET", "/api/auth/me", headers=bearer).json()
    assert me["user"]["tenantName"] == "Shine Studio"
    assert [asked.request for asked in gateway.stage.asked] == [
        {**BODIES["create_token"], "source": "127.0.0.1"},
        {"user_id": user["id"]},
    ]


def test_the_source_of_a_sign_in_is_the_peer_and_not_what_it_claims(gateway):
    headers = {"X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4"}
    ask(gateway, "create_token", None, headers=headers)
    assert gateway.stage.asked[0].request["source"] == "127.0.0.1"
    refused = ask(gateway, "create_token", None, json={**BODIES["create_token"], "source": "x"})
    assert refused.status_code == 400


def test_the_wizard_tells_every_part(gateway):
    told = ask(gateway, "get_wizard_status", Role.OWNER).json()
    assert told["unavailable"] == []
    assert [step["id"] for step in told["steps"]] == [
        "BUSINESS_PROFILE",
        "PHONE_AND_SMS",
        "LOYALTY",
    ]
    assert {asked.service for asked in gateway.stage.asked} == {"phone", "a2p", "loyalty"}


def test_the_document_and_its_page_are_served(gateway):
    assert gateway.ask("GET", "/api/openapi.json").json()["openapi"] == "3.1.0"
    page = gateway.ask("GET", "/api/docs")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "style-src 'sha256-" in page.headers["Content-Security-Policy"]
