"""What a campaign became, and when; and rejections of earlier releases are looked at again."""

from alembic import op

from chassis.migrations import protect

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        """
        create table campaign_standings (
            tenant_id uuid not null,
            campaign_id uuid not null,
            number bigint generated always as identity,
            since timestamptz not null,
            status text not null,
            stage text,
            primary key (tenant_id, campaign_id, number),
            foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id)
                on delete cascade
        )
        """
    )
    # The owner, too, is bound by row-level security, and has no tenant here.
    op.execute("alter table campaigns no force row level security")
    op.execute(_BEGINNINGS)
    op.execute(_PRESENT)
    op.execute(_LOOK_AGAIN)
    op.execute("alter table campaigns force row level security")
    protect(op, "campaign_standings")


def downgrade() -> None:
    op.execute("drop table campaign_standings")


_BEGINNINGS = """
    insert into campaign_standings (tenant_id, campaign_id, since, status, stage)
    select tenant_id, id, submitted_at, 'SUBMITTED', 'PROFILE'
      from campaigns where submitted_at is not null
"""
_PRESENT = """
    insert into campaign_standings (tenant_id, campaign_id, since, status, stage)
    select tenant_id, id,
           case status when 'APPROVED' then coalesce(approved_at, updated_at)
                       when 'REJECTED' then coalesce(rejected_at, updated_at)
                       else updated_at end,
           status, stage
      from campaigns where submitted_at is not null
"""
# They were let go of once they were rejected; Twilio may lift a rejection. Spread over a day.
_LOOK_AGAIN = """
    insert into due_work (tenant_id, due_at)
    select distinct tenant_id, now() + random() * interval '24 hours'
      from campaigns where status = 'REJECTED'
    on conflict (tenant_id) do update set due_at = least(due_work.due_at, excluded.due_at)
"""
