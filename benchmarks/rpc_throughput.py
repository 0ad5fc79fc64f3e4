"""Calls a second with 16 callers through our client, in front of stock nameko's `RpcProxy`."""

from __future__ import annotations

import statistics

from benchmarks import report
from benchmarks.processes import parties
from benchmarks.vhost import vhost

GOAL = 2.5
CALLERS = 16
ROUNDS, CALLS_EACH = 9, 40
QUICK_ROUNDS, QUICK_CALLS_EACH = 2, 2


def run(*, quick: bool = False) -> None:
    rounds, calls = (QUICK_ROUNDS, QUICK_CALLS_EACH) if quick else (ROUNDS, CALLS_EACH)
    with (
        vhost() as uri,
        parties(
            our_server=("ours", "server", uri),
            stock_server=("stock", "server", uri),
            stock=("stock", "client", uri),
            ours=("ours", "client", uri),
        ) as started,
    ):
        rates: dict[str, list[float]] = {"stock": [], "ours": []}
        for name in rates:
            started[name].ask(callers=CALLERS, calls=calls)
        for _ in range(rounds):
            for name, rounds_of in rates.items():
                seconds = started[name].ask(callers=CALLERS, calls=calls)
                rounds_of.append(CALLERS * calls / seconds)
    _tell(rates)


def _tell(rates: dict[str, list[float]]) -> None:
    ratio = report.ratio_of(rates["ours"], rates["stock"], best=max)
    report.heading(f"RPC throughput, {CALLERS} callers")
    report.line("floor: stock nameko RpcProxy", f"{statistics.median(rates['stock']):.0f} calls/s")
    report.line("our client", f"{statistics.median(rates['ours']):.0f} calls/s")
    report.line("  ratio", str(ratio), f"goal ≥ {GOAL} × {report.verdict(ratio.middle >= GOAL)}")
