"""The tables as queries see them; constraints, triggers and policies are in the migrations."""

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, Table, Text, Uuid

metadata = MetaData()
_Id = Uuid(as_uuid=False)
_Instant = DateTime(timezone=True)

phone_settings = Table(
    "phone_settings",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("provisioning_mode", Text, nullable=False),
    Column("routing_mode", Text, nullable=False),
    Column("forward_to", Text),
    Column("greeting", Text),
    Column("updated_at", _Instant, nullable=False),
)

numbers = Table(
    "numbers",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("phone_number", Text, nullable=False),
    Column("twilio_sid", Text, nullable=False),
    Column("is_primary", Boolean, nullable=False),
    Column("is_protected", Boolean, nullable=False),
    Column("registration_status", Text, nullable=False),
    Column("sms", Boolean, nullable=False),
    Column("mms", Boolean, nullable=False),
    Column("voice", Boolean, nullable=False),
    Column("messaging_service_sid", Text),
    Column("twilio_error", Integer),
    Column("created_at", _Instant, nullable=False),
    Column("updated_at", _Instant, nullable=False),
)

messaging_services = Table(
    "messaging_services",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("campaign_id", _Id),
    Column("twilio_sid", Text),
    Column("is_protected", Boolean, nullable=False),
    # Whoever holds the lease is the only one to create the service at Twilio until it runs out.
    Column("lease", _Id),
    Column("leased_until", _Instant),
    Column("created_at", _Instant, nullable=False),
    Column("linked_at", _Instant),
)

campaign_standings = Table(
    "campaign_standings",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("campaign_id", _Id, primary_key=True),
    Column("status", Text, nullable=False),
    Column("is_primary", Boolean, nullable=False),
    Column("occurred_at", _Instant, nullable=False),
)

number_routes = Table(
    "number_routes",
    metadata,
    Column("twilio_sid", Text, primary_key=True),
    Column("phone_number", Text, nullable=False, unique=True),
    Column("tenant_id", _Id, nullable=False),
)

webhook_tokens = Table(
    "webhook_tokens",
    metadata,
    Column("token", Text, primary_key=True),
    Column("tenant_id", _Id, nullable=False, unique=True),
)

pool_joins = Table(
    "pool_joins",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("number_id", _Id, primary_key=True),
    Column("due_at", _Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
)

# Needed before the tenant is known, or across tenants: which number and which webhook address is
# whose, and which number waits to join its messaging service.
EXEMPT_TABLES = frozenset({"number_routes", "webhook_tokens", "pool_joins"})
