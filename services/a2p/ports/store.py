"""What is remembered, in transactions of one tenant; and who works on whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from contracts.enums import BrandStatus, CampaignStatus
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.drift import Drift
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.rejection import RejectionReason
from services.a2p.domain.timeline import Standing
from services.a2p.domain.use_case_list import OfferedUseCases


class ClaimLost(Exception):
    """Another process has taken this tenant's work over; ours stops without a trace."""


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
    def all_locked(self) -> Sequence[Campaign]:
        """As `all`, and nobody else changes them until this transaction ends."""

    def is_any_submitted(self) -> bool:
        """One is being submitted or reviewed."""

    def count_drafts(self) -> int:
        """Those that were never submitted."""

    def want_recheck(self) -> bool:
        """Marks all whose readiness depends on the profile; false where there is none."""

    def due_for_recheck(self, *, limit: int) -> Sequence[str]:
        """Ids, the primary campaign first."""

    def note_rechecked(self, campaign_id: str) -> None: ...
    def primary(self) -> Campaign | None: ...
    def note_standing(self, campaign: Campaign, *, now: datetime) -> None: ...
    def standings(self, campaign_id: str) -> Sequence[Standing]:
        """What it became, and when, from the first on."""


@dataclass(frozen=True, kw_only=True)
class PrimaryStanding:
    status: CampaignStatus
    last_error: str | None


class Profiles(Protocol):
    def find(self) -> BusinessProfile | None: ...
    def with_primary(self) -> tuple[BusinessProfile | None, PrimaryStanding | None]:
        """And how the primary campaign stands: the set-up wizard asks on every visit."""

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

    def give_back(self, claims: Sequence[Claim], *, now: datetime) -> None:
        """Nothing was done with them: they are due at once, for whoever comes next."""

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

    def emit(self, event: str, data: Mapping[str, Any]) -> None: ...

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        """A repeat with the same key and body gets the first answer, and `action` does not run."""


class UnitOfWork(Protocol):
    def __call__(self, tenant_id: str) -> AbstractContextManager[Work]: ...
