"""The phone tables, one class for each aggregate, and the unit of work over them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from chassis.idempotency import run_once
from contracts.enums import CampaignStatus, ProvisioningMode, RegistrationStatus, RoutingMode
from services.phone.domain.lines import Capabilities, Line, MessagingService, Number, Standing
from services.phone.domain.setup import PhoneSettings, Routing
from services.phone.models import (
    campaign_standings,
    messaging_services,
    number_routes,
    numbers,
    phone_settings,
    pool_joins,
    webhook_tokens,
)
from services.phone.ports import Claim, PoolJoin


class RecordEvent(Protocol):
    """`OutboxRelay.record`."""

    def __call__(
        self, connection: sa.Connection, *, type: str, tenant_id: str, data: Mapping[str, Any]
    ) -> None: ...


class Rows:
    """What every aggregate has: the open transaction and the tenant that it is for."""

    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id

    def _run(self, statement: sa.Executable) -> sa.CursorResult[Any]:
        return self._connection.execute(statement)


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
        if row is None:
            return None
        routing = Routing(
            mode=RoutingMode(row.routing_mode), forward_to=row.forward_to, greeting=row.greeting
        )
        return PhoneSettings(
            provisioning_mode=ProvisioningMode(row.provisioning_mode), routing=routing
        )


def _settings_values(settings: PhoneSettings) -> dict[str, Any]:
    return {
        "provisioning_mode": settings.provisioning_mode,
        "routing_mode": settings.routing.mode,
        "forward_to": settings.routing.forward_to,
        "greeting": settings.routing.greeting,
    }


class Numbers(Rows):
    def add(self, number: Number, *, now: datetime) -> None:
        values = _number_values(number) | {"created_at": now, "updated_at": now}
        self._run(sa.insert(numbers).values(tenant_id=self._tenant_id, **values))

    def save(self, number: Number, *, now: datetime) -> None:
        this = numbers.c.tenant_id == self._tenant_id, numbers.c.id == number.id
        values = _number_values(number) | {"updated_at": now}
        self._run(sa.update(numbers).where(*this).values(values))

    def all(self) -> tuple[Number, ...]:
        ours = numbers.c.tenant_id == self._tenant_id
        order = numbers.c.is_primary.desc(), numbers.c.created_at, numbers.c.id
        return tuple(map(_number, self._run(sa.select(numbers).where(ours).order_by(*order))))


def _number_values(number: Number) -> dict[str, Any]:
    values = asdict(number)
    can: dict[str, bool] = values.pop("capabilities")
    return values | can


def _number(row: sa.Row[Any]) -> Number:
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
    )


class Services(Rows):
    def add(self, service: MessagingService, *, now: datetime) -> None:
        values = asdict(service) | {"tenant_id": self._tenant_id, "created_at": now}
        self._run(sa.insert(messaging_services).values(values))

    def all(self) -> tuple[MessagingService, ...]:
        table = messaging_services
        ours = table.c.tenant_id == self._tenant_id
        query = sa.select(table).where(ours).order_by(table.c.created_at, table.c.id)
        return tuple(map(_service, self._run(query)))

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
        service = _service(self._run(sa.select(table).where(*self._of(campaign_id))).one())
        return Claim(service=service, is_ours=is_ours)

    def free(self, service_id: str, *, lease: str, at: datetime) -> None:
        held = messaging_services.c.lease == lease
        freed = sa.update(messaging_services).where(*self._is(service_id), held)
        self._run(freed.values(leased_until=at))

    def link(self, service_id: str, *, twilio_sid: str, now: datetime) -> bool:
        is_open = messaging_services.c.twilio_sid.is_(None)
        linked = sa.update(messaging_services).where(*self._is(service_id), is_open)
        values = {"twilio_sid": twilio_sid, "linked_at": now, "lease": None, "leased_until": None}
        return self._run(linked.values(values)).rowcount == 1

    def _of(self, campaign_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        table = messaging_services
        return table.c.tenant_id == self._tenant_id, table.c.campaign_id == campaign_id

    def _is(self, service_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        table = messaging_services
        return table.c.tenant_id == self._tenant_id, table.c.id == service_id


def _service(row: sa.Row[Any]) -> MessagingService:
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

    def all(self) -> tuple[Standing, ...]:
        ours = campaign_standings.c.tenant_id == self._tenant_id
        rows = self._run(sa.select(campaign_standings).where(ours))
        return tuple(
            Standing(
                campaign_id=row.campaign_id,
                status=CampaignStatus(row.status),
                is_primary=row.is_primary,
                occurred_at=row.occurred_at,
            )
            for row in rows
        )


class Routes(Rows):
    def owner_of(self, *, twilio_sid: str, phone_number: str) -> str | None:
        table = number_routes
        matches = sa.or_(table.c.twilio_sid == twilio_sid, table.c.phone_number == phone_number)
        # By SID first, should the two name different tenants.
        query = sa.select(table.c.tenant_id).where(matches)
        query = query.order_by((table.c.twilio_sid == twilio_sid).desc()).limit(1)
        owner: str | None = self._run(query).scalar_one_or_none()
        return owner

    def add(self, *, twilio_sid: str, phone_number: str) -> bool:
        row = insert(number_routes).values(
            twilio_sid=twilio_sid, phone_number=phone_number, tenant_id=self._tenant_id
        )
        return self._run(row.on_conflict_do_nothing()).rowcount == 1

    def remove(self, twilio_sid: str) -> None:
        table = number_routes
        this = table.c.twilio_sid == twilio_sid, table.c.tenant_id == self._tenant_id
        self._run(sa.delete(table).where(*this))


class Tokens(Rows):
    def get(self, *, proposed: str) -> str:
        row = insert(webhook_tokens).values(token=proposed, tenant_id=self._tenant_id)
        self._run(row.on_conflict_do_nothing(index_elements=["tenant_id"]))
        ours = webhook_tokens.c.tenant_id == self._tenant_id
        token: str = self._run(sa.select(webhook_tokens.c.token).where(ours)).scalar_one()
        return token


class PoolJoins(Rows):
    def add(self, number_id: str, *, due_at: datetime) -> None:
        values = {"due_at": due_at, "attempts": 0}
        row = insert(pool_joins).values(tenant_id=self._tenant_id, number_id=number_id, **values)
        self._run(row.on_conflict_do_update(index_elements=["tenant_id", "number_id"], set_=values))

    def remove(self, number_id: str) -> None:
        self._run(sa.delete(pool_joins).where(*self._is(number_id)))

    def claim_due(self, *, now: datetime, again_at: datetime, limit: int) -> list[PoolJoin]:
        table = pool_joins
        due = (
            sa.select(table.c.tenant_id, table.c.number_id)
            .where(table.c.due_at <= now)
            .order_by(table.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).cte()
        claimed = (
            sa.update(table)
            .where(table.c.tenant_id == due.c.tenant_id, table.c.number_id == due.c.number_id)
            .values(due_at=again_at, attempts=table.c.attempts + 1)
            .returning(table.c.tenant_id, table.c.number_id, table.c.attempts)
        )
        return [PoolJoin(**row) for row in self._run(claimed).mappings()]

    def postpone(self, number_id: str, *, due_at: datetime) -> None:
        later = sa.update(pool_joins).where(*self._is(number_id)).values(due_at=due_at)
        self._run(later)

    def _is(self, number_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return pool_joins.c.tenant_id == self._tenant_id, pool_joins.c.number_id == number_id


# The scope of work that is no tenant's; no tenant ever gets this id.
NOBODY = "00000000-0000-0000-0000-000000000000"


class DatabaseWork:
    def __init__(
        self, connection: sa.Connection, tenant_id: str | None, record_event: RecordEvent
    ) -> None:
        self._connection = connection
        self._tenant_id = tenant_id or NOBODY
        self._record_event = record_event
        self.settings = Settings(connection, self._tenant_id)
        self.numbers = Numbers(connection, self._tenant_id)
        self.services = Services(connection, self._tenant_id)
        self.standings = Standings(connection, self._tenant_id)
        self.routes = Routes(connection, self._tenant_id)
        self.tokens = Tokens(connection, self._tenant_id)
        self.pool_joins = PoolJoins(connection, self._tenant_id)

    def line(self) -> Line:
        return Line(
            numbers=self.numbers.all(), services=self.services.all(), standings=self.standings.all()
        )

    def emit(self, event: str, data: Mapping[str, Any]) -> None:
        self._record_event(self._connection, type=event, tenant_id=self._tenant_id, data=data)

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        return run_once(
            self._connection,
            tenant_id=self._tenant_id,
            operation=operation,
            key=key,
            body=body,
            action=action,
        )


def unit_of_work(
    database: Database, record_event: RecordEvent
) -> Callable[[str | None], AbstractContextManager[DatabaseWork]]:
    @contextmanager
    def begin(tenant_id: str | None) -> Iterator[DatabaseWork]:
        with database.transaction(tenant_id) as connection:
            yield DatabaseWork(connection, tenant_id, record_event)

    return begin
