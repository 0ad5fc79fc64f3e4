"""The catalogue, the opening hours, bookings with their seats, and what is left to settle."""

from alembic import op

from chassis.migrations import create_platform_tables, drop_platform_tables, protect

revision = "0001"
down_revision = None

PROTECTED = ("schedules", "opening_hours", "services", "seats", "bookings", "taken_slots")
EXEMPT = ("unsettled_bookings",)


def upgrade() -> None:
    create_platform_tables(op)
    for statement in TABLES:
        op.execute(statement)
    for table in PROTECTED:
        protect(op, table)


def downgrade() -> None:
    for table in reversed(PROTECTED + EXEMPT):
        op.execute(f"drop table {table}")
    drop_platform_tables(op)


TABLES = (
    """
    create table schedules (
        tenant_id uuid primary key,
        time_zone text not null
    )
    """,
    # On the half hour, like everything that is booked.
    """
    create table opening_hours (
        tenant_id uuid not null references schedules (tenant_id),
        weekday smallint not null check (weekday between 0 and 6),
        opens time not null check (extract(epoch from opens)::int % 1800 = 0),
        closes time not null check (extract(epoch from closes)::int % 1800 = 0),
        check (opens < closes),
        primary key (tenant_id, weekday)
    )
    """,
    """
    create table services (
        tenant_id uuid not null references schedules (tenant_id),
        id uuid not null,
        name text not null check (name <> ''),
        price_cents int not null check (price_cents between 0 and 1000000),
        duration_minutes int not null check (duration_minutes between 1 and 1440),
        is_core boolean not null,
        is_active boolean not null default true,
        primary key (tenant_id, id)
    )
    """,
    # How many bookings a tenant takes at a time: as many as it has rows here.
    """
    create table seats (
        tenant_id uuid not null references schedules (tenant_id),
        seat smallint not null check (seat > 0),
        primary key (tenant_id, seat)
    )
    """,
    """
    create table bookings (
        tenant_id uuid not null references schedules (tenant_id),
        id uuid not null,
        customer_id uuid not null,
        saga text not null check (saga in ('PENDING', 'RELEASING', 'RETURNING', 'SETTLED')),
        status text check (status in ('CONFIRMED', 'COMPLETED', 'CANCELLED')),
        day date not null,
        at time not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null check (ends_at > starts_at),
        items jsonb not null check (jsonb_array_length(items) > 0),
        subtotal_cents bigint not null check (subtotal_cents >= 0),
        discount_cents bigint not null check (discount_cents between 0 and subtotal_cents),
        total_cents bigint not null check (total_cents = subtotal_cents - discount_cents),
        points_requested int not null,
        points_used int not null check (points_used between 0 and greatest(points_requested, 0)),
        metadata jsonb not null default '{}',
        idempotency_key text,
        body_hash text not null,
        created_at timestamptz not null,
        attempted_at timestamptz not null,
        -- Nobody sees a booking whose points are not settled.
        check ((status is null) = (saga in ('PENDING', 'RELEASING'))),
        check (saga <> 'RETURNING' or status = 'CANCELLED'),
        check (points_used = 0 or status is not null),
        primary key (tenant_id, id),
        unique (tenant_id, customer_id, idempotency_key)
    )
    """,
    "create index bookings_by_start on bookings (tenant_id, starts_at desc, id desc)"
    " where status is not null",
    "create index bookings_of_customer on bookings"
    " (tenant_id, customer_id, starts_at desc, id desc) where status is not null",
    # The primary key is the capacity: no seat is taken twice at a time, and there are no others.
    """
    create table taken_slots (
        tenant_id uuid not null,
        starts_at timestamptz not null,
        seat smallint not null,
        booking_id uuid not null,
        primary key (tenant_id, starts_at, seat),
        foreign key (tenant_id, seat) references seats (tenant_id, seat),
        foreign key (tenant_id, booking_id) references bookings (tenant_id, id)
    )
    """,
    "create index taken_slots_of_booking on taken_slots (tenant_id, booking_id)",
    """
    create table unsettled_bookings (
        tenant_id uuid not null,
        booking_id uuid not null,
        due_at timestamptz not null,
        tries int not null default 0,
        primary key (tenant_id, booking_id)
    )
    """,
    "create index unsettled_bookings_due on unsettled_bookings (due_at)",
)
