"""The `servicepro` command."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its maintenance status at import; docs/decisions/0002 is our answer to it.
    warnings.simplefilter("ignore")
    import eventlet

eventlet.monkey_patch()

import argparse
import importlib
import os
import sys
import uuid
from collections.abc import Sequence
from typing import Any

from chassis import audit, dead_letters, logs
from chassis.embedded_postgres import EmbeddedPostgresError
from chassis.launcher import (
    StartError,
    Stopper,
    run_everything,
    run_service,
    start_sandbox,
)
from chassis.opening import NothingYet, OpeningError, opened
from chassis.provision import ProvisionError
from chassis.settings import Settings, SettingsError, load
from chassis.twilio import TwilioFailure, access_from, make_client
from contracts import catalogue, demo

REFUSALS = (
    SettingsError,
    StartError,
    OpeningError,
    ProvisionError,
    EmbeddedPostgresError,
    TwilioFailure,
)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        settings = load(os.environ, services=_services_of(options))
        logs.configure(settings.log_level)
        status: int | None = options.command(settings, options)
    except NothingYet as nothing:
        _say(str(nothing))
        return 0
    except REFUSALS as exc:
        _say(f"servicepro: {exc}", error=True)
        return 2
    return status or 0


def _services_of(options: argparse.Namespace) -> tuple[str, ...] | None:
    """Whose settings the command needs; None: those of all services."""
    if options.command is _up:
        return None
    if options.command is _twilio_connect:
        return ("a2p",)
    service = getattr(options, "service", None)
    return () if service is None else (service,)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="servicepro")
    commands = parser.add_subparsers(required=True, metavar="command")

    up = commands.add_parser("up", help="run all services in one process, embedded where not set")
    up.set_defaults(command=_up)

    run = commands.add_parser("run", help="run one service in this process")
    run.add_argument("service", choices=[*catalogue.SERVICES, "sandbox"])
    run.set_defaults(command=_run)

    dead = commands.add_parser("dead-letters", help="events and messages that none could handle")
    dead.add_argument("action", choices=["list", "show", "replay", "discard"])
    dead.add_argument("--service", choices=catalogue.SERVICES, help="only this service's")
    which = dead.add_mutually_exclusive_group()
    which.add_argument("--event-id", type=uuid.UUID, help="only this event")
    which.add_argument("--message", type=int, help="only this message; needs --service")
    dead.set_defaults(command=_dead_letters)

    check = commands.add_parser("audit", help="compare what a service keeps twice")
    check.add_argument("service", choices=audit.audited_services())
    check.set_defaults(command=_audit)

    people = commands.add_parser("tenants", help="look after who can sign in")
    people.add_argument("action", choices=["rebuild-digests"])
    people.set_defaults(command=_rebuild_digests)

    _add_twilio_commands(commands)
    return parser


def _add_twilio_commands(commands: Any) -> None:
    play = commands.add_parser("sandbox", help="be a customer: ring or text a number of ours")
    plays = play.add_subparsers(required=True, metavar="call|text")
    call = plays.add_parser("call", help="ring a number and press keys")
    call.add_argument("to")
    call.add_argument("--digits", default="", help="keys to press; a comma presses none")
    text = plays.add_parser("text", help="text a number")
    text.add_argument("to")
    text.add_argument("body")
    for way in (call, text):
        way.add_argument("--from", dest="from_", default="+15125550199")
    call.set_defaults(command=_sandbox_call)
    text.set_defaults(command=_sandbox_text)

    twilio = commands.add_parser("twilio", help="set up the platform's own Twilio account")
    twilio.add_argument("action", choices=["connect"])
    twilio.set_defaults(command=_twilio_connect)


def _up(settings: Settings, options: argparse.Namespace) -> int:
    return run_everything(settings, announce=lambda: _announce(settings))


def _run(settings: Settings, options: argparse.Namespace) -> int:
    if options.service != "sandbox":
        return run_service(options.service, settings)
    if not settings.uses_sandbox:
        raise StartError("The sandbox is for dev without TWILIO_ACCOUNT_SID only.")
    stopper = Stopper()
    server = start_sandbox(settings)
    stopper.wait()
    server.stop()
    return 0


def _dead_letters(settings: Settings, options: argparse.Namespace) -> None:
    if options.message is not None and options.service is None:
        raise StartError("Each service numbers its messages: name one with --service.")
    for line in dead_letters.act(
        settings,
        options.action,
        service=options.service,
        event_id=options.event_id and str(options.event_id),
        message=options.message,
    ):
        _say(line)


def _audit(settings: Settings, options: argparse.Namespace) -> int:
    found = list(audit.differences(settings, options.service))
    for sentence in found or [f"{options.service}: everything agrees."]:
        _say(sentence)
    return 1 if found else 0


def _sandbox_call(settings: Settings, options: argparse.Namespace) -> int:
    url, auth, commands = _sandbox(settings)
    return 0 if commands.call(url, auth, options.from_, options.to, options.digits) else 1


def _sandbox_text(settings: Settings, options: argparse.Namespace) -> int:
    url, auth, commands = _sandbox(settings)
    return 0 if commands.text(url, auth, options.from_, options.to, options.body) else 1


def _sandbox(settings: Settings) -> tuple[str, tuple[str, str], Any]:
    """By name: nothing of ours but this command and the launcher ever needs the sandbox."""
    if not settings.uses_sandbox:
        raise StartError("The sandbox is for dev without TWILIO_ACCOUNT_SID only.")
    access = access_from(settings)
    commands = importlib.import_module("sandbox.twilio.commands")
    return f"http://{settings.sandbox_address}", (access.account_sid, access.auth_token), commands


def _twilio_connect(settings: Settings, options: argparse.Namespace) -> None:
    """By name: which events matter is a2p's and phone's to say."""
    streams = importlib.import_module("services.a2p.adapters.event_streams")
    for line in streams.connect(make_client(access_from(settings)), settings.public_base_url):
        _say(line)


def _rebuild_digests(settings: Settings, options: argparse.Namespace) -> None:
    """By name, as above: how people are found is the service's to know."""
    upkeep = importlib.import_module("services.tenants.upkeep")
    with opened(settings, "tenants") as database:
        _say(upkeep.rebuild_digests(database, settings))


def _announce(settings: Settings) -> None:
    base = f"http://{settings.gateway_address}"
    _say(f"\nServicePro is ready at {base}")
    _say(f"  API documentation   {base}/api/docs")
    if settings.uses_sandbox:
        _say(f"  Twilio sandbox      http://{settings.sandbox_address}")
    if settings.loads_demo_data:
        _say(f"  Sign in as          owner@shine.test or owner@clean-machine.test, {demo.PASSWORD}")
        _say(f"  A customer          casey@clean-machine.test, {demo.PASSWORD}")
        _say(f"  Platform operator   operator@servicepro.test, {demo.PASSWORD}")
    _say("Stop with Ctrl-C.\n")


def _say(line: str, *, error: bool = False) -> None:
    print(line, file=sys.stderr if error else sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
