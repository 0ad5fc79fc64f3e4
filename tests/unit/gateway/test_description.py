"""The OpenAPI document and its page say what the routes say."""

import json
import re
from html.parser import HTMLParser

import pytest
from openapi_spec_validator import validate

from contracts import catalogue
from services.gateway import docs_page
from services.gateway.description import path_of
from services.gateway.http import routes_of
from services.gateway.openapi import document
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


def test_every_route_with_roles_is_secured():
    for name, route, _ in ROUTES:
        operation = document()["paths"][path_of(route)][route.method.lower()]
        assert operation["security"] == ([{"bearer": []}] if route.roles else []), name


def test_every_list_can_be_paged():
    for _, _, operation in operations():
        content = operation["responses"].get("200", {}).get("content", {})
        if any(media["schema"]["$ref"].endswith("Page") for media in content.values()):
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert names >= {"page", "pageSize"}


def test_nothing_the_token_or_a_header_tells_is_in_a_request_shape():
    bodies = [o["requestBody"] for _, _, o in operations() if "requestBody" in o]
    for body in bodies:
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        shape = document()["components"]["schemas"][name]
        assert {"tenantId", "idempotencyKey", "source"}.isdisjoint(shape["properties"])
        assert shape["additionalProperties"] is False


def test_names_are_camel_case_throughout():
    for shape in document()["components"]["schemas"].values():
        assert not [name for name in shape["properties"] if "_" in name]


def test_a2p_routes_cover_what_the_service_offers():
    asked = {name for name, route, _ in ROUTES if "/a2p/" in route.url}
    offered = {method for service, method in catalogue.RPCS if service == "a2p"}
    assert asked == offered - {"health", "get_registration_summary"}


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
