"""When a sole proprietor was last texted a code, and since when a campaign is suspended."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("alter table brand_registrations add column code_sent_at timestamptz")
    op.execute("alter table campaigns add column suspended_at timestamptz")
    # The last change of a suspended campaign was its suspension. The owner, too, is bound by
    # row-level security, and has no tenant here.
    op.execute("alter table campaigns no force row level security")
    op.execute("update campaigns set suspended_at = updated_at where status = 'SUSPENDED'")
    op.execute("alter table campaigns force row level security")


def downgrade() -> None:
    op.execute("alter table campaigns drop column suspended_at")
    op.execute("alter table brand_registrations drop column code_sent_at")
