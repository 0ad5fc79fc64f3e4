"""What a look at Twilio last heard, so that hearing it again costs no transaction of the tenant."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("alter table campaigns add column last_answer text")
    op.execute(
        """
        create table quiet_looks (
            tenant_id uuid not null,
            campaign_id uuid not null,
            messaging_service_sid text not null,
            seen text,
            waiting_since timestamptz,
            pause_seconds int,
            looked_at timestamptz,
            primary key (tenant_id, campaign_id),
            check (num_nonnulls(waiting_since, pause_seconds) = 1)
        )
        """
    )


def downgrade() -> None:
    op.execute("drop table quiet_looks")
    op.execute("alter table campaigns drop column last_answer")
