"""Calls that came in, each once, however often Twilio asks about it."""

from alembic import op

from chassis.migrations import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    protect(op, "calls")


def downgrade() -> None:
    op.execute("drop table calls")


TABLES = (
    """
    create table calls (
        tenant_id uuid not null,
        call_sid text not null,
        from_number text not null,
        received_at timestamptz not null,
        primary key (tenant_id, call_sid)
    )
    """,
    "create index calls_newest on calls (tenant_id, received_at desc)",
)
