"""Every request of the adapter against Twilio's own OpenAPI documents, where they are present."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from requests import Request
from twilio.http.response import Response
from twilio.rest import Client

from chassis.twilio import Media, TwilioAccess
from services.phone.adapters.twilio import TwilioCarrier
from services.phone.domain.orders import Wish
from services.phone.domain.webhooks import webhooks_of

# `oai.py` is imported by name; under importlib mode the root is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.contract.twilio import oai

ACCOUNT = "AC" + "a" * 32
NUMBER_SID = "PN" + "b" * 32
SERVICE_SID = "MG" + "c" * 32
WEBHOOKS = webhooks_of("https://a.example", "t0ken")
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
SENT = {"to": "+15125550177", "body": "Hi", "status_callback": "https://a.example/s?message=1"}


class Audit:
    """Encodes requests as the real client does, and holds each against the documents."""

    is_async = False
    timeout = None

    def __init__(self):
        self.violations = []

    def request(self, method, uri, params=None, data=None, headers=None, auth=None, **_):
        sent = Request(method, uri, headers, None, data, params, auth).prepare()
        body = (sent.body or "").encode()
        self.violations += oai.request_violations(method, sent.url, sent.headers, body)
        answer = {"sid": "X", "phone_number": "+15125550142", "capabilities": {}, "meta": {}}
        lists = (
            "available_phone_numbers",
            "incoming_phone_numbers",
            "services",
            "messages",
            "calls",
        )
        listed = next((name for name in lists if _is_list(method, sent.url, name)), None)
        return Response(200, json.dumps({listed: []} if listed else answer))

    def download(self, uri, *, auth, most_bytes):
        """A recording's sound has the address of the recording, with another ending."""
        self.request("GET", uri.replace(".wav", ".json"), auth=auth)
        return Media(content=b"RIFF", media_type="audio/x-wav")


def _is_list(method, url, name):
    path = url.partition("?")[0]
    endings = {
        "available_phone_numbers": "Local.json",
        "incoming_phone_numbers": "IncomingPhoneNumbers.json",
        "services": "/v1/Services",
        "messages": "/Messages.json",
        "calls": "/Calls.json",
    }
    return method == "GET" and path.endswith(endings[name])


OPERATIONS = {
    "find_service": lambda carrier: carrier.find_service("ours"),
    "create_service": lambda carrier: carrier.create_service("ours", WEBHOOKS),
    "read_service": lambda carrier: carrier.read_service(SERVICE_SID),
    "configure_service": lambda carrier: carrier.configure_service(SERVICE_SID, WEBHOOKS),
    "join_pool": lambda carrier: carrier.join_pool(SERVICE_SID, NUMBER_SID),
    "is_in_pool": lambda carrier: carrier.is_in_pool(SERVICE_SID, NUMBER_SID),
    "find_number": lambda carrier: carrier.find_number(NUMBER_SID),
    "configure_number": lambda carrier: carrier.configure_number(NUMBER_SID, WEBHOOKS),
    "search_numbers": lambda carrier: carrier.search_numbers(
        area_code="512", contains="0142", limit=20
    ),
    "find_bought": lambda carrier: carrier.find_bought("ours"),
    "buy_number": lambda carrier: carrier.buy_number(
        "ours", Wish(phone_number="+15125550142"), WEBHOOKS
    ),
    "buy_any_number": lambda carrier: carrier.buy_number("ours", Wish(area_code="512"), WEBHOOKS),
    "find_sent": lambda carrier: carrier.find_sent(to=SENT["to"], since=NOON),
    "list_texts": lambda carrier: carrier.list_texts(to=SENT["to"], since=NOON, page=None),
    "list_calls": lambda carrier: carrier.list_calls(to=SENT["to"], since=NOON, page=None),
    "fetch_recording": lambda carrier: carrier.fetch_recording("RE" + "d" * 32),
    "send_message": lambda carrier: carrier.send_message(SERVICE_SID, **SENT),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_twilio_would_accept_what_is_asked(operation):
    oai.skip_without_documents()
    audit = Audit()
    access = TwilioAccess(account_sid=ACCOUNT, auth_token="t")
    carrier = TwilioCarrier(access, connect=lambda _: Client(ACCOUNT, "t", http_client=audit))

    OPERATIONS[operation](carrier)

    assert audit.violations == []


def test_no_request_of_the_adapter_goes_unchecked():
    public = {name for name in vars(TwilioCarrier) if not name.startswith("_")}
    assert public <= OPERATIONS.keys()
