"""A quarter of points for two businesses: people who come, save up and use them; dev only."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chassis.database import Database
from chassis.settings import Settings
from contracts.demo import (
    CASEY,
    CLEAN_MACHINE,
    COMING_BOOKING,
    CUSTOMERS,
    DANA,
    ELI,
    FARAH,
    GUS,
    HANA,
    INES,
    JON,
    SAM,
    SHINE_STUDIO,
)
from contracts.enums import TransactionType
from services.loyalty.domain.conversion import DEFAULT_POINT_VALUE_CENTS, worth_cents
from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.ledger import PointsLedger
from services.loyalty.ports import Entry
from services.loyalty.repository import unit_of_work
from services.loyalty.statements import Statements

DAYS = 90
MEMBERS_SINCE = datetime(2025, 1, 6, 15, 0, tzinfo=UTC)
_NAMESPACE = uuid.UUID("00000000-0000-4000-8000-00000000d000")


@dataclass(frozen=True)
class Member:
    """Comes every `every` days and earns `points`; uses `uses` of them on each fourth visit."""

    id: str
    every: int
    points: int
    uses: int = 0


@dataclass(frozen=True)
class Business:
    time_zone: str
    # None where nobody has looked at the settings yet.
    guardrails: Guardrails | None
    members: tuple[Member, ...]


BUSINESSES = {
    CLEAN_MACHINE: Business(
        time_zone="America/Chicago",
        guardrails=Guardrails(min_cart_total_cents=75_00, require_core_service=True),
        members=(
            Member(CASEY, every=9, points=120, uses=200),
            Member(DANA, every=7, points=90, uses=250),
            Member(ELI, every=14, points=150),
            Member(FARAH, every=11, points=75, uses=150),
            Member(GUS, every=30, points=200),
            Member(HANA, every=5, points=60, uses=180),
        ),
    ),
    SHINE_STUDIO: Business(
        time_zone="America/New_York",
        guardrails=None,
        members=(
            Member(SAM, every=12, points=140, uses=300),
            Member(INES, every=10, points=110, uses=200),
            Member(JON, every=21, points=180),
        ),
    ),
}


def load(database: Database, settings: Settings) -> None:
    """Each entry has a key, so that whatever a start that was cut short left out is added."""
    statements = Statements(database)
    ledger = PointsLedger(statements, wake=lambda: None)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for tenant_id, business in BUSINESSES.items():
        if _introduce(database, tenant_id, business):
            continue
        for member in business.members:
            for entry in _history(tenant_id, member, today):
                ledger.post(entry)
        _finish(database, tenant_id, business)
    statements.close()


def _introduce(database: Database, tenant_id: str, business: Business) -> bool:
    """Whether the tenant is there already, with what its people may have changed since."""
    with unit_of_work(database)(tenant_id) as work:
        if work.members.name(business.members[-1].id) is not None:
            return True
        work.settings.note_time_zone(business.time_zone)
        if business.guardrails is not None:
            work.settings.save(business.guardrails)
    return False


def _finish(database: Database, tenant_id: str, business: Business) -> None:
    with unit_of_work(database)(tenant_id) as work:
        for member in business.members:
            name = CUSTOMERS[tenant_id][member.id]
            work.members.note(member.id, name, told_at=MEMBERS_SINCE)


def _history(tenant_id: str, member: Member, today: datetime) -> Iterator[Entry]:
    first = today - timedelta(days=DAYS - 1)
    yield _entry(tenant_id, member, "welcome", 100, "Welcome Bonus", first + timedelta(hours=15))
    for number, day in enumerate(range(member.every, DAYS - 1, member.every), start=1):
        visit = first + timedelta(days=day, hours=14 + number % 8)
        if member.uses and number % 4 == 0:
            # Of a time before bookings were made here.
            booking_id = str(uuid.uuid5(_NAMESPACE, f"{member.id}:{number}"))
            yield _redemption(tenant_id, member, booking_id, member.uses, visit)
        leaving = visit + timedelta(hours=2)
        yield _entry(tenant_id, member, str(number), member.points, "Visit Reward", leaving)
    if member.id == CASEY:
        coming = COMING_BOOKING
        yield _redemption(tenant_id, member, coming.booking_id, coming.points, None)


def _entry(
    tenant_id: str, member: Member, what: str, points: int, reason: str, at: datetime
) -> Entry:
    return Entry(
        tenant_id=tenant_id,
        customer_id=member.id,
        type=TransactionType.EARN,
        points=points,
        key=f"demo:{member.id}:{what}",
        body_hash=b"",
        reason=reason,
        description="Thank you for coming",
        at=at,
    )


def _redemption(
    tenant_id: str, member: Member, booking_id: str, points: int, at: datetime | None
) -> Entry:
    discount = worth_cents(points, DEFAULT_POINT_VALUE_CENTS)
    return Entry(
        tenant_id=tenant_id,
        customer_id=member.id,
        type=TransactionType.REDEEM,
        points=-points,
        key=f"redeem:{booking_id}",
        body_hash=b"",
        reason="Booking Discount",
        description="Used on a booking",
        metadata={"booking_id": booking_id, "discount_cents": discount},
        booking_id=booking_id,
        at=at,
    )
