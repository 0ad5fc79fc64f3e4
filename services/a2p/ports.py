"""What the use cases need of the world. Nothing here knows a framework."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from contracts.enums import BrandStatus, CampaignStatus
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.drift import Drift
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.reasons import TwilioReportedError
from services.a2p.domain.rejection import RejectionReason
from services.a2p.domain.use_case_list import OfferedUseCases, UseCase

Params = Mapping[str, Any]


class TwilioRefused(Exception):
    """Twilio understood and said no: nothing has happened there."""

    def __init__(self, operation: str, *, code: int | None, status: int | None) -> None:
        super().__init__(operation, code, status)
        self.operation, self.code, self.status = operation, code, status


class TwilioUncertain(Exception):
    """No answer, or one that leaves open whether something has happened: look before repeating."""


class NeighbourUnavailable(Exception):
    """Another service of ours did not answer; its methods may be repeated."""


class NotYet(Exception):
    """Nothing is wrong, but the next step may not be taken before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class ClaimLost(Exception):
    """Another process has taken this tenant's work over; ours stops without a trace."""


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


class WriteGate(Protocol):
    def pass_through(self) -> None:
        """Waits for this installation's turn to write a brand or a campaign: one each second.

        Raises NotYet when the queue is longer than a caller should wait for.
        """


class Phone(Protocol):
    def ensure_messaging_service(self, tenant_id: str, campaign_id: str) -> str:
        """The campaign's own service. Raises TwilioRefused or NeighbourUnavailable."""


@dataclass(frozen=True)
class Brand:
    """A tenant's one brand and the two bundles it was made from, as last seen."""

    customer_profile_sid: str | None = None
    trust_product_sid: str | None = None
    sid: str | None = None
    status: BrandStatus = BrandStatus.NOT_STARTED
    identity_status: str | None = None
    score: int | None = None
    reasons: tuple[RejectionReason, ...] = ()
    resubmissions_used: int = 0
    # Written by `Brands.note_code_sent` alone.
    code_sent_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One call that makes something at Twilio. Without a `sid` it was begun, not known to be done.

    `fingerprint` tells what it was made from; `begun_at` when the call may have left us.
    """

    sid: str | None
    fingerprint: str
    begun_at: datetime


@dataclass(frozen=True)
class Submission:
    attempt: int
    submitted_at: datetime
    outcome: CampaignStatus | None
    finished_at: datetime | None
    rejection_reasons: tuple[RejectionReason, ...]
    content: Mapping[str, Any]


class Campaigns(Protocol):
    def add(self, campaign: Campaign) -> None: ...
    def get(self, campaign_id: str) -> Campaign:
        """Raises not_found."""

    def get_locked(self, campaign_id: str) -> Campaign:
        """As `get`, and nobody else changes it until this transaction ends."""

    def save(self, campaign: Campaign) -> None: ...
    def remove(self, campaign: Campaign) -> None: ...
    def page(self, *, page: int, page_size: int) -> tuple[Sequence[Campaign], int]: ...
    def all(self) -> Sequence[Campaign]: ...
    def primary(self) -> Campaign | None: ...


class Profiles(Protocol):
    def find(self) -> BusinessProfile | None: ...
    def save(self, profile: BusinessProfile, *, now: datetime) -> None: ...
    def lock_tenant(self) -> None:
        """One writer at a time for this tenant's profile and campaign list."""


class Brands(Protocol):
    def get(self) -> Brand: ...
    def save(self, brand: Brand, *, now: datetime) -> None:
        """All but `code_sent_at`: who looks at Twilio meanwhile must not set it back."""

    def note_code_sent(self, at: datetime | None) -> None: ...


class UseCases(Protocol):
    """What Twilio last offered the tenant's brand."""

    def find(self) -> OfferedUseCases | None: ...
    def save(self, offered: OfferedUseCases) -> None: ...


class Steps(Protocol):
    def find(self, owner_id: str, name: str) -> Step | None: ...
    def begin(self, owner_id: str, name: str, *, fingerprint: str, now: datetime) -> None: ...
    def finish(self, owner_id: str, name: str, *, sid: str, fingerprint: str) -> None: ...
    def forget(self, owner_id: str, name: str) -> None: ...


class Submissions(Protocol):
    def begin(self, campaign: Campaign, *, now: datetime) -> int:
        """The attempt's number, from 1."""

    def finish(self, campaign: Campaign, *, now: datetime) -> None:
        """Records how the attempt under way ended, if one is."""

    def page(
        self, campaign_id: str, *, page: int, page_size: int
    ) -> tuple[Sequence[Submission], int]: ...


