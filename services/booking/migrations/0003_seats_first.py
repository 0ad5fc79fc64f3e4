"""The sweep can tell who holds a seat, and free all seats before it asks loyalty anything."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # True is safe for what is there, and for what the release before still writes: the sweep looks
    # at the booking first.
    op.execute("alter table unsettled_bookings add column holds_seat boolean not null default true")


def downgrade() -> None:
    op.execute("alter table unsettled_bookings drop column holds_seat")
