"""What the adapter asks of Twilio where the sandbox has no answer yet."""

import json
from urllib.parse import urlsplit

import pytest
from twilio.http.response import Response
from twilio.rest import Client

from chassis.twilio import TwilioAccess
from services.phone.adapters.twilio import TwilioCarrier
from services.phone.domain.lines import Capabilities
from services.phone.domain.orders import Wish
from services.phone.domain.webhooks import webhooks_of
from services.phone.ports import CarrierRefused

ACCOUNT = "AC" + "a" * 32
ROOT = f"/2010-04-01/Accounts/{ACCOUNT}"
WEBHOOKS = webhooks_of("https://a.example", "t0ken")
ADDRESSES = {
    "VoiceUrl": WEBHOOKS.voice,
    "VoiceMethod": "POST",
    "VoiceFallbackUrl": WEBHOOKS.voice_fallback,
    "VoiceFallbackMethod": "GET",
    "SmsUrl": WEBHOOKS.sms,
    "SmsMethod": "POST",
    "SmsFallbackUrl": WEBHOOKS.sms,
    "SmsFallbackMethod": "POST",
}
CAN = {"voice": True, "SMS": True, "MMS": False}


def a_number(sid="PN1", name="ours", made="Mon, 03 Mar 2025 12:00:00 +0000"):
    return {
        "sid": sid,
        "phone_number": "+15125550142",
        "friendly_name": name,
        "capabilities": CAN,
        "date_created": made,
    }


class Wire:
    """The SDK's own seam: remembers the request and gives the next answer."""

    is_async = False
    timeout = None

    def __init__(self):
        self.answers = []
        self.asked = []

    def request(self, method, uri, params=None, data=None, **_):
        self.asked.append((method, urlsplit(uri).path, dict(params or {}), dict(data or {})))
        status, body = self.answers.pop(0)
        return Response(status, json.dumps(body))


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def carrier(wire):
    access = TwilioAccess(account_sid=ACCOUNT, auth_token="t")
    return TwilioCarrier(access, connect=lambda _: Client(ACCOUNT, "t", http_client=wire))


def test_a_search_asks_for_numbers_that_can_be_used_at_once(carrier, wire):
    found = {"phone_number": "+15125550142", "locality": "Austin", "region": "TX"}
    wire.answers = [(200, {"available_phone_numbers": [found | {"capabilities": CAN}]})]

    (number,) = carrier.search_numbers(area_code="512", contains=None, limit=20)

    method, path, params, _ = wire.asked[0]
    assert (method, path) == ("GET", f"{ROOT}/AvailablePhoneNumbers/US/Local.json")
    assert {name: str(value).lower() for name, value in params.items()} == {
        "AreaCode": "512",
        "SmsEnabled": "true",
        "VoiceEnabled": "true",
        "ExcludeAllAddressRequired": "true",
        "PageSize": "20",
    }
    assert (number.phone_number, number.locality, number.region) == (
        "+15125550142",
        "Austin",
        "TX",
    )
    assert number.capabilities == Capabilities(sms=True, mms=False, voice=True)


@pytest.mark.parametrize(
    ("wish", "asked"),
    [
        (Wish(phone_number="+15125550142"), {"PhoneNumber": "+15125550142"}),
        (Wish(area_code="512"), {"AreaCode": "512"}),
    ],
)
def test_a_purchase_carries_our_name_and_all_addresses(carrier, wire, wish, asked):
    wire.answers = [(201, a_number())]

    bought = carrier.buy_number("ours", wish, WEBHOOKS)

    path = f"{ROOT}/IncomingPhoneNumbers.json"
    assert wire.asked == [("POST", path, {}, {"FriendlyName": "ours"} | asked | ADDRESSES)]
    assert (bought.twilio_sid, bought.phone_number) == ("PN1", "+15125550142")


def test_a_number_that_is_taken_is_refused(carrier, wire):
    wire.answers = [(400, {"code": 21422, "message": "not available", "status": 400})]

    with pytest.raises(CarrierRefused) as refused:
        carrier.buy_number("ours", Wish(area_code="512"), WEBHOOKS)

    assert refused.value.code == 21422


def test_what_was_bought_is_found_by_its_name_alone(carrier, wire):
    older = a_number("PN2", made="Sun, 02 Mar 2025 12:00:00 +0000")
    page = [a_number("PN0", name="somebody's"), a_number("PN1"), older]
    wire.answers = [(200, {"incoming_phone_numbers": page})]

    assert carrier.find_bought("ours").twilio_sid == "PN2"
    assert wire.asked[0][2]["FriendlyName"] == "ours"


def test_what_was_not_bought_is_not_found(carrier, wire):
    wire.answers = [(200, {"incoming_phone_numbers": [a_number(name="somebody's")]})]

    assert carrier.find_bought("ours") is None


def test_a_number_is_configured_with_all_addresses(carrier, wire):
    wire.answers = [(200, a_number())]

    carrier.configure_number("PN1", WEBHOOKS)

    assert wire.asked == [("POST", f"{ROOT}/IncomingPhoneNumbers/PN1.json", {}, ADDRESSES)]


def test_a_text_goes_through_the_service_and_never_from_a_bare_number(carrier, wire):
    wire.answers = [(201, {"sid": "SM1", "status": "accepted"})]

    sid = carrier.send_message("MG1", to="+15125550177", body="Hi", status_callback="https://a/s")

    assert sid == "SM1"
    assert wire.asked == [
        (
            "POST",
            f"{ROOT}/Messages.json",
            {},
            {
                "To": "+15125550177",
                "StatusCallback": "https://a/s",
                "MessagingServiceSid": "MG1",
                "Body": "Hi",
            },
        )
    ]
