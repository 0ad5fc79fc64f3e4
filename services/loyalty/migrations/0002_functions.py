"""The writes that move points, each one statement for its caller.

They run with the caller's rights, and set the tenant themselves so that row-level security holds.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for function in (LOCAL_DAY, POST_POINTS, REVERSE, FACTS, CREDIT_CHUNK, FOLD):
        op.execute(function)


def downgrade() -> None:
    for name in (
        "post_points",
        "reverse_redemption",
        "redemption_facts",
        "credit_port_recovery",
        "fold_daily_totals",
        "local_day",
    ):
        op.execute(f"drop function {name}")


# The calendar day of an instant where the tenant is. An entry keeps its day, whatever happens to
# the time zone later.
LOCAL_DAY = """
create function local_day(p_tenant_id uuid, p_at timestamptz) returns date
language plpgsql stable as $$
begin
    return (p_at at time zone coalesce(
        (select time_zone from loyalty_settings where tenant_id = p_tenant_id), 'UTC'))::date;
end
$$
"""

# status: POSTED, REPLAYED, KEY_REUSED, INSUFFICIENT; STALE_RULES when the tenant's settings are not
# of the version that the caller went by; REVERSED for a redemption that was taken back, be it after
# or before it could be made.
# The guard stands in the UPDATE, which PostgreSQL looks at again after a wait for the row's lock;
# `not exists` only spares work, since it may see an older state: the unique key is what keeps a
# second effect out, and the subtransaction undoes the balance of whoever came second.
POST_POINTS = """
create function post_points(
    p_tenant_id uuid, p_customer_id uuid, p_type text, p_points bigint,
    p_key text, p_body_hash bytea, p_reason text, p_description text, p_metadata jsonb,
    p_actor_id text, p_correlation_id text,
    p_booking_id uuid default null, p_reverses_seq bigint default null,
    p_least_balance bigint default 0, p_rules_version bigint default null,
    p_at timestamptz default null
) returns table (
    status text, id uuid, type text, points bigint, balance_after bigint, reason text,
    description text, metadata jsonb, created_at timestamptz
) language plpgsql as $$
#variable_conflict use_column
declare
    v_entry ledger;
    v_key ledger_keys;
    v_is_stale boolean;
begin
    perform set_config('app.tenant_id', p_tenant_id::text, true);
    v_is_stale := p_rules_version <> coalesce(
        (select version from loyalty_settings where tenant_id = p_tenant_id), 0);
    if p_points > 0 then
        insert into accounts (tenant_id, customer_id, balance, last_seq)
        values (p_tenant_id, p_customer_id, 0, 0) on conflict do nothing;
        if found then
            insert into known_tenants values (p_tenant_id) on conflict do nothing;
        end if;
    end if;
    begin
        update accounts set balance = balance + p_points, last_seq = last_seq + 1
         where tenant_id = p_tenant_id and customer_id = p_customer_id
           and balance + p_points >= 0 and balance >= p_least_balance
           and v_is_stale is not true
           and not exists (select from ledger_keys
                            where tenant_id = p_tenant_id and idempotency_key = p_key)
        returning balance, last_seq into v_entry.balance_after, v_entry.seq;
        if found then
            v_entry.created_at := coalesce(p_at, clock_timestamp());
            v_entry.day := coalesce(
                (select day from ledger
                  where tenant_id = p_tenant_id and customer_id = p_customer_id
                    and seq = p_reverses_seq),
                local_day(p_tenant_id, v_entry.created_at));
            insert into ledger (
                tenant_id, customer_id, seq, type, points, balance_after, reason, description,
                metadata, actor_id, idempotency_key, reverses_seq, day, created_at
            ) values (
                p_tenant_id, p_customer_id, v_entry.seq, p_type, p_points, v_entry.balance_after,
                p_reason, p_description, p_metadata, p_actor_id, p_key, p_reverses_seq,
                v_entry.day, v_entry.created_at
            ) returning id into v_entry.id;
            insert into ledger_keys values (
                p_tenant_id, p_key, p_body_hash, p_customer_id, v_entry.seq);
            insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at)
            values (
                gen_random_uuid(), p_tenant_id,
                case when p_type = 'EARN' then 'points_earned_v1'
                     when p_type = 'REDEEM' then 'points_redeemed_v1'
                     when p_reverses_seq is not null then 'redemption_reversed_v1'
                     else 'points_adjusted_v1' end,
                p_correlation_id,
                jsonb_strip_nulls(jsonb_build_object(
                    'transaction_id', v_entry.id, 'customer_id', p_customer_id,
                    'points', p_points, 'balance_after', v_entry.balance_after,
                    'reason', p_reason, 'day', v_entry.day, 'booking_id', p_booking_id)),
                v_entry.created_at
            );
            return query select 'POSTED', v_entry.id, p_type, p_points, v_entry.balance_after,
                                p_reason, p_description, p_metadata, v_entry.created_at;
            return;
        end if;
    exception when unique_violation then
        null;
    end;
    select * into v_key from ledger_keys
     where tenant_id = p_tenant_id and idempotency_key = p_key;
    if found then
        return query
        select case when v_key.seq is null then 'REVERSED'
                    when v_key.body_hash <> p_body_hash then 'KEY_REUSED'
                    when p_type = 'REDEEM' and exists (
                        select from ledger_keys
                         where tenant_id = p_tenant_id
                           and idempotency_key = 'reverse:' || p_booking_id) then 'REVERSED'
                    else 'REPLAYED' end,
               l.id, l.type, l.points, l.balance_after, l.reason, l.description, l.metadata,
               l.created_at
          from (select) one
          left join ledger l on l.tenant_id = p_tenant_id
                            and l.customer_id = v_key.customer_id and l.seq = v_key.seq;
        return;
    end if;
    return query
    select case when v_is_stale then 'STALE_RULES' else 'INSUFFICIENT' end, null::uuid, p_type,
           p_points, coalesce(a.balance, 0), p_reason, p_description, p_metadata, null::timestamptz
      from (select) one
      left join accounts a on a.tenant_id = p_tenant_id and a.customer_id = p_customer_id;
