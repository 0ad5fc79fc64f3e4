"""Accounts, the ledger that only grows, guardrails, Port Recovery runs, daily totals."""

from alembic import op

from chassis.migrations import create_platform_tables, drop_platform_tables, protect

revision = "0001"
down_revision = None

PROTECTED = (
    "accounts",
    "ledger",
    "ledger_keys",
    "loyalty_settings",
    "members",
    "port_recovery_runs",
    "daily_totals",
)
EXEMPT = ("known_tenants", "due_runs")


def upgrade() -> None:
    create_platform_tables(op)
    for statement in TABLES:
        op.execute(statement)
    for table in PROTECTED:
        protect(op, table)
    op.execute(REFUSE_CHANGE)
    for event in ("update or delete", "truncate"):
        op.execute(
            f"create trigger only_grows_{event.split()[0]} before {event} on ledger"
            " for each statement execute function refuse_ledger_change()"
        )
    for view in (UNFOLDED, MOVEMENTS):
        op.execute(view)


def downgrade() -> None:
    for view in ("movements", "unfolded"):
        op.execute(f"drop view {view}")
    for table in reversed(PROTECTED + EXEMPT):
        op.execute(f"drop table {table}")
    op.execute("drop function refuse_ledger_change")
    drop_platform_tables(op)


REFUSE_CHANGE = """
    create function refuse_ledger_change() returns trigger language plpgsql as $$
    begin
        raise exception 'the ledger only grows: correct an entry by another one';
    end
    $$
"""

TABLES = (
    # `last_seq` is the number of the account's entries, so pages are found without counting.
    """
    create table accounts (
        tenant_id uuid not null,
        customer_id uuid not null,
        balance bigint not null check (balance >= 0),
        last_seq bigint not null,
        primary key (tenant_id, customer_id)
    ) with (fillfactor = 70)
    """,
    "create index accounts_by_balance on accounts (tenant_id, balance desc, customer_id)"
    " where balance > 0",
    # `seq` counts an account's entries from 1 without gaps, in the order of `created_at`. The
    # primary key serves the history newest first, and is the only index that a look-up by tenant
    # can take (docs/decisions/0013).
    """
    create table ledger (
        tenant_id uuid not null,
        customer_id uuid not null,
        seq bigint not null,
        id uuid not null default gen_random_uuid(),
        type text not null check (type in ('EARN', 'REDEEM', 'ADJUST')),
        points bigint not null,
        balance_after bigint not null check (balance_after >= 0),
        reason text not null,
        description text,
        metadata jsonb not null default '{}',
        actor_id text,
        idempotency_key text not null,
        reverses_seq bigint,
        day date not null,
        created_at timestamptz not null,
        primary key (tenant_id, customer_id, seq),
        foreign key (tenant_id, customer_id) references accounts,
        check (case type when 'EARN' then points > 0 when 'REDEEM' then points < 0
               else points <> 0 end),
        check (reverses_seq is null or (type = 'ADJUST' and points > 0))
    )
    """,
    "create unique index ledger_one_reversal on ledger (tenant_id, customer_id, reverses_seq)"
    " where reverses_seq is not null",
    # What was ever done, by the key of whoever asked for it. A booking that was reversed before it
    # redeemed holds its redemption's key without an entry: both would insert it, so of the two
    # only the first to commit has its way.
    """
    create table ledger_keys (
        tenant_id uuid not null,
        idempotency_key text not null,
        body_hash bytea not null,
        customer_id uuid,
        seq bigint,
        primary key (tenant_id, idempotency_key),
        check ((customer_id is null) = (seq is null))
    )
    """,
    """
    create table loyalty_settings (
        tenant_id uuid primary key,
        time_zone text not null default 'UTC',
        min_cart_total_cents bigint check (min_cart_total_cents >= 0),
        require_core_service boolean not null default false,
        guardrail_message text,
        point_value_cents bigint not null default 10 check (point_value_cents > 0),
        version bigint not null default 1
    )
    """,
    """
    create table members (
        tenant_id uuid not null,
        customer_id uuid not null,
        name text not null,
        told_at timestamptz not null,
        primary key (tenant_id, customer_id)
    )
    """,
    """
    create table port_recovery_runs (
        tenant_id uuid not null,
        id uuid not null,
        points bigint not null check (points > 0),
        state text not null default 'RUNNING' check (state in ('RUNNING', 'DONE')),
        after_customer_id uuid not null default '00000000-0000-0000-0000-000000000000',
        credited bigint not null default 0,
        already_credited bigint not null default 0,
        actor_id text,
        correlation_id text not null,
        started_at timestamptz not null default clock_timestamp(),
        finished_at timestamptz,
        primary key (tenant_id, id),
        check ((state = 'DONE') = (finished_at is not null))
    )
    """,
    "create unique index port_recovery_one_running on port_recovery_runs (tenant_id)"
    " where state = 'RUNNING'",
    """
    create table daily_totals (
        tenant_id uuid not null,
        day date not null,
        entries bigint not null,
        earned bigint not null,
        redeemed bigint not null,
        reversed bigint not null,
        adjusted bigint not null,
        holders bigint not null,
        primary key (tenant_id, day)
    ) with (fillfactor = 70)
    """,
    "create table known_tenants (tenant_id uuid primary key)",
    """
    create table due_runs (
        tenant_id uuid not null,
        run_id uuid not null,
        primary key (tenant_id, run_id)
    )
    """,
    # Not in `daily_totals` yet. Publishing an event again, as an embedded start does, leaves it.
    "alter table outbox add column folded_at timestamptz",
    "create index outbox_unfolded on outbox (tenant_id) where folded_at is null",
)

# What each entry that is not folded yet adds to its day. `holders` is the change in the number of
# customers who have points; `redeemed` and `reversed` are positive.
UNFOLDED = """
    create view unfolded with (security_invoker = true) as
    select id, tenant_id, (data->>'day')::date as day, 1::bigint as entries,
           case when type = 'points_earned_v1' then points else 0 end as earned,
           case when type = 'points_redeemed_v1' then -points else 0 end as redeemed,
           case when type = 'redemption_reversed_v1' then points else 0 end as reversed,
           case when type = 'points_adjusted_v1' then points else 0 end as adjusted,
           ((balance_after > 0)::int - (balance_after > points)::int)::bigint as holders
      from outbox
     cross join lateral (select (data->>'points')::bigint, (data->>'balance_after')::bigint)
           as told(points, balance_after)
     where folded_at is null
"""

# All that ever moved, in few rows. Not across tenants: the tail lies outside row-level security,
# so a reader names the tenant.
MOVEMENTS = """
    create view movements with (security_invoker = true) as
    select tenant_id, day, entries, earned, redeemed, reversed, adjusted, holders
      from daily_totals
     union all
    select tenant_id, day, entries, earned, redeemed, reversed, adjusted, holders
      from unfolded
"""
