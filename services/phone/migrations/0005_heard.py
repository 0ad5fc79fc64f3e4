"""Which voicemails were heard."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("alter table voicemails add column heard_at timestamptz")


def downgrade() -> None:
    op.execute("alter table voicemails drop column heard_at")
