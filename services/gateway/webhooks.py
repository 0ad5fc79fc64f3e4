"""Requests that Twilio makes: believed by their signature alone, and answered whatever fails.

Unsigned or malformed is 403, without a hint as to why. What a caller hears on the phone never
depends on whether our services answer; what must not be lost is answered 503 while they do not,
because Twilio then asks once more, at the fallback address or after a pause.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, Unpack
from urllib.parse import parse_qsl

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from chassis.logs import event
from chassis.twilio import access_from
from contracts.a2p_insight import MOST_EVENTS
from contracts.errors import Code
from services.gateway.adapters.twilio_signatures import Signatures
from services.gateway.auth import PUBLIC
from services.gateway.http import Call, Options, Problem, Route, answering
from services.gateway.http.errors import problem_of
from services.gateway.http.reading import parse, read_body

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
TWIML = "text/xml"
# Twilio sends some forty.
MOST_FIELDS = 300

CANNOT_TAKE_CALL = (
    "<Response><Say>We are sorry, but we cannot take your call right now. Please try again later."
    "</Say><Hangup/></Response>"
)
THANK_YOU = "<Response><Say>Thank you. Goodbye.</Say><Hangup/></Response>"
NO_REPLY = "<Response/>"

Told = Mapping[str, Any]
Fallback = Callable[[Told], Response]
Handler = TypeVar("Handler", bound=Callable[..., Any])


def twiml(markup: str, status: int = 200) -> Response:
    headers = {"Retry-After": "5"} if status == 503 else {}
    return Response(markup, status, headers, content_type=f"{TWIML}; charset=utf-8")


def say_sorry(told: Told) -> Response:
    """To somebody on the phone: a sentence now, rather than a second try by Twilio."""
    return twiml(CANNOT_TAKE_CALL)


def thank_or_ask_again(told: Told) -> Response:
    """A recording is told twice: to its caller's face, and once more as a report."""
    return twiml(NO_REPLY, 503) if "RecordingStatus" in told else twiml(THANK_YOU)


def ask_again(told: Told) -> Response:
    return twiml(NO_REPLY, 503)


class Webhook(Route):
    """An address for Twilio only. `fallback` answers when a service does not or cannot."""

    def __init__(
        self, url: str, *, fallback: Fallback | None = None, **options: Unpack[Options]
    ) -> None:
        super().__init__("POST", url, **Options({**options, "roles": PUBLIC, "area": "Twilio"}))
        self.security = "twilioSignature"
        self._fallback = fallback

    def setup(self) -> None:
        super().setup()
        settings = self.container.config["SETTINGS"]
        self._signatures = Signatures(access_from(settings).auth_token, settings.public_base_url)

    def respond(self, request: Request, values: dict[str, str]) -> Response:
        told = self._read(request, read_body(request.environ))
        call = Call(source=str(request.environ["REMOTE_ADDR"]), body=self._understand(told))
        try:
            return self.answer(call, values)
        except Exception as failure:
            return self._fall_back(failure, told)

    def _read(self, request: Request, raw: bytes) -> Told:
        """The fields of a form together with those of the address."""
        try:
            form = _form_of(request, raw)
        except ValueError as malformed:
            raise refused() from malformed
        self._check_signature(request, form)
        return {**request.args.to_dict(), **form.to_dict()}

    def _check_signature(self, request: Request, told: Any) -> None:
        if not self._signatures.vouch_for(_address_of(request), told, request.headers):
            raise refused()

    def _understand(self, told: Told) -> dict[str, Any]:
        if self._body is None:
            return dict(told)
        return _loaded(self._body, told)

    def _fall_back(self, failure: Exception, told: Told) -> Response:
        problem = problem_of(failure)
        is_unknown_address = problem is not None and problem.status == 404
        if self._fallback is None or is_unknown_address:
            raise failure
        if problem is None:
            log.exception("webhook_failed", extra={"route": self.url})
        reason = type(failure).__name__ if problem is None else problem.code
        event(log, "webhook_fell_back", level=logging.WARNING, route=self.url, reason=reason)
        return self._fallback(told)


class FormWebhook(Webhook):
    accepts = FORM


class EventsWebhook(Webhook):
    """JSON, with its hash in the signed address: one event or a list of them."""

    def _read(self, request: Request, raw: bytes) -> Told:
        if "bodySHA256" not in request.args:
            raise refused()
        try:
            text = raw.decode("utf-8")
            self._check_signature(request, text)
            document = parse(raw, most_values=MOST_EVENTS * MOST_FIELDS)
        except (ValueError, Problem) as malformed:
            raise refused() from malformed
        events = document if isinstance(document, list) else [document]
        if len(events) > MOST_EVENTS or not all(isinstance(each, dict) for each in events):
            raise refused()
        return {"events": events}


def webhook(
    url: str,
    common: Options | None = None,
    *,
    kind: type[Webhook] = FormWebhook,
    fallback: Fallback | None = None,
    **options: Unpack[Options],
) -> Callable[[Handler], Handler]:
    merged: Options = {**(common or {}), **options}
    return answering(kind, url, fallback=fallback, **merged)


def refused() -> Problem:
    return Problem(403, Code.FORBIDDEN, "This address is for Twilio only.")


def _form_of(request: Request, raw: bytes) -> MultiDict[str, str]:
    if request.mimetype != FORM:
        raise ValueError("no form")
    return MultiDict(
        parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    )


def _address_of(request: Request) -> str:
    """Path and query as they were sent, since that is what is signed."""
    query = request.environ.get("QUERY_STRING")
    path = str(request.environ["RAW_PATH_INFO"])
    return path if query is None else f"{path}?{query}"


def _loaded(schema: Schema, told: Told) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(told)
    except ValidationError as malformed:
        raise refused() from malformed
    return loaded
