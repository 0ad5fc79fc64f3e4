"""Texts, who wants none, and voicemails."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from contracts.enums import MessageDirection, MessageStatus
from services.phone.domain.messages import Message, Traffic, Voicemail
from services.phone.models import calls, messages, opt_outs, voicemails
from services.phone.ports import MessageClaim
from services.phone.repository.rows import Rows

LATEST_TEXTS = 100
OPEN = (MessageStatus.SENDING, MessageStatus.UNCERTAIN)


class Messages(Rows):
    def add(self, message: Message) -> bool:
        row = insert(messages).values(tenant_id=self._tenant_id, **asdict(message))
        return self._run(row.on_conflict_do_nothing()).rowcount == 1

    def lock(
        self, *, twilio_sid: str | None = None, message_id: str | None = None
    ) -> Message | None:
        ours = messages.c.tenant_id == self._tenant_id
        # Compared as text, and never with None, which would match what has no SID yet.
        by_sid = messages.c.twilio_sid == (twilio_sid or "")
        by_id = sa.cast(messages.c.id, sa.Text) == (message_id or "")
        query = sa.select(messages).where(ours, sa.or_(by_sid, by_id)).order_by(by_id.desc())
        row = self._run(query.limit(1).with_for_update()).one_or_none()
        return None if row is None else _message(row)

    def save(self, message: Message) -> None:
        values = {
            "twilio_sid": message.twilio_sid,
            "status": message.status,
            "error_code": message.error_code,
        }
        self._run(sa.update(messages).where(*self._is(messages, message.id)).values(values))

    def find_open(self, to: str) -> Message | None:
        is_open = (
            messages.c.tenant_id == self._tenant_id,
            messages.c.to_number == to,
            messages.c.twilio_sid.is_(None),
            messages.c.status.in_(OPEN),
        )
        query = sa.select(messages).where(*is_open).order_by(messages.c.created_at).limit(1)
        row = self._run(query).one_or_none()
        return None if row is None else _message(row)

    def claim(
        self, message_id: str, *, lease: str, now: datetime, until: datetime
    ) -> MessageClaim | None:
        this = self._is(messages, message_id)
        query = sa.select(messages.c.lease, messages.c.leased_until).where(*this)
        held = self._run(query.with_for_update()).one()
        if held.leased_until is not None and held.leased_until > now:
            return None
        self._run(sa.update(messages).where(*this).values(lease=lease, leased_until=until))
        return MessageClaim(was_tried=held.lease is not None)

    def free(self, message_id: str, *, lease: str, at: datetime) -> None:
        held = messages.c.lease == lease
        freed = sa.update(messages).where(*self._is(messages, message_id), held)
        self._run(freed.values(leased_until=at))

    def said_after(self, from_number: str, *, at: datetime) -> list[str]:
        later = (
            messages.c.tenant_id == self._tenant_id,
            messages.c.direction == MessageDirection.INBOUND,
            messages.c.from_number == from_number,
            messages.c.created_at > at,
        )
        query = sa.select(messages.c.body).where(*later).order_by(messages.c.created_at.desc())
        return list(self._run(query.limit(LATEST_TEXTS)).scalars())

    def has_received(self, to_number: str) -> bool:
        came_in = (
            messages.c.tenant_id == self._tenant_id,
            messages.c.direction == MessageDirection.INBOUND,
            messages.c.to_number == to_number,
        )
        return bool(self._run(sa.select(sa.exists().where(*came_in))).scalar_one())

    def known(self, twilio_sids: Collection[str]) -> set[str]:
        query = sa.select(messages.c.twilio_sid).where(
            messages.c.tenant_id == self._tenant_id, messages.c.twilio_sid.in_(twilio_sids)
        )
        return set(self._run(query).scalars())

    def count_sent(self, *, since: datetime) -> int:
        query = sa.select(sa.func.count()).where(
            messages.c.tenant_id == self._tenant_id,
            messages.c.direction == MessageDirection.OUTBOUND,
            messages.c.created_at > since,
        )
        return int(self._run(query).scalar_one())

    def traffic(self) -> Traffic:
        return Traffic(
            inbound=self._latest(messages.c.direction == MessageDirection.INBOUND),
            outbound=self._latest(messages.c.direction == MessageDirection.OUTBOUND),
            failed=self._latest(messages.c.error_code.is_not(None)),
        )

    def _latest(self, condition: sa.ColumnElement[bool]) -> Message | None:
        ours = messages.c.tenant_id == self._tenant_id
        newest = messages.c.created_at.desc(), messages.c.id.desc()
        query = sa.select(messages).where(ours, condition).order_by(*newest).limit(1)
        row = self._run(query).one_or_none()
        return None if row is None else _message(row)

    def page(self, *, limit: int, offset: int) -> tuple[list[Message], int]:
        rows, total = _page(self, messages, messages.c.created_at, limit=limit, offset=offset)
        return [_message(row) for row in rows], total


def _message(row: sa.Row[Any]) -> Message:
    return Message(
        id=row.id,
        direction=MessageDirection(row.direction),
        twilio_sid=row.twilio_sid,
        from_number=row.from_number,
        to_number=row.to_number,
        body=row.body,
        status=MessageStatus(row.status),
        created_at=row.created_at,
        error_code=row.error_code,
    )


class OptOuts(Rows):
    def add(self, phone_number: str, *, now: datetime) -> None:
        row = insert(opt_outs).values(
            tenant_id=self._tenant_id, phone_number=phone_number, opted_out_at=now
        )
        self._run(row.on_conflict_do_nothing())

    def remove(self, phone_number: str) -> None:
        self._run(sa.delete(opt_outs).where(*self._of(phone_number)))

    def has(self, phone_number: str) -> bool:
        query = sa.select(sa.exists().where(*self._of(phone_number)))
        return bool(self._run(query).scalar_one())

    def _of(self, phone_number: str) -> tuple[sa.ColumnElement[bool], ...]:
        return opt_outs.c.tenant_id == self._tenant_id, opt_outs.c.phone_number == phone_number


class Calls(Rows):
    def add(self, call_sid: str, *, from_number: str, now: datetime) -> bool:
        row = insert(calls).values(
            tenant_id=self._tenant_id, call_sid=call_sid, from_number=from_number, received_at=now
        )
        return self._run(row.on_conflict_do_nothing()).rowcount == 1

    def last_at(self) -> datetime | None:
        ours = calls.c.tenant_id == self._tenant_id
        query = sa.select(sa.func.max(calls.c.received_at)).where(ours)
        found: datetime | None = self._run(query).scalar_one()
        return found

    def forget(self, *, before: datetime, limit: int) -> int:
        is_old = calls.c.tenant_id == self._tenant_id, calls.c.received_at < before
        oldest = sa.select(calls.c.call_sid).where(*is_old).order_by(calls.c.received_at)
        chunk = oldest.limit(limit).with_for_update(skip_locked=True)
        ours = calls.c.tenant_id == self._tenant_id
        return self._run(sa.delete(calls).where(ours, calls.c.call_sid.in_(chunk))).rowcount


class Voicemails(Rows):
    def add(self, voicemail: Voicemail) -> bool:
        row = insert(voicemails).values(tenant_id=self._tenant_id, **asdict(voicemail))
        fresh = row.on_conflict_do_nothing(index_elements=["tenant_id", "recording_sid"])
        return self._run(fresh).rowcount == 1

    def complete(self, voicemail: Voicemail) -> None:
        table = voicemails
        this = (
            table.c.tenant_id == self._tenant_id,
            table.c.recording_sid == voicemail.recording_sid,
        )
        values = {
            "from_number": sa.func.coalesce(table.c.from_number, voicemail.from_number),
            "duration_seconds": sa.func.greatest(
                table.c.duration_seconds, voicemail.duration_seconds
            ),
        }
        self._run(sa.update(table).where(*this).values(values))

    def find(self, voicemail_id: str) -> Voicemail | None:
        query = sa.select(voicemails).where(*self._is(voicemails, voicemail_id))
        row = self._run(query).one_or_none()
        return None if row is None else _voicemail(row)

    def mark(self, voicemail_id: str, *, heard_at: datetime | None) -> None:
        this = self._is(voicemails, voicemail_id)
        self._run(sa.update(voicemails).where(*this).values(heard_at=heard_at))

    def page(self, *, limit: int, offset: int) -> tuple[list[Voicemail], int]:
        order = voicemails.c.received_at
        rows, total = _page(self, voicemails, order, limit=limit, offset=offset)
        return [_voicemail(row) for row in rows], total


def _voicemail(row: sa.Row[Any]) -> Voicemail:
    return Voicemail(
        id=row.id,
        recording_sid=row.recording_sid,
        call_sid=row.call_sid,
        from_number=row.from_number,
        duration_seconds=row.duration_seconds,
        recording_url=row.recording_url,
        received_at=row.received_at,
        heard_at=row.heard_at,
    )


def _page(
    rows: Rows, table: sa.Table, order: sa.Column[Any], *, limit: int, offset: int
) -> tuple[list[sa.Row[Any]], int]:
    """Newest first, and how many there are in all."""
    ours = table.c.tenant_id == rows._tenant_id
    query = sa.select(table).where(ours).order_by(order.desc(), table.c.id.desc())
    found = rows._run(query.limit(limit).offset(offset)).all()
    total = rows._run(sa.select(sa.func.count()).select_from(table).where(ours)).scalar_one()
    return list(found), int(total)
