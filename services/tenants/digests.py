"""Keyed digests: equal values can be found again, and the table that holds them names nobody."""

import hashlib
import hmac


class KeyedDigests:
    """The purpose is part of what is digested, so that digests of two purposes never meet."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key.encode()

    def email(self, email: str) -> str:
        return self._digest("email", email.strip().lower())

    def source(self, source: str) -> str:
        return self._digest("source", source)

    def password(self, password: str) -> str:
        return self._digest("password", password)

    def _digest(self, purpose: str, value: str) -> str:
        message = f"tenants-{purpose}:{value}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()
