"""Marks campaigns whose readiness is to be decided again, since their profile changed."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("alter table campaigns add column is_recheck_due boolean not null default false")


def downgrade() -> None:
    op.execute("alter table campaigns drop column is_recheck_due")
