"""The OpenAPI document and its page say what the routes say."""

import inspect
import json
import re
from html.parser import HTMLParser

import pytest
from openapi_spec_validator import validate

from chassis.rpc.client import ServiceRpc
from contracts import catalogue
from services.gateway import docs_page
from services.gateway.description import path_of
from services.gateway.http import routes_of
from services.gateway.openapi import document
from services.gateway.request_examples import EXAMPLES
from services.gateway.service import GatewayService

ROUTES = list(routes_of(GatewayService))


def operations():
    return [
        (path, method, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_valid_openapi():
    validate(document())
    assert document()["openapi"] == "3.1.0"


def test_the_document_describes_exactly_the_routes():
    described = {(method.upper(), path) for path, method, _ in operations()}
    assert described == {(route.method, path_of(route)) for _, route, _ in ROUTES}


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for _, _, operation in operations()]
    assert len(ids) == len(set(ids))


def test_every_operation_is_documented():
    for _, _, operation in operations():
        assert operation["summary"].endswith(".")


def test_every_route_says_how_to_prove_who_asks():
    for name, route, _ in ROUTES:
        operation = document()["paths"][path_of(route)][route.method.lower()]
        by_session = {"session": [], "csrf": []} if route.is_write else {"session": []}
        expected = [{"bearer": []}, by_session] if route.roles else []
        if route.options.get("needs_session"):
            expected = [by_session]
        if route.url.startswith("/webhooks/"):
            expected = [{"twilioSignature": []}]
        assert operation["security"] == expected, name


def test_every_list_can_be_paged():
    for _, _, operation in operations():
        content = operation["responses"].get("200", {}).get("content", {})
        shapes = [media["schema"].get("$ref", "") for media in content.values()]
        if any(shape.endswith("Page") for shape in shapes):
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert names >= {"page", "pageSize"}


def test_nothing_the_token_or_a_header_tells_is_in_a_request_shape():
    bodies = [o["requestBody"]["content"] for _, _, o in operations() if "requestBody" in o]
    for body in bodies:
        if "application/json" not in body:
            continue
        name = body["application/json"]["schema"]["$ref"].rpartition("/")[2]
        shape = document()["components"]["schemas"][name]
        assert {"tenantId", "idempotencyKey", "source"}.isdisjoint(shape["properties"])
        assert shape["additionalProperties"] is False


def test_names_are_camel_case_throughout():
    for shape in document()["components"]["schemas"].values():
        assert not [name for name in shape["properties"] if "_" in name]


def methods_called():
    """Every `self.<service>.<method>` in the handlers' source."""
    sources = [inspect.getsource(inspect.unwrap(handler)) for _, _, handler in ROUTES]
    return {called for source in sources for called in re.findall(r"self\.(\w+)\.(\w+)", source)}


# For other services; or, in tenants, not asked for by any page yet.
NOT_FOR_CALLERS = {
    ("tenants", "renew_session"),
    ("tenants", "confirm_access"),
    ("phone", "ensure_messaging_service"),
    ("loyalty", "check_redemption"),
    ("loyalty", "redeem_points"),
    ("loyalty", "reverse_redemption"),
    ("tenants", "get_tenant"),
    ("tenants", "create_tenant"),
    ("tenants", "register_customer"),
    ("tenants", "update_customer"),
}


def test_the_routes_cover_what_the_services_offer():
    called = methods_called()
    beside = {(owner, method) for owner, method in called if owner in ("tokens", "sessions")}
    assert called - catalogue.RPCS.keys() == beside
    assert catalogue.RPCS.keys() - called == NOT_FOR_CALLERS


def test_the_neighbours_are_those_of_the_catalogue():
    members = [getattr(GatewayService, name) for name in dir(GatewayService)]
    declared = {member.target_service for member in members if isinstance(member, ServiceRpc)}
    assert declared == catalogue.CALLS["gateway"]


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.links, self.text = [], set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        told = dict(attrs)
        assert not [name for name in told if name.startswith("on") or name == "style"]
        self.ids |= {told["id"]} if "id" in told else set()
        self.links += [told["href"]] if "href" in told else []

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def page():
    found = Page()
    found.feed(docs_page.response(document()).get_data(as_text=True))
    return found


def test_the_page_shows_every_route_and_shape(page):
    text = " ".join(page.text)
    for path, _, operation in operations():
        assert path in text
        assert operation["summary"] in text
    for name in document()["components"]["schemas"]:
        assert name in text


def test_the_page_runs_nothing_and_its_links_lead_somewhere(page):
    assert {"script", "img", "link", "iframe", "form"}.isdisjoint(page.tags)
    inside = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inside <= page.ids
    assert {link for link in page.links if not link.startswith("#")} == {"/api/openapi.json"}


def test_the_page_escapes_what_it_shows():
    hostile = json.loads(json.dumps(document()))
    operation = hostile["paths"]["/api/auth/me"]["get"]
    operation["summary"] = "<script>alert(1)</script>"
    assert "<script" not in docs_page.response(hostile).get_data(as_text=True)


def test_the_pages_policy_allows_its_own_style_only():
    policy = docs_page.response(document()).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert re.search(r"style-src 'sha256-[\w+/=]{44}'", policy)


@pytest.mark.parametrize(
    ("name", "refusals"),
    [
        ("search_numbers", {"409", "502"}),
        ("get_voicemail_audio", {"404", "502"}),
        ("diff_campaign", {"404", "409", "502"}),
        ("get_campaign", {"404"}),
        ("buy_number", {"409", "502"}),
    ],
)
def test_a_look_that_needs_twilio_says_that_it_may_fail(name, refusals):
    """As the use cases behind these routes refuse."""
    route = next(route for each, route, _ in ROUTES if each == name)
    told = document()["paths"][path_of(route)][route.method.lower()]["responses"]
    assert told.keys() & {"404", "409", "502"} == refusals


def request_bodies():
    return [
        pytest.param(route, path_of(route), id=name)
        for name, route, _ in ROUTES
        if "request" in route.options
    ]


BODIES = request_bodies()


@pytest.mark.parametrize(("route", "path"), BODIES)
def test_every_request_has_an_example_that_the_route_accepts(route, path):
    operation = document()["paths"][path][route.method.lower()]
    media = operation["requestBody"]["content"][route.accepts]
    route.options["request"]().load(media["example"])


def test_no_example_is_left_over():
    assert EXAMPLES.keys() == {param.values[0].options["request"].__name__ for param in BODIES}


def test_every_area_is_described():
    used = {tag for _, _, operation in operations() for tag in operation["tags"]}
    assert {tag["name"] for tag in document()["tags"]} == used


def responses():
    shared = document()["components"]["responses"]
    for _, _, operation in operations():
        for status, response in operation["responses"].items():
            reference = response.get("$ref", "").rpartition("/")[2]
            yield status, shared[reference] if reference else response


def test_every_response_names_its_headers():
    expected = {"401": {"WWW-Authenticate"}, "429": {"Retry-After"}, "503": {"Retry-After"}}
    for status, response in responses():
        assert response["headers"].keys() >= {"X-Request-Id"} | expected.get(status, set())


def test_signing_in_says_that_it_sets_a_cookie():
    login = document()["paths"]["/api/auth/login"]["post"]
    assert "Set-Cookie" in login["responses"]["200"]["headers"]


def test_patterns_are_ecmascript_and_match_whole_values():
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(document()))
    assert len(patterns) > 5
    for pattern in map(json.loads, (f'"{each}"' for each in patterns)):
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert not re.search(r"\\[AZz]|\(\?P|\(\?[aiLmsux]|[*+?}]\+", pattern), pattern


def test_servers_are_named():
    assert document()["servers"] == [
        {"url": "/", "description": "The installation that serves this document."}
    ]
