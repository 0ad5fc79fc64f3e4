"""Does it all add up? Says the first difference of each kind, of a system that may be at work.

What loyalty has on its side is its own to audit.
"""

from collections.abc import Iterator

from chassis.audit import Check, first_differences
from chassis.database import Database
from services.booking.models import known_tenants

# Points that loyalty may have taken come back by the sweep alone, and it sees only what is here.
_NEVER_SETTLED = Check(
    """
    select b.id as booking_id, b.saga
      from bookings b
      left join unsettled_bookings u on u.tenant_id = b.tenant_id and u.booking_id = b.id
     where b.tenant_id = :tenant and b.saga <> 'SETTLED'
       and (u.booking_id is null or (b.saga = 'PENDING' and not u.holds_seat))
     order by 1 limit 1
    """,
    "booking {booking_id} is {saga}, and the sweep does not know that it has to be settled.",
)

_SETTLED_ALREADY = Check(
    """
    select u.booking_id, coalesce(b.saga, 'gone') as saga
      from unsettled_bookings u
      left join bookings b on b.tenant_id = u.tenant_id and b.id = u.booking_id
     where u.tenant_id = :tenant and coalesce(b.saga, 'SETTLED') = 'SETTLED'
     order by 1 limit 1
    """,
    "booking {booking_id} has to be settled, but it is {saga}.",
)

_SEATS = Check(
    """
    with holding as (
        select id, starts_at, ends_at,
               ceil(extract(epoch from ends_at - starts_at) / 1800)::int as slots
          from bookings
         where tenant_id = :tenant
           and (saga = 'PENDING' or status in ('CONFIRMED', 'COMPLETED'))
    ), held as (
        select booking_id, count(*) as slots, count(distinct seat) as seats,
               min(starts_at) as first, max(starts_at) as last
          from taken_slots where tenant_id = :tenant group by booking_id
    )
    select coalesce(b.id, t.booking_id) as booking_id, coalesce(b.slots, 0) as expected,
           coalesce(t.slots, 0) as slots, coalesce(t.seats, 0) as seats
      from holding b full join held t on t.booking_id = b.id
     where (b.slots, 1, b.starts_at, b.starts_at + (b.slots - 1) * interval '30 minutes')
           is distinct from (t.slots, t.seats, t.first, t.last)
     order by 1 limit 1
    """,
    "booking {booking_id} needs one seat for {expected} half hours, and holds {slots} on {seats}"
    " seats, or at another time.",
)

_MONEY = Check(
    """
    select b.id as booking_id, b.subtotal_cents, b.discount_cents, b.total_cents, i.cents
      from bookings b,
           lateral (select sum((item->>'price_cents')::bigint * (item->>'quantity')::int) as cents
                      from jsonb_array_elements(b.items) item) i
     where b.tenant_id = :tenant
       and (b.subtotal_cents, b.total_cents)
           is distinct from (i.cents, i.cents - b.discount_cents)
     order by 1 limit 1
    """,
    "booking {booking_id} costs {subtotal_cents} - {discount_cents} = {total_cents} cents, but its"
    " services add up to {cents}.",
)

# A booking with points has one redemption once it stands, as loyalty answered it.
_REDEMPTION = Check(
    """
    select id as booking_id, points_used, discount_cents,
           coalesce((metadata->'loyalty'->>'points_used')::bigint, 0) as points,
           coalesce((metadata->'loyalty'->>'discount_cents')::bigint, 0) as cents
      from bookings
     where tenant_id = :tenant
       and ((points_used, discount_cents)
            is distinct from (coalesce((metadata->'loyalty'->>'points_used')::bigint, 0),
                              coalesce((metadata->'loyalty'->>'discount_cents')::bigint, 0))
            or (metadata ? 'loyalty') <> (status is not null and points_requested <> 0)
            or (points_used > 0) <> (discount_cents > 0)
            or (saga = 'RETURNING' and points_used = 0))
     order by 1 limit 1
    """,
    "booking {booking_id} used {points_used} points for {discount_cents} cents, but its redemption"
    " is of {points} points for {cents}, or is none, or is one too many.",
)

CHECKS = (_NEVER_SETTLED, _SETTLED_ALREADY, _SEATS, _MONEY, _REDEMPTION)


def differences(database: Database) -> Iterator[str]:
    """Sentences; none means that everything agrees."""
    return first_differences(database, known_tenants.c.tenant_id, CHECKS)
