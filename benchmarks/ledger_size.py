"""Reports and pages of a history: with ten million entries in front of ten thousand."""

from __future__ import annotations

import statistics
import time

from benchmarks import report
from benchmarks.points import CUSTOMER, TENANT, Store, server, store
from benchmarks.processes import Party, parties

REPORT_GOAL, PAGE_GOAL = 1.5, 2.0
ENTRIES, ROUNDS, READS = 10_000_000, 11, 50
QUICK_ENTRIES, QUICK_ROUNDS, QUICK_READS = 10_000, 2, 5
FEW = 10_000
# Customer 0 has a hundredth of all entries, at least a thousand pages; the others 100 each.
PER_CUSTOMER, SHARE = 100, 100
DAYS = 365

# By the server's superuser and with foreign keys unchecked, since the service's own way would take
# hours. Keys of entries and their events are left out: nothing here reads them.
FILL = (
    "set local session_replication_role = replica",
    f"""
    insert into accounts (tenant_id, customer_id, balance, last_seq)
    select :tenant, {CUSTOMER.format(number="n")}, entries * 5 + 15 * (entries % 2), entries
      from generate_series(0, :customers) n,
           lateral (select case n when 0 then :richest else :each end + n % 2 as entries) e
    """,  # noqa: S608  no values
    """
    insert into ledger (
        tenant_id, customer_id, seq, type, points, balance_after, reason, description, metadata,
        idempotency_key, day, created_at)
    select tenant_id, customer_id, seq, case seq % 2 when 1 then 'EARN' else 'REDEEM' end,
           case seq % 2 when 1 then 20 else -10 end, seq / 2 * 10 + seq % 2 * 20,
           'Visit Reward', 'Thank you for coming', '{}', 'bench:' || seq,
           current_date - ((seq + right(customer_id::text, 6)::int) * 7919 % :days)::int,
           now()
      from accounts, generate_series(1, last_seq) seq
    """,
    """
    insert into daily_totals
    select tenant_id, day, count(*), coalesce(sum(points) filter (where type = 'EARN'), 0),
           coalesce(-sum(points) filter (where type = 'REDEEM'), 0), 0, 0, 0
      from ledger group by 1, 2
    """,
    """
    update daily_totals set holders = (select count(*) from accounts where balance > 0)
     where day = current_date
    """,
)
KINDS: dict[str, dict[str, object]] = {
    "admin summary": {"kind": "summary"},
    "time series, 365 days": {"kind": "series"},
    "page 1": {"kind": "page", "page": 1},
    "page 1,000": {"kind": "page", "page": 1_000},
}
GOALS = {name: PAGE_GOAL if "page" in name else REPORT_GOAL for name in KINDS}


def run(*, quick: bool = False) -> None:
    entries = QUICK_ENTRIES if quick else ENTRIES
    rounds, reads = (QUICK_ROUNDS, QUICK_READS) if quick else (ROUNDS, READS)
    with server() as admin_url:
        few, many = store(admin_url, "few"), store(admin_url, "many")
        began = time.perf_counter()
        _fill(few, FEW)
        _fill(many, entries)
        seconds = time.perf_counter() - began
        with parties(
            few=("loyalty", "alone", few.app_url), many=("loyalty", "alone", many.app_url)
        ) as started:
            measured = {
                name: _medians(started, kind, rounds, reads) for name, kind in KINDS.items()
            }
    _tell(entries, seconds, measured)


def _fill(points: Store, entries: int) -> None:
    richest = entries // SHARE
    others = (entries - richest) // PER_CUSTOMER
    amounts = {"richest": richest, "each": PER_CUSTOMER, "customers": others}
    points.fill(*FILL, tenant=TENANT, days=DAYS, **amounts)


def _medians(
    started: dict[str, Party], kind: dict[str, object], rounds: int, reads: int
) -> dict[str, list[float]]:
    """With few entries a history has no page 1,000: its page 1 is the floor of both."""
    floor = {**kind, "page": 1}
    medians: dict[str, list[float]] = {"few": [], "many": []}
    for number in range(rounds + 1):
        for name, wanted in (("few", floor), ("many", kind)):
            taken = started[name].ask(do="read", count=reads, **wanted)
            if number:  # the first round warms connections and code
                medians[name].append(statistics.median(taken))
    return medians


def _tell(entries: int, seconds: float, measured: dict[str, dict[str, list[float]]]) -> None:
    report.heading(f"{entries:,} entries in front of {FEW:,}, p50 (filled in {seconds:.0f} s)")
    for name, medians in measured.items():
        ratio, goal = report.ratio_of(medians["many"], medians["few"]), GOALS[name]
        report.line(f"floor: {name}, few entries", report.milliseconds(medians["few"]))
        report.line(f"{name}, many entries", report.milliseconds(medians["many"]))
        verdict = report.verdict(ratio.middle <= goal)
        report.line("  ratio", str(ratio), f"goal ≤ {goal} × {verdict}")
