"""The tables as queries see them; constraints and policies are in the migrations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()
_Id = Uuid(as_uuid=False)
_Instant = DateTime(timezone=True)


def _tenant() -> Column[str]:
    return Column("tenant_id", _Id, primary_key=True)


schedules = Table("schedules", metadata, _tenant(), Column("time_zone", Text, nullable=False))

opening_hours = Table(
    "opening_hours",
    metadata,
    _tenant(),
    Column("weekday", Integer, primary_key=True),
    Column("opens", Time, nullable=False),
    Column("closes", Time, nullable=False),
)

services = Table(
    "services",
    metadata,
    _tenant(),
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("duration_minutes", Integer, nullable=False),
    Column("is_core", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    _tenant(),
    Column("customer_id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("told_at", _Instant, nullable=False),
)

bookings = Table(
    "bookings",
    metadata,
    _tenant(),
    Column("id", _Id, primary_key=True),
    Column("customer_id", _Id, nullable=False),
    Column("saga", Text, nullable=False),
    Column("status", Text),
    Column("day", Date, nullable=False),
    Column("at", Time, nullable=False),
    Column("starts_at", _Instant, nullable=False),
    Column("ends_at", _Instant, nullable=False),
    Column("items", JSONB, nullable=False),
    Column("subtotal_cents", BigInteger, nullable=False),
    Column("discount_cents", BigInteger, nullable=False),
    Column("total_cents", BigInteger, nullable=False),
    Column("points_requested", Integer, nullable=False),
    Column("points_used", Integer, nullable=False),
    # The discount as reports want it: {"loyalty": {…}} once points were taken.
    Column("metadata", JSONB, nullable=False),
    Column("idempotency_key", Text),
    Column("body_hash", Text, nullable=False),
    Column("created_at", _Instant, nullable=False),
    Column("attempted_at", _Instant, nullable=False),
)

seats = Table("seats", metadata, _tenant(), Column("seat", Integer, primary_key=True))

# A booking holds one row for each half hour that it touches.
taken_slots = Table(
    "taken_slots",
    metadata,
    _tenant(),
    Column("starts_at", _Instant, primary_key=True),
    Column("seat", Integer, primary_key=True),
    Column("booking_id", _Id, nullable=False),
)

# Which bookings have something left to settle with loyalty: no more than the sweep goes by, so that
# it can read it before it knows a tenant. Whoever holds a seat is released first.
unsettled_bookings = Table(
    "unsettled_bookings",
    metadata,
    _tenant(),
    Column("booking_id", _Id, primary_key=True),
    Column("due_at", _Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("holds_seat", Boolean, nullable=False),
)

# For the audit; whoever looks at all tenants must find them first.
known_tenants = Table("known_tenants", metadata, _tenant())

EXEMPT_TABLES = frozenset({"unsettled_bookings", "known_tenants"})
