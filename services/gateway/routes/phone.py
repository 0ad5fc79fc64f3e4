"""A tenant's line: who answers calls, which numbers there are, and what came in; for its admins."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from contracts.phone import AUDIO
from services.gateway import refusals, schemas, views
from services.gateway.auth import ADMINS
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Options, route

PHONE = "/api/admin/phone"
MENU = f"{PHONE}/ivr-menu"
VOICEMAIL = f"{PHONE}/voicemails/<uuid:voicemail_id>"

LINE = Options(roles=ADMINS, area="Phone")
CONFIG = Options(roles=ADMINS, area="Phone", reply=schemas.PhoneConfig)
SOME = Options(roles=ADMINS, area="Phone", query=schemas.PageQuery)

Answer = dict[str, Any]


class PhoneRoutes:
    phone = neighbour("phone")

    @route("GET", f"{PHONE}/config", CONFIG)
    def get_phone_config(self, call: Call) -> Answer:
        """Numbers, messaging service and call routing."""
        return self.phone.get_config(tenant_id=call.tenant_id)

    @route("PUT", f"{PHONE}/routing", LINE, request=schemas.RoutingInput, reply=schemas.Routing)
    def put_routing(self, call: Call) -> Answer:
        """Decides who answers calls; what is left out is emptied."""
        return self.phone.put_routing(**call.scope, **call.body)

    @route("GET", MENU, LINE, reply=schemas.IvrMenu)
    def get_ivr_menu(self, call: Call) -> Answer:
        """What callers hear, and what each key does."""
        return self.phone.get_ivr_menu(tenant_id=call.tenant_id)

    @route("PUT", MENU, LINE, request=schemas.IvrMenuInput, reply=schemas.IvrMenu)
    def put_ivr_menu(self, call: Call) -> Answer:
        """Replaces the whole menu."""
        return self.phone.put_ivr_menu(**call.scope, **call.body)

    @route("POST", f"{MENU}/walk", LINE, request=schemas.MenuWalkInput, reply=schemas.MenuWalk)
    def walk_ivr_menu(self, call: Call) -> Answer:
        """Tells what a caller who presses these keys would hear; nothing rings or is stored."""
        return self.phone.walk_ivr_menu(tenant_id=call.tenant_id, **call.body)

    @route(
        "GET",
        f"{PHONE}/available-numbers",
        LINE,
        query=schemas.NumberSearch,
        reply=schemas.AvailableNumberPage,
        may_answer=frozenset({409, 502}),
    )
    def search_numbers(self, call: Call) -> Answer:
        """Numbers that could be bought now, the best matches only."""
        wanted = {name: call.query[name] for name in ("area_code", "contains")}
        found = self.phone.search_numbers(tenant_id=call.tenant_id, **wanted)
        return views.paged(found["items"], call.query)

    @route(
        "POST",
        f"{PHONE}/numbers",
        CONFIG,
        request=schemas.NumberWish,
        status=201,
        refusals={409: schemas.PurchaseRefusal},
    )
    def buy_number(self, call: Call) -> Answer:
        """Buys a certain number, or any of an area; repeated with its key it buys once."""
        with refusals.of_purchases():
            return self.phone.buy_number(**call.scope, **call.body)

    @route("POST", f"{PHONE}/messaging-service", CONFIG)
    def link_messaging_service(self, call: Call) -> Answer:
        """Makes the primary campaign's messaging service, or finds the one that it has."""
        return self.phone.link_messaging_service(**call.scope)

    @route(
        "POST",
        f"{PHONE}/test-message",
        LINE,
        request=schemas.TestMessage,
        reply=schemas.Message,
        status=201,
    )
    def send_test_message(self, call: Call) -> Answer:
        """Sends one text; refused with the reason while this line cannot send."""
        return self.phone.send_test_message(**call.scope, **call.body)

    @route("GET", f"{PHONE}/voicemails", SOME, reply=schemas.VoicemailPage)
    def list_voicemails(self, call: Call) -> Answer:
        """What callers left on the recorder, newest first."""
        return self.phone.list_voicemails(tenant_id=call.tenant_id, **call.query)

    @route("GET", f"{VOICEMAIL}/audio", LINE, media=AUDIO, may_answer=frozenset({502}))
    def get_voicemail_audio(self, call: Call, voicemail_id: str) -> Response:
        """The recording, to be played in the browser."""
        audio = self.phone.get_voicemail_audio(tenant_id=call.tenant_id, voicemail_id=voicemail_id)
        return Response(audio["content"], content_type=audio["media_type"])

    @route("PATCH", VOICEMAIL, LINE, request=schemas.VoicemailMark, reply=schemas.Voicemail)
    def mark_voicemail(self, call: Call, voicemail_id: str) -> Answer:
        """Says that somebody has heard it, or that it counts as new again."""
        return self.phone.mark_voicemail(voicemail_id=voicemail_id, **call.scope, **call.body)

    @route("GET", f"{PHONE}/messages", SOME, reply=schemas.MessagePage)
    def list_messages(self, call: Call) -> Answer:
        """Texts in and out, newest first; each that failed with an explanation."""
        return self.phone.list_messages(tenant_id=call.tenant_id, **call.query)

    @route("GET", f"{PHONE}/health", LINE, reply=schemas.LineCheck)
    def check_line(self, call: Call) -> Answer:
        """What is stored beside what is true at Twilio at this moment."""
        return self.phone.check_line(tenant_id=call.tenant_id)

    @route("POST", f"{PHONE}/repair", LINE, reply=schemas.LineCheck)
    def repair_line(self, call: Call) -> Answer:
        """Sets again what was found wrong, and looks once more."""
        return self.phone.repair_line(tenant_id=call.tenant_id)
