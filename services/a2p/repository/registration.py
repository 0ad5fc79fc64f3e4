"""The business profile, its brand, and the journal of what is made from them at Twilio."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.cipher import Cipher
from contracts.enums import BrandStatus, BrandType, CampaignStatus
from services.a2p.domain.profile import Address, BusinessProfile, Representative
from services.a2p.domain.use_case_list import OfferedUseCases, UseCase
from services.a2p.models import (
    brand_registrations,
    brand_use_cases,
    business_profiles,
    campaigns,
    workflow_steps,
)
from services.a2p.ports import Brand, Step
from services.a2p.ports.store import PrimaryStanding
from services.a2p.repository.rows import reasons

_TENANT_LOCK = 7301


@dataclass(frozen=True)
class SqlProfiles:
    connection: sa.Connection
    tenant_id: str
    cipher: Cipher

    def find(self) -> BusinessProfile | None:
        query = sa.select(business_profiles).where(business_profiles.c.tenant_id == self.tenant_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else self._profile(row)

    def with_primary(self) -> tuple[BusinessProfile | None, PrimaryStanding | None]:
        me = sa.select(sa.cast(self.tenant_id, sa.Uuid(as_uuid=False)).label("tenant_id")).cte()
        is_primary = sa.and_(campaigns.c.tenant_id == me.c.tenant_id, campaigns.c.is_primary)
        is_mine = business_profiles.c.tenant_id == me.c.tenant_id
        query = sa.select(
            business_profiles,
            campaigns.c.status.label("campaign_status"),
            campaigns.c.trusthub_last_error.label("campaign_error"),
        ).select_from(me.outerjoin(business_profiles, is_mine).outerjoin(campaigns, is_primary))
        row = self.connection.execute(query).one()
        profile = None if row.tenant_id is None else self._profile(row)
        if row.campaign_status is None:
            return profile, None
        status = CampaignStatus(row.campaign_status)
        return profile, PrimaryStanding(status=status, last_error=row.campaign_error)

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
            reasons=reasons(row.reasons),
            resubmissions_used=row.resubmissions_used,
            code_sent_at=row.code_sent_at,
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

    def note_code_sent(self, at: datetime | None) -> None:
        mine = brand_registrations.c.tenant_id == self.tenant_id
        self.connection.execute(sa.update(brand_registrations).where(mine).values(code_sent_at=at))


@dataclass(frozen=True)
class SqlUseCases:
    connection: sa.Connection
    tenant_id: str

    def find(self) -> OfferedUseCases | None:
        query = sa.select(brand_use_cases).where(brand_use_cases.c.tenant_id == self.tenant_id)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        offered = tuple(UseCase(**each) for each in row.use_cases)
        return OfferedUseCases(row.brand_sid, offered, row.fetched_at)

    def save(self, offered: OfferedUseCases) -> None:
        row = {
            "brand_sid": offered.brand_sid,
            "use_cases": [asdict(each) for each in offered.use_cases],
            "fetched_at": offered.fetched_at,
        }
        new = insert(brand_use_cases).values(tenant_id=self.tenant_id, **row)
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
