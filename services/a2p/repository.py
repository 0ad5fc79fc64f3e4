"""What a2p remembers, and how a row becomes a campaign or a profile again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis import idempotency
from chassis.cipher import Cipher
from chassis.database import Database
from chassis.events import OutboxRelay
from contracts.enums import BrandStatus, BrandType, CampaignStage, CampaignStatus
from contracts.errors import not_found
from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.profile import Address, BusinessProfile, Representative
from services.a2p.domain.rejection import RejectionReason
from services.a2p.models import (
    brand_registrations,
    business_profiles,
    campaigns,
    due_work,
    submissions,
    workflow_steps,
)
from services.a2p.ports import Brand, Claim, ClaimLost, Step, Submission

_CONTENT = tuple(field.name for field in fields(CampaignContent))


@dataclass(frozen=True)
class SqlCampaigns:
    connection: sa.Connection
    tenant_id: str

    def add(self, campaign: Campaign) -> None:
        self.connection.execute(campaigns.insert().values(**_campaign_row(campaign)))

    def get(self, campaign_id: str) -> Campaign:
        return self._one(self._mine().where(campaigns.c.id == campaign_id))

    def get_locked(self, campaign_id: str) -> Campaign:
        return self._one(self._mine().where(campaigns.c.id == campaign_id).with_for_update())

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

    def primary(self) -> Campaign | None:
        row = self.connection.execute(self._mine().where(campaigns.c.is_primary)).one_or_none()
        return None if row is None else _campaign(row)

    def _mine(self) -> sa.Select[Any]:
        return sa.select(campaigns).where(campaigns.c.tenant_id == self.tenant_id)

    def _one(self, query: sa.Select[Any]) -> Campaign:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise not_found("campaign")
        return _campaign(row)

    def _many(self, query: sa.Select[Any]) -> list[Campaign]:
        return [_campaign(row) for row in self.connection.execute(query)]


@dataclass(frozen=True)
class SqlProfiles:
    connection: sa.Connection
    tenant_id: str
    cipher: Cipher

    def find(self) -> BusinessProfile | None:
        query = sa.select(business_profiles).where(business_profiles.c.tenant_id == self.tenant_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else self._profile(row)

    def save(self, profile: BusinessProfile, *, now: datetime) -> None:
        row = {
            field.name: getattr(profile, field.name)
            for field in fields(BusinessProfile)
            if field.name not in ("registration_number", "address", "representative")
        }
        number = profile.registration_number
        row |= {
            "social_media_urls": list(profile.social_media_urls),
            "registration_number_encrypted": self.cipher.encrypt(number) if number else None,
            "address": asdict(profile.address),
            "representative": asdict(profile.representative),
            "updated_at": now,
        }
        new = insert(business_profiles).values(tenant_id=self.tenant_id, created_at=now, **row)
        self.connection.execute(new.on_conflict_do_update(index_elements=["tenant_id"], set_=row))

    def lock_tenant(self) -> None:
        # Two keys: the class keeps these locks apart from others that hash to the same number.
        key = sa.func.hashtext(self.tenant_id)
        self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TENANT_LOCK, key)))

    def _profile(self, row: Any) -> BusinessProfile:
        encrypted = row.registration_number_encrypted
        simple = {
            field.name: getattr(row, field.name)
            for field in fields(BusinessProfile)
            if field.name in business_profiles.c
        }
        return BusinessProfile(
            **simple
            | {
                "brand_type": BrandType(row.brand_type),
                "social_media_urls": tuple(row.social_media_urls),
                "registration_number": self.cipher.decrypt(encrypted) if encrypted else None,
                "address": Address(**row.address),
                "representative": Representative(**row.representative),
            }
        )


_TENANT_LOCK = 7301


@dataclass(frozen=True)
class SqlBrands:
    connection: sa.Connection
    tenant_id: str

    def get(self) -> Brand:
        mine = brand_registrations.c.tenant_id == self.tenant_id
        row = self.connection.execute(sa.select(brand_registrations).where(mine)).one_or_none()
        if row is None:
            return Brand()
        return Brand(
            customer_profile_sid=row.customer_profile_sid,
            trust_product_sid=row.trust_product_sid,
            sid=row.twilio_brand_sid,
            status=BrandStatus(row.status),
            identity_status=row.identity_status,
            score=row.score,
            reasons=_reasons(row.reasons),
            resubmissions_used=row.resubmissions_used,
        )

    def save(self, brand: Brand, *, now: datetime) -> None:
        row = {
            "customer_profile_sid": brand.customer_profile_sid,
            "trust_product_sid": brand.trust_product_sid,
            "twilio_brand_sid": brand.sid,
            "status": brand.status,
            "identity_status": brand.identity_status,
            "score": brand.score,
            "reasons": [asdict(reason) for reason in brand.reasons],
            "resubmissions_used": brand.resubmissions_used,
            "updated_at": now,
        }
        new = insert(brand_registrations).values(tenant_id=self.tenant_id, **row)
        self.connection.execute(new.on_conflict_do_update(index_elements=["tenant_id"], set_=row))


@dataclass(frozen=True)
class SqlSteps:
    connection: sa.Connection
    tenant_id: str

    def find(self, owner_id: str, name: str) -> Step | None:
        query = sa.select(workflow_steps).where(*self._this(owner_id, name))
        row = self.connection.execute(query).one_or_none()
        return None if row is None else Step(row.sid, row.fingerprint, row.begun_at)

    def begin(self, owner_id: str, name: str, *, fingerprint: str, now: datetime) -> None:
        values = {"sid": None, "fingerprint": fingerprint, "begun_at": now}
        new = insert(workflow_steps).values(
            tenant_id=self.tenant_id, owner_id=owner_id, name=name, **values
        )
        keys = ["tenant_id", "owner_id", "name"]
        self.connection.execute(new.on_conflict_do_update(index_elements=keys, set_=values))

    def finish(self, owner_id: str, name: str, *, sid: str, fingerprint: str) -> None:
        done = sa.update(workflow_steps).where(*self._this(owner_id, name))
        self.connection.execute(done.values(sid=sid, fingerprint=fingerprint))

    def forget(self, owner_id: str, name: str) -> None:
        self.connection.execute(sa.delete(workflow_steps).where(*self._this(owner_id, name)))

    def _this(self, owner_id: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
        steps = workflow_steps.c
        return (
            steps.tenant_id == self.tenant_id,
            steps.owner_id == owner_id,
            steps.name == name,
        )


@dataclass(frozen=True)
class SqlSubmissions:
    connection: sa.Connection
    tenant_id: str

    def begin(self, campaign: Campaign, *, now: datetime) -> int:
        """The campaign's row is locked by the caller, so numbers neither collide nor skip."""
        latest = sa.select(sa.func.max(submissions.c.attempt)).where(*self._of(campaign.id))
        attempt = (self.connection.execute(latest).scalar() or 0) + 1
        content = {name: getattr(campaign.content, name) for name in _CONTENT}
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