class DueWork(Protocol):
    """When a tenant's registration is to be looked at next, and who is at it."""

    def want(self, *, at: datetime) -> None:
        """At that time or sooner; kept even while somebody works on it. Nothing is known then."""

    def hold(self, claim: Claim) -> None:
        """Raises ClaimLost unless this claim still stands."""

    def release(
        self, claim: Claim, *, next_at: datetime | None, looks: Sequence[QuietLook]
    ) -> None:
        """A wish for a look that came in meanwhile is kept: it may be sooner."""


@dataclass(frozen=True)
class QuietLook:
    """One campaign to ask Twilio about; `seen` is a hash of the last answer, None if any is news.

    Either it has been under review since `waiting_since`, or it is looked at every `pause`.
    """

    campaign_id: str
    service_sid: str
    seen: str | None
    waiting_since: datetime | None = None
    pause: timedelta | None = None


@dataclass(frozen=True)
class Claim:
    """One process works on one tenant. `worker` names the process while it lives.

    `looks`, where there are any, are all that has to be asked, unless an answer is news.
    """

    tenant_id: str
    worker: int
    looks: tuple[QuietLook, ...] = ()


class Hints(Protocol):
    """Events of Twilio's stream that were taken."""

    def take(self, event_ids: set[str], *, now: datetime) -> set[str]:
        """Those that had not come before."""

    def note_campaign_sid(self, service_sid: str, campaign_sid: str) -> None:
        """The CM… by which events call the campaign of this service."""


class Drifts(Protocol):
    """What the last comparison with Twilio found."""

    def replace(self, found: Sequence[Drift], *, now: datetime) -> Sequence[Drift]:
        """Forgets what is no longer so, and gives what had not been found before."""

    def checked(self, *, at: datetime, next_at: datetime) -> None: ...
    def checked_at(self) -> datetime | None: ...
    def page(
        self, *, page: int, page_size: int
    ) -> tuple[Sequence[tuple[Drift, datetime]], int]: ...


class Reconciliations(Protocol):
    def take_due(self, *, now: datetime, limit: int, pause: timedelta) -> Sequence[str]:
        """Tenants to compare; each comes up again after the pause unless it is `checked`."""

    def forget_events(self, *, before: datetime) -> None: ...


class Routes(Protocol):
    """Which tenant a SID of Twilio's belongs to; readable before a tenant is known."""

    def owners_of(self, sids: set[str]) -> Mapping[str, str]: ...


class Claims(Protocol):
    def take_due(self, *, now: datetime, limit: int) -> Sequence[Claim]: ...
    def take(self, tenant_id: str, *, now: datetime) -> Claim | None:
        """This tenant's work now, due or not; None while another process is at it."""

    def release_unchanged(self, looked: Sequence[tuple[Claim, datetime]], *, now: datetime) -> None:
        """All at once: Twilio said what it had said before. With when to look again."""


class Work(Protocol):
    """One transaction of one tenant."""

    @property
    def campaigns(self) -> Campaigns: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def brands(self) -> Brands: ...
    @property
    def use_cases(self) -> UseCases: ...
    @property
    def steps(self) -> Steps: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def due(self) -> DueWork: ...
    @property
    def hints(self) -> Hints: ...
    @property
    def drift(self) -> Drifts: ...

    def route(self, sid: str) -> None:
        """Lets events that name this SID find the tenant, which is compared with Twilio nightly."""

    def emit(self, type: str, data: Mapping[str, Any]) -> None: ...

    def once(
        self,
        operation: str,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        """A repeat with the same key and body gets the first answer, and `action` does not run."""


class UnitOfWork(Protocol):
    def __call__(self, tenant_id: str) -> AbstractContextManager[Work]: ...


class Clock(Protocol):
    def now(self) -> datetime: ...
    def jitter(self) -> float:
        """From 0 to 1, to spread what would otherwise happen at once."""


class Patiently(Protocol):
    def __call__(self, task: Callable[[], Exception | None]) -> Exception | None:
        """Runs a task and gives what it gives, unless a caller should not wait that long.

        Then it gives None, and the task goes on by itself.
        """


class Crew(Protocol):
    """Works on many tasks side by side."""

    def start(self, task: Callable[[], None]) -> None:
        """Returns once there is room for it."""

    def wait(self) -> None:
        """Until all that was started has ended."""


@dataclass(frozen=True)
class Ports:
    unit_of_work: UnitOfWork
    twilio: TrustHub
    phone: Phone
    gate: WriteGate
    claims: Claims
    routes: Routes
    reconciliations: Reconciliations
    clock: Clock
    new_id: Callable[[], str]
    patiently: Patiently
    # Logs a code that we have no words for, once in the life of an installation.
    note_unknown_code: Callable[[int], None]
    # Tells whether two things were made from the same values. Keyed: a plain hash of an EIN, which
    # has nine digits, is as good as the EIN.
    fingerprint: Callable[[Mapping[str, Any]], str]
