"""A text whose process ended is finished by another, and old calls are let go tenant by tenant."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    op.execute("alter table webhook_tokens drop column tidied_at")
    op.execute("drop table pending_messages")
    op.execute("drop index messages_open")
    op.execute("alter table messages drop column lease, drop column leased_until")


CHANGES = (
    """
    alter table messages add column lease uuid, add column leased_until timestamptz,
        add check ((lease is null) = (leased_until is null))
    """,
    """
    create index messages_open on messages (tenant_id, to_number)
        where twilio_sid is null and status in ('SENDING', 'UNCERTAIN')
    """,
    """
    create table pending_messages (
        tenant_id uuid not null,
        message_id uuid not null,
        due_at timestamptz not null,
        attempts int not null default 0,
        primary key (tenant_id, message_id)
    )
    """,
    "create index pending_messages_due on pending_messages (due_at)",
    "alter table webhook_tokens add column tidied_at timestamptz",
)
