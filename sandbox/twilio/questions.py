"""Asks a webhook what to do: the address, and where that fails, its fallback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.twilio.inventory import place_of
from sandbox.twilio.static_twiml import hosted_document
from sandbox.twilio.twiml import TwimlError, Verb, read_twiml
from sandbox.twilio.webhooks import Outcome, send_form
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

RETRIEVAL_FAILED, CONNECTION_FAILED, PARSE_FAILED = 11200, 11205, 12100


@dataclass(frozen=True)
class Address:
    """Where to ask; the fallback is asked in its place, and told what went wrong."""

    url: str
    method: str = "POST"
    fallback_url: str | None = None
    fallback_method: str = "POST"


@dataclass
class Questioner:
    """Asks for one call or message, and remembers what was asked."""

    world: World
    asked: list[Json] = field(default_factory=list)

    def ask(self, address: Address, form: Mapping[str, str]) -> list[Verb] | None:
        """The verbs to follow; None where neither address gave any."""
        verbs, error = self._ask_one(address.url, form, method=address.method)
        if error is None or not address.fallback_url:
            return verbs
        told = {**form, "ErrorCode": str(error), "ErrorUrl": address.url}
        verbs, _ = self._ask_one(address.fallback_url, told, method=address.fallback_method)
        return verbs

    def _ask_one(
        self, url: str, form: Mapping[str, str], *, method: str
    ) -> tuple[list[Verb] | None, int | None]:
        hosted = hosted_document(url)
        if hosted is not None:
            outcome = Outcome(200, hosted)
        else:
            outcome = send_form(self.world.auth_token, url, form, method=method)
        verbs, error = _understood(outcome)
        self.asked.append(
            {
                "url": url,
                "form": dict(form),
                "status": outcome.status,
                "problem": outcome.problem,
                "error_code": error,
            }
        )
        return verbs, error


def _understood(outcome: Outcome) -> tuple[list[Verb] | None, int | None]:
    if outcome.status is None:
        return None, CONNECTION_FAILED
    if not outcome.is_ok:
        return None, RETRIEVAL_FAILED
    if not outcome.body.strip():
        return [], None
    try:
        return read_twiml(outcome.body), None
    except TwimlError:
        return None, PARSE_FAILED


def places(*, from_: str, to: str) -> dict[str, str]:
    """What Twilio knows of both ends from their numbers."""
    told: dict[str, str] = {}
    for side, number in (("From", from_), ("To", to)):
        place = place_of(number)
        told |= {
            f"{side}City": place.locality.upper(),
            f"{side}State": place.region,
            f"{side}Zip": place.postal_code,
            f"{side}Country": "US",
        }
    return told
