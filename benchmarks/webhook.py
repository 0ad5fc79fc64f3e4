"""A signed call and a signed text from Twilio, each a new one, in front of one plain route."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import requests

from benchmarks import routes
from benchmarks.installation import CALL_SECONDS, Http
from benchmarks.load import OWNER
from benchmarks.routes import Question
from sandbox.twilio import constants
from sandbox.twilio.webhooks import sign

GOAL = 2.0
ACCOUNT = (constants.SANDBOX_ACCOUNT_SID, constants.SANDBOX_AUTH_TOKEN)
MENU = {
    "greeting": "Thank you for calling.",
    "options": [{"digit": "1", "label": "a message to us", "action": "VOICEMAIL"}],
    "fallback": "VOICEMAIL",
}
CUSTOMER = "+15125550177"


def run(*, quick: bool = False) -> None:
    with routes.deployed() as environment:
        address = environment["GATEWAY_ADDRESS"]
        http = Http(address)
        headers = {"Authorization": f"Bearer {http.sign_in(OWNER)}"}
        plain = Question(path=routes.PLAIN, headers=headers)
        phone_number = _line(http)
        http.close()
        voice, sms = _webhooks(environment["SANDBOX_ADDRESS"], phone_number)
        ends = {"From": CUSTOMER, "To": phone_number}
        questions: dict[str, Callable[[], Question]] = {
            f"GET {routes.PLAIN}": lambda: plain,
            "a call, answered with the menu": _news(voice, "CallSid", "CA", ends),
            "a text, stored": _news(sms, "MessageSid", "SM", {**ends, "Body": "Open today?"}),
        }
        found = routes.medians(address, questions, quick=quick)
    routes.tell("Signed webhooks of Twilio, one caller, p50", found, goal=GOAL)


def _line(http: Http) -> str:
    bought = http.call("POST", "admin/phone/numbers", {"areaCode": "512"})
    http.call("PUT", "admin/phone/ivr-menu", MENU)
    http.call("PUT", "admin/phone/routing", {"mode": "IVR"})
    return str(bought["primaryNumber"]["phoneNumber"])


def _webhooks(sandbox: str, phone_number: str) -> tuple[str, str]:
    """Where Twilio was told to report calls and texts."""
    state = requests.get(f"http://{sandbox}/_control/state", auth=ACCOUNT, timeout=CALL_SECONDS)
    numbers = {each["phone_number"]: each for each in state.json()["numbers"]}
    return numbers[phone_number]["voice_url"], numbers[phone_number]["sms_url"]


def _news(url: str, id_field: str, prefix: str, told: dict[str, str]) -> Callable[[], Question]:
    counter = itertools.count(1)

    def make() -> Question:
        fields = {id_field: f"{prefix}{next(counter):032}", **told}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": sign(constants.SANDBOX_AUTH_TOKEN, url, fields),
        }
        return Question(
            path=urlsplit(url).path, method="POST", headers=headers, body=urlencode(fields).encode()
        )

    return make
