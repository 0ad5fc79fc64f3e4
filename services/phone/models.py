"""The tables as queries see them; constraints, triggers and policies are in the migrations."""

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

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
    Column("registered_at", _Instant),
    Column("doubted_until", _Instant),
    Column("sms", Boolean, nullable=False),
    Column("mms", Boolean, nullable=False),
    Column("voice", Boolean, nullable=False),
    Column("messaging_service_sid", Text),
    Column("twilio_error", Integer),
    # The voice address that we set at Twilio.
    Column("voice_url", Text),
    Column("voice_fallback_url", Text),
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

ivr_menus = Table(
    "ivr_menus",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("greeting", Text, nullable=False),
    Column("options", JSONB, nullable=False),
    Column("fallback", Text, nullable=False),
    Column("updated_at", _Instant, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("call_sid", Text, primary_key=True),
    Column("from_number", Text, nullable=False),
    Column("received_at", _Instant, nullable=False),
)

voicemails = Table(
    "voicemails",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("recording_sid", Text, nullable=False),
    Column("call_sid", Text, nullable=False),
    Column("from_number", Text),
    Column("duration_seconds", Integer, nullable=False),
    Column("recording_url", Text, nullable=False),
    Column("received_at", _Instant, nullable=False),
    Column("heard_at", _Instant),
)

messages = Table(
    "messages",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("direction", Text, nullable=False),
    Column("twilio_sid", Text),
    Column("from_number", Text),
    Column("to_number", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("error_code", Integer),
    # Whoever holds the lease is the only one to send it until it runs out.
    Column("lease", _Id),
    Column("leased_until", _Instant),
    Column("created_at", _Instant, nullable=False),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("phone_number", Text, primary_key=True),
    Column("opted_out_at", _Instant, nullable=False),
)

number_orders = Table(
    "number_orders",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    # What was asked for: one of the two.
    Column("phone_number", Text),
    Column("area_code", Text),
    Column("state", Text, nullable=False),
    Column("twilio_error", Integer),
    Column("lease", _Id),
    Column("leased_until", _Instant),
    Column("created_at", _Instant, nullable=False),
    Column("updated_at", _Instant, nullable=False),
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
    # When what this tenant need not keep was last let go.
    Column("tidied_at", _Instant),
)

catch_ups = Table(
    "catch_ups",
    metadata,
    Column("number_sid", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("tenant_id", _Id, nullable=False),
    Column("phone_number", Text, nullable=False),
    Column("starts_at", _Instant, nullable=False),
    Column("done_until", _Instant, nullable=False),
    # Of a list that is not read to its end yet: when that began, and where it goes on.
    Column("begun_at", _Instant),
    Column("next_page", Text),
    Column("due_at", _Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
)

pending_connections = Table(
    "pending_connections",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("number_id", _Id, primary_key=True),
    Column("due_at", _Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
)

pending_orders = Table(
    "pending_orders",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("order_id", _Id, primary_key=True),
    Column("due_at", _Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
)

pending_messages = Table(
    "pending_messages",
    metadata,
    Column("tenant_id", _Id, primary_key=True),
    Column("message_id", _Id, primary_key=True),
    Column("due_at", _Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
)

# Needed before the tenant is known, or across tenants: which number and which webhook address is
# whose, which number waits to be connected or caught up with, which order or text to be finished.
EXEMPT_TABLES = frozenset(
    {
        "number_routes",
        "webhook_tokens",
        "catch_ups",
        "pending_connections",
        "pending_orders",
        "pending_messages",
    }
)
