"""Whatever goes wrong, the answer is the one error body."""

import logging
import uuid

import pytest
import requests

from contracts.enums import Role
from contracts.errors import Kind, ServiceError, invalid, not_found
from tests.integration.gateway.asking import a_role_for, ask

CAMPAIGNS = "/api/admin/a2p/campaigns"
TOKEN = "/api/auth/token"


def assert_is_error(answer, status, code):
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
    body = answer.json()
    assert body["code"] == code
    assert body["requestId"] == answer.headers["X-Request-Id"]
    assert body["error"].endswith(".")
    assert body.keys() <= {"error", "code", "requestId", "fields"}


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/nope", "/api/auth/me/", "/api//auth/me", "/api/docs.html", "/%ff%00"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "BREW", "OPTIONS"])
def test_an_unknown_address_is_a_404(gateway, method, path):
    assert_is_error(gateway.ask(method, path), 404, "NOT_FOUND")


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_wrong_method_is_a_405_that_names_the_right_ones(gateway, method):
    answer = gateway.ask(method, "/api/auth/me")
    assert_is_error(answer, 405, "METHOD_NOT_ALLOWED")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_options_names_the_methods(gateway):
    answer = gateway.ask("OPTIONS", CAMPAIGNS)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_head_answers_as_get_without_the_body(gateway):
    head, get = (gateway.ask(method, "/api/health/live") for method in ("HEAD", "GET"))
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(get.content))
    assert gateway.ask("HEAD", "/nope").content == b""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "A JSON body is needed."),
        ("{", "The body is not valid JSON."),
        ('{"email": NaN}', "The body is not valid JSON."),
        ("[]", "The body is not a JSON object."),
        ('"text"', "The body is not a JSON object."),
        ("null", "The body is not a JSON object."),
    ],
)
def test_what_is_no_json_object_is_invalid(gateway, data, sentence):
    answer = gateway.ask("POST", TOKEN, data=data, headers={"Content-Type": "application/json"})
    assert_is_error(answer, 400, "INVALID_REQUEST")
    assert (answer.json()["error"], answer.json()["fields"]) == (sentence, {"body": [sentence]})


def test_invalid_fields_are_named(gateway):
    body = {
        "address": {"postalCode": 7, "zip": "x"},
        "socialMediaUrls": ["ok", 5],
        "brandType": "X",
    }
    answer = gateway.ask("PUT", "/api/admin/a2p/business-profile", role=Role.ADMIN, json=body)
    assert_is_error(answer, 400, "INVALID_REQUEST")
    assert set(answer.json()["fields"]) == {
        "address.postalCode",
        "address.zip",
        "socialMediaUrls.1",
        "brandType",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_another_format_is_a_415(gateway, headers):
    answer = gateway.ask("POST", TOKEN, data=b'{"email": "a"}', headers=headers)
    assert_is_error(answer, 415, "INVALID_REQUEST")


def test_a_charset_of_utf_8_may_be_named(gateway):
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    data = b'{"email": "a@b.test", "password": "x"}'
    assert gateway.ask("POST", TOKEN, data=data, headers=headers).ok


@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_a_413(gateway, chunked):
    blocks = [b"x" * 65536] * 17
    data = iter(blocks) if chunked else b"".join(blocks)
    answer = gateway.ask("POST", TOKEN, data=data, headers={"Content-Type": "application/json"})
    assert_is_error(answer, 413, "PAYLOAD_TOO_LARGE")


def test_a_body_just_within_the_limit_is_read(gateway):
    data = b'{"email": "' + b"x" * (1024 * 1024 - 13) + b'"}'
    assert len(data) == 1024 * 1024
    answer = gateway.ask("POST", TOKEN, data=data, headers={"Content-Type": "application/json"})
    assert_is_error(answer, 400, "INVALID_REQUEST")
    assert set(answer.json()["fields"]) == {"email", "password"}


@pytest.mark.parametrize(
    ("kind", "code", "status", "header"),
    [
        (Kind.INVALID, "INVALID_REQUEST", 400, None),
        (Kind.NOT_FOUND, "NOT_FOUND", 404, None),
        (Kind.CONFLICT, "IDEMPOTENCY_KEY_REUSED", 409, None),
        (Kind.FORBIDDEN, "FORBIDDEN", 403, None),
        (Kind.FORBIDDEN, "INVALID_CREDENTIALS", 401, ("WWW-Authenticate", "Bearer")),
        (Kind.RATE_LIMITED, "TOO_MANY_ATTEMPTS", 429, ("Retry-After", "9")),
        (Kind.UNAVAILABLE, "SERVICE_UNAVAILABLE", 503, ("Retry-After", "9")),
        (Kind.UPSTREAM, "A2P_TWILIO_ERROR", 502, None),
    ],
)
def test_a_services_refusal_keeps_its_code_and_sentence(gateway, kind, code, status, header):
    details = {"retry_after_seconds": "9", "internal": "hidden"}
    gateway.stage.answers["list_campaigns"] = ServiceError(kind, code, "No.", details)
    answer = gateway.ask("GET", CAMPAIGNS, role=Role.OWNER)
    assert_is_error(answer, status, code)
    assert answer.json()["error"] == "No."
    assert "hidden" not in answer.text
    if header:
        assert answer.headers[header[0]] == header[1]


def test_fields_named_by_a_service_are_camel_case(gateway):
    refusal = invalid("No.", {"use_case": ["Unknown."], "address.postal_code": ["Wrong."]})
    gateway.stage.answers["create_campaign"] = refusal
    answer = gateway.ask("POST", CAMPAIGNS, role=Role.OWNER, json={"name": "x"})
    assert answer.json()["fields"] == {"useCase": ["Unknown."], "address.postalCode": ["Wrong."]}


@pytest.mark.parametrize("failure", [KeyError("secret of the service"), ValueError("secret")])
def test_what_nobody_foresaw_is_a_500_that_tells_nothing(gateway, caplog, failure):
    gateway.stage.answers["list_campaigns"] = failure
    answer = gateway.ask("GET", CAMPAIGNS, role=Role.OWNER)
    assert_is_error(answer, 500, "INTERNAL_ERROR")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    ours = [r for r in caplog.records if r.name.startswith("services.gateway")]
    assert [r.message for r in ours if r.levelno >= logging.ERROR] == ["request_failed"]
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR and "gateway" in r.message]


