"""Requests as Twilio makes them; the signature is computed here, by Twilio's published rule."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlencode

from chassis.settings import Settings
from chassis.twilio import access_from

BASE = Settings.public_base_url
TOKEN = access_from(Settings(secret_key="", encryption_keys=())).auth_token
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
VOICE = "/webhooks/twilio/voice/t0ken"
EVENTS = "/webhooks/twilio/events"


def signature(path, fields=(), *, key=TOKEN, base=BASE, digest=hashlib.sha1):
    """Over the address, then each name with each of its values, sorted; `fields` are pairs."""
    text = base + path + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(key.encode(), text.encode(), digest).digest()).decode()


def post_form(gateway, path, fields, *, headers=None, **options):
    pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
    signed = {"X-Twilio-Signature": signature(path, pairs), **FORM, **(headers or {})}
    sent = {name: value for name, value in signed.items() if value is not None}
    return gateway.ask("POST", path, data=urlencode(pairs), headers=sent, **options)


def events_path(body):
    return f"{EVENTS}?bodySHA256={hashlib.sha256(body).hexdigest()}"


def post_events(gateway, document, *, path=None, headers=None, body=None):
    body = json.dumps(document).encode() if body is None else body
    path = path or events_path(body)
    signed = {
        "X-Twilio-Signature": signature(path),
        "Content-Type": "application/json",
        **(headers or {}),
    }
    sent = {name: value for name, value in signed.items() if value is not None}
    return gateway.ask("POST", path, data=body, headers=sent)
