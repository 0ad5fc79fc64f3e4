"""From nothing to a line that sends, receives and answers; only Twilio is played."""

from __future__ import annotations

import io
import re
import subprocess
import wave
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.conftest import ROOT, SERVICEPRO, Caller, Installation
from tests.e2e.test_restarts import Sandbox, submit_a_campaign
from tests.e2e.test_tenants_apart import query

PHONE = "/api/admin/phone"
WIZARD = "/api/admin/setup-wizard/status"
CUSTOMER = "+15125550177"
FRIEND = "+15125550178"
MENU = {
    "greeting": "Thank you for calling Shine Studio.",
    "options": [
        {"digit": "1", "label": "opening hours", "action": "MESSAGE", "message": "Nine to five."},
        {"digit": "2", "label": "a message to us", "action": "VOICEMAIL"},
    ],
    "fallback": "VOICEMAIL",
}
BUY = r"POST .*IncomingPhoneNumbers\.json$"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("journey") / "home", SANDBOX_SPEED="240")
    try:
        installation.start()
        yield installation
        assert installation.errors() == []
        assert installation.program.stop() == 0
    finally:
        installation.program.kill()


@pytest.fixture(scope="module")
def sandbox(shared: Installation) -> Sandbox:
    return Sandbox(shared.sandbox_url)


@pytest.fixture(scope="module")
def owner(shared: Installation) -> Caller:
    return Caller(shared.url, "owner@shine.test")


@pytest.fixture(scope="module")
def line(shared: Installation, owner: Caller) -> str:
    """The number of a set-up that is complete: bought, with a menu, its campaign approved."""
    before = owner.call("GET", WIZARD)
    assert (before["step2"], before["a2pStatus"]) == ({"state": "NOT_STARTED"}, None)
    assert before["a2pHint"].startswith("Fill out your campaign info")
    (offer, *_) = owner.call("GET", f"{PHONE}/available-numbers?areaCode=512")["items"]
    bought = owner.call("POST", f"{PHONE}/numbers", phoneNumber=offer["phoneNumber"])
    assert bought["primaryNumber"]["phoneNumber"] == offer["phoneNumber"]
    owner.call("PUT", f"{PHONE}/ivr-menu", **MENU)
    owner.call("PUT", f"{PHONE}/routing", mode="IVR")
    submit_a_campaign(owner)
    shared.program.wait_until(
        lambda: owner.call("GET", WIZARD)["step2"]["state"] == "COMPLETE", seconds=90
    )
    after = owner.call("GET", WIZARD)
    assert (after["missingPieces"], after["unavailable"]) == ([], [])
    assert "fully registered" in after["a2pHint"]
    return str(offer["phoneNumber"])


