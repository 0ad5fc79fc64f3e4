"""Counts sign-ins in the database, for all processes together."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.tenants.models import sign_in_attempts
from services.tenants.ports import Attempts


class SignInAttemptRows:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def count(self, subject: str, *, now: datetime, expired_before: datetime) -> Attempts:
        """One statement: attempts at the same moment wait for each other, and each is counted."""
        table = sign_in_attempts
        started = table.c.window_started_at
        is_over = started <= expired_before
        counted = (
            insert(table)
            .values(subject=subject, attempts=1, window_started_at=now)
            .on_conflict_do_update(
                index_elements=["subject"],
                set_={
                    "attempts": sa.case((is_over, 1), else_=table.c.attempts + 1),
                    "window_started_at": sa.case((is_over, now), else_=started),
                },
            )
            .returning(table.c.attempts, started)
        )
        row = self._connection.execute(counted).one()
        return Attempts(count=row.attempts, since=row.window_started_at)

    def take_slot(self, subject: str, *, now: datetime, pause: timedelta) -> bool:
        """One statement: of two at the same moment only one gets it."""
        table = sign_in_attempts
        taken = (
            insert(table)
            .values(subject=subject, attempts=0, window_started_at=now)
            .on_conflict_do_update(
                index_elements=["subject"],
                set_={"window_started_at": now},
                where=table.c.window_started_at <= now - pause,
            )
        )
        return self._connection.execute(taken).rowcount == 1

    def forget(self, subject: str) -> None:
        this = sign_in_attempts.c.subject == subject
        self._connection.execute(sa.delete(sign_in_attempts).where(this))

    def give_back(self, subject: str, *, since: datetime) -> None:
        table = sign_in_attempts
        self._connection.execute(
            sa.update(table)
            .where(
                table.c.subject == subject,
                table.c.window_started_at == since,
                table.c.attempts > 0,
            )
            .values(attempts=table.c.attempts - 1)
        )

    def prune(self, *, expired_before: datetime, limit: int) -> int:
        """Skips rows in use, so that it never waits for a sign-in nor makes one wait long."""
        old = (
            sa.select(sign_in_attempts.c.subject)
            .where(sign_in_attempts.c.window_started_at <= expired_before)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        pruned = sa.delete(sign_in_attempts).where(sign_in_attempts.c.subject.in_(old))
        return self._connection.execute(pruned).rowcount
