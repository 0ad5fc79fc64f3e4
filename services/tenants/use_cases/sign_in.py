"""Whether it is them: the password, and how often it may be tried."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Never

from contracts.errors import Code, Kind, ServiceError
from services.tenants.ports import Account, Attempts, Route, Tenant
from services.tenants.use_cases.base import NOBODY, Ports, Reply, user_reply

# A window is fixed: attempts refused within it do not make it longer.
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_EMAIL = 10
ATTEMPTS_PER_SOURCE = 50
# Successes included: whoever has an account of their own could make us hash without end.
SIGN_INS_PER_SOURCE = 500
PRUNE_AT_ONCE = 1_000


@dataclass(frozen=True)
class Attempt:
    """One that was counted; the windows say in which of its e-mail and of its source."""

    email: str
    email_window: datetime
    source: str
    source_window: datetime
    route: Route


class SignIn(Ports):
    def authenticate(self, *, email: str, password: str, source: str) -> Reply:
        return user_reply(*self.check_password(email, password, source))

    def check_password(
        self, email: str, password: str, source: str
    ) -> tuple[Account, Tenant | None, Route]:
        """Counts the attempt first and forgives it afterwards: no burst slips past the limit."""
        attempt = self._admit(email, source)
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

    def _admit(self, raw_email: str, raw_source: str) -> Attempt:
        """A source over a limit is turned away before it can use up an e-mail's attempts."""
        forms, source = self.digests.email_forms(raw_email), self.digests.source(raw_source)
        email = forms[0]
        in_all = self.digests.source(f"in all: {raw_source}")
        now = self.clock.now()
        span = {"now": now, "expired_before": now - ATTEMPT_WINDOW}
        route, by_email = None, None
        with self.unit_of_work(None) as work:
            refuses = work.attempts.count(in_all, **span)
            if refuses.count <= SIGN_INS_PER_SOURCE:
                refuses = by_source = work.attempts.count(source, **span)
                if by_source.count <= ATTEMPTS_PER_SOURCE:
                    refuses = by_email = work.attempts.count(email, **span)
                    route = work.routes.find_by_email(forms)
        # Raised here and not above: the count must be committed.
        if by_email is None or by_email.count > ATTEMPTS_PER_EMAIL:
            _refuse_until_window_ends(refuses, now)
        return Attempt(email, by_email.since, source, by_source.since, route or NOBODY)

    def _forgive(self, attempt: Attempt) -> None:
        """The source gets back this one only: an account of one's own is no way to start afresh."""
        with self.unit_of_work(None) as work:
            work.attempts.give_back(attempt.source, since=attempt.source_window)
            work.attempts.forget(attempt.email)

    def _take_back(self, attempt: Attempt) -> None:
        """Nobody looked at the password; only the source's sign-ins in all still count it."""
        with self.unit_of_work(None) as work:
            work.attempts.give_back(attempt.source, since=attempt.source_window)
            work.attempts.give_back(attempt.email, since=attempt.email_window)

    def _renew_hash(self, route: Route, *, old: str, new: str) -> None:
        with self.unit_of_work(route.tenant_id) as work:
            work.accounts.replace_password(route, old=old, new=new)


def _refuse_until_window_ends(attempts: Attempts, now: datetime) -> Never:
    left = (attempts.since + ATTEMPT_WINDOW - now).total_seconds()
    raise ServiceError(
        Kind.RATE_LIMITED,
        Code.TOO_MANY_ATTEMPTS,
        "There were too many attempts to sign in. Wait a little, then try again.",
        {"retry_after_seconds": str(max(1, math.ceil(left)))},
    )
