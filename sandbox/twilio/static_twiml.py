"""Documents that Twilio hosts itself, which answer when nobody of ours does: the echo twimlet."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

ECHO_HOST, ECHO_PATH = "twimlets.com", "/echo"


def hosted_document(url: str) -> str | None:
    """The TwiML that the address itself carries; None for every other address."""
    parts = urlsplit(url)
    if (parts.hostname, parts.path) != (ECHO_HOST, ECHO_PATH):
        return None
    return parse_qs(parts.query).get("Twiml", [None])[0]
