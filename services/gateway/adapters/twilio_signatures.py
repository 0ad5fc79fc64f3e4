"""Whether Twilio made a request, as the SDK's validator says; nothing else of the SDK is loaded."""

from __future__ import annotations

from typing import Any, Protocol

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

ALGORITHMS = (HMAC_SHA1, HMAC_SHA256)


class Headers(Protocol):
    def get(self, name: str, /) -> str | None: ...


class Signatures:
    """Checked against the address that Twilio was given, never against what a request claims."""

    def __init__(self, auth_token: str, public_base_url: str) -> None:
        # An empty token would make a key that everybody knows.
        self._validator = RequestValidator(auth_token) if auth_token else None
        self._base = public_base_url.rstrip("/")

    def vouch_for(self, address: str, told: Any, headers: Headers) -> bool:
        """`address`: path and query as they came; `told`: a form's fields, or a body as text."""
        if self._validator is None:
            return False
        try:
            algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER))
            # The SDK would write into the log whatever else it is sent.
            if algorithm.upper() not in ALGORITHMS:
                return False
            signature = headers.get(SIGNATURE_HEADER)
            return bool(self._validator.validate(self._base + address, told, signature, algorithm))
        except Exception:  # it raises all sorts of errors for what Twilio never sends
            return False
