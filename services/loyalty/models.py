"""The tables as queries see them; constraints and policies are in the migrations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()
_Id = Uuid(as_uuid=False)
_Instant = DateTime(timezone=True)

accounts = Table(
    "accounts",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("customer_id", _Id, primary_key=True),
    Column("balance", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("customer_id", _Id, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("id", _Id, nullable=False),
    Column("type", Text, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("balance_after", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("description", Text),
    Column("metadata", JSONB, nullable=False),
    Column("actor_id", Text),
    Column("idempotency_key", Text, nullable=False),
    Column("reverses_seq", BigInteger),
    Column("day", Date, nullable=False),
    Column("created_at", _Instant, nullable=False),
)

ledger_keys = Table(
    "ledger_keys",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("idempotency_key", Text, primary_key=True),
    Column("body_hash", LargeBinary, nullable=False),
    Column("customer_id", _Id),
    Column("seq", BigInteger),
)

loyalty_settings = Table(
    "loyalty_settings",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("time_zone", Text, nullable=False),
    Column("min_cart_total_cents", BigInteger),
    Column("require_core_service", Boolean, nullable=False),
    Column("guardrail_message", Text),
    Column("point_value_cents", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("is_configured", Boolean, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("customer_id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("told_at", _Instant, nullable=False),
)

port_recovery_runs = Table(
    "port_recovery_runs",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("points", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("after_customer_id", _Id, nullable=False),
    Column("credited", BigInteger, nullable=False),
    Column("already_credited", BigInteger, nullable=False),
    Column("actor_id", Text),
    Column("correlation_id", Text, nullable=False),
    Column("started_at", _Instant, nullable=False),
    Column("finished_at", _Instant),
)

daily_totals = Table(
    "daily_totals",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("entries", BigInteger, nullable=False),
    Column("earned", BigInteger, nullable=False),
    Column("redeemed", BigInteger, nullable=False),
    Column("reversed", BigInteger, nullable=False),
    Column("adjusted", BigInteger, nullable=False),
    Column("holders", BigInteger, nullable=False),
)

due_runs = Table(
    "due_runs",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("run_id", _Id, primary_key=True),
)

known_tenants = Table("known_tenants", metadata, Column("tenant_id", _Id, primary_key=True))

# Which tenants there are to audit, and whose runs have customers left: ids only.
EXEMPT_TABLES = frozenset({"known_tenants", "due_runs"})
