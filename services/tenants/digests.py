"""Keyed digests: equal values can be found again, and the table that holds them names nobody."""

import re
from collections.abc import Sequence

from chassis.keys import SEPARATOR, Keys, checksum
from services.tenants.ports import Route

DEVICE_SEPARATOR = "~"
DEVICE_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}\.[0-9a-f]{12}\.[0-9a-f]{64}")
MAX_ACCOUNTS_PER_DEVICE = 5


class KeyedDigests:
    """Each purpose has a key of its own, so that digests of two purposes never meet."""

    def __init__(self, keys: Keys) -> None:
        self._emails = keys.for_purpose("tenants/email")
        self._devices = keys.for_purpose("tenants/device")
        self._sources = keys.for_purpose("tenants/sign-in-source")

    @property
    def email_prefix(self) -> str:
        return self._emails.current.id + SEPARATOR

    def email(self, email: str) -> str:
        return self._emails.tag(_plain(email))

    def email_forms(self, email: str) -> Sequence[str]:
        named = [key.tag(_plain(email)) for key in self._emails.named]
        unnamed = [key.digest(b"tenants-email:" + _plain(email)) for key in self._emails.unnamed]
        return [*named, *unnamed]

    def source(self, source: str) -> str:
        return self._sources.tag(source.encode())

    def device_nonce(self, device: str | None, route: Route) -> str | None:
        for token in _device_tokens(device):
            nonce, _, tag = token.partition(SEPARATOR)
            if self._devices.is_tag_of(_device(route, nonce), tag):
                return nonce
        return None

    def with_device(self, device: str | None, route: Route, nonce: str) -> str:
        own = f"{nonce}{SEPARATOR}{self._devices.tag(_device(route, nonce))}"
        others = [token for token in _device_tokens(device) if not token.startswith(nonce)]
        return DEVICE_SEPARATOR.join([own, *others][:MAX_ACCOUNTS_PER_DEVICE])

    def session_secret(self, secret: str) -> str:
        return checksum(secret.encode())


def _plain(email: str) -> bytes:
    return email.strip().lower().encode()


def _device(route: Route, nonce: str) -> bytes:
    return f"{route.user_id} {route.access_version} {nonce}".encode()


def _device_tokens(device: str | None) -> list[str]:
    tokens = (device or "").split(DEVICE_SEPARATOR)[:MAX_ACCOUNTS_PER_DEVICE]
    return [token for token in tokens if DEVICE_TOKEN.fullmatch(token)]
