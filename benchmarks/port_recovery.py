"""Port Recovery's credits a second in front of one set-based write of the same rows in psql."""

from __future__ import annotations

import statistics
import time
import uuid

from benchmarks import report
from benchmarks.points import CUSTOMER, Store, postgres_program, server, store
from benchmarks.processes import parties

GOAL = 0.6
CUSTOMERS, ROUNDS = 100_000, 3
QUICK_CUSTOMERS, QUICK_ROUNDS = 2_000, 1

# Each round has a tenant of its own; both sides know its customers already.
FILL = f"""
    insert into members (tenant_id, customer_id, name, told_at)
    select :tenant, {CUSTOMER.format(number="n")}, 'Customer ' || n, now()
      from generate_series(1, :customers) n
"""  # noqa: S608  no values
# All that a run leaves behind, without looking at what was there.
FLOOR = """
begin;
select set_config('app.tenant_id', '{tenant}', true);
with fresh as materialized (
    select customer_id, gen_random_uuid() as id from members where tenant_id = '{tenant}'
), credited as (
    insert into accounts select '{tenant}', customer_id, 500, 1 from fresh
), entries as (
    insert into ledger (
        tenant_id, customer_id, seq, id, type, points, balance_after, reason, description,
        metadata, actor_id, idempotency_key, day, created_at)
    select '{tenant}', customer_id, 1, id, 'EARN', 500, 500, 'Port Recovery Bonus',
           'A thank-you for staying with us', jsonb_build_object('run_id', '{tenant}'), null,
           'port-recovery:' || customer_id, current_date, clock_timestamp() from fresh
), keys as (
    insert into ledger_keys
    select '{tenant}', 'port-recovery:' || customer_id, '', customer_id, 1 from fresh
)
insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at)
select gen_random_uuid(), '{tenant}', 'points_earned_v1', 'bench',
       jsonb_build_object('transaction_id', id, 'customer_id', customer_id, 'points', 500,
                          'balance_after', 500, 'reason', 'Port Recovery Bonus',
                          'day', current_date),
       clock_timestamp() from fresh;
commit;
"""


def run(*, quick: bool = False) -> None:
    customers, rounds = (QUICK_CUSTOMERS, QUICK_ROUNDS) if quick else (CUSTOMERS, ROUNDS)
    rates: dict[str, list[float]] = {"floor": [], "ours": []}
    with server() as admin_url:
        points = store(admin_url)
        with parties(ours=("loyalty", "alone", points.app_url)) as started:
            for _ in range(rounds):
                rates["floor"].append(customers / _write_at_once(points, customers))
                tenant = _tenant(points, customers)
                seconds = started["ours"].ask(do="recover", tenant_id=tenant)
                rates["ours"].append(customers / seconds)
    _tell(customers, rates)


def _tenant(points: Store, customers: int) -> str:
    tenant = str(uuid.uuid4())
    points.fill(FILL, tenant=tenant, customers=customers)
    return tenant


def _write_at_once(points: Store, customers: int) -> float:
    tenant = _tenant(points, customers)
    began = time.perf_counter()
    arguments = ("-q", "-v", "ON_ERROR_STOP=1", points.dsn)
    postgres_program("psql", *arguments, said=FLOOR.format(tenant=tenant))
    return time.perf_counter() - began


def _tell(customers: int, rates: dict[str, list[float]]) -> None:
    ratio = report.ratio_of(rates["ours"], rates["floor"], best=max)
    report.heading(f"Port Recovery, {customers:,} customers")
    report.line("floor: one write in psql", f"{statistics.median(rates['floor']):.0f} credits/s")
    report.line("a run, a thousand at a time", f"{statistics.median(rates['ours']):.0f} credits/s")
    report.line("  ratio", str(ratio), f"goal ≥ {GOAL} × {report.verdict(ratio.middle >= GOAL)}")
