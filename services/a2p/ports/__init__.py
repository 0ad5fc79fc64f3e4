"""What the use cases need of the world. Nothing here knows a framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.a2p.ports.store import (
    Brand,
    Brands,
    Campaigns,
    Claim,
    ClaimLost,
    Claims,
    Drifts,
    DueWork,
    Hints,
    Profiles,
    QuietLook,
    Reconciliations,
    Routes,
    Step,
    Steps,
    Submission,
    Submissions,
    UnitOfWork,
    UseCases,
    Work,
)
from services.a2p.ports.twilio import (
    BrandSnapshot,
    Bundle,
    BundleSnapshot,
    CampaignSnapshot,
    Evaluation,
    TrustHub,
    TwilioRefused,
    TwilioUncertain,
)

__all__ = [
    "Brand",
    "BrandSnapshot",
    "Brands",
    "Bundle",
    "BundleSnapshot",
    "CampaignSnapshot",
    "Campaigns",
    "Claim",
    "ClaimLost",
    "Claims",
    "Clock",
    "Crew",
    "Drifts",
    "DueWork",
    "Evaluation",
    "Hints",
    "NeighbourUnavailable",
    "NotYet",
    "Patiently",
    "Phone",
    "Ports",
    "Profiles",
    "QuietLook",
    "Reconciliations",
    "Routes",
    "Step",
    "Steps",
    "Submission",
    "Submissions",
    "TrustHub",
    "TwilioRefused",
    "TwilioUncertain",
    "UnitOfWork",
    "UseCases",
    "Work",
    "WriteGate",
]


class NeighbourUnavailable(Exception):
    """Another service of ours did not answer; its methods may be repeated."""


class NotYet(Exception):
    """Nothing is wrong, but the next step may not be taken before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class WriteGate(Protocol):
    def pass_through(self) -> None:
        """Waits for this installation's turn to write a brand or a campaign: one each second.

        Raises NotYet when the queue is longer than a caller should wait for.
        """


class Phone(Protocol):
    def ensure_messaging_service(self, tenant_id: str, campaign_id: str) -> str:
        """The campaign's own service. Raises TwilioRefused or NeighbourUnavailable."""


class Clock(Protocol):
    def now(self) -> datetime: ...
    def jitter(self) -> float:
        """From 0 to 1, to spread what would otherwise happen at once."""


class Patiently(Protocol):
    def __call__(self, task: Callable[[], Exception | None]) -> Exception | None:
        """Runs a task and gives what it gives, unless a caller should not wait that long.

        Then it gives None, and the task goes on by itself.
        """


class Fingerprints(Protocol):
    """Tells whether two things were made from the same values. Keyed: a plain hash of an EIN,
    which has nine digits, is as good as the EIN.
    """

    def of(self, values: Mapping[str, Any]) -> str: ...

    def accepted(self, values: Mapping[str, Any]) -> Sequence[str]:
        """Every form in which these values may be stored: by older keys and releases, too."""
        ...


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
    fingerprints: Fingerprints
    # Of what a tenant typed, under a key of their own: callers see them as ETags.
    versions: Fingerprints
    # Called between the slices of work that only computes.
    let_others_run: Callable[[], None]
    # True once the process is to end: what has begun is finished, nothing else is.
    is_stopping: Callable[[], bool] = lambda: False
