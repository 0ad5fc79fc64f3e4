"""Refuses settings that a production installation must not start with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chassis.settings import Settings

REQUIRED = (
    "ENCRYPTION_KEY",
    "AMQP_URI",
    "DATABASE_URL",
    "PUBLIC_BASE_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_PRIMARY_PROFILE_SID",
    "COMPLIANCE_EMAIL",
)
MIN_SECRET_LENGTH = 32
# A key typed to get past the length check: "xxxx…", "change-me-change-me-…".
MIN_DISTINCT_CHARACTERS = 10
PLACEHOLDER = re.compile(r"change.?me|placeholder|your.?secret|secret.?key|example", re.IGNORECASE)


def production_problems(settings: Settings, *, is_set: Callable[[str], bool]) -> Iterator[str]:
    """Yields one sentence per problem; `is_set` tells whether a variable has a value."""
    for name in REQUIRED:
        if not is_set(name):
            yield f"{name} must be set in production."
    yield from _secret_key_problems(settings.secret_key)
    if settings.twilio_api_base is not None:
        yield "TWILIO_API_BASE must not be set in production: it is for tests."
    if settings.cookie_insecure:
        yield "COOKIE_INSECURE must not be set in production."
    if is_set("PUBLIC_BASE_URL") and not settings.public_base_url.startswith("https://"):
        yield "PUBLIC_BASE_URL must start with https:// in production."


def _secret_key_problems(key: str) -> Iterator[str]:
    if not key:
        yield "SECRET_KEY must be set in production."
    elif len(key) < MIN_SECRET_LENGTH:
        yield f"SECRET_KEY must be at least {MIN_SECRET_LENGTH} characters in production."
    elif len(set(key)) < MIN_DISTINCT_CHARACTERS or PLACEHOLDER.search(key):
        yield "SECRET_KEY looks like a placeholder: use a random one in production."
