"""Does it all add up? Says the first difference of each kind, of a system that may be at work.

The checks stand in the order in which they are worth telling.
"""

from collections.abc import Iterator

from chassis.audit import Check, first_differences
from chassis.database import Database
from services.loyalty.models import known_tenants

_BALANCES = Check(
    """
    select coalesce(a.customer_id, l.customer_id) as customer_id,
           coalesce(a.balance, 0) as balance, coalesce(l.points, 0) as points,
           coalesce(a.last_seq, 0) as last_seq, coalesce(l.entries, 0) as entries
      from (select * from accounts where tenant_id = :tenant) a
      full join (select customer_id, sum(points) as points, count(*) as entries
                   from ledger where tenant_id = :tenant group by customer_id) l
        on l.customer_id = a.customer_id
     where coalesce(a.balance, 0) <> coalesce(l.points, 0)
        or coalesce(a.last_seq, 0) <> coalesce(l.entries, 0)
     order by 1 limit 1
    """,
    "customer {customer_id} has a balance of {balance} after {last_seq} entries, but the ledger's"
    " {entries} entries add up to {points}.",
)

_CHAIN = Check(
    """
    select customer_id, seq, balance_after, expected, expected_seq from (
        select customer_id, seq, balance_after,
               sum(points) over earlier as expected, row_number() over earlier as expected_seq
          from ledger where tenant_id = :tenant
        window earlier as (partition by customer_id order by seq)) chained
     where balance_after <> expected or seq <> expected_seq
     order by customer_id, seq limit 1
    """,
    "entry {seq} of customer {customer_id} says that it left {balance_after} points, but the"
    " entries up to it add up to {expected}; by its place it is number {expected_seq}.",
)

_KEYS = Check(
    """
    select coalesce(l.customer_id, k.customer_id) as customer_id, coalesce(l.seq, k.seq) as seq,
           coalesce(l.idempotency_key, k.idempotency_key) as key
      from (select * from ledger where tenant_id = :tenant) l
      full join (select * from ledger_keys where tenant_id = :tenant and seq is not null) k
        on k.customer_id = l.customer_id and k.seq = l.seq
       and k.idempotency_key = l.idempotency_key
     where l.seq is null or k.seq is null
     order by 1, 2 limit 1
    """,
    "entry {seq} of customer {customer_id} and the key {key} do not belong together.",
)

_ONE_REDEMPTION = Check(
    """
    select metadata->>'booking_id' as booking_id, count(*) as entries
      from ledger where tenant_id = :tenant and type = 'REDEEM' and metadata ? 'booking_id'
     group by 1 having count(*) > 1 order by 1 limit 1
    """,
    "booking {booking_id} redeemed {entries} times.",
)

_REVERSALS = Check(
    """
    select r.customer_id, r.seq, r.points, r.reverses_seq, coalesce(-t.points, 0) as taken
      from ledger r
      left join ledger t on t.tenant_id = r.tenant_id and t.customer_id = r.customer_id
                        and t.seq = r.reverses_seq and t.type = 'REDEEM'
     where r.tenant_id = :tenant and r.reverses_seq is not null
       and r.points is distinct from -t.points
     order by 1, 2 limit 1
    """,
    "entry {seq} of customer {customer_id} gives back {points} points, but entry {reverses_seq}"
    " took {taken}.",
)

_TOTALS = Check(
    """
    select day, coalesce(m.entries, 0) as entries, coalesce(l.entries, 0) as expected_entries,
           coalesce(m.outstanding, 0) as outstanding, coalesce(l.points, 0) as points
      from (select day, sum(entries) as entries, sum(earned) as earned,
                   sum(redeemed) as redeemed, sum(reversed) as reversed,
                   sum(adjusted) as adjusted,
                   sum(earned - redeemed + reversed + adjusted) as outstanding
              from movements where tenant_id = :tenant group by day) m
      full join (select day, count(*) as entries, sum(points) as points,
                        coalesce(sum(points) filter (where type = 'EARN'), 0) as earned,
                        coalesce(-sum(points) filter (where type = 'REDEEM'), 0) as redeemed,
                        coalesce(sum(points) filter (where reverses_seq is not null), 0)
                            as reversed,
                        coalesce(sum(points) filter (
                            where type = 'ADJUST' and reverses_seq is null), 0) as adjusted
                   from ledger where tenant_id = :tenant group by day) l
     using (day)
     where (m.entries, m.earned, m.redeemed, m.reversed, m.adjusted)
           is distinct from (l.entries, l.earned, l.redeemed, l.reversed, l.adjusted)
     order by day limit 1
    """,
    "the totals of {day} are of {entries} entries and {outstanding} points in sum, but the ledger"
    " has {expected_entries} entries and {points} points, or earned, redeemed, reversed and"
    " adjusted are not shared out alike.",
)

_IDENTITY = Check(
    """
    select * from (
        select (select coalesce(sum(earned - redeemed + reversed + adjusted), 0)
                  from movements where tenant_id = :tenant) as outstanding,
               (select coalesce(sum(holders), 0)
                  from movements where tenant_id = :tenant) as holders,
               (select coalesce(sum(balance), 0)
                  from accounts where tenant_id = :tenant) as balances,
               (select count(*) from accounts
                 where tenant_id = :tenant and balance > 0) as customers) sums
     where outstanding <> balances or holders <> customers
    """,
    "the totals say {outstanding} points outstanding with {holders} customers, but the balances of"
    " {customers} customers add up to {balances}.",
)

CHECKS = (_BALANCES, _CHAIN, _KEYS, _ONE_REDEMPTION, _REVERSALS, _TOTALS, _IDENTITY)


def differences(database: Database) -> Iterator[str]:
    """Sentences; none means that everything agrees."""
    return first_differences(database, known_tenants.c.tenant_id, CHECKS)