def play(installation: Installation, *arguments: str) -> str:
    """`servicepro sandbox …`, as a person would type it beside the running installation."""
    ended = subprocess.run(
        [str(SERVICEPRO), "sandbox", *arguments],
        env={
            "PATH": "/usr/bin:/bin",
            "SERVICEPRO_HOME": str(installation.home),
            "GATEWAY_ADDRESS": installation.url.removeprefix("http://"),
            "SANDBOX_ADDRESS": installation.sandbox_url.removeprefix("http://"),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "!" not in ended.stdout, ended.stdout
    return ended.stdout


def numbers_held(sandbox: Sandbox) -> list[str]:
    return [number["phone_number"] for number in sandbox.control("GET", "state")["numbers"]]


def paid_for_numbers(sandbox: Sandbox) -> int:
    return sum(fee["kind"] == "number" for fee in sandbox.control("GET", "fees")["fees"])


def test_a_caller_hears_the_menu_and_leaves_a_voicemail(
    shared: Installation, owner: Caller, line: str
) -> None:
    heard = play(shared, "call", line, "--digits", "1", "--from", CUSTOMER)
    assert "Thank you for calling Shine Studio. For opening hours, press 1." in heard
    assert "Nine to five." in heard
    assert "[beep" in play(shared, "call", line, "--digits", "2", "--from", CUSTOMER)
    (voicemail,) = owner.call("GET", f"{PHONE}/voicemails")["items"]
    assert (voicemail["fromNumber"], voicemail["durationSeconds"] > 0) == (CUSTOMER, True)
    place = f"{PHONE}/voicemails/{voicemail['id']}/audio"
    audio = owner.answer("GET", place)
    assert (audio.status_code, audio.headers["Content-Type"]) == (200, "audio/wav")
    with wave.open(io.BytesIO(audio.content)) as sound:
        assert sound.getnframes() / sound.getframerate() == voicemail["durationSeconds"]
    stranger = Caller(shared.url, "owner@clean-machine.test")
    assert stranger.answer("GET", place).status_code == 404
    calls = query(shared, "phone", "select from_number from calls")
    assert calls == [(CUSTOMER,), (CUSTOMER,)]


def test_a_test_message_is_delivered(shared: Installation, owner: Caller, line: str) -> None:
    sent = owner.call("POST", f"{PHONE}/test-message", to=FRIEND)
    shared.program.wait_until(lambda: _message(owner, sent["id"])["status"] == "DELIVERED")
    health = owner.call("GET", f"{PHONE}/health")
    assert (health["isHealthy"], health["lastError"]) == (True, None)
    shared.program.wait_until(
        lambda: (
            owner.call("GET", f"{PHONE}/config")["primaryNumber"]["registrationStatus"]
            == "REGISTERED"
        )
    )


def test_texts_are_stored_and_a_stop_is_kept_until_a_start(
    shared: Installation, owner: Caller, line: str
) -> None:
    for body in ("Are you open?", "STOP"):
        play(shared, "text", line, body, "--from", CUSTOMER)
    stored = owner.call("GET", f"{PHONE}/messages")["items"]
    texts = [m["body"] for m in stored if m["direction"] == "INBOUND"]
    assert texts == ["STOP", "Are you open?"]
    refused = owner.answer("POST", f"{PHONE}/test-message", to=CUSTOMER)
    assert (refused.status_code, refused.json()["code"]) == (409, "CANNOT_SEND")
    assert "STOP" in refused.json()["error"]
    play(shared, "text", line, "START", "--from", CUSTOMER)
    assert owner.call("POST", f"{PHONE}/test-message", to=CUSTOMER)["toNumber"] == CUSTOMER


def _message(owner: Caller, message_id: str) -> Any:
    messages = owner.call("GET", f"{PHONE}/messages")["items"]
    return next(message for message in messages if message["id"] == message_id)


def test_who_comes_too_late_chooses_another_and_pays_nothing(
    owner: Caller, sandbox: Sandbox, line: str
) -> None:
    held, paid = numbers_held(sandbox), paid_for_numbers(sandbox)
    assert paid == 1
    sandbox.control("POST", "purchases", lose_next=1)
    (offer, *_) = owner.call("GET", f"{PHONE}/available-numbers?areaCode=512")["items"]
    refused = owner.answer("POST", f"{PHONE}/numbers", phoneNumber=offer["phoneNumber"])
    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "NUMBER_UNAVAILABLE")
    others = [each["phoneNumber"] for each in told["alternatives"]]
    assert 1 <= len(others) <= 5
    assert offer["phoneNumber"] not in others
    assert all(re.fullmatch(r"\+1512\d{7}", each) for each in others)
    assert (numbers_held(sandbox), paid_for_numbers(sandbox)) == (held, paid)


@pytest.mark.parametrize("fault", [None, "cut_after"], ids=["repeated", "cut off after paying"])
def test_a_purchase_that_is_repeated_buys_once(
    shared: Installation, owner: Caller, sandbox: Sandbox, line: str, fault: str | None
) -> None:
    held, paid = numbers_held(sandbox), paid_for_numbers(sandbox)
    if fault:
        sandbox.control("POST", "faults", match=BUY, action=fault, times=1)
    buy = _purchase(owner, f"journey-{fault}")
    answers = [buy()]
    shared.program.wait_until(lambda: answers[-1].ok or answers.append(buy()))
    assert (answers[0].status_code == 201) is (fault is None)
    assert buy().json() == answers[-1].json()
    new = set(numbers_held(sandbox)) - set(held)
    assert len(new) == 1
    ours = {each["phoneNumber"] for each in answers[-1].json()["numbers"]}
    assert new <= ours
    assert paid_for_numbers(sandbox) == paid + 1


def _purchase(owner: Caller, key: str) -> Callable[[], Any]:
    headers = {"Idempotency-Key": key}
    return lambda: owner.answer("POST", f"{PHONE}/numbers", headers=headers, areaCode="512")
