"""Twilio's signature is checked without ever failing on what is not Twilio's."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from services.gateway.adapters.twilio_signatures import Signatures

HEADER = "X-Twilio-Signature"
PATH = "/webhooks/twilio/voice/t0ken?reading=1"
FORM = MultiDict([("From", "+15125550177"), ("Body", "ü & =")])
SIGNED = "Bodyü & =From+15125550177"
TOKEN = "the account's token"


def signature(address, key=TOKEN, told=SIGNED):
    digest = hmac.new(key.encode(), (address + told).encode(), hashlib.sha1).digest()
    return {HEADER: base64.b64encode(digest).decode()}


@pytest.mark.parametrize(
    ("base", "signed"),
    [
        ("https://app.example.com", "https://app.example.com"),
        ("https://app.example.com/", "https://app.example.com"),
        ("https://app.example.com/sms/", "https://app.example.com/sms"),
        ("https://app.example.com", "https://app.example.com:443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_request_to_the_public_address_is_vouched_for(base, signed):
    assert Signatures(TOKEN, base).vouch_for(PATH, FORM, signature(signed + PATH))


def test_without_a_token_of_ours_nobody_is_believed():
    base = "https://app.example.com"
    assert not Signatures("", base).vouch_for(PATH, FORM, signature(base + PATH, key=""))


@given(
    address=st.text(),
    told=st.one_of(st.none(), st.text(), st.binary(), st.dictionaries(st.text(), st.text())),
    headers=st.dictionaries(
        st.sampled_from([HEADER, "X-Twilio-Webhooks-Signature-Settings"]), st.text()
    ),
)
def test_whatever_comes_is_not_vouched_for_and_raises_nothing(address, told, headers):
    assert not Signatures(TOKEN, "https://app.example.com").vouch_for(address, told, headers)
