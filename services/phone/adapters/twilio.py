"""Twilio through its SDK; what it raises becomes one of two things: refused, or unclear."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from chassis.twilio import TooLarge, TwilioAccess, TwilioFailure, make_client, translate
from services.phone.domain.lines import Capabilities
from services.phone.domain.orders import AvailableNumber, Wish
from services.phone.domain.webhooks import Webhooks
from services.phone.ports import (
    CarrierMessage,
    CarrierNumber,
    CarrierRefused,
    CarrierService,
    CarrierUnclear,
    ReceivedCall,
    ReceivedPage,
    ReceivedText,
    Recording,
)

if TYPE_CHECKING:
    from twilio.rest import Client

ALREADY_IN_POOL = 21710
LARGEST_PAGE = 1000
LATEST_TEXTS = 100
RECORDINGS = "https://api.twilio.com/2010-04-01/Accounts/{}/Recordings"
# The longest that callers may leave, three minutes at 16 kB a second, and some to spare.
LONGEST_RECORDING = 4 * 1024 * 1024
AUDIO = frozenset({"audio/wav", "audio/mpeg"})
# Twilio's own, and another that is about.
SPELLINGS = {"audio/x-wav": "audio/wav", "audio/vnd.wave": "audio/wav"}


class TwilioCarrier:
    """The client, and with it the SDK, is made at the first call."""

    def __init__(
        self, access: TwilioAccess, connect: Callable[[TwilioAccess], Any] = make_client
    ) -> None:
        self._access = access
        self._connect = connect
        self._made: Client | None = None

    @property
    def _client(self) -> Any:
        if self._made is None:
            self._made = self._connect(self._access)
        return self._made

    def find_service(self, name: str) -> str | None:
        with _outcome("list messaging services"):
            services = self._client.messaging.v1.services.list(page_size=LARGEST_PAGE)
        ours = [service for service in services if service.friendly_name == name]
        oldest = min(ours, key=lambda service: (service.date_created, service.sid), default=None)
        return None if oldest is None else str(oldest.sid)

    def create_service(self, name: str, webhooks: Webhooks) -> str:
        with _outcome("create messaging service"):
            services = self._client.messaging.v1.services
            service = services.create(name, **_service_addresses(webhooks))
        return str(service.sid)

    def read_service(self, service_sid: str) -> CarrierService | None:
        service = _found(
            "fetch messaging service", self._client.messaging.v1.services(service_sid).fetch
        )
        if service is None:
            return None
        return CarrierService(
            inbound_url=service.inbound_request_url, status_url=service.status_callback
        )

    def configure_service(self, service_sid: str, webhooks: Webhooks) -> None:
        with _outcome("configure messaging service"):
            service = self._client.messaging.v1.services(service_sid)
            service.update(**_service_addresses(webhooks))

    def is_in_pool(self, service_sid: str, number_sid: str) -> bool:
        pool = self._client.messaging.v1.services(service_sid).phone_numbers
        return _found("fetch sender", pool(number_sid).fetch) is not None

    def join_pool(self, service_sid: str, number_sid: str) -> None:
        try:
            with _outcome("join sender pool"):
                pool = self._client.messaging.v1.services(service_sid).phone_numbers
                pool.create(phone_number_sid=number_sid)
        except CarrierRefused as refused:
            if refused.code != ALREADY_IN_POOL:
                raise

    def send_message(self, service_sid: str, *, to: str, body: str, status_callback: str) -> str:
        """Through the service, never from a bare number: only so is it the campaign's."""
        with _outcome("send message"):
            message = self._client.messages.create(
                to=to,
                messaging_service_sid=service_sid,
                body=body,
                status_callback=status_callback,
            )
        return str(message.sid)

    def find_sent(self, *, to: str, since: datetime) -> list[CarrierMessage]:
        """Newest first at Twilio, so that those of today are on the first page."""
        with _outcome("list messages"):
            found = self._client.messages.list(to=to, limit=LATEST_TEXTS)
        recent = [each for each in found if each.date_created >= since]
        return [
            CarrierMessage(
                twilio_sid=str(each.sid),
                service_sid=each.messaging_service_sid,
                body=each.body,
                status=str(each.status),
                error_code=each.error_code,
            )
            for each in reversed(recent)
        ]

    def list_texts(
        self, *, to: str, since: datetime, page: str | None
    ) -> ReceivedPage[ReceivedText]:
        with _outcome("list received texts"):
            texts = self._client.messages
            found = (
                texts.get_page(page)
                if page
                else texts.page(to=to, date_sent_after=since, page_size=LARGEST_PAGE)
            )
        entries = [
            ReceivedText(
                twilio_sid=str(each.sid),
                from_number=str(each.from_ or ""),
                body=each.body or "",
                received_at=each.date_sent or each.date_created,
            )
            for each in found
            if each.direction == "inbound"
        ]
        return ReceivedPage(entries=entries, next_page=found.next_page_url)

    def list_calls(
        self, *, to: str, since: datetime, page: str | None
    ) -> ReceivedPage[ReceivedCall]:
        with _outcome("list received calls"):
            calls = self._client.calls
            found = (
                calls.get_page(page)
                if page
                else calls.page(to=to, start_time_after=since, page_size=LARGEST_PAGE)
            )
        entries = [
            ReceivedCall(
                twilio_sid=str(each.sid),
                # A word of Python's: the SDK names it so.
                from_number=str(each._from or ""),
                started_at=each.start_time or each.date_created,
            )
            for each in found
            if each.direction == "inbound"
        ]
        return ReceivedPage(entries=entries, next_page=found.next_page_url)

    def configure_number(self, number_sid: str, webhooks: Webhooks) -> None:
        with _outcome("configure number"):
            self._client.incoming_phone_numbers(number_sid).update(**_addresses(webhooks))

    def search_numbers(
        self, *, area_code: str | None, contains: str | None, limit: int
    ) -> list[AvailableNumber]:
        asked = {"area_code": area_code, "contains": contains}
        with _outcome("search numbers"):
            found = self._client.available_phone_numbers("US").local.list(
                **{name: value for name, value in asked.items() if value},
                sms_enabled=True,
                voice_enabled=True,
                # A number that wants a local address could not be bought without one.
                exclude_all_address_required=True,
                limit=limit,
            )
        return [
            AvailableNumber(
                phone_number=str(each.phone_number),
                locality=each.locality,
                region=each.region,
                capabilities=_capabilities(each),
            )
            for each in found
        ]

    def find_bought(self, name: str) -> CarrierNumber | None:
        with _outcome("find bought number"):
            found = self._client.incoming_phone_numbers.list(friendly_name=name)
        # Compared again: a filter that is ignored would hand out somebody's number.
        ours = [each for each in found if each.friendly_name == name]
        oldest = min(ours, key=lambda each: (each.date_created, each.sid), default=None)
        return None if oldest is None else _number(oldest)

    def buy_number(self, name: str, wish: Wish, webhooks: Webhooks) -> CarrierNumber:
        asked = {"phone_number": wish.phone_number, "area_code": wish.area_code}
        with _outcome("buy number"):
            bought = self._client.incoming_phone_numbers.create(
                friendly_name=name,
                **{key: value for key, value in asked.items() if value},
                **_addresses(webhooks),
            )
        return _number(bought)

    def fetch_recording(self, recording_sid: str) -> Recording | None:
        """The SDK knows what a recording is like, but not how to get the sound of it."""
        account = self._access.account_sid
        address = f"{RECORDINGS.format(account)}/{quote(recording_sid, safe='')}.wav"
        auth = (account, self._access.auth_token)
        http = self._client.http_client
        try:
            media = _found(
                "fetch recording",
                lambda: http.download(address, auth=auth, most_bytes=LONGEST_RECORDING),
            )
        except TooLarge as too_large:
            raise CarrierRefused(413) from too_large
        if media is None:
            return None
        media_type = SPELLINGS.get(media.media_type, media.media_type)
        if media_type not in AUDIO:
            raise CarrierRefused(415)
        return Recording(content=media.content, media_type=media_type)

    def find_number(self, number_sid: str) -> CarrierNumber | None:
        number = _found("fetch number", self._client.incoming_phone_numbers(number_sid).fetch)
        return None if number is None else _number(number)