end
$$
"""

# No row: there was no redemption, and from now on there can be none for this booking.
REVERSE = """
create function reverse_redemption(
    p_tenant_id uuid, p_booking_id uuid, p_reason text, p_description text,
    p_actor_id text, p_correlation_id text
) returns table (points bigint, balance_after bigint) language plpgsql as $$
#variable_conflict use_column
declare
    v_taken ledger;
begin
    perform set_config('app.tenant_id', p_tenant_id::text, true);
    insert into ledger_keys values (p_tenant_id, 'redeem:' || p_booking_id, '', null, null)
    on conflict do nothing;
    if found then
        return;
    end if;
    select l.* into v_taken from ledger_keys k
      join ledger l on l.tenant_id = k.tenant_id and l.customer_id = k.customer_id
                   and l.seq = k.seq
     where k.tenant_id = p_tenant_id and k.idempotency_key = 'redeem:' || p_booking_id;
    if not found then
        return;
    end if;
    return query select p.points, p.balance_after from post_points(
        p_tenant_id, v_taken.customer_id, 'ADJUST', -v_taken.points,
        'reverse:' || p_booking_id, '', p_reason, p_description,
        jsonb_build_object('booking_id', p_booking_id), p_actor_id, p_correlation_id,
        p_booking_id, v_taken.seq) p;
end
$$
"""

# Everything that a decision about a redemption looks at.
FACTS = """
create function redemption_facts(p_tenant_id uuid, p_customer_id uuid, p_booking_id uuid)
returns table (
    balance bigint, min_cart_total_cents bigint, require_core_service boolean,
    guardrail_message text, point_value_cents bigint,
    rules_version bigint, is_settled boolean, is_reversed boolean,
    points bigint, balance_after bigint, metadata jsonb, body_hash bytea
) language plpgsql as $$
begin
    perform set_config('app.tenant_id', p_tenant_id::text, true);
    return query
    select coalesce(a.balance, 0), s.min_cart_total_cents, coalesce(s.require_core_service, false),
           s.guardrail_message, coalesce(s.point_value_cents, 10),
           coalesce(s.version, 0), k.idempotency_key is not null,
           r.idempotency_key is not null or (k.idempotency_key is not null and k.seq is null),
           l.points, l.balance_after, l.metadata, k.body_hash
      from (select) one
      left join accounts a on a.tenant_id = p_tenant_id and a.customer_id = p_customer_id
      left join loyalty_settings s on s.tenant_id = p_tenant_id
      left join ledger_keys k on k.tenant_id = p_tenant_id
                             and k.idempotency_key = 'redeem:' || p_booking_id
      left join ledger_keys r on r.tenant_id = p_tenant_id
                             and r.idempotency_key = 'reverse:' || p_booking_id
      left join ledger l on l.tenant_id = k.tenant_id and l.customer_id = k.customer_id
                        and l.seq = k.seq;
end
$$
"""

# Credits the next customers of a run, in the order of their ids so that chunks never lock each
# other dead, and says whether there may be more. Credits, counters and the place to go on from
# are one transaction: a run that was killed goes on where it was. Tables grow by thousands of rows
# between two looks of the planner, hence no sequential scans; the look for an earlier credit has a
# limit, so that it stays a look-up by key and never becomes a join with all keys.
CREDIT_CHUNK = """
create function credit_port_recovery(p_tenant_id uuid, p_run_id uuid, p_size int)
returns boolean language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
    v_run port_recovery_runs;
    v_day date;
    v_looked_at bigint;
    v_credited bigint;
    v_last uuid;
