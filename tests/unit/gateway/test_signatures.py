"""Twilio's signature is checked without ever failing on what is not Twilio's."""

import base64
import hashlib
import hmac
import subprocess
import sys

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


@pytest.mark.parametrize("told", [None, b"\xff\x00", "[]", "{", FORM, {}])
@pytest.mark.parametrize("given_signature", [None, "", "no base64 \x00", "ü", "A" * 10_000])
@pytest.mark.parametrize("path", [PATH, "/webhooks/twilio/events", "/x?bodySHA256=", "//[", ""])
def test_trap_14_what_crashes_twilios_own_validator_is_refused_here(told, given_signature, path):
    headers = {} if given_signature is None else {HEADER: given_signature}
    assert not Signatures(TOKEN, "https://app.example.com").vouch_for(path, told, headers)


def test_trap_14_neither_an_inner_address_nor_another_accounts_token_is_believed():
    public, inner = "https://app.example.com", "http://10.0.0.7:8000"
    ours = Signatures(TOKEN, public)
    assert ours.vouch_for(PATH, FORM, signature(public + PATH))
    assert not ours.vouch_for(PATH, FORM, signature(inner + PATH))
    assert not ours.vouch_for(PATH, FORM, signature(public + PATH, key="a subaccount's token"))


def test_trap_14_the_command_patches_the_standard_library_before_twilio_is_imported():
    """Patched afterwards, the first call over TLS never ends its recursion."""
    program = (
        "import sys, builtins\n"
        "import eventlet.patcher as patcher\n"
        "real = builtins.__import__\n"
        "def watched(name, *rest):\n"
        "    if name.split('.')[0] in ('twilio', 'requests', 'urllib3'):\n"
        "        assert patcher.is_monkey_patched('socket'), name\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = watched\n"
        "import chassis.cli\n"
        "import twilio.rest\n"
        "print('in order')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "in order", done.stderr[-500:]


@given(
    address=st.text(),
    told=st.one_of(st.none(), st.text(), st.binary(), st.dictionaries(st.text(), st.text())),
    headers=st.dictionaries(
        st.sampled_from([HEADER, "X-Twilio-Webhooks-Signature-Settings"]), st.text()
    ),
)
def test_whatever_comes_is_not_vouched_for_and_raises_nothing(address, told, headers):
    assert not Signatures(TOKEN, "https://app.example.com").vouch_for(address, told, headers)
