"""The tables of a2p."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables

metadata = MetaData()
_ID = Uuid(as_uuid=False)
_TIME = DateTime(timezone=True)


def _tenant() -> Column[str]:
    return Column("tenant_id", _ID, primary_key=True)


business_profiles = Table(
    "business_profiles",
    metadata,
    _tenant(),
    Column("brand_type", Text),
    Column("legal_name", Text),
    Column("business_type", Text),
    Column("industry", Text),
    Column("registration_identifier", Text),
    # Encrypted: readable only with ENCRYPTION_KEY, which the database does not hold.
    Column("registration_number_encrypted", LargeBinary),
    Column("regions_of_operation", Text),
    Column("website_url", Text),
    Column("social_media_urls", JSONB),
    Column("company_type", Text),
    Column("stock_exchange", Text),
    Column("stock_ticker", Text),
    Column("brand_contact_email", Text),
    Column("address", JSONB),
    Column("representative", JSONB),
    Column("mobile_phone", Text),
    Column("vertical", Text),
    Column("created_at", _TIME),
    Column("updated_at", _TIME),
)

brand_registrations = Table(
    "brand_registrations",
    metadata,
    _tenant(),
    Column("customer_profile_sid", Text),
    Column("trust_product_sid", Text),
    Column("twilio_brand_sid", Text),
    Column("status", Text),
    Column("identity_status", Text),
    # When a code was last texted to a sole proprietor.
    Column("code_sent_at", _TIME),
    Column("score", Integer),
    Column("reasons", JSONB),
    Column("resubmissions_used", Integer),
    Column("updated_at", _TIME),
)

# What Twilio offered the brand, and when: asked again once it is a day old.
brand_use_cases = Table(
    "brand_use_cases",
    metadata,
    _tenant(),
    Column("brand_sid", Text),
    Column("use_cases", JSONB),
    Column("fetched_at", _TIME),
)

campaigns = Table(
    "campaigns",
    metadata,
    _tenant(),
    Column("id", _ID, primary_key=True),
    Column("name", Text),
    Column("use_case", Text),
    Column("description", Text),
    Column("message_flow", Text),
    Column("sample_messages", JSONB),
    Column("has_embedded_links", Boolean),
    Column("has_embedded_phone", Boolean),
    Column("age_gated", Boolean),
    Column("direct_lending", Boolean),
    Column("subscriber_opt_in", Boolean),
    Column("opt_in_keywords", JSONB),
    Column("opt_in_message", Text),
    Column("opt_out_keywords", JSONB),
    Column("opt_out_message", Text),
    Column("help_keywords", JSONB),
    Column("help_message", Text),
    Column("privacy_policy_url", Text),
    Column("terms_and_conditions_url", Text),
    Column("is_primary", Boolean),
    # Its profile changed, and nobody has checked it against the new one yet.
    Column("is_recheck_due", Boolean),
    Column("status", Text),
    Column("stage", Text),
    Column("twilio_brand_sid", Text),
    Column("twilio_campaign_sid", Text),
    Column("messaging_service_sid", Text),
    Column("registry_id", Text),
    # CM…: how events call it. Never equal to the constant of the REST path.
    Column("event_campaign_sid", Text),
    Column("trusthub_status", Text),
    Column("trusthub_last_checked_at", _TIME),
    Column("trusthub_last_error", Text),
    Column("rejection_reasons", JSONB),
    Column("submitted_at", _TIME),
    Column("approved_at", _TIME),
    Column("rejected_at", _TIME),
    Column("suspended_at", _TIME),
    Column("manual_edit_since", _TIME),
    Column("created_at", _TIME),
    Column("updated_at", _TIME),
    Column("last_answer", Text),
    Column("failed_looks", Integer),
    Column("wait_until", _TIME),
    Column("version", Integer),
)

# Each status and stage that a campaign came to, and when.
campaign_standings = Table(
    "campaign_standings",
    metadata,
    _tenant(),
    Column("campaign_id", _ID, primary_key=True),
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("since", _TIME),
    Column("status", Text),
    Column("stage", Text),
)

submissions = Table(
    "submissions",
    metadata,
    _tenant(),
    Column("campaign_id", _ID, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("submitted_at", _TIME),
    Column("outcome", Text),
    Column("finished_at", _TIME),
    Column("rejection_reasons", JSONB),
    Column("content", JSONB),
)

# The journal of what is being made at Twilio; owned by the tenant (its brand) or by a campaign.
workflow_steps = Table(
    "workflow_steps",
    metadata,
    _tenant(),
    Column("owner_id", _ID, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sid", Text),
    Column("fingerprint", Text),
    Column("begun_at", _TIME),
)

# In what Twilio differed from us at the last comparison.
drift = Table(
    "drift",
    metadata,
    _tenant(),
    Column("subject", Text, primary_key=True),
    # The campaign's id; the brand is the tenant's.
    Column("subject_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("ours", JSONB(none_as_null=True)),
    Column("twilio", JSONB(none_as_null=True)),
    Column("found_at", _TIME),
)

# When a tenant is compared with Twilio next: ids and times only.
reconciliations = Table(
    "reconciliations",
    metadata,
    _tenant(),
    Column("due_at", _TIME),
    Column("checked_at", _TIME),
)

# Codes of Twilio's that we have no words for yet; each is logged once.
unknown_twilio_codes = Table(
    "unknown_twilio_codes",
    metadata,
    Column("code", Integer, primary_key=True),
    Column("first_seen_at", _TIME),
)

# Which tenants are due for a look, and which process is at it: ids and times only, so that the
# poller can read it before it knows a tenant.
due_work = Table(
    "due_work",
    metadata,
    _tenant(),
    Column("due_at", _TIME),
    Column("worker", Integer),
    Column("claimed_until", _TIME),
)

# What to ask Twilio about a tenant, and a hash of what it said last: ids, times and a hash only. A
# tenant whose rows all have a hash is looked at without a transaction of its own.
quiet_looks = Table(
    "quiet_looks",
    metadata,
    _tenant(),
    Column("campaign_id", _ID, primary_key=True),
    Column("messaging_service_sid", Text),
    Column("seen", Text),
    # Of these one: under review since then, or decided and looked at every so often.
    Column("waiting_since", _TIME),
    Column("pause_seconds", Integer),
    Column("looked_at", _TIME),
)

# Whose brand or messaging service a SID is, for events that name no tenant: routing ids only.
twilio_routes = Table(
    "twilio_routes",
    metadata,
    Column("sid", Text, primary_key=True),
    Column("tenant_id", _ID),
)

# Ids of the events that were taken: Twilio delivers at least once.
twilio_events = Table(
    "twilio_events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("taken_at", _TIME),
)

# One row: when the next brand or campaign may be written, over all tenants and processes.
write_gate = Table(
    "write_gate",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("next_at", _TIME),
)

EXEMPT_TABLES = tables.EXEMPT_TABLES | {
    "due_work",
    "quiet_looks",
    "reconciliations",
    "twilio_events",
    "twilio_routes",
    "unknown_twilio_codes",
    "write_gate",
}
