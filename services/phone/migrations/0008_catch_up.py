"""How far each number's texts and calls are fetched, and what was set as its voice fallback."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("alter table numbers drop column voice_fallback_url")
    op.execute("drop table catch_ups")


STATEMENTS = (
    """
    create table catch_ups (
        number_sid text not null references number_routes (twilio_sid) on delete cascade,
        kind text not null check (kind in ('TEXTS', 'CALLS')),
        tenant_id uuid not null,
        phone_number text not null,
        starts_at timestamptz not null,
        done_until timestamptz not null,
        begun_at timestamptz,
        next_page text,
        due_at timestamptz not null,
        attempts int not null default 0,
        primary key (number_sid, kind),
        check ((begun_at is null) = (next_page is null))
    )
    """,
    "create index catch_ups_due on catch_ups (due_at)",
    # What came before is not fetched: it may have come before the number was ours.
    """
    insert into catch_ups
        (number_sid, kind, tenant_id, phone_number, starts_at, done_until, due_at)
    select twilio_sid, kind, tenant_id, phone_number, now(), now(), now()
      from number_routes, (values ('TEXTS'), ('CALLS')) as kinds (kind)
    """,
    "alter table numbers add column voice_fallback_url text",
    # The owner, too, is bound by row-level security, and has no tenant here.
    "alter table numbers no force row level security",
    """
    insert into pending_connections (tenant_id, number_id, due_at, attempts)
    select tenant_id, id, now(), 0 from numbers where not is_protected
    on conflict (tenant_id, number_id) do nothing
    """,
    "alter table numbers force row level security",
)