def _found(operation: str, fetch: Callable[[], Any]) -> Any:
    """None for what Twilio does not have, or has in another account."""
    try:
        with translate(operation):
            return fetch()
    except TwilioFailure as failure:
        if failure.is_not_found:
            return None
        raise _as_outcome(failure) from failure


def _service_addresses(webhooks: Webhooks) -> dict[str, Any]:
    return {
        "inbound_request_url": webhooks.sms,
        "inbound_method": "POST",
        # Asked when the first address fails; a message that comes twice is stored once.
        "fallback_url": webhooks.sms,
        "fallback_method": "POST",
        "status_callback": webhooks.status,
        # Said although it is Twilio's default: a true one with no address on the number drops
        # inbound messages without a trace.
        "use_inbound_webhook_on_number": False,
    }


def _number(found: Any) -> CarrierNumber:
    return CarrierNumber(
        twilio_sid=str(found.sid),
        phone_number=str(found.phone_number),
        capabilities=_capabilities(found),
        voice_url=found.voice_url,
        sms_url=found.sms_url,
        voice_fallback_url=found.voice_fallback_url,
    )


def _capabilities(found: Any) -> Capabilities:
    """The search names them in capitals, the account's own numbers do not."""
    can = {name.lower(): bool(value) for name, value in (found.capabilities or {}).items()}
    return Capabilities(**{name: can.get(name, False) for name in ("sms", "mms", "voice")})


def _addresses(webhooks: Webhooks) -> dict[str, str]:
    """The fallback for texts is the same address once more; what is lost is fetched afterwards.

    The one for calls answers while nobody of ours does, so it is a document that needs none of us.
    """
    return {
        "voice_url": webhooks.voice,
        "voice_method": "POST",
        "voice_fallback_url": webhooks.voice_fallback,
        "voice_fallback_method": "GET",
        "sms_url": webhooks.sms,
        "sms_method": "POST",
        "sms_fallback_url": webhooks.sms,
        "sms_fallback_method": "POST",
    }


@contextmanager
def _outcome(operation: str) -> Iterator[None]:
    try:
        with translate(operation):
            yield
    except TwilioFailure as failure:
        raise _as_outcome(failure) from failure


def _as_outcome(failure: TwilioFailure) -> CarrierRefused | CarrierUnclear:
    if failure.is_definite:
        return CarrierRefused(failure.code or failure.status or 0)
    # An answer, even a 503, means that Twilio is no longer at it.
    return CarrierUnclear(is_over=failure.status is not None)
