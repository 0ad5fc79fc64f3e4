"""What the use cases work with: records, and what they need from the world around them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from contracts.enums import Role

# The scope of what belongs to no tenant, the operators; no tenant ever gets this id.
PLATFORM = "00000000-0000-0000-0000-000000000000"


class AccountKind(StrEnum):
    STAFF = "staff"
    CUSTOMER = "customer"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Route:
    """Where an account lives: all that is known before its tenant is."""

    user_id: str
    tenant_id: str
    kind: AccountKind
    # Raised when all tokens and sessions of the user end.
    access_version: int = 1


@dataclass(frozen=True, kw_only=True)
class Tenant:
    id: str
    name: str
    time_zone: str
    created_at: datetime
    is_root: bool = False


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whoever can sign in; a customer without a password cannot yet."""

    id: str
    name: str
    email: str
    role: Role
    password_hash: str | None


@dataclass(frozen=True, kw_only=True)
class Customer:
    id: str
    name: str
    email: str
    phone: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Attempts:
    """Sign-ins counted for one e-mail or one source since the window began."""

    count: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Session:
    """One browser that somebody signed in with; whoever holds its secret is that somebody."""

    id: str
    user_id: str
    tenant_id: str
    role: Role
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


class Clock(Protocol):
    def now(self) -> datetime: ...


class Ids(Protocol):
    def new(self) -> str: ...

    def secret(self) -> str:
        """256 random bits."""
        ...


class Passwords(Protocol):
    """Slow on purpose: never called while a transaction is open."""

    def hash(self, password: str) -> str: ...

    def verify(self, password: str, stored: str | None) -> bool:
        """Takes as long for an account that does not exist (None) as for one that does."""
        ...

    def is_outdated(self, stored: str) -> bool: ...


class Digests(Protocol):
    """Keyed, so that whoever reads the database learns no e-mail by guessing."""

    @property
    def email_prefix(self) -> str:
        """The id of the key that `email` uses, as its digests begin."""
        ...

    def email(self, email: str) -> str: ...

    def email_forms(self, email: str) -> Sequence[str]:
        """`email`, then what older keys and releases made of it and may still be stored."""
        ...

    def source(self, source: str) -> str: ...

    def device_nonce(self, device: str | None, route: Route) -> str | None:
        """Of a browser that this account signed in with under its present access version.

        `device` is what the browser was given, for all accounts that it signed in to.
        """
        ...

    def with_device(self, device: str | None, route: Route, nonce: str) -> str:
        """What the browser is given now: it knows this account, and still the others."""
        ...

    def session_secret(self, secret: str) -> str:
        """Unsalted and fast: there is nothing to guess in 256 random bits."""
        ...


class Tenants(Protocol):
    def add(self, tenant: Tenant) -> None: ...

    def find(self, tenant_id: str) -> Tenant | None: ...

    def page(self, *, limit: int, offset: int) -> tuple[list[Tenant], int]:
        """Of all there are, newest first; usable without knowing one."""
        ...


class Accounts(Protocol):
    def add_staff(self, account: Account, *, created_at: datetime) -> None: ...

    def add_operator(self, account: Account, *, created_at: datetime) -> None: ...

    def find(self, route: Route) -> Account | None: ...

    def emails(self) -> dict[str, str]:
        """Of everybody in this scope, by user."""
        ...

    def replace_password(self, route: Route, *, old: str, new: str) -> None:
        """Does nothing when the stored one is no longer `old`."""
        ...


class Customers(Protocol):
    def add(self, customer: Customer, *, password_hash: str | None) -> None: ...

    def lock(self, customer_id: str) -> Customer | None:
        """None also for another tenant's customer; other writers wait for our commit."""
        ...

    def update(self, customer: Customer, *, updated_at: datetime) -> None: ...

    def page(self, *, search: str | None, limit: int, offset: int) -> tuple[list[Customer], int]:
        """Newest first, and how many there are in all; of those found by `search`, if given."""
        ...


class Routes(Protocol):
    """Across all tenants; usable without knowing one."""

    def add(self, route: Route, *, email_forms: Sequence[str]) -> bool:
        """Stores the first form; False when the e-mail belongs to an account already."""
        ...

    def find(self, user_id: str) -> Route | None: ...

    def find_locked(self, user_id: str) -> Route | None:
        """The access of the user does not end until our commit."""
        ...

    def end_access(self, user_id: str) -> Route | None:
        """The route with its next access version."""
        ...

    def find_by_email(self, email_forms: Sequence[str]) -> Route | None: ...

    def scopes(self) -> list[str]:
        """Every tenant with accounts, and the platform if it has any."""
        ...

    def outdated_scopes(self, *, prefix: str, limit: int, with_unnamed: bool) -> list[str]:
        """Those with digests of another key; without any key's id, too, only `with_unnamed`."""
        ...

    def renew_digests(self, digests: Mapping[str, str]) -> None:
        """New digests of the e-mails, by user."""
        ...


class SignInAttempts(Protocol):
    """One row for each digest, counted up atomically; shared by all processes."""

    def count(self, subject: str, *, now: datetime, expired_before: datetime) -> Attempts:
        """Counts one more, in a new window when the old one began before `expired_before`."""
        ...

    def take_slot(self, subject: str, *, now: datetime, pause: timedelta) -> bool:
        """Whether the last slot of this subject was taken at least `pause` ago."""
        ...

    def forget(self, subject: str) -> None: ...

    def give_back(self, subject: str, *, since: datetime) -> None:
        """Uncounts one, unless another window has begun."""
        ...

    def prune(self, *, expired_before: datetime, limit: int) -> int: ...


class Sessions(Protocol):
    """Across all tenants, like routes. What is locked is nobody else's to change meanwhile."""

    def add(self, session: Session, *, secret_digest: str) -> None: ...

    def lock(self, session_id: str) -> Session | None: ...

    def lock_all(self, user_id: str) -> list[Session]:
        """Those that have not ended."""
        ...

    def lock_oldest(self, user_id: str, *, keep: int, limit: int) -> list[Session]:
        """Those that have not ended, but for the `keep` newest; none that is locked already."""
        ...

    def secret_digest(self, session_id: str) -> str: ...

    def touch(self, session_id: str, *, now: datetime) -> None: ...

    def end(self, session_id: str, *, now: datetime) -> None: ...

    def prune(self, *, ended_before: datetime, limit: int) -> int: ...


class Work(Protocol):
    """One transaction. Without a tenant only `routes`, `attempts` and `sessions` show anything."""

    @property
    def tenants(self) -> Tenants: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def customers(self) -> Customers: ...

    @property
    def routes(self) -> Routes: ...

    @property
    def attempts(self) -> SignInAttempts: ...

    @property
    def sessions(self) -> Sessions: ...

    def emit(self, event: str, data: Mapping[str, Any]) -> None: ...

    def emit_for(self, tenant_id: str, event: str, data: Mapping[str, Any]) -> None:
        """For what is found without knowing the tenant first."""
        ...

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        """Runs `action`, or gives the reply that this key had before."""
        ...


UnitOfWork = Callable[[str | None], AbstractContextManager[Work]]
