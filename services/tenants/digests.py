"""Keyed digests: equal values can be found again, and the table that holds them names nobody."""

from collections.abc import Sequence

from chassis.keys import SEPARATOR, Keys, checksum


class KeyedDigests:
    """Each purpose has a key of its own, so that digests of two purposes never meet."""

    def __init__(self, keys: Keys) -> None:
        self._emails = keys.for_purpose("tenants/email")
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

    def session_secret(self, secret: str) -> str:
        return checksum(secret.encode())


def _plain(email: str) -> bytes:
    return email.strip().lower().encode()
