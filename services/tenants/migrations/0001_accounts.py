"""Tenants, the people who sign in to them, and what sign-in needs before a tenant is known."""

from alembic import op

from chassis.migrations import create_platform_tables, drop_platform_tables, protect

revision = "0001"
down_revision = None

PROTECTED = ("tenants", "staff_users", "customers", "operators")
EXEMPT = ("account_routes", "sign_in_attempts")


def upgrade() -> None:
    create_platform_tables(op)
    for statement in TABLES:
        op.execute(statement)
    for table in PROTECTED:
        protect(op, table)


def downgrade() -> None:
    for table in reversed(PROTECTED + EXEMPT):
        op.execute(f"drop table {table}")
    drop_platform_tables(op)


TABLES = (
    """
    create table tenants (
        tenant_id uuid primary key
            check (tenant_id <> '00000000-0000-0000-0000-000000000000'),
        name text not null check (name <> ''),
        time_zone text not null,
        is_root boolean not null default false,
        created_at timestamptz not null
    )
    """,
    """
    create table staff_users (
        tenant_id uuid not null references tenants (tenant_id),
        id uuid not null,
        role text not null check (role in ('owner', 'admin', 'staff')),
        name text not null check (name <> ''),
        email text not null,
        password_hash text not null,
        created_at timestamptz not null,
        primary key (tenant_id, id)
    )
    """,
    """
    create table customers (
        tenant_id uuid not null references tenants (tenant_id),
        id uuid not null,
        name text not null check (name <> ''),
        email text not null,
        phone text,
        password_hash text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (tenant_id, id)
    )
    """,
    "create index customers_newest on customers (tenant_id, created_at desc, id desc)",
    """
    create table operators (
        tenant_id uuid not null
            check (tenant_id = '00000000-0000-0000-0000-000000000000'),
        id uuid not null,
        name text not null check (name <> ''),
        email text not null,
        password_hash text not null,
        created_at timestamptz not null,
        primary key (tenant_id, id)
    )
    """,
    # No foreign key: an account is in one of three tables. Both rows come in one transaction.
    """
    create table account_routes (
        user_id uuid primary key,
        tenant_id uuid not null,
        kind text not null check (kind in ('staff', 'customer', 'operator')),
        email_digest text not null unique
    )
    """,
    """
    create table sign_in_attempts (
        subject text primary key,
        attempts int not null check (attempts >= 0),
        window_started_at timestamptz not null
    )
    """,
    "create index sign_in_attempts_age on sign_in_attempts (window_started_at)",
)
