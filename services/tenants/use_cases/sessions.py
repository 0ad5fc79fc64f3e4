"""Staying signed in: a session ends when it is told to, when nobody uses it, and in any case."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.enums import Role
from contracts.errors import Code, Kind, ServiceError
from services.tenants.ports import PLATFORM, Session, Work
from services.tenants.use_cases.base import NOBODY, Reply, user_reply
from services.tenants.use_cases.sign_in import PRUNE_AT_ONCE, SignIn

# For as long, one can still be told when a session was opened and ended.
KEEP_ENDED = timedelta(days=7)
# More browsers than a person has; what else keeps opening sessions is a program.
MOST_PER_USER = 50
ENDED_AT_ONCE = 100


@dataclass(frozen=True)
class Limits:
    unused: timedelta
    in_all: timedelta


CUSTOMERS = Limits(unused=timedelta(days=30), in_all=timedelta(days=90))
STAFF = Limits(unused=timedelta(minutes=30), in_all=timedelta(hours=12))


class Sessions(SignIn):
    def open_session(
        self, *, email: str, password: str, source: str, replaces: str | None, device: str | None
    ) -> Reply:
        """Always a new id and a new secret; `replaces` is the browser's session until now."""
        account, tenant, route = self.check_password(email, password, source, device)
        now, secret = self.clock.now(), self.ids.secret()
        session = Session(
            id=self.ids.new(),
            user_id=account.id,
            tenant_id=tenant.id if tenant else PLATFORM,
            role=account.role,
            created_at=now,
            last_seen_at=now,
            expires_at=now + limits_of(account.role).in_all,
        )
        with self.unit_of_work(None) as work:
            if work.routes.find_locked(account.id) != route:
                # The password or the role changed while this one was looked at.
                raise over()
            if replaces is not None:
                _end(work, work.sessions.lock(replaces), now)
            work.sessions.add(session, secret_digest=self.digests.session_secret(secret))
            excess = {"keep": MOST_PER_USER, "limit": ENDED_AT_ONCE}
            for oldest in work.sessions.lock_oldest(account.id, **excess):
                _end(work, oldest, now)
        nonce = self.digests.device_nonce(device, route) or self.ids.secret()
        return _reply(session, user_reply(account, tenant, route)) | {
            "secret": secret,
            "device": self.digests.with_device(device, route, nonce),
        }

    def renew_session(self, *, session_id: str, secret: str) -> Reply:
        """May be asked for the same session many times at once: nothing about it changes."""
        now = self.clock.now()
        with self.unit_of_work(None) as work:
            session = work.sessions.lock(session_id)
            if session is None or not is_usable(session, now):
                raise over()
            stored = work.sessions.secret_digest(session_id)
            if not hmac.compare_digest(stored, self.digests.session_secret(secret)):
                raise over()
            work.sessions.touch(session_id, now=now)
            route = work.routes.find(session.user_id)
        account, tenant = self.load(route or NOBODY)
        if route is None or account is None or account.role != session.role:
            # Whoever has another role, or none any more, signs in anew.
            self.end_session(session_id)
            raise over()
        user = user_reply(account, tenant, route)
        return _reply(replace(session, last_seen_at=now), user)

    def confirm_access(self, *, user_id: str, access_version: int, role: Role) -> Reply:
        """Whether a token issued under this version to this role is still good."""
        with self.unit_of_work(None) as work:
            route = work.routes.find(user_id)
        account, _ = self.load(route or NOBODY)
        if route is None or account is None:
            raise over()
        if (route.access_version, account.role) != (access_version, role):
            raise over()
        return {}

    def end_session(self, session_id: str) -> Reply:
        with self.unit_of_work(None) as work:
            _end(work, work.sessions.lock(session_id), self.clock.now())
        return {}

    def end_all_sessions(self, user_id: str) -> Reply:
        """Bearer tokens end, too: they carry the access version that ends here."""
        now = self.clock.now()
        with self.unit_of_work(None) as work:
            route = work.routes.end_access(user_id)
            sessions = work.sessions.lock_all(user_id)
            for session in sessions:
                _end(work, session, now)
            version = None if route is None else route.access_version
            if route is not None:
                data = {"user_id": user_id, "access_version": version}
                work.emit_for(route.tenant_id, "access_ended_v1", data)
        return {"session_ids": [session.id for session in sessions], "access_version": version}

    def prune_sessions(self) -> bool:
        """Whether there may be more to prune."""
        before = self.clock.now() - KEEP_ENDED
        with self.unit_of_work(None) as work:
            pruned = work.sessions.prune(ended_before=before, limit=PRUNE_AT_ONCE)
        return pruned == PRUNE_AT_ONCE


def limits_of(role: str) -> Limits:
    return CUSTOMERS if role == Role.CUSTOMER else STAFF


def is_usable(session: Session, now: datetime) -> bool:
    return session.ended_at is None and now < _ends_unused(session)


def over() -> ServiceError:
    """Also for an id that never was, and for a wrong secret."""
    return ServiceError(Kind.FORBIDDEN, Code.UNAUTHENTICATED, "Please sign in first.")


def _ends_unused(session: Session) -> datetime:
    return min(session.expires_at, session.last_seen_at + limits_of(session.role).unused)


def _end(work: Work, session: Session | None, now: datetime) -> None:
    if session is None or session.ended_at is not None:
        return
    work.sessions.end(session.id, now=now)
    work.emit_for(session.tenant_id, "session_ended_v1", {"session_id": session.id})


def _reply(session: Session, user: Reply) -> Reply:
    return {"session_id": session.id, "ends_at": _ends_unused(session), "user": user}
