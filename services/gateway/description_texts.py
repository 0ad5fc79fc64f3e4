"""The OpenAPI document's fixed parts: what is true of every route, security, headers, areas."""

from __future__ import annotations

from typing import Any

from services.gateway.auth import LIFETIME_SECONDS
from services.gateway.cookies import SECURE_NAME
from services.gateway.csrf import HEADER as CSRF_HEADER

INTRODUCTION = (
    "JSON in camelCase; times in UTC with Z; ids are UUIDs; the tenant is the token's. Every error"
    " has one body: a sentence, a stable code, the request id and, where fields are at fault,"
    " messages by field. Unknown fields are refused. Every list takes `page` and `pageSize` and"
    " answers `items`, `page`, `pageSize` and `total`. A token is valid for"
    f" {LIFETIME_SECONDS // 60} minutes."
)
REFUSALS = {
    400: "Something in the request is not valid; `fields` says what.",
    401: "Nobody is signed in, or the sign-in failed.",
    403: "The caller's role does not allow this, or a browser's request is not from our pages.",
    404: "There is no such thing, or it is another tenant's.",
    409: "The state of things does not allow this now; `code` says why.",
    412: "The resource was changed in the meantime; `current` is how it stands now.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not application/json.",
    428: "`If-Match` is missing: it names the version that the change was made to.",
    429: "Too many attempts; `Retry-After` says when to try again.",
    500: "Something went wrong on our side.",
    502: "Twilio refused or failed.",
    503: "A service is absent or past its deadline; `Retry-After` says when to try again.",
}
SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SECURE_NAME,
        "description": "Set by the sign-in and renewed by itself. Never beside a bearer token.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "With a session, for whatever writes: the `csrfToken` of the sign-in, sent"
        " by a page of this site.",
    },
    "twilioSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Twilio-Signature",
        "description": "Over the public address and what is sent, with the account's auth token.",
    },
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A repeat with the same key and body gives the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that the change was made to, or a list of them; `*`"
    ' stands for any. A business profile that was never saved has the ETag `"none"`, and its'
    " first save may also send `If-None-Match: *` instead.",
    "schema": {
        "type": "string",
        "pattern": r'^(?:\*|(?:W/)?"[!#-~]*"(?:[ \t]*,[ \t]*(?:W/)?"[!#-~]*")*)$',
        "maxLength": 2000,
    },
    "example": '"5f0c1e"',
}
SEEN_VERSION = "The ETag of the version that was seen: another one is not submitted."
# The document is served by the installation that it describes.
SERVERS = [{"url": "/", "description": "The installation that serves this document."}]
AREAS = {
    "Bookings": "The shop's bookings, for its staff.",
    "Bookings, for customers": "The services of a shop, free times, quotes and one's own bookings.",
    "Business profile": "Who the business is: what a brand is registered with.",
    "Campaigns": "A2P campaigns: drafts, checks, submissions and their outcomes.",
    "Customers": "The shop's customers, for its staff.",
    "Live updates": "Server-sent events that tell an open page what has changed.",
    "Loyalty": "Points: settings, reports, adjustments and promotions.",
    "Loyalty, for customers": "A customer's own points and history.",
    "Operator": "The platform's own work on a tenant's phone number.",
    "Phone": "Numbers, routing, the phone menu, calls and texts.",
    "Platform": "Health, and this description.",
    "Registration": "The way of a registration: costs, use cases, the form, the timeline.",
    "Session": "Signing in and out.",
    "Set-up": "How far a tenant's set-up has come.",
    "Twilio": "Addresses that Twilio calls; each request is signed.",
}
REQUEST_ID = {
    "description": "Identifies the request in our logs; taken from the request where it has one.",
    "schema": {"type": "string"},
}
RETRY_AFTER = {
    "description": "Seconds to wait before the next try.",
    "schema": {"type": "integer", "minimum": 0},
}
WWW_AUTHENTICATE = {"description": "How to prove who calls.", "schema": {"type": "string"}}
ETAG = {
    "description": "The version of what the tenant wrote; for `If-Match`. It changes with the text"
    " and not with the status.",
    "schema": {"type": "string"},
}
SET_COOKIE = {
    "description": "The session of a browser: `__Host-sid`, HttpOnly, Secure, SameSite=Lax.",
    "schema": {"type": "string"},
}
HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": REQUEST_ID,
    "Retry-After": RETRY_AFTER,
    "WWW-Authenticate": WWW_AUTHENTICATE,
    "Set-Cookie": SET_COOKIE,
    "ETag": ETAG,
}
# Beside the request id, which every response has.
HEADERS_OF_STATUS = {
    401: ("WWW-Authenticate",),
    412: ("ETag",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
