import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import eventlet
import pytest
from requests.exceptions import ReadTimeout
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from chassis import twilio_http
from chassis.settings import Settings
from chassis.twilio import (
    TooLarge,
    TwilioAccess,
    TwilioFailure,
    access_from,
    make_client,
    translate,
)
from chassis.twilio_http import BoundedHttpClient, RefusedHost

ACCOUNT = "AC" + "a" * 32
SERVICE = "MG" + "b" * 32
REQUEST_ID = "RQ" + "c" * 32
A_SERVICE = {"sid": SERVICE, "friendly_name": "One"}


class Carrier:
    """Answers in the order it was told to, then 200; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], str]] = []
        self.answers: list[tuple[int, str, dict[str, str]]] = []
        self.hang = threading.Event()
        self.is_slow = False

    def will_answer(self, status: int, body: object, **headers: str) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.answers.append((status, text, {k.replace("_", "-"): v for k, v in headers.items()}))


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    carrier = Carrier()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_call(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            carrier.asked.append((self.command, self.path, dict(self.headers), body))
            if carrier.is_slow:
                carrier.hang.wait()
                return
            status, text, headers = (
                carrier.answers.pop(0) if carrier.answers else (200, json.dumps(A_SERVICE), {})
            )
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Twilio-Request-Id": REQUEST_ID, **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = handle_call

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    carrier.base = f"http://127.0.0.1:{server.server_port}/base"  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield carrier
    carrier.hang.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def pauses() -> list[float]:
    return []


def a_client(carrier: Any, pauses: list[float], **limits: float) -> Client:
    http_client = BoundedHttpClient(api_base=carrier.base, pause=pauses.append, **limits)
    return Client(ACCOUNT, "a-token", http_client=http_client)


def failure_of(operation: Any) -> TwilioFailure:
    with pytest.raises(TwilioFailure) as caught, translate("fetch service"):
        operation()
    return caught.value


def test_the_host_moves_into_the_path_of_the_other_base(carrier, pauses):
    service = a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch()

    method, path, headers, _ = carrier.asked[0]
    assert (method, path) == ("GET", f"/base/messaging.twilio.com/v1/Services/{SERVICE}")
    assert (
        headers["Authorization"]
        == "Basic " + base64.b64encode(f"{ACCOUNT}:a-token".encode()).decode()
    )
    assert service.friendly_name == "One"


def test_a_form_reaches_the_other_side_as_the_sdk_encodes_it(carrier, pauses):
    carrier.will_answer(201, A_SERVICE)

    a_client(carrier, pauses).messaging.v1.services.create(
        "One", use_inbound_webhook_on_number=False
    )

    assert carrier.asked[0][0] == "POST"
    assert carrier.asked[0][3] == "FriendlyName=One&UseInboundWebhookOnNumber=false"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/v1",
        "https://twilio.com.example.com/v1",
        "https://eviltwilio.com/v1",
        "http://api.twilio.com/v1",
        "https://api.twilio.com:8443/v1",
        "https://someone@api.twilio.com/v1",
        "/v1/Services",
    ],
)
@pytest.mark.parametrize("api_base", [None, "http://127.0.0.1:1"])
def test_nothing_is_sent_to_a_host_that_is_not_twilio(address, api_base):
    with pytest.raises(RefusedHost):
        BoundedHttpClient(api_base=api_base).request("GET", address)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_get_is_repeated_after_a_passing_trouble(carrier, pauses, status):
    carrier.will_answer(status, "<html>busy</html>")

    a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch()

    assert len(carrier.asked) == 2
    assert pauses == [0.5]


def test_a_get_is_repeated_after_a_lost_connection(carrier, pauses):
    carrier.will_answer(0, "")

    a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch()

    assert len(carrier.asked) == 2


def test_a_get_is_given_up_after_two_repeats(carrier, pauses):
    for _ in range(3):
        carrier.will_answer(503, {"code": 20503, "message": "no", "status": 503})

    failure = failure_of(a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch)

    assert (failure.status, failure.code, failure.is_definite) == (503, 20503, False)
    assert pauses == [0.5, 1.0]


def test_the_pause_that_twilio_asks_for_is_kept(carrier, pauses):
    carrier.will_answer(429, {"code": 20429, "message": "slow", "status": 429}, Retry_After="3")

    a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch()

    assert pauses == [3.0]


def test_a_pause_longer_than_our_patience_is_not_waited_for(carrier, pauses):
    carrier.will_answer(429, {"code": 20429, "message": "slow", "status": 429}, Retry_After="3600")

    failure = failure_of(a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch)

    assert (failure.code, failure.is_definite, pauses) == (20429, False, [])


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_a_post_is_never_repeated(carrier, pauses, status):
    carrier.will_answer(status, "")

    failure = failure_of(lambda: a_client(carrier, pauses).messaging.v1.services.create("One"))

    assert len(carrier.asked) == 1
    assert not failure.is_definite


def test_a_server_that_hangs_is_given_up(carrier, pauses):
    carrier.is_slow = True

    failure = failure_of(
        a_client(carrier, pauses, timeout_seconds=5.0, total_seconds=0.2)
        .messaging.v1.services(SERVICE)
        .fetch
    )

    assert (failure.status, failure.code, failure.is_definite) == (None, None, False)
    assert len(carrier.asked) == 1


def test_a_refusal_is_definite_and_tells_its_code_and_request(carrier, pauses):
    carrier.will_answer(409, {"code": 21710, "message": "+15125550100 is there", "status": 409})

    failure = failure_of(
        lambda: (
            a_client(carrier, pauses)
            .messaging.v1.services(SERVICE)
            .phone_numbers.create(phone_number_sid="PN1")
        )
    )

    assert (failure.code, failure.status, failure.request_id) == (21710, 409, REQUEST_ID)
    assert failure.is_definite
    assert str(failure) == (
        f"fetch service: Twilio answered 409 (code 21710, request {REQUEST_ID})"
    )
    assert failure.__cause__ is None
    assert failure.__suppress_context__


def test_what_is_missing_is_told_from_what_failed(carrier, pauses):
    carrier.will_answer(404, {"code": 20404, "message": "no", "status": 404})

    failure = failure_of(a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch)

    assert failure.is_not_found
    assert failure.is_definite


def test_a_failing_list_tells_its_status_and_code(carrier, pauses):
    """Trap 13: the SDK raises a bare exception there."""
    carrier.will_answer(401, {"code": 20003, "message": "who?", "status": 401})

    failure = failure_of(lambda: a_client(carrier, pauses).messaging.v1.services.list())

    assert (failure.status, failure.code, failure.is_definite) == (401, 20003, True)


def test_an_error_page_of_html_has_a_status_and_no_code(carrier, pauses):
    carrier.will_answer(502, "<html>")

    failure = failure_of(lambda: a_client(carrier, pauses).messaging.v1.services.create("One"))

    assert (failure.status, failure.code) == (502, None)


def test_an_answer_that_is_no_json_is_ambiguous(carrier, pauses):
    carrier.will_answer(201, "created, trust me")

    failure = failure_of(lambda: a_client(carrier, pauses).messaging.v1.services.create("One"))

    assert (failure.status, failure.is_definite) == (None, False)


def test_answers_are_read_as_utf_8(carrier, pauses):
    carrier.will_answer(200, json.dumps({"friendly_name": "Café"}, ensure_ascii=False))

    assert a_client(carrier, pauses).messaging.v1.services(SERVICE).fetch().friendly_name == "Café"


def test_a_cookie_is_not_carried_to_the_next_call(carrier, pauses):
    client = a_client(carrier, pauses)
    carrier.will_answer(200, A_SERVICE, Set_Cookie="who=me")

    client.messaging.v1.services(SERVICE).fetch()
    client.messaging.v1.services(SERVICE).fetch()

    assert "Cookie" not in carrier.asked[1][2]


PLACE = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1.wav"


def download(carrier, pauses, most_bytes=1_000):
    client = BoundedHttpClient(api_base=carrier.base, pause=pauses.append)
    return client.download(PLACE, auth=(ACCOUNT, "a-token"), most_bytes=most_bytes)


def test_a_file_comes_whole_with_its_type(carrier, pauses):
    carrier.will_answer(200, "sound", Content_Type="Audio/X-Wav; rate=8000")
    media = download(carrier, pauses)
    assert (media.content, media.media_type) == (b"sound", "audio/x-wav")
    assert carrier.asked[0][2]["Authorization"].startswith("Basic ")


def test_a_file_that_is_gone_or_too_long_is_told_from_one_that_failed(carrier, pauses):
    carrier.will_answer(404, "")
    assert failure_of(lambda: download(carrier, pauses)).is_not_found
    carrier.will_answer(200, "x" * 1_001, Content_Type="audio/x-wav")
    with pytest.raises(TooLarge):
        download(carrier, pauses)


@pytest.mark.parametrize("place", ["http://127.0.0.1/elsewhere", "/base/elsewhere"])
def test_a_file_kept_elsewhere_is_fetched_over_https_only(carrier, pauses, place):
    carrier.will_answer(302, "", Location=place)
    with pytest.raises(RefusedHost):
        download(carrier, pauses)
    assert len(carrier.asked) == 1


def test_the_place_where_a_file_is_kept_is_not_told_who_we_are(carrier, pauses, monkeypatch):
    monkeypatch.setattr(twilio_http, "_elsewhere", lambda answer: f"{carrier.base}/elsewhere")
    carrier.will_answer(302, "", Location="https://files.example/RE1")
    carrier.will_answer(200, "sound", Content_Type="audio/mpeg")
    assert download(carrier, pauses).content == b"sound"
    assert "Authorization" in carrier.asked[0][2]
    assert "Authorization" not in carrier.asked[1][2]


def test_parallel_calls_share_the_pool_without_waiting_for_each_other(carrier, pauses):
    client = a_client(carrier, pauses)
    carrier.is_slow = True
    calls = [eventlet.spawn(client.messaging.v1.services(SERVICE).fetch) for _ in range(3)]

    with eventlet.Timeout(5):
        while len(carrier.asked) < 3:
            eventlet.sleep(0)

    for call in calls:
        call.kill()


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (TwilioRestException(400, "/x", "secret", code=21728), 400, 21728),
        (TwilioServiceException("about:blank", "secret", 403, 20403), 403, 20403),
        (TwilioException("secret"), None, None),
        (ReadTimeout("secret"), None, None),
        (json.JSONDecodeError("secret", "", 0), None, None),
        (eventlet.Timeout(None), None, None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_way_to_fail_becomes_one_exception(raised, status, code):
    def fail() -> None:
        raise raised

    failure = failure_of(fail)

    assert (failure.status, failure.code) == (status, code)
    assert "secret" not in str(failure)


def test_our_own_mistakes_are_not_blamed_on_twilio():
    with pytest.raises(KeyError), translate("fetch service"):
        raise KeyError("a bug")


def settings(**values: Any) -> Settings:
    return Settings(secret_key="s", encryption_keys=("e",), home=Path("var"), **values)


def test_without_an_account_development_uses_the_sandbox():
    access = access_from(settings())

    assert access.api_base == "http://127.0.0.1:9898"
    assert access.account_sid.startswith("AC")
    assert access.primary_profile_sid is not None
    assert access.auth_token not in repr(access)


def test_a_configured_account_is_used_as_it_is():
    access = access_from(
        settings(
            twilio_account_sid=ACCOUNT,
            twilio_auth_token="t",
            twilio_primary_profile_sid="BU1",
            compliance_email="c@example.com",
        )
    )

    assert access == TwilioAccess(
        account_sid=ACCOUNT,
        auth_token="t",
        primary_profile_sid="BU1",
        compliance_email="c@example.com",
    )


def test_region_and_edge_of_the_environment_move_nothing(carrier, monkeypatch):
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    access = TwilioAccess(account_sid=ACCOUNT, auth_token="t", api_base=carrier.base)

    make_client(access).messaging.v1.services(SERVICE).fetch()

    assert carrier.asked[0][1].startswith("/base/messaging.twilio.com/")
