"""Notes by tenant, with comments that point at them."""

from alembic import op

from chassis.migrations import create_platform_tables, drop_platform_tables, protect

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_platform_tables(op)
    op.execute("""
        create table notes (
            tenant_id uuid not null,
            id uuid not null,
            text text not null,
            primary key (tenant_id, id)
        )
    """)
    protect(op, "notes")


def downgrade() -> None:
    op.execute("drop table notes")
    drop_platform_tables(op)
