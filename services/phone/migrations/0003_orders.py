"""Orders of numbers: written down before anything is paid for."""

from alembic import op

from chassis.migrations import protect

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    protect(op, "number_orders")


def downgrade() -> None:
    op.execute("drop table pending_orders")
    op.execute("drop table number_orders")


TABLES = (
    """
    create table number_orders (
        tenant_id uuid not null,
        id uuid not null,
        phone_number text,
        area_code text,
        state text not null check (state in ('OPEN', 'DONE', 'FAILED')),
        twilio_error int,
        lease uuid,
        leased_until timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (tenant_id, id),
        check ((phone_number is null) <> (area_code is null)),
        check ((lease is null) = (leased_until is null))
    )
    """,
    # One at a time: what is open is finished before anything else is bought.
    "create unique index number_orders_one_open on number_orders (tenant_id) where state = 'OPEN'",
    """
    create table pending_orders (
        tenant_id uuid not null,
        order_id uuid not null,
        due_at timestamptz not null,
        attempts int not null default 0,
        primary key (tenant_id, order_id)
    )
    """,
    "create index pending_orders_due on pending_orders (due_at)",
)
