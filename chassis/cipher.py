"""Encrypts the few values that must not be readable in a database dump."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CipherError(Exception):
    """The value was encrypted with a key that is not among ours."""


class Cipher:
    """The first key encrypts, every key decrypts: put a new one in front to rotate."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, encrypted: bytes) -> str:
        try:
            # psycopg2 gives bytea as a memoryview where no driver type turned it into bytes.
            return self._fernet.decrypt(bytes(encrypted)).decode()
        except InvalidToken:
            raise CipherError(
                "A stored value cannot be decrypted: ENCRYPTION_KEY lacks the key it was"
                " encrypted with."
            ) from None


def last4(text: str) -> str:
    """What may be shown of a secret number; short ones show nothing."""
    digits = "".join(filter(str.isalnum, text))
    return digits[-4:] if len(digits) > 4 else ""
