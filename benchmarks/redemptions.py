"""Redemptions a second in front of pgbench on the same function; and one over RPC."""

from __future__ import annotations

import re
import statistics
import tempfile

from benchmarks import report
from benchmarks.points import CUSTOMER, TENANT, Store, postgres_program, server, store
from benchmarks.processes import Party, parties
from benchmarks.vhost import vhost

GOAL, RPC_GOAL = 0.5, 1.5
CALLERS = 16
ACCOUNTS, ROUNDS, SECONDS, CALLS = 100_000, 5, 4, 100
QUICK_ACCOUNTS, QUICK_ROUNDS, QUICK_SECONDS, QUICK_CALLS = 100, 1, 1, 10
# Long enough for the event of one call to be published before the next call.
PAUSE_SECONDS = 0.02

FILL = (
    f"""
    insert into accounts (tenant_id, customer_id, balance, last_seq)
    select :tenant, {CUSTOMER.format(number="n")}, 1000000000, 1
      from generate_series(1, :accounts) n
    """,  # noqa: S608  no values
    "insert into known_tenants values (:tenant)",
)
SCRIPT = f"""
\\set n random(1, :among)
select * from (select gen_random_uuid() as id) booking,
  lateral post_points('{TENANT}', {CUSTOMER.format(number=":n")}, 'REDEEM', -1,
    'redeem:' || booking.id, '\\x00', 'Booking Discount', 'Used on a booking',
    jsonb_build_object('booking_id', booking.id, 'discount_cents', 10,
                       'cart_total_cents', 10000, 'point_value_cents', 10),
    null, 'bench', booking.id, null, 1, 0, null);
"""  # noqa: S608  no values


def run(*, quick: bool = False) -> None:
    accounts = QUICK_ACCOUNTS if quick else ACCOUNTS
    rounds, seconds = (QUICK_ROUNDS, QUICK_SECONDS) if quick else (ROUNDS, SECONDS)
    calls = QUICK_CALLS if quick else CALLS
    with server() as admin_url, vhost() as uri, vhost() as plain_uri, vhost() as row_uri:
        points = store(admin_url)
        points.fill(*FILL, tenant=TENANT, accounts=accounts)
        with parties(
            alone=("loyalty", "alone", points.app_url),
            service=("loyalty", "service", uri, points.app_url),
            plain=("loyalty", "plain", plain_uri),
            one_row=("loyalty", "row", row_uri, points.app_url),
            stock_service=("stock", "loyalty", uri),
            ours=("loyalty", "client", uri),
            floor=("loyalty", "client", plain_uri),
            row=("loyalty", "client", row_uri),
            stock=("stock", "checkout", uri),
        ) as started:
            for title, among in (("many accounts", accounts), ("one hot account", 1)):
                _tell_rates(title, _rates(points, started, among, rounds, seconds))
            for title, pause in (("at leisure", PAUSE_SECONDS), ("without a pause", 0.0)):
                asked = {"calls": calls, "among": accounts, "pause": pause}
                _tell_calls(title, _medians(started, 2 * rounds, asked))


def _rates(
    points: Store, started: dict[str, Party], among: int, rounds: int, seconds: int
) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {"pgbench": [], "alone": [], "service": []}
    for number in range(rounds + 1):
        told = {"pgbench": _pgbench(points, among, seconds)}
        for name in ("alone", "service"):
            told[name] = started[name].ask(
                do="redeem", callers=CALLERS, seconds=seconds, among=among
            )
        if number:  # the first round warms connections and code
            for name, rate in told.items():
                rates[name].append(rate)
    return rates


def _pgbench(points: Store, among: int, seconds: int) -> float:
    clients = ("-n", "-c", str(CALLERS), "-j", "2", "-T", str(seconds), "-D", f"among={among}")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        told = postgres_program("pgbench", *clients, "-f", script.name, points.dsn)
    found = re.search(r"tps = ([\d.]+)", told)
    if found is None:
        raise RuntimeError(f"pgbench said no rate: {told}")
    return float(found[1])


def _medians(
    started: dict[str, Party], rounds: int, asked: dict[str, float]
) -> dict[str, list[float]]:
    medians: dict[str, list[float]] = {"floor": [], "stock": [], "row": [], "ours": []}
    for number in range(rounds + 1):
        for name, rounds_of in medians.items():
            median = statistics.median(started[name].ask(**asked))
            if number:
                rounds_of.append(median)
    return medians


def _tell_rates(title: str, rates: dict[str, list[float]]) -> None:
    report.heading(f"Redemptions, {CALLERS} at once, {title}")
    floor = statistics.median(rates["pgbench"])
    report.line("floor: pgbench, the same function", f"{floor:.0f}/s")
    for name, what in (("alone", "one process, use case alone"), ("service", "with its relay")):
        ratio = report.ratio_of(rates[name], rates["pgbench"], best=max)
        report.line(what, f"{statistics.median(rates[name]):.0f}/s")
        goal = f"goal ≥ {GOAL} × {report.verdict(ratio.middle >= GOAL)}"
        report.line("  ratio", str(ratio), goal)


def _tell_calls(title: str, medians: dict[str, list[float]]) -> None:
    report.heading(f"Redemption over RPC, one caller, {title}, p50")
    report.line("floor: the same call, nothing done", report.milliseconds(medians["floor"]))
    for name, what in (
        ("stock", "the same by stock nameko, for information"),
        ("row", "the same, one row kept, for information"),
    ):
        report.line(what, report.milliseconds(medians[name]))
        report.line("  ratio", str(report.ratio_of(medians[name], medians["floor"])))
    report.line("redemption", report.milliseconds(medians["ours"]))
    ratio = report.ratio_of(medians["ours"], medians["floor"])
    goal = f"goal ≤ {RPC_GOAL} × {report.verdict(ratio.middle <= RPC_GOAL)}"
    report.line("  ratio", str(ratio), goal)
    report.line("  ratio to stock nameko", str(report.ratio_of(medians["ours"], medians["stock"])))
