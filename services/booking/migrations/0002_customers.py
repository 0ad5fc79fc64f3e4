"""Customers' names, as tenants tells of them, for whoever looks at all bookings."""

from alembic import op

from chassis.migrations import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(CUSTOMERS)
    protect(op, "customers")


def downgrade() -> None:
    op.execute("drop table customers")


CUSTOMERS = """
    create table customers (
        tenant_id uuid not null,
        customer_id uuid not null,
        name text not null,
        told_at timestamptz not null,
        primary key (tenant_id, customer_id)
    )
"""