@dataclass(frozen=True)
class SqlDueWork:
    connection: sa.Connection
    tenant_id: str

    def want(self, *, at: datetime) -> None:
        new = insert(due_work).values(tenant_id=self.tenant_id, due_at=at)
        sooner = sa.func.least(due_work.c.due_at, new.excluded.due_at)
        self.connection.execute(
            new.on_conflict_do_update(index_elements=["tenant_id"], set_={"due_at": sooner})
        )

    def hold(self, claim: Claim) -> None:
        # Touching the row also keeps a take-over out until this transaction ends.
        still_mine = (due_work.c.tenant_id == claim.tenant_id, due_work.c.worker == claim.worker)
        kept = sa.update(due_work).where(*still_mine).values(worker=claim.worker)
        if self.connection.execute(kept).rowcount != 1:
            raise ClaimLost


@dataclass(frozen=True)
class SqlWork:
    connection: sa.Connection
    tenant_id: str
    cipher: Cipher
    outbox: OutboxRelay

    @property
    def campaigns(self) -> SqlCampaigns:
        return SqlCampaigns(self.connection, self.tenant_id)

    @property
    def profiles(self) -> SqlProfiles:
        return SqlProfiles(self.connection, self.tenant_id, self.cipher)

    @property
    def brands(self) -> SqlBrands:
        return SqlBrands(self.connection, self.tenant_id)

    @property
    def steps(self) -> SqlSteps:
        return SqlSteps(self.connection, self.tenant_id)

    @property
    def submissions(self) -> SqlSubmissions:
        return SqlSubmissions(self.connection, self.tenant_id)

    @property
    def due(self) -> SqlDueWork:
        return SqlDueWork(self.connection, self.tenant_id)

    def emit(self, type: str, data: Mapping[str, Any]) -> None:
        self.outbox.record(self.connection, type=type, tenant_id=self.tenant_id, data=data)

    def once(
        self,
        operation: str,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        return idempotency.run_once(
            self.connection,
            tenant_id=self.tenant_id,
            operation=operation,
            key=key,
            body=body,
            action=action,
        )


@dataclass(frozen=True)
class SqlUnitOfWork:
    database: Database
    cipher: Cipher
    outbox: OutboxRelay

    @contextmanager
    def __call__(self, tenant_id: str) -> Iterator[SqlWork]:
        with self.database.transaction(tenant_id) as connection:
            yield SqlWork(connection, tenant_id, self.cipher, self.outbox)


def _campaign_row(campaign: Campaign) -> dict[str, Any]:
    content = {name: getattr(campaign.content, name) for name in _CONTENT}
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
    stored: dict[str, Any] = {name: getattr(row, name) for name in _CONTENT}
    own = {
        field.name: getattr(row, field.name)
        for field in fields(Campaign)
        if field.name != "content"
    }
    return Campaign(
        content=CampaignContent(**{k: _frozen(v) for k, v in stored.items()}),
        **own
        | {
            "status": CampaignStatus(row.status),
            "stage": CampaignStage(row.stage) if row.stage else None,
            "rejection_reasons": _reasons(row.rejection_reasons),
        },
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _reasons(stored: list[dict[str, Any]]) -> tuple[RejectionReason, ...]:
    return tuple(RejectionReason(**reason) for reason in stored)


def _submission(row: Any) -> Submission:
    return Submission(
        attempt=row.attempt,
        submitted_at=row.submitted_at,
        outcome=CampaignStatus(row.outcome) if row.outcome else None,
        finished_at=row.finished_at,
        rejection_reasons=_reasons(row.rejection_reasons),
        content=row.content,
    )
