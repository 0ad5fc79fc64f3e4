"""What the use cases work with: records, and what they need from the world around them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from contracts.enums import RunState, TransactionType
from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.domain.totals import Day, Totals

Reply = dict[str, Any]


class PostStatus(StrEnum):
    """What became of an entry. Only POSTED moved points."""

    POSTED = "POSTED"
    REPLAYED = "REPLAYED"
    KEY_REUSED = "KEY_REUSED"
    # The booking's redemption was taken back, be it after or before it could be made.
    REVERSED = "REVERSED"
    INSUFFICIENT = "INSUFFICIENT"
    # The tenant's rules are not those that the caller went by any more.
    STALE_RULES = "STALE_RULES"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A change of one customer's balance, to be made once for its key."""

    tenant_id: str
    customer_id: str
    type: TransactionType
    points: int
    key: str
    # Of the request behind it: the same key with another body is refused.
    body_hash: bytes
    reason: str
    description: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    booking_id: str | None = None
    # What the customer must have, beyond never less than nothing afterwards.
    least_balance: int = 0
    # Of the rules that allowed it; any other refuses it.
    rules_version: int | None = None
    # Now, unless history is written down after the fact.
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Transaction:
    id: str
    type: TransactionType
    points: int
    balance_after: int
    reason: str
    description: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Posted:
    """For a replay the entry of the first time. `balance` is the entry's, or the account's where
    there is none."""

    status: PostStatus
    balance: int
    transaction: Transaction | None
    metadata: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The redemption that a booking has made, with the balance that it left."""

    points: int
    balance_after: int
    metadata: Mapping[str, Any]
    body_hash: bytes


@dataclass(frozen=True)
class Rules:
    """A tenant's guardrails; each change of them is a new version."""

    guardrails: Guardrails
    version: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that a decision about a redemption looks at, as of one instant."""

    balance: int
    rules: Rules
    settled: Settled | None
    # Taken back, be it after or before it could be made; then nothing is settled.
    is_reversed: bool


@dataclass(frozen=True, kw_only=True)
class Returned:
    points: int
    balance_after: int


@dataclass(frozen=True, kw_only=True)
class Run:
    id: str
    state: RunState
    points: int
    credited: int
    already_credited: int
    pending: int
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TopCustomer:
    customer_id: str
    name: str | None
    points: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything of one instant, `as_of`."""

    totals: Totals
    earned_last_30_days: int
    redeemed_last_30_days: int
    holders: int
    top: list[TopCustomer]
    point_value_cents: int
    as_of: datetime


@dataclass(frozen=True, kw_only=True)
class Series:
    days: Mapping[date, Day]
    today: date
    as_of: datetime


class Ledger(Protocol):
    """Points move here and nowhere else; each call is a transaction of its own."""

    def facts(self, tenant_id: str, customer_id: str, booking_id: str | None) -> Facts: ...

    def remembered_rules(self, tenant_id: str) -> Rules | None:
        """As they last were among the facts, perhaps outdated; a post by their version tells."""
        ...

    def post(self, entry: Entry) -> Posted: ...

    def reverse_redemption(
        self, tenant_id: str, booking_id: str, *, reason: str, description: str
    ) -> Returned | None:
        """None when there was none; then none can be made for this booking any more."""
        ...


class Accounts(Protocol):
    def balance(self, customer_id: str) -> int: ...

    def history(
        self, customer_id: str, *, page: int, page_size: int
    ) -> tuple[list[Transaction], int]:
        """A page, newest first, and how many entries there are in all."""
        ...


class Members(Protocol):
    """Customers, as tenants tells of them."""

    def note(self, customer_id: str, name: str, *, told_at: datetime) -> None:
        """Older news than what is known changes nothing."""
        ...

    def name(self, customer_id: str) -> str | None:
        """None for one that is not known."""
        ...


class Settings(Protocol):
    def find(self) -> Guardrails: ...

    def overview(self) -> tuple[Guardrails, bool]:
        """And whether they were ever saved; the set-up wizard asks on every visit."""
        ...

    def save(self, guardrails: Guardrails) -> None: ...

    def note_time_zone(self, time_zone: str) -> None:
        """A zone that the database does not know counts as UTC."""
        ...


class Runs(Protocol):
    def start(self, run_id: str, *, points: int) -> None:
        """Does nothing while another one is running."""
        ...

    def running(self) -> Run | None: ...

    def find(self, run_id: str) -> Run | None: ...


class Reports(Protocol):
    def summary(self) -> Report: ...

    def series(self, days: int) -> Series: ...


class Work(Protocol):
    """One transaction of one tenant."""

    accounts: Accounts
    members: Members
    settings: Settings
    runs: Runs
    reports: Reports

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], Reply],
    ) -> Reply:
        """Runs `action` unless this key has had its reply."""
        ...


class DueRuns(Protocol):
    def credit_next(self, *, at_most: int) -> bool:
        """The next customers of a run that is due, in a transaction of its own; false: none is."""
        ...


class Ids(Protocol):
    def new(self) -> str: ...


class BodyHashes(Protocol):
    """Recognizes a request that is repeated. Keyed: nobody can guess the request from it."""

    def __call__(self, *body: object) -> Sequence[bytes]:
        """Every form in which this body's hash may be stored; new entries get the first."""
        ...


@dataclass(frozen=True)
class Ports:
    unit_of_work: Callable[[str], AbstractContextManager[Work]]
    ledger: Ledger
    due_runs: DueRuns
    ids: Ids
    body_hashes: BodyHashes