begin
    perform set_config('app.tenant_id', p_tenant_id::text, true);
    select * into strict v_run from port_recovery_runs
     where tenant_id = p_tenant_id and id = p_run_id for update;
    v_day := local_day(p_tenant_id, clock_timestamp());
    insert into known_tenants values (p_tenant_id) on conflict do nothing;
    with chunk as materialized (
        select customer_id from members
         where tenant_id = p_tenant_id and customer_id > v_run.after_customer_id
         order by customer_id limit p_size
    ), fresh as (
        select customer_id from chunk
         where (select k.seq from ledger_keys k
                 where k.tenant_id = p_tenant_id
                   and k.idempotency_key = 'port-recovery:' || chunk.customer_id
                 limit 1) is null
    ), accounts_credited as (
        insert into accounts as a (tenant_id, customer_id, balance, last_seq)
        select p_tenant_id, customer_id, v_run.points, 1 from fresh order by customer_id
        on conflict (tenant_id, customer_id) do update
           set balance = a.balance + v_run.points, last_seq = a.last_seq + 1
        returning a.customer_id, a.balance, a.last_seq
    ), entries as (
        insert into ledger (
            tenant_id, customer_id, seq, type, points, balance_after, reason, description,
            metadata, actor_id, idempotency_key, day, created_at)
        select p_tenant_id, customer_id, last_seq, 'EARN', v_run.points, balance,
               'Port Recovery Bonus', 'A thank-you for staying with us',
               jsonb_build_object('run_id', p_run_id), v_run.actor_id,
               'port-recovery:' || customer_id, v_day, clock_timestamp()
          from accounts_credited
        returning id, customer_id, seq, points, balance_after, reason, idempotency_key, day,
                  created_at
    ), keys as (
        insert into ledger_keys
        select p_tenant_id, idempotency_key, '', customer_id, seq from entries
    ), told as (
        insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at)
        select gen_random_uuid(), p_tenant_id, 'points_earned_v1', v_run.correlation_id,
               jsonb_build_object(
                   'transaction_id', id, 'customer_id', customer_id, 'points', points,
                   'balance_after', balance_after, 'reason', reason, 'day', day),
               created_at
          from entries
    )
    select count(*), (select count(*) from entries),
           (array_agg(customer_id order by customer_id desc))[1]
      into v_looked_at, v_credited, v_last from chunk;
    update port_recovery_runs
       set credited = credited + v_credited,
           already_credited = already_credited + v_looked_at - v_credited,
           after_customer_id = coalesce(v_last, after_customer_id),
           state = case when v_looked_at < p_size then 'DONE' else state end,
           finished_at = case when v_looked_at < p_size then clock_timestamp() end
     where tenant_id = p_tenant_id and id = p_run_id;
    if v_looked_at < p_size then
        delete from due_runs where tenant_id = p_tenant_id and run_id = p_run_id;
    end if;
    return v_looked_at = p_size;
end
$$
"""

# Part of the transaction that takes a batch of events for publishing. It locks first, so that of
# two takers of an event only one adds it; in order, so that they never lock each other dead.
FOLD = """
create function fold_daily_totals(p_ids bigint[]) returns void language plpgsql as $$
#variable_conflict use_column
declare
    v_tenant_id uuid;
begin
    perform from outbox where id = any(p_ids) and folded_at is null order by id for update;
    for v_tenant_id in
        select distinct tenant_id from unfolded where id = any(p_ids) order by tenant_id
    loop
        perform set_config('app.tenant_id', v_tenant_id::text, true);
        insert into daily_totals as t (
            tenant_id, day, entries, earned, redeemed, reversed, adjusted, holders)
        select v_tenant_id, day, sum(entries), sum(earned), sum(redeemed), sum(reversed),
               sum(adjusted), sum(holders)
          from unfolded where id = any(p_ids) and tenant_id = v_tenant_id
         group by day order by day
        on conflict (tenant_id, day) do update
           set entries = t.entries + excluded.entries, earned = t.earned + excluded.earned,
               redeemed = t.redeemed + excluded.redeemed,
               reversed = t.reversed + excluded.reversed,
               adjusted = t.adjusted + excluded.adjusted,
               holders = t.holders + excluded.holders;
    end loop;
    update outbox set folded_at = clock_timestamp() where id = any(p_ids) and folded_at is null;
    perform set_config('app.tenant_id', '', true);
end
$$
"""
