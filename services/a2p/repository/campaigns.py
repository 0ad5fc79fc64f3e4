"""Campaigns and their submissions, and how a row becomes one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from contracts.enums import CampaignStage, CampaignStatus
from contracts.errors import not_found
from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.timeline import Standing
from services.a2p.models import campaign_standings, campaigns, quiet_looks, submissions
from services.a2p.ports import Submission
from services.a2p.repository.rows import CONTENT, frozen, reasons

_OPEN = (CampaignStatus.DRAFT, CampaignStatus.READY_TO_SUBMIT)


@dataclass(frozen=True)
class SqlCampaigns:
    connection: sa.Connection
    tenant_id: str

    def add(self, campaign: Campaign) -> None:
        self.connection.execute(campaigns.insert().values(**_campaign_row(campaign)))

    def get(self, campaign_id: str) -> Campaign:
        return self._one(self._mine().where(campaigns.c.id == campaign_id))

    def get_locked(self, campaign_id: str) -> Campaign:
        return self._one(
            self._mine().where(campaigns.c.id == campaign_id).with_for_update(of=campaigns)
        )

    def save(self, campaign: Campaign) -> None:
        campaign.version += 1
        this = (campaigns.c.tenant_id == self.tenant_id, campaigns.c.id == campaign.id)
        row = _campaign_row(campaign)
        self.connection.execute(sa.update(campaigns).where(*this).values(**row))

    def remove(self, campaign: Campaign) -> None:
        this = (campaigns.c.tenant_id == self.tenant_id, campaigns.c.id == campaign.id)
        self.connection.execute(sa.delete(campaigns).where(*this))

    def page(self, *, page: int, page_size: int) -> tuple[Sequence[Campaign], int]:
        newest_first = self._mine().order_by(campaigns.c.created_at.desc(), campaigns.c.id)
        wanted = newest_first.offset((page - 1) * page_size).limit(page_size)
        mine = campaigns.c.tenant_id == self.tenant_id
        count = sa.select(sa.func.count()).select_from(campaigns).where(mine)
        return self._many(wanted), self.connection.execute(count).scalar_one()

    def all(self) -> Sequence[Campaign]:
        return self._many(self._mine().order_by(campaigns.c.created_at, campaigns.c.id))

    def all_locked(self) -> Sequence[Campaign]:
        oldest_first = self._mine().order_by(campaigns.c.created_at, campaigns.c.id)
        return self._many(oldest_first.with_for_update(of=campaigns))

    def is_any_submitted(self) -> bool:
        one = self._ids().where(campaigns.c.status == CampaignStatus.SUBMITTED).limit(1)
        return self.connection.execute(one).first() is not None

    def count_drafts(self) -> int:
        drafts = self._ids().where(campaigns.c.submitted_at.is_(None))
        counted = sa.select(sa.func.count()).select_from(drafts.subquery())
        return self.connection.execute(counted).scalar_one()

    def want_recheck(self) -> bool:
        open_ones = (campaigns.c.tenant_id == self.tenant_id, campaigns.c.status.in_(_OPEN))
        marked = sa.update(campaigns).where(*open_ones).values(is_recheck_due=True)
        return self.connection.execute(marked).rowcount > 0

    def due_for_recheck(self, *, limit: int) -> Sequence[str]:
        due = self._ids().where(campaigns.c.is_recheck_due)
        primary_first = due.order_by(campaigns.c.is_primary.desc(), campaigns.c.created_at)
        return list(self.connection.scalars(primary_first.limit(limit)))

    def note_rechecked(self, campaign_id: str) -> None:
        this = (campaigns.c.tenant_id == self.tenant_id, campaigns.c.id == campaign_id)
        self.connection.execute(sa.update(campaigns).where(*this).values(is_recheck_due=False))

    def primary(self) -> Campaign | None:
        row = self.connection.execute(self._mine().where(campaigns.c.is_primary)).one_or_none()
        return None if row is None else _campaign(row)

    def note_standing(self, campaign: Campaign, *, now: datetime) -> None:
        row = {"campaign_id": campaign.id, "status": campaign.status, "stage": campaign.stage}
        self.connection.execute(
            campaign_standings.insert().values(tenant_id=self.tenant_id, since=now, **row)
        )

    def standings(self, campaign_id: str) -> Sequence[Standing]:
        of = campaign_standings.c
        mine = (of.tenant_id == self.tenant_id, of.campaign_id == campaign_id)
        rows = self.connection.execute(
            sa.select(campaign_standings).where(*mine).order_by(of.number)
        )
        return [
            Standing(
                row.since,
                CampaignStatus(row.status),
                CampaignStage(row.stage) if row.stage else None,
            )
            for row in rows
        ]

    def _ids(self) -> sa.Select[tuple[str]]:
        return sa.select(campaigns.c.id).where(campaigns.c.tenant_id == self.tenant_id)

    def _mine(self) -> sa.Select[Any]:
        # A look that brought no news is noted there alone.
        this = (
            quiet_looks.c.tenant_id == campaigns.c.tenant_id,
            quiet_looks.c.campaign_id == campaigns.c.id,
        )
        looked = campaigns.outerjoin(quiet_looks, sa.and_(*this))
        mine = campaigns.c.tenant_id == self.tenant_id
        return sa.select(campaigns, quiet_looks.c.looked_at).select_from(looked).where(mine)

    def _one(self, query: sa.Select[Any]) -> Campaign:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise not_found("campaign")
        return _campaign(row)

    def _many(self, query: sa.Select[Any]) -> list[Campaign]:
        return [_campaign(row) for row in self.connection.execute(query)]


@dataclass(frozen=True)
class SqlSubmissions:
    connection: sa.Connection
    tenant_id: str

    def begin(self, campaign: Campaign, *, now: datetime) -> int:
        """The campaign's row is locked by the caller, so numbers neither collide nor skip."""
        latest = sa.select(sa.func.max(submissions.c.attempt)).where(*self._of(campaign.id))
        attempt = (self.connection.execute(latest).scalar() or 0) + 1
        content = {name: getattr(campaign.content, name) for name in CONTENT}
        self.connection.execute(
            submissions.insert().values(
                tenant_id=self.tenant_id,
                campaign_id=campaign.id,
                attempt=attempt,
                submitted_at=now,
                content={k: list(v) if isinstance(v, tuple) else v for k, v in content.items()},
                rejection_reasons=[],
            )
        )
        return attempt

    def finish(self, campaign: Campaign, *, now: datetime) -> None:
        under_way = (*self._of(campaign.id), submissions.c.finished_at.is_(None))
        self.connection.execute(
            sa.update(submissions)
            .where(*under_way)
            .values(
                outcome=campaign.status,
                finished_at=now,
                rejection_reasons=[asdict(reason) for reason in campaign.rejection_reasons],
            )
        )

    def page(
        self, campaign_id: str, *, page: int, page_size: int
    ) -> tuple[Sequence[Submission], int]:
        mine = sa.select(submissions).where(*self._of(campaign_id))
        newest_first = mine.order_by(submissions.c.attempt.desc())
        rows = self.connection.execute(
            newest_first.offset((page - 1) * page_size).limit(page_size)
        ).all()
        count = sa.select(sa.func.count()).select_from(submissions).where(*self._of(campaign_id))
        return [_submission(row) for row in rows], self.connection.execute(count).scalar_one()

    def _of(self, campaign_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return submissions.c.tenant_id == self.tenant_id, submissions.c.campaign_id == campaign_id


def _campaign_row(campaign: Campaign) -> dict[str, Any]:
    content = {name: getattr(campaign.content, name) for name in CONTENT}
    row = {field.name: getattr(campaign, field.name) for field in fields(Campaign)}
    del row["content"]
    return (
        row
        | {name: list(v) if isinstance(v, tuple) else v for name, v in content.items()}
        | {
            "trusthub_status": campaign.trusthub_status,
            "rejection_reasons": [asdict(reason) for reason in campaign.rejection_reasons],
        }
    )


def _campaign(row: Any) -> Campaign:
    stored: dict[str, Any] = {name: getattr(row, name) for name in CONTENT}
    own = {
        field.name: getattr(row, field.name)
        for field in fields(Campaign)
        if field.name != "content"
    }
    return Campaign(
        content=CampaignContent(**{k: frozen(v) for k, v in stored.items()}),
        **own
        | {
            "status": CampaignStatus(row.status),
            "stage": CampaignStage(row.stage) if row.stage else None,
            "rejection_reasons": reasons(row.rejection_reasons),
            "trusthub_last_checked_at": max(
                (time for time in (row.trusthub_last_checked_at, row.looked_at) if time),
                default=None,
            ),
        },
    )


def _submission(row: Any) -> Submission:
    return Submission(
        attempt=row.attempt,
        submitted_at=row.submitted_at,
        outcome=CampaignStatus(row.outcome) if row.outcome else None,
        finished_at=row.finished_at,
        rejection_reasons=reasons(row.rejection_reasons),
        content=row.content,
    )