def test_a_reply_that_breaks_its_contract_is_a_500(gateway):
    gateway.stage.answers["list_campaigns"] = {"items": "none"}
    answer = gateway.ask("GET", CAMPAIGNS, role=Role.OWNER)
    assert_is_error(answer, 500, "INTERNAL_ERROR")


def test_a_refusal_leaves_no_error_and_no_traceback_in_the_log(gateway, caplog):
    gateway.ask("GET", CAMPAIGNS)
    gateway.stage.answers["get_phone_config"] = not_found("phone")
    gateway.ask("GET", "/api/admin/phone/config", role=Role.OWNER)
    ours = [r for r in caplog.records if "gateway" in r.name]
    assert not [r for r in ours if r.levelno > logging.INFO or r.exc_info]


def test_the_callers_request_id_travels_to_the_service_and_back(gateway):
    asked = {"X-Request-Id": "my-request-7"}
    answer = gateway.ask("GET", CAMPAIGNS, role=Role.OWNER, headers=asked)
    call = gateway.stage.asked[0].context
    assert answer.headers["X-Request-Id"] == call.correlation_id == "my-request-7"
    assert call.actor_id == str(uuid.uuid5(uuid.NAMESPACE_URL, "owner"))
    assert 0 < call.seconds_left() <= 3


def test_every_part_of_an_aggregate_carries_the_request_id(gateway):
    path = "/api/admin/setup-wizard/status"
    gateway.ask("GET", path, role=Role.OWNER, headers={"X-Request-Id": "agg-1"})
    assert [asked.context.correlation_id for asked in gateway.stage.asked] == ["agg-1"] * 3


@pytest.mark.parametrize("odd", ["a b", "x" * 65, "<b>"])
def test_an_odd_request_id_is_replaced(gateway, odd):
    answer = gateway.ask("GET", "/nope", headers={"X-Request-Id": odd})
    assert_is_error(answer, 404, "NOT_FOUND")
    assert odd not in (answer.headers["X-Request-Id"], answer.text)


def test_requests_on_one_connection_have_ids_of_their_own(gateway):
    with requests.Session() as session:
        url = f"http://127.0.0.1:{gateway.port}/api/health/live"
        ids = {session.get(url, timeout=5).headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(("env", "value"), [("production", "max-age=31536000"), ("dev", "None")])
def test_only_production_tells_browsers_to_insist_on_https(start_gateway, env, value):
    gateway = start_gateway(env=env)
    for path in ("/api/health/live", "/nope"):
        told = gateway.ask("GET", path).headers.get("Strict-Transport-Security")
        assert str(told).startswith(value)


@pytest.mark.parametrize("path", ["/api/health/live", "/nope", CAMPAIGNS, "/api/docs"])
def test_every_answer_carries_the_security_headers(gateway, path):
    headers = gateway.ask("GET", path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_each_request_leaves_one_line_without_query_or_body(gateway, caplog):
    caplog.set_level(logging.INFO, "services.gateway")
    gateway.ask("GET", f"{CAMPAIGNS}?page=7&q=private", role=Role.OWNER)
    gateway.ask("GET", f"{CAMPAIGNS}/22222222-2222-4222-8222-222222222222", role=Role.OWNER)
    gateway.ask("POST", TOKEN, json={"email": "private@x.test", "password": "private"})
    lines = [r.event_fields for r in caplog.records if r.message == "http_request"]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", CAMPAIGNS, 400),
        ("GET", f"{CAMPAIGNS}/<uuid:campaign_id>", 200),
        ("POST", TOKEN, 200),
    ]
    assert all(line["request_id"] and line["duration_ms"] >= 0 for line in lines)
    assert "private" not in str(lines)


@pytest.mark.parametrize(
    ("name", "kind", "code", "status"),
    [
        ("create_booking", Kind.CONFLICT, "SLOT_TAKEN", 409),
        ("create_booking", Kind.CONFLICT, "IDEMPOTENCY_KEY_REUSED", 409),
        ("create_booking", Kind.UNAVAILABLE, "SERVICE_UNAVAILABLE", 503),
        ("cancel_booking", Kind.CONFLICT, "BOOKING_NOT_CANCELLABLE", 409),
        ("complete_booking", Kind.CONFLICT, "BOOKING_NOT_COMPLETABLE", 409),
        ("adjust_points", Kind.CONFLICT, "INSUFFICIENT_POINTS", 409),
        ("start_port_recovery", Kind.CONFLICT, "PROMOTION_RUNNING", 409),
        ("buy_number", Kind.CONFLICT, "PROVISIONING_MANAGED", 409),
        ("link_messaging_service", Kind.CONFLICT, "PROTECTED_RESOURCE", 409),
        ("send_test_message", Kind.CONFLICT, "CANNOT_SEND", 409),
        ("search_numbers", Kind.UPSTREAM, "PHONE_TWILIO_ERROR", 502),
    ],
)
def test_a_refusal_keeps_its_code(gateway, name, kind, code, status):
    gateway.stage.answers[name] = ServiceError(kind, code, "No.")
    answer = ask(gateway, name, a_role_for(name))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["error"] == "No."
