"""Signs and verifies claims as JWTs whose header names the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jwt

from chassis.keys import Key, PurposeKeys

ISSUER = "servicepro"
ALGORITHM = "HS256"
MAX_TOKEN_LENGTH = 4096


class SignedClaims:
    """Claims for one audience. `options` are those of `jwt.decode`."""

    def __init__(self, keys: PurposeKeys, audience: str, **options: Any) -> None:
        self._keys, self._audience, self._options = keys, audience, options

    def encode(self, claims: Mapping[str, Any]) -> str:
        key = self._keys.current
        named = {"iss": ISSUER, "aud": self._audience, **claims}
        return jwt.encode(named, key.secret, ALGORITHM, headers={"kid": key.id})

    def decode(self, token: str) -> dict[str, Any]:
        """Raises jwt.InvalidTokenError or ValueError."""
        if len(token) > MAX_TOKEN_LENGTH:
            raise ValueError("too long")
        refusal = jwt.InvalidTokenError("signed by no key of ours")
        for key in self._candidates(token):
            try:
                return self._decoded(token, key)
            except jwt.InvalidSignatureError as other_key:
                refusal = other_key
        raise refusal

    def _candidates(self, token: str) -> Sequence[Key]:
        """A token without a key id was signed by a release before there were any."""
        key_id = jwt.get_unverified_header(token).get("kid")
        if key_id is None:
            return self._keys.unnamed
        key = self._keys.find(key_id)
        return () if key is None else (key,)

    def _decoded(self, token: str, key: Key) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key.secret,
            algorithms=[ALGORITHM],
            audience=self._audience,
            issuer=ISSUER,
            **self._options,
        )
        return claims
