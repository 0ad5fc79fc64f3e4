"""The use cases that Twilio offers a tenant's brand."""

from alembic import op

from chassis.migrations import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        create table brand_use_cases (
            tenant_id uuid primary key,
            brand_sid text not null,
            use_cases jsonb not null,
            fetched_at timestamptz not null
        )
        """
    )
    protect(op, "brand_use_cases")


def downgrade() -> None:
    op.execute("drop table brand_use_cases")
