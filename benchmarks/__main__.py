"""`python -m benchmarks [name …] [--quick]`: all programs, or those named."""

from __future__ import annotations

import argparse
import importlib
import sys
import warnings

from benchmarks.processes import PartyFailed
from benchmarks.vhost import NoBroker
from chassis.web_build import BuildError

PROGRAMS = (
    "rpc_round_trip",
    "rpc_throughput",
    "event_latency",
    "polling",
    "redemptions",
    "port_recovery",
    "ledger_size",
    "wizard_status",
    "webhook",
    "memory",
    "start_up",
    "pages",
    "lighthouse",
    "worst_input",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(PROGRAMS))
    parser.add_argument("--quick", action="store_true", help="tiny counts: does it run at all?")
    options = parser.parse_args()
    if unknown := set(options.names) - set(PROGRAMS):
        parser.error(f"no program named {', '.join(sorted(unknown))}; there are {PROGRAMS}")
    # eventlet announces its maintenance status at import; docs/decisions/0002 is our answer to it.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    try:
        for name in options.names or PROGRAMS:
            importlib.import_module(f"benchmarks.{name}").run(quick=options.quick)
    except (BuildError, NoBroker, PartyFailed) as exc:
        sys.stderr.write(f"benchmarks: {exc}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
