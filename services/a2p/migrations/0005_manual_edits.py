"""Since when a campaign waits for a person to edit it in Twilio's Console."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("alter table campaigns add column manual_edit_since timestamptz")


def downgrade() -> None:
    op.execute("alter table campaigns drop column manual_edit_since")
