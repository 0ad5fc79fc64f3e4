"""What differs at Twilio from what we hold, when a tenant is compared next, and unknown codes."""

from alembic import op

from chassis.migrations import protect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    protect(op, "drift")
    # Spread over the day to come, so that an installation is not compared all at once.
    op.execute(
        "insert into reconciliations (tenant_id, due_at)"
        " select distinct tenant_id, now() + random() * interval '24 hours' from twilio_routes"
        " on conflict do nothing"
    )


def downgrade() -> None:
    for table in ("unknown_twilio_codes", "reconciliations", "drift"):
        op.execute(f"drop table {table}")


TABLES = (
    """
    create table drift (
        tenant_id uuid not null,
        subject text not null,
        subject_id text not null,
        field text not null,
        ours jsonb, twilio jsonb,
        found_at timestamptz not null,
        primary key (tenant_id, subject, subject_id, field)
    )
    """,
    """
    create table reconciliations (
        tenant_id uuid primary key,
        due_at timestamptz not null,
        checked_at timestamptz
    )
    """,
    "create index reconciliations_due on reconciliations (due_at)",
    """
    create table unknown_twilio_codes (
        code int primary key,
        first_seen_at timestamptz not null default now()
    )
    """,
)
