"""The `servicepro` command."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its maintenance status at import; docs/decisions/0002 is our answer to it.
    warnings.simplefilter("ignore")
    import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402

from chassis import audit, dead_letters, logs  # noqa: E402
from chassis.embedded_postgres import EmbeddedPostgresError  # noqa: E402
from chassis.launcher import (  # noqa: E402
    StartError,
    Stopper,
    run_everything,
    run_service,
    start_sandbox,
)
from chassis.provision import ProvisionError  # noqa: E402
from chassis.settings import Settings, SettingsError, load  # noqa: E402
from contracts import catalogue, demo  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        settings = load(os.environ)
        logs.configure(settings.log_level)
        status: int | None = options.command(settings, options)
    except (SettingsError, StartError, ProvisionError, EmbeddedPostgresError) as exc:
        _say(f"servicepro: {exc}", error=True)
        return 2
    return status or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="servicepro")
    commands = parser.add_subparsers(required=True, metavar="command")

    up = commands.add_parser("up", help="run all services in one process, embedded where not set")
    up.set_defaults(command=_up)

    run = commands.add_parser("run", help="run one service in this process")
    run.add_argument("service", choices=[*catalogue.SERVICES, "sandbox"])
    run.set_defaults(command=_run)

    dead = commands.add_parser("dead-letters", help="events whose handlers failed for good")
    dead.add_argument("action", choices=["list", "replay", "discard"])
    dead.add_argument("--service", choices=catalogue.SERVICES, help="only this service's")
    dead.add_argument("--event-id", help="only this event")
    dead.set_defaults(command=_dead_letters)

    check = commands.add_parser("audit", help="compare what a service keeps twice")
    check.add_argument("service", choices=audit.audited_services())
    check.set_defaults(command=_audit)
    return parser


def _up(settings: Settings, options: argparse.Namespace) -> None:
    run_everything(settings, announce=lambda: _announce(settings))


def _run(settings: Settings, options: argparse.Namespace) -> None:
    if options.service != "sandbox":
        run_service(options.service, settings)
        return
    if not settings.uses_sandbox:
        raise StartError("The sandbox is for dev without TWILIO_ACCOUNT_SID only.")
    stopper = Stopper()
    server = start_sandbox(settings)
    stopper.wait()
    server.stop()


def _dead_letters(settings: Settings, options: argparse.Namespace) -> None:
    for line in dead_letters.act(
        settings, options.action, service=options.service, event_id=options.event_id
    ):
        _say(line)


def _audit(settings: Settings, options: argparse.Namespace) -> int:
    found = list(audit.differences(settings, options.service))
    for sentence in found or [f"{options.service}: everything agrees."]:
        _say(sentence)
    return 1 if found else 0


def _announce(settings: Settings) -> None:
    base = f"http://{settings.gateway_address}"
    _say(f"\nServicePro is ready at {base}")
    _say(f"  API documentation   {base}/api/docs")
    if settings.uses_sandbox:
        _say(f"  Twilio sandbox      http://{settings.sandbox_address}")
    if settings.loads_demo_data:
        _say(f"  Sign in as          owner@shine.test or owner@clean-machine.test, {demo.PASSWORD}")
        _say(f"  Platform operator   operator@servicepro.test, {demo.PASSWORD}")
    _say("Stop with Ctrl-C.\n")


def _say(line: str, *, error: bool = False) -> None:
    print(line, file=sys.stderr if error else sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
