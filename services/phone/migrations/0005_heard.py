"""Which voicemails were heard, and the calls of everybody by age, for those that are let go."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("alter table voicemails add column heard_at timestamptz")
    op.execute("create index calls_oldest on calls (received_at)")


def downgrade() -> None:
    op.execute("drop index calls_oldest")
    op.execute("alter table voicemails drop column heard_at")
