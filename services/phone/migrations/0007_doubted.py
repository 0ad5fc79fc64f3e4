"""A text that failed for want of a registration casts doubt on its number for a while only."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("alter table numbers add column doubted_until timestamptz")


def downgrade() -> None:
    op.execute("alter table numbers drop column doubted_until")
