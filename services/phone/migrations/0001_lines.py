"""Numbers, messaging services, campaigns' standing, and the phone settings of a tenant."""

from alembic import op

from chassis.migrations import create_platform_tables, drop_platform_tables, protect

revision = "0001"
down_revision = None

PROTECTED = ("phone_settings", "numbers", "messaging_services", "campaign_standings")
EXEMPT = ("number_routes", "webhook_tokens", "pool_joins")


def upgrade() -> None:
    create_platform_tables(op)
    for statement in TABLES:
        op.execute(statement)
    for table in PROTECTED:
        protect(op, table)
    op.execute(REFUSE_CHANGE)
    for table in ("numbers", "messaging_services"):
        op.execute(
            f"create trigger keep_protected before update or delete on {table}"
            " for each row when (old.is_protected) execute function refuse_protected_change()"
        )


def downgrade() -> None:
    for table in reversed(PROTECTED + EXEMPT):
        op.execute(f"drop table {table}")
    op.execute("drop function refuse_protected_change")
    drop_platform_tables(op)


# The last line of defence for what a live business depends on; the use cases refuse in words first.
REFUSE_CHANGE = """
    create function refuse_protected_change() returns trigger language plpgsql as $$
    begin
        raise exception '% row % is protected', tg_table_name, old.id;
    end
    $$
"""

TABLES = (
    """
    create table phone_settings (
        tenant_id uuid primary key,
        provisioning_mode text not null check (provisioning_mode in ('MANAGED', 'SELF_SERVICE')),
        routing_mode text not null check (routing_mode in ('IVR', 'VOICEMAIL', 'FORWARD')),
        forward_to text,
        greeting text,
        updated_at timestamptz not null,
        check (routing_mode <> 'FORWARD' or forward_to is not null)
    )
    """,
    r"""
    create table numbers (
        tenant_id uuid not null,
        id uuid not null,
        phone_number text not null check (phone_number ~ '^\+[1-9][0-9]{7,14}$'),
        twilio_sid text not null,
        is_primary boolean not null,
        is_protected boolean not null default false,
        registration_status text not null check (registration_status in
            ('EXTERNAL', 'UNREGISTERED', 'PENDING', 'REGISTERED', 'FAILED')),
        sms boolean not null,
        mms boolean not null,
        voice boolean not null,
        messaging_service_sid text,
        twilio_error int,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, phone_number),
        unique (tenant_id, twilio_sid)
    )
    """,
    "create unique index numbers_one_primary on numbers (tenant_id) where is_primary",
    """
    create table messaging_services (
        tenant_id uuid not null,
        id uuid not null,
        campaign_id uuid,
        twilio_sid text,
        is_protected boolean not null default false,
        lease uuid,
        leased_until timestamptz,
        created_at timestamptz not null,
        linked_at timestamptz,
        primary key (tenant_id, id),
        unique (tenant_id, campaign_id),
        unique (tenant_id, twilio_sid),
        check (is_protected = (campaign_id is null)),
        check ((twilio_sid is null) = (linked_at is null)),
        check ((lease is null) = (leased_until is null))
    )
    """,
    """
    create table campaign_standings (
        tenant_id uuid not null,
        campaign_id uuid not null,
        status text not null,
        is_primary boolean not null,
        occurred_at timestamptz not null,
        primary key (tenant_id, campaign_id)
    )
    """,
    """
    create table number_routes (
        twilio_sid text primary key,
        phone_number text not null unique,
        tenant_id uuid not null
    )
    """,
    """
    create table webhook_tokens (
        token text primary key,
        tenant_id uuid not null unique
    )
    """,
    """
    create table pool_joins (
        tenant_id uuid not null,
        number_id uuid not null,
        due_at timestamptz not null,
        attempts int not null default 0,
        primary key (tenant_id, number_id)
    )
    """,
    "create index pool_joins_due on pool_joins (due_at)",
)
