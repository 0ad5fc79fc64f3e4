"""Ring a number of the sandbox, or text it, and read what the person on the other end gets."""

from __future__ import annotations

import sys
from typing import Any

import requests

TIMEOUT_SECONDS = 60.0
STRANGER = "+15125550199"

Auth = tuple[str, str]


def call(
    base_url: str, auth: Auth, from_: str, to: str, digits: str = "", **behaviour: Any
) -> bool:
    """Prints the call as the caller hears it; False where it could not be made."""
    asked = {"from": from_, "to": to, "digits": digits, **behaviour}
    made = _post(base_url, auth, "calls", asked)
    if made is None:
        return False
    _say(f"Call from {made['from']} to {made['to']}")
    for step in made["transcript"]:
        _say(f"  {_told(step)}")
    if made["unused_digits"]:
        _say(f"  (keys never asked for: {made['unused_digits']})")
    _say_failures(made["requests"])
    return True


def text(base_url: str, auth: Auth, from_: str, to: str, body: str) -> bool:
    """Prints what comes back to the person; False where the text could not be sent."""
    sent = _post(base_url, auth, "texts", {"from": from_, "to": to, "body": body})
    if sent is None:
        return False
    _say(f"Text from {sent['from']} to {sent['to']}: {sent['body']}")
    if sent["is_dropped"]:
        _say("  Nobody is told: neither the number nor its service has an address for texts.")
    if sent["automatic_reply"]:
        _say(f"  Twilio replies: {sent['automatic_reply']}")
    for reply in sent["replies"]:
        fate = "" if reply["is_sent"] else " (not sent: the person opted out)"
        _say(f"  Reply: {reply['body']}{fate}")
    _say_failures(sent["requests"])
    return True


def _post(base_url: str, auth: Auth, path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
    try:
        answer = requests.post(
            f"{base_url}/_control/{path}", json=asked, auth=auth, timeout=TIMEOUT_SECONDS
        )
        told: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError):
        sys.stderr.write(f"The sandbox at {base_url} does not answer. Is it running?\n")
        return None
    if not answer.ok:
        sys.stderr.write(f"{told.get('message', 'The sandbox refused.')}\n")
        return None
    return told


def _told(step: dict[str, Any]) -> str:
    """One line of the transcript."""
    verb = step["verb"]
    if verb == "Gather":
        return f"[presses {step['pressed']}]" if step["pressed"] else "[presses nothing]"
    if verb == "Dial":
        return f"[rings {', '.join(step['numbers'])}: {step['outcome']}]"
    if verb == "Record":
        return f"[beep; speaks for {step['seconds']} seconds]"
    if verb == "Redirect":
        return f"[goes on at {step['url']}]"
    spoken = step.get("text", "")
    return f"{verb}: {spoken}" if spoken else f"[{verb.lower()}]"


def _say_failures(asked: list[dict[str, Any]]) -> None:
    for each in asked:
        if each["error_code"] is not None:
            reason = each["problem"] or f"answered {each['status']}"
            _say(f"  ! {each['url']}: {reason} (error {each['error_code']})")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
