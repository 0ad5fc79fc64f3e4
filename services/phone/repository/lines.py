"""Settings, menu, numbers, messaging services and the standing of campaigns."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from contracts.enums import (
    CampaignStatus,
    MenuAction,
    MenuFallback,
    ProvisioningMode,
    RegistrationStatus,
    RoutingMode,
)
from services.phone.domain.lines import Capabilities, MessagingService, Number, Standing
from services.phone.domain.menu import Menu, Option
from services.phone.domain.setup import PhoneSettings, Routing
from services.phone.models import (
    campaign_standings,
    ivr_menus,
    messaging_services,
    numbers,
    phone_settings,
)
from services.phone.ports import Claim
from services.phone.repository.rows import Rows


class Settings(Rows):
    def find(self) -> PhoneSettings | None:
        return self._find(sa.select(phone_settings))

    def lock(self, *, now: datetime) -> PhoneSettings:
        row = insert(phone_settings).values(_settings_values(PhoneSettings()))
        row = row.values(tenant_id=self._tenant_id, updated_at=now)
        self._run(row.on_conflict_do_nothing())
        return self._find(sa.select(phone_settings).with_for_update()) or PhoneSettings()

    def save(self, settings: PhoneSettings, *, now: datetime) -> None:
        this = phone_settings.c.tenant_id == self._tenant_id
        values = _settings_values(settings) | {"updated_at": now}
        self._run(sa.update(phone_settings).where(this).values(values))

    def _find(self, query: sa.Select[Any]) -> PhoneSettings | None:
        ours = query.where(phone_settings.c.tenant_id == self._tenant_id)
        row = self._run(ours).one_or_none()
        return None if row is None else as_settings(row)


def as_settings(row: Any) -> PhoneSettings:
    routing = Routing(
        mode=RoutingMode(row.routing_mode), forward_to=row.forward_to, greeting=row.greeting
    )
    return PhoneSettings(provisioning_mode=ProvisioningMode(row.provisioning_mode), routing=routing)


def _settings_values(settings: PhoneSettings) -> dict[str, Any]:
    return {
        "provisioning_mode": settings.provisioning_mode,
        "routing_mode": settings.routing.mode,
        "forward_to": settings.routing.forward_to,
        "greeting": settings.routing.greeting,
    }


class Menus(Rows):
    def find(self) -> Menu | None:
        ours = ivr_menus.c.tenant_id == self._tenant_id
        row = self._run(sa.select(ivr_menus).where(ours)).one_or_none()
        if row is None:
            return None
        options = tuple(
            Option(**option | {"action": MenuAction(option["action"])}) for option in row.options
        )
        return Menu(greeting=row.greeting, options=options, fallback=MenuFallback(row.fallback))

    def save(self, menu: Menu, *, now: datetime) -> None:
        values = asdict(menu) | {"updated_at": now}
        row = insert(ivr_menus).values(tenant_id=self._tenant_id, **values)
        self._run(row.on_conflict_do_update(index_elements=["tenant_id"], set_=values))


class Numbers(Rows):
    def add(self, number: Number, *, now: datetime) -> None:
        values = _number_values(number) | {"created_at": now, "updated_at": now}
        self._run(sa.insert(numbers).values(tenant_id=self._tenant_id, **values))

    def save(self, number: Number, *, now: datetime) -> None:
        this = self._is(numbers, number.id)
        values = _number_values(number) | {"updated_at": now}
        self._run(sa.update(numbers).where(*this).values(values))

    def all(self) -> tuple[Number, ...]:
        ours = numbers.c.tenant_id == self._tenant_id
        order = numbers.c.is_primary.desc(), numbers.c.created_at, numbers.c.id
        return tuple(map(as_number, self._run(sa.select(numbers).where(ours).order_by(*order))))


def _number_values(number: Number) -> dict[str, Any]:
    values = asdict(number)
    can: dict[str, bool] = values.pop("capabilities")
    return values | can


def as_number(row: Any) -> Number:
    return Number(
        id=row.id,
        phone_number=row.phone_number,
        twilio_sid=row.twilio_sid,
        is_primary=row.is_primary,
        is_protected=row.is_protected,
        registration_status=RegistrationStatus(row.registration_status),
        capabilities=Capabilities(sms=row.sms, mms=row.mms, voice=row.voice),
        messaging_service_sid=row.messaging_service_sid,
        twilio_error=row.twilio_error,
        voice_url=row.voice_url,
        voice_fallback_url=row.voice_fallback_url,
        registered_at=row.registered_at,
        doubted_until=row.doubted_until,
    )


class Services(Rows):
    def add(self, service: MessagingService, *, now: datetime) -> None:
        values = asdict(service) | {"tenant_id": self._tenant_id, "created_at": now}
        self._run(sa.insert(messaging_services).values(values))

    def find_linked(self, campaign_id: str) -> str | None:
        query = sa.select(messaging_services.c.twilio_sid).where(*self._of(campaign_id))
        sid: str | None = self._run(query).scalar_one_or_none()
        return sid

    def claim(
        self, campaign_id: str, *, new_id: str, lease: str, now: datetime, until: datetime
    ) -> Claim:
        table = messaging_services
        row = insert(table).values(
            tenant_id=self._tenant_id, id=new_id, campaign_id=campaign_id, created_at=now
        )
        self._run(row.on_conflict_do_nothing(index_elements=["tenant_id", "campaign_id"]))
        is_free = sa.or_(table.c.leased_until.is_(None), table.c.leased_until <= now)
        claimed = (
            sa.update(table)
            .where(*self._of(campaign_id), table.c.twilio_sid.is_(None), is_free)
            .values(lease=lease, leased_until=until)
        )
        is_ours = self._run(claimed).rowcount == 1
        service = as_service(self._run(sa.select(table).where(*self._of(campaign_id))).one())
        return Claim(service=service, is_ours=is_ours)

    def free(self, service_id: str, *, lease: str, at: datetime) -> None:
        held = messaging_services.c.lease == lease
        freed = sa.update(messaging_services).where(*self._is(messaging_services, service_id), held)
        self._run(freed.values(leased_until=at))

    def link(self, service_id: str, *, twilio_sid: str, now: datetime) -> bool:
        is_open = messaging_services.c.twilio_sid.is_(None)
        linked = sa.update(messaging_services).where(
            *self._is(messaging_services, service_id), is_open
        )
        values = {"twilio_sid": twilio_sid, "linked_at": now, "lease": None, "leased_until": None}
        return self._run(linked.values(values)).rowcount == 1

    def _of(self, campaign_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        table = messaging_services
        return table.c.tenant_id == self._tenant_id, table.c.campaign_id == campaign_id


def as_service(row: Any) -> MessagingService:
    return MessagingService(
        id=row.id,
        campaign_id=row.campaign_id,
        twilio_sid=row.twilio_sid,
        is_protected=row.is_protected,
        linked_at=row.linked_at,
    )


class Standings(Rows):
    def record(self, standing: Standing) -> bool:
        values = asdict(standing) | {"tenant_id": self._tenant_id}
        row = insert(campaign_standings).values(values)
        known = campaign_standings.c.occurred_at
        newest = row.on_conflict_do_update(
            index_elements=["tenant_id", "campaign_id"],
            set_={name: row.excluded[name] for name in ("status", "is_primary", "occurred_at")},
            where=known < row.excluded.occurred_at,
        )
        return self._run(newest).rowcount == 1


def as_standing(row: Any) -> Standing:
    return Standing(
        campaign_id=row.campaign_id,
        status=CampaignStatus(row.status),
        is_primary=row.is_primary,
        occurred_at=row.occurred_at,
    )
