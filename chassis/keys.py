"""Derives a key per purpose from SECRET_KEY, and makes every digest. Nothing else hashes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Part of every derived key: another value would make all of them anew.
_CONTEXT = b"servicepro/1/"
KEY_BYTES = 32
ID_BYTES = 6
# Stands in a tag between the key's id and the digest; neither contains it.
SEPARATOR = "."


@dataclass(frozen=True)
class Key:
    """A key for one purpose. `id` names the SECRET_KEY behind it and gives nothing of it away."""

    id: str
    secret: bytes = field(repr=False)

    def digest(self, message: bytes) -> str:
        """HMAC-SHA256, as 64 hexadecimal digits."""
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()

    def tag(self, message: bytes) -> str:
        """The digest behind the id of its key, for a place that has one column or header."""
        return f"{self.id}{SEPARATOR}{self.digest(message)}"


class PurposeKeys:
    """The keys of one purpose: the current one signs, and all of them verify.

    `unnamed` are SECRET_KEY and its predecessors as they are. Releases before key ids used these,
    and nothing of theirs carries an id; nothing new is made with them.
    """

    def __init__(self, named: Sequence[Key], unnamed: Sequence[Key]) -> None:
        self.current = named[0]
        self.named = tuple(named)
        self.unnamed = tuple(unnamed)

    def find(self, key_id: str) -> Key | None:
        return next((key for key in self.named if key.id == key_id), None)

    def tag(self, message: bytes) -> str:
        return self.current.tag(message)

    def is_tag_of(self, message: bytes, tag: str) -> bool:
        """Whether any key accepted today made this tag of this message."""
        key_id, _, digest = tag.rpartition(SEPARATOR)
        key = self.find(key_id)
        return key is not None and are_equal(key.digest(message), digest)


class Keys:
    """All keys that come from one SECRET_KEY, and from those it replaced.

    Every key is HKDF-SHA256 output (RFC 5869) for its purpose, so that what one of them signs or
    gives away is of no use for another purpose.
    """

    def __init__(self, secret_key: str, previous: Sequence[str] = ()) -> None:
        self._secrets = tuple(secret.encode() for secret in (secret_key, *previous))

    def for_purpose(self, purpose: str) -> PurposeKeys:
        """`purpose` is a name like "gateway/bearer-token", used at one place only."""
        named = [
            Key(key_id, _derived(secret, f"key/{purpose}", KEY_BYTES))
            for key_id, secret in zip(self._ids, self._secrets, strict=True)
        ]
        return PurposeKeys(named, [Key("", secret) for secret in self._secrets])

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(_derived(secret, "id", ID_BYTES).hex() for secret in self._secrets)

    def __repr__(self) -> str:
        return f"Keys({', '.join(self._ids)})"


def _derived(secret: bytes, info: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=_CONTEXT + info.encode()).derive(secret)


def are_equal(one: str, other: str) -> bool:
    """Compares without telling by its duration where two secrets begin to differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def checksum(content: bytes) -> str:
    """Plain SHA-256, as 64 hexadecimal digits.

    Only for what nobody can guess (256 random bits), and for what is public or stored in clear
    beside it. Whatever else is guessable: a copy of the database and some seconds give it away.
    """
    return hashlib.sha256(content).hexdigest()


def checksum_of_parts(parts: Iterator[bytes]) -> str:
    """`checksum` of what is too large to be held at once."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()
