"""Messages that cannot be handled, indexes for pruning, and no unkeyed hash of a request."""

from alembic import op

from chassis.platform_migrations import add_dead_letters, drop_dead_letters

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    add_dead_letters(op)


def downgrade() -> None:
    drop_dead_letters(op)
