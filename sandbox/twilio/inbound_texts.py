"""A text from a person to one of our numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.messages import new_message, reply
from sandbox.twilio.opt_outs import answer_keyword
from sandbox.twilio.questions import Address, Questioner, places
from sandbox.twilio.twiml import Verb
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World


def receive_text(world: World, number: Json, *, from_: str, body: str) -> Json:
    """Twilio's own reply to a keyword comes on top of the webhook, which is asked in any case."""
    automatic = answer_keyword(world, number, person=from_, body=body)
    message = new_message(world, number, to=from_, body=body, direction="inbound")
    message["messaging_service_sid"] = number["_service_sid"]
    address = _address(world, number)
    questioner = Questioner(world)
    verbs = questioner.ask(address, _form(world, message)) if address else []
    replies = [_reply(world, number, verb, to=from_) for verb in verbs or []]
    return {
        "message_sid": message["sid"],
        "from": from_,
        "to": number["phone_number"],
        "body": body,
        "automatic_reply": automatic,
        "replies": [each for each in replies if each is not None],
        "is_dropped": address is None,
        "requests": questioner.asked,
    }


def _address(world: World, number: Json) -> Address | None:
    """None where nobody would hear of the message, which Twilio does not even log."""
    service = world.table("services").get(number["_service_sid"])
    if service is not None and not service["use_inbound_webhook_on_number"]:
        return _made(service, "inbound_request_url", "inbound_method", "fallback")
    return _made(number, "sms_url", "sms_method", "sms_fallback")


def _made(record: Json, url: str, method: str, fallback: str) -> Address | None:
    if not record[url]:
        return None
    return Address(
        record[url],
        record[method] or "POST",
        record[f"{fallback}_url"],
        record[f"{fallback}_method"] or "POST",
    )


def _form(world: World, message: Json) -> dict[str, str]:
    form = {
        "AccountSid": world.account_sid,
        "ApiVersion": "2010-04-01",
        "Body": message["body"],
        "From": message["from"],
        "MessageSid": message["sid"],
        "NumMedia": "0",
        "NumSegments": message["num_segments"],
        "SmsMessageSid": message["sid"],
        "SmsSid": message["sid"],
        "SmsStatus": "received",
        "To": message["to"],
        **places(from_=message["from"], to=message["to"]),
    }
    if message["messaging_service_sid"]:
        form["MessagingServiceSid"] = message["messaging_service_sid"]
    return form


def _reply(world: World, number: Json, verb: Verb, *, to: str) -> Json | None:
    if verb.name not in ("Message", "Sms"):
        return None
    bodies = [child.said for child in verb.children if child.name == "Body"]
    body = " ".join(bodies) or verb.said
    sent = reply(world, number, to=to, body=body, callback=verb.attributes.get("action"))
    return {"body": body, "message_sid": sent["sid"] if sent else None, "is_sent": sent is not None}
