"""One caller's round trip over RabbitMQ through our client, in front of raw py-amqp's."""

from __future__ import annotations

import statistics

from benchmarks import report
from benchmarks.processes import Party, parties
from benchmarks.vhost import vhost

GOAL = 2.0
ROUNDS, CALLS = 11, 200
QUICK_ROUNDS, QUICK_CALLS = 2, 10


def run(*, quick: bool = False) -> None:
    rounds, calls = (QUICK_ROUNDS, QUICK_CALLS) if quick else (ROUNDS, CALLS)
    with (
        vhost() as uri,
        parties(
            raw_server=("raw", "server", uri),
            our_server=("ours", "server", uri),
            stock_server=("stock", "server", uri),
            raw=("raw", "client", uri),
            ours=("ours", "client", uri),
            stock=("stock", "client", uri),
        ) as started,
    ):
        clients = {name: started[name] for name in ("raw", "ours", "stock")}
        _tell(_medians(clients, rounds, calls))


def _medians(clients: dict[str, Party], rounds: int, calls: int) -> dict[str, list[float]]:
    """Each client's median per round, taken in turn."""
    medians: dict[str, list[float]] = {name: [] for name in clients}
    for client in clients.values():
        client.ask(calls=calls)  # warms connections and code
    for _ in range(rounds):
        for name, client in clients.items():
            medians[name].append(statistics.median(client.ask(calls=calls)))
    return medians


def _tell(medians: dict[str, list[float]]) -> None:
    ours = report.ratio_of(medians["ours"], medians["raw"])
    stock = report.ratio_of(medians["stock"], medians["raw"])
    report.heading("RPC round trip, one caller, p50")
    report.line("floor: raw py-amqp, direct reply-to", report.milliseconds(medians["raw"]))
    report.line("our client", report.milliseconds(medians["ours"]))
    report.line("  ratio", str(ours), f"goal ≤ {GOAL} × {report.verdict(ours.middle <= GOAL)}")
    report.line("stock nameko RpcProxy, for information", report.milliseconds(medians["stock"]))
    report.line("  ratio", str(stock))
