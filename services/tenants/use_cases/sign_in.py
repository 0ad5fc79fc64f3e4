"""Whether it is them: the password, and how often it may be tried."""

import math
from dataclasses import dataclass
from datetime import timedelta

from contracts.errors import Code, Kind, ServiceError
from services.tenants.ports import Account, Attempts, Route, Tenant, Work
from services.tenants.use_cases.base import NOBODY, Ports, Reply, user_reply

# A window is fixed: attempts refused within it do not make it longer.
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_EMAIL = 10
ATTEMPTS_PER_SOURCE = 50
# Guesses at one account from a source that has many failures already.
ATTEMPTS_PER_EMAIL_FROM_SUSPECT = 3
# Successes included: whoever has an account of their own could make us hash without end.
SIGN_INS_PER_SOURCE = 500
SIGN_INS_PER_DEVICE = 200
PRUNE_AT_ONCE = 1_000


@dataclass(frozen=True)
class Count:
    subject: str
    attempts: Attempts


@dataclass(frozen=True)
class Attempt:
    """`counts`: of the browser, or of the account and then of the source."""

    route: Route
    counts: tuple[Count, ...]


class SignIn(Ports):
    def authenticate(self, *, email: str, password: str, source: str) -> Reply:
        return user_reply(*self.check_password(email, password, source))

    def check_password(
        self, email: str, password: str, source: str, device: str | None = None
    ) -> tuple[Account, Tenant | None, Route]:
        """Counts the attempt first and forgives it afterwards: no burst slips past the limit."""
        attempt = self._admit(email, source, device)
        account, tenant = self.load(attempt.route)
        stored = account.password_hash if account else None
        try:
            is_right = self.passwords.verify(password, stored)
        except ServiceError:
            self._take_back(attempt)
            raise
        if account is None or stored is None or not is_right:
            raise ServiceError(
                Kind.FORBIDDEN, Code.INVALID_CREDENTIALS, "The e-mail or the password is wrong."
            )
        self._forgive(attempt)
        if self.passwords.is_outdated(stored):
            self._renew_hash(attempt.route, old=stored, new=self.passwords.hash(password))
        return account, tenant, attempt.route

    def prune_sign_in_attempts(self) -> bool:
        """Whether there may be more to prune."""
        expired = self.clock.now() - ATTEMPT_WINDOW
        with self.unit_of_work(None) as work:
            pruned = work.attempts.prune(expired_before=expired, limit=PRUNE_AT_ONCE)
        return pruned == PRUNE_AT_ONCE

    def _admit(self, email: str, source: str, device: str | None) -> Attempt:
        """Judges a browser that signed in to this account before by its own count, and all others
        together by that of the account: neither can use up what the other has.
        """
        forms = self.digests.email_forms(email)
        with self.unit_of_work(None) as work:
            route = work.routes.find_by_email(forms) or NOBODY
            nonce = self.digests.device_nonce(device, route)
            counted = None if nonce is None else self._count_device(work, nonce)
            outcome = counted or self._count_stranger(work, forms[0], source)
        # Raised here and not above: the count must be committed.
        if isinstance(outcome, ServiceError):
            raise outcome
        return Attempt(route, outcome)

    def _count_device(self, work: Work, nonce: str) -> tuple[Count, ...] | None:
        """None once the browser has tried too often: then it is a stranger."""
        wrong = self._count(work, self.digests.source(f"device: {nonce}"))
        in_all = self._count(work, self.digests.source(f"device in all: {nonce}"))
        has_tried_too_often = (
            wrong.attempts.count > ATTEMPTS_PER_EMAIL or in_all.attempts.count > SIGN_INS_PER_DEVICE
        )
        return None if has_tried_too_often else (wrong,)

    def _count_stranger(
        self, work: Work, email: str, raw_source: str
    ) -> tuple[Count, ...] | ServiceError:
        """A source from which many attempts failed is slowed down and not shut out: others are
        behind it, too. What is refused there uses up nobody's attempts.
        """
        in_all = self._count(work, self.digests.source(f"in all: {raw_source}"))
        source = self._count(work, self.digests.source(raw_source))
        excess = max(
            source.attempts.count - ATTEMPTS_PER_SOURCE, in_all.attempts.count - SIGN_INS_PER_SOURCE
        )
        limit = ATTEMPTS_PER_EMAIL if excess <= 0 else ATTEMPTS_PER_EMAIL_FROM_SUSPECT
        if excess > 0:
            pause, slot = _pause_after(excess), self.digests.source(f"slot: {raw_source}")
            if not work.attempts.take_slot(slot, now=self.clock.now(), pause=pause):
                work.attempts.give_back(source.subject, since=source.attempts.since)
                return _too_many(pause)
        account = self._count(work, email)
        if account.attempts.count > limit:
            return _too_many(account.attempts.since + ATTEMPT_WINDOW - self.clock.now())
        return account, source

    def _count(self, work: Work, subject: str) -> Count:
        now = self.clock.now()
        attempts = work.attempts.count(subject, now=now, expired_before=now - ATTEMPT_WINDOW)
        return Count(subject, attempts)

    def _forgive(self, attempt: Attempt) -> None:
        """The source gets back this one only: an account of one's own is no way to start afresh."""
        client, *source = attempt.counts
        with self.unit_of_work(None) as work:
            for each in source:
                work.attempts.give_back(each.subject, since=each.attempts.since)
            work.attempts.forget(client.subject)

    def _take_back(self, attempt: Attempt) -> None:
        """Nobody looked at the password; only the counts of sign-ins in all still hold it."""
        with self.unit_of_work(None) as work:
            for each in attempt.counts[::-1]:
                work.attempts.give_back(each.subject, since=each.attempts.since)

    def _renew_hash(self, route: Route, *, old: str, new: str) -> None:
        with self.unit_of_work(route.tenant_id) as work:
            work.accounts.replace_password(route, old=old, new=new)


def _pause_after(excess: int) -> timedelta:
    """Doubles with every 50 more, up to eight seconds."""
    return timedelta(seconds=2 ** min(excess // ATTEMPTS_PER_SOURCE, 3))


def _too_many(wait: timedelta) -> ServiceError:
    return ServiceError(
        Kind.RATE_LIMITED,
        Code.TOO_MANY_ATTEMPTS,
        "There were too many attempts to sign in. Wait a little, then try again.",
        {"retry_after_seconds": str(max(1, math.ceil(wait.total_seconds())))},
    )
