"""Whether a tenant has ever saved its settings, which may as well be the defaults."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        "alter table loyalty_settings add column is_configured boolean not null default false"
    )
    # The owner, too, is bound by row-level security, and has no tenant here. Defaults that were
    # saved once before this look like none that were.
    op.execute("alter table loyalty_settings no force row level security")
    op.execute(
        "update loyalty_settings set is_configured = true"
        " where version > 1 or min_cart_total_cents is not null or require_core_service"
        " or guardrail_message is not null or point_value_cents <> 10"
    )
    op.execute("alter table loyalty_settings force row level security")


def downgrade() -> None:
    op.execute("alter table loyalty_settings drop column is_configured")
