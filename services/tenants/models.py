"""The tables as queries see them; constraints and policies are in the migrations."""

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, Table, Text, Uuid

metadata = MetaData()
_Id = Uuid(as_uuid=False)
_Instant = DateTime(timezone=True)

tenants = Table(
    "tenants",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("is_root", Boolean, nullable=False),
    Column("created_at", _Instant, nullable=False),
)

tenant_directory = Table(
    "tenant_directory",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("created_at", _Instant, nullable=False),
)

staff_users = Table(
    "staff_users",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", _Instant, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("phone", Text),
    Column("password_hash", Text),
    Column("created_at", _Instant, nullable=False),
    Column("updated_at", _Instant, nullable=False),
)

# Under the platform scope, which row-level security keeps apart like a tenant.
operators = Table(
    "operators",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", _Instant, nullable=False),
)

account_routes = Table(
    "account_routes",
    metadata,
    Column("user_id", _Id, primary_key=True),
    Column("tenant_id", _Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("email_digest", Text, nullable=False, unique=True),
    Column("access_version", Integer, nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("window_started_at", _Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("user_id", _Id, nullable=False),
    Column("tenant_id", _Id, nullable=False),
    Column("role", Text, nullable=False),
    Column("secret_digest", Text, nullable=False),
    Column("created_at", _Instant, nullable=False),
    Column("last_seen_at", _Instant, nullable=False),
    Column("expires_at", _Instant, nullable=False),
    Column("ended_at", _Instant),
)

# Needed before the tenant is known: digests and routing ids, nothing that names a person.
EXEMPT_TABLES = frozenset({"account_routes", "sessions", "sign_in_attempts", "tenant_directory"})
