"""Twilio, as far as registration needs it, and what its answers say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from services.a2p.domain.reasons import TwilioReportedError
from services.a2p.domain.use_case_list import UseCase

Params = Mapping[str, Any]


class TwilioRefused(Exception):
    """Twilio understood and said no: nothing has happened there."""

    def __init__(self, operation: str, *, code: int | None, status: int | None) -> None:
        super().__init__(operation, code, status)
        self.operation, self.code, self.status = operation, code, status


class TwilioUncertain(Exception):
    """No answer, or one that leaves open whether something has happened: look before repeating."""


class Bundle(StrEnum):
    """The two collections that TrustHub reviews; both have BU… SIDs and the same life."""

    CUSTOMER_PROFILE = "customer_profile"
    TRUST_PRODUCT = "trust_product"


@dataclass(frozen=True)
class Evaluation:
    """201 says nothing: only `is_compliant` does."""

    is_compliant: bool
    errors: tuple[TwilioReportedError, ...] = ()


@dataclass(frozen=True)
class BundleSnapshot:
    status: str
    errors: tuple[TwilioReportedError, ...] = ()


@dataclass(frozen=True)
class BrandSnapshot:
    sid: str
    status: str
    identity_status: str | None = None
    score: int | None = None
    errors: tuple[TwilioReportedError, ...] = ()


@dataclass(frozen=True)
class CampaignSnapshot:
    """`sid` is Twilio's path constant; `registry_id` is the registry's own, once it has one."""

    sid: str
    status: str
    registry_id: str | None = None
    errors: tuple[TwilioReportedError, ...] = ()
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Of all that a look learns from; not of the content, which is compared at night."""
        told = repr((self.status, self.registry_id, self.errors))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


class TrustHub(Protocol):
    """Twilio, as far as registration needs it. Raises TwilioRefused or TwilioUncertain."""

    @property
    def account_sid(self) -> str: ...

    @property
    def primary_profile_sid(self) -> str:
        """The platform's own approved profile, which vouches for its tenants."""

    def find_bundle(self, bundle: Bundle, *, name: str, policy: str) -> str | None: ...
    def create_bundle(self, bundle: Bundle, *, name: str, policy: str) -> str: ...
    def fetch_bundle(self, bundle: Bundle, sid: str) -> BundleSnapshot: ...
    def assigned_to(self, bundle: Bundle, sid: str) -> set[str]: ...
    def assign(self, bundle: Bundle, sid: str, *, part: str) -> None: ...
    def evaluate(self, bundle: Bundle, sid: str, *, policy: str) -> Evaluation: ...
    def send_to_review(self, bundle: Bundle, sid: str) -> None: ...

    def find_end_user(self, *, name: str, type: str) -> str | None: ...
    def create_end_user(self, *, name: str, type: str, attributes: Params) -> str: ...
    def replace_end_user(self, sid: str, *, attributes: Params) -> None: ...
    def find_address(self, *, name: str) -> str | None: ...
    def create_address(self, *, name: str, params: Params) -> str: ...
    def update_address(self, sid: str, *, params: Params) -> None: ...
    def find_document(self, *, name: str, type: str) -> str | None: ...
    def create_document(self, *, name: str, type: str, attributes: Params) -> str: ...
    def replace_document(self, sid: str, *, attributes: Params) -> None: ...

    def find_brand(self, *, customer_profile_sid: str, trust_product_sid: str) -> str | None: ...
    def create_brand(self, params: Params) -> str: ...
    def fetch_brand(self, sid: str) -> BrandSnapshot: ...
    def resubmit_brand(self, sid: str) -> None: ...
    def resend_code(self, brand_sid: str) -> None: ...
    def use_cases_of(self, brand_sid: str, *, service_sid: str | None) -> Sequence[UseCase]:
        """Asked under a messaging service, any of the account's where none is named; () if none."""

    def has_service(self, sid: str) -> bool: ...

    def find_campaign(self, service_sid: str) -> CampaignSnapshot | None: ...
    def create_campaign(self, service_sid: str, params: Params) -> CampaignSnapshot: ...
    def update_campaign(self, service_sid: str, params: Params) -> CampaignSnapshot: ...
