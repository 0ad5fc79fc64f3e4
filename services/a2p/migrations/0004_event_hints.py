"""Events of Twilio's stream: which came, whom they are about, and how they call a campaign."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("alter table campaigns add column event_campaign_sid text")
    op.execute(
        "create table twilio_routes (sid text primary key, tenant_id uuid not null)",
    )
    op.execute(
        "create table twilio_events (event_id text primary key, taken_at timestamptz not null)"
    )
    op.execute("create index twilio_events_by_age on twilio_events (taken_at)")
    _route_what_exists("brand_registrations", "twilio_brand_sid")
    _route_what_exists("campaigns", "messaging_service_sid")


def _route_what_exists(table: str, column: str) -> None:
    # The owner, too, is bound by row-level security, and has no tenant here.
    op.execute(f"alter table {table} no force row level security")
    op.execute(
        f"insert into twilio_routes select {column}, tenant_id from {table}"  # noqa: S608
        f" where {column} is not null on conflict do nothing"
    )
    op.execute(f"alter table {table} force row level security")


def downgrade() -> None:
    op.execute("drop table twilio_events")
    op.execute("drop table twilio_routes")
    op.execute("alter table campaigns drop column event_campaign_sid")
