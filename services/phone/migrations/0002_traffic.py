"""Menus, voicemails, texts, and who wants no texts; a number is connected, not only joined."""

from alembic import op

from chassis.migrations import protect

revision = "0002"
down_revision = "0001"

PROTECTED = ("ivr_menus", "voicemails", "messages", "opt_outs")


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for table in PROTECTED:
        protect(op, table)


def downgrade() -> None:
    for table in reversed(PROTECTED):
        op.execute(f"drop table {table}")
    op.execute("alter table numbers drop column voice_url, drop column registered_at")
    op.execute("alter table pending_connections rename to pool_joins")


TABLES = (
    "alter table pool_joins rename to pending_connections",
    "alter table numbers add column voice_url text, add column registered_at timestamptz",
    """
    create table ivr_menus (
        tenant_id uuid primary key,
        greeting text not null,
        options jsonb not null,
        fallback text not null check (fallback in ('VOICEMAIL', 'FORWARD', 'HANG_UP')),
        updated_at timestamptz not null
    )
    """,
    """
    create table voicemails (
        tenant_id uuid not null,
        id uuid not null,
        recording_sid text not null,
        call_sid text not null,
        from_number text,
        duration_seconds int not null check (duration_seconds >= 0),
        recording_url text not null,
        received_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, recording_sid)
    )
    """,
    "create index voicemails_newest on voicemails (tenant_id, received_at desc, id desc)",
    """
    create table messages (
        tenant_id uuid not null,
        id uuid not null,
        direction text not null check (direction in ('INBOUND', 'OUTBOUND')),
        twilio_sid text,
        from_number text,
        to_number text not null,
        body text not null,
        status text not null,
        error_code int,
        created_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, twilio_sid)
    )
    """,
    "create index messages_newest on messages (tenant_id, created_at desc, id desc)",
    """
    create table opt_outs (
        tenant_id uuid not null,
        phone_number text not null,
        opted_out_at timestamptz not null,
        primary key (tenant_id, phone_number)
    )
    """,
)
