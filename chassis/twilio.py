"""The one way to Twilio: the official SDK over an HTTP client with limits, and one exception.

Importing this module does not import the SDK; `make_client` does.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import eventlet

from chassis.settings import Settings

if TYPE_CHECKING:
    from twilio.rest import Client

# Twilio's own codes have five digits; below that the SDK has put the HTTP status in their place.
SMALLEST_CODE = 10_000

last_request_id: ContextVar[str | None] = ContextVar("last_twilio_request_id", default=None)


@dataclass(frozen=True, kw_only=True)
class TwilioAccess:
    """Whose account, and where it is answered for: at Twilio, or at `api_base` instead."""

    account_sid: str
    auth_token: str = field(repr=False)
    api_base: str | None = None
    primary_profile_sid: str | None = None
    compliance_email: str | None = None


class TwilioFailure(Exception):
    """A call that did not succeed; says nothing that Twilio said, since that repeats our values.

    `is_definite`: Twilio refused and did nothing. Everything else may have had its effect, so look
    before repeating.
    """

    def __init__(
        self,
        operation: str,
        *,
        code: int | None = None,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(operation, code, status, request_id)
        self.operation = operation
        self.code = code
        self.status = status
        self.request_id = request_id

    @property
    def is_definite(self) -> bool:
        return (
            self.status is not None and 400 <= self.status < 500 and self.status not in (408, 429)
        )

    @property
    def is_not_found(self) -> bool:
        return self.status == 404

    def __str__(self) -> str:
        said = "gave no answer" if self.status is None else f"answered {self.status}"
        details = [f"code {self.code}"] if self.code else []
        details += [f"request {self.request_id}"] if self.request_id else []
        suffix = f" ({', '.join(details)})" if details else ""
        return f"{self.operation}: Twilio {said}{suffix}"


class TooLarge(Exception):
    """A file that is longer than whoever asked for it can take."""


@dataclass(frozen=True, kw_only=True)
class Media:
    content: bytes = field(repr=False)
    media_type: str


def access_from(settings: Settings) -> TwilioAccess:
    """The configured account; without one, in development, the sandbox's."""
    if settings.uses_sandbox:
        return _sandbox_access(settings)
    return TwilioAccess(
        account_sid=settings.twilio_account_sid or "",
        auth_token=settings.twilio_auth_token or "",
        api_base=settings.twilio_api_base,
        primary_profile_sid=settings.twilio_primary_profile_sid,
        compliance_email=settings.compliance_email,
    )


def _sandbox_access(settings: Settings) -> TwilioAccess:
    # By name and only here: what is deployed to production need not contain the sandbox.
    sandbox = importlib.import_module("sandbox.twilio.constants")
    return TwilioAccess(
        account_sid=sandbox.SANDBOX_ACCOUNT_SID,
        auth_token=sandbox.SANDBOX_AUTH_TOKEN,
        api_base=settings.twilio_api_base or f"http://{settings.sandbox_address}",
        primary_profile_sid=sandbox.SANDBOX_PRIMARY_PROFILE_SID,
        compliance_email=settings.compliance_email or "compliance@servicepro.example",
    )


def make_client(access: TwilioAccess) -> Client:
    """Share one per process: it holds the connection pool."""
    # The SDK is large: a process that never calls Twilio does not pay for it.
    from twilio.rest import Client

    from chassis.twilio_http import BoundedHttpClient

    return Client(
        access.account_sid,
        access.auth_token,
        http_client=BoundedHttpClient(api_base=access.api_base),
        # Not empty, or the SDK would read the process's own environment instead.
        environment={"TWILIO_REGION": "", "TWILIO_EDGE": ""},
    )


@contextmanager
def translate(operation: str) -> Iterator[None]:
    """Whatever the SDK raises inside leaves as a TwilioFailure; our own bugs pass unchanged."""
    from requests.exceptions import RequestException
    from twilio.base.exceptions import TwilioException

    token = last_request_id.set(None)
    try:
        yield
    except TwilioException as error:
        failure = _failure(operation, *_status_and_code(error))
    except (RequestException, json.JSONDecodeError, eventlet.Timeout):
        failure = _failure(operation, None, None)
    else:
        return
    finally:
        last_request_id.reset(token)
    # Without the SDK's error: its text repeats our values, and would be logged along with ours.
    raise failure from None


def _failure(operation: str, status: int | None, code: int | None) -> TwilioFailure:
    return TwilioFailure(operation, status=status, code=code, request_id=last_request_id.get())


def _status_and_code(error: Any) -> tuple[int | None, int | None]:
    """The SDK has two unrelated exceptions, and a third, bare one for lists."""
    if len(error.args) == 2 and hasattr(error.args[1], "status_code"):
        response = error.args[1]
        return int(response.status_code), _sane_code(_code_in(response.text))
    return getattr(error, "status", None), _sane_code(getattr(error, "code", None))


def _code_in(body: str) -> object:
    try:
        payload = json.loads(body)
    except ValueError:
        return None
    return payload.get("code") if isinstance(payload, dict) else None


def _sane_code(code: object) -> int | None:
    return code if isinstance(code, int) and code >= SMALLEST_CODE else None
