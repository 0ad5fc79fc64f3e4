"""The command line: serve, or ring and text a number of a sandbox that serves already."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

import eventlet

from sandbox.twilio import commands, constants
from sandbox.twilio.calls import DIAL_OUTCOMES
from sandbox.twilio.server import SandboxServer

DEFAULT_ADDRESS = "127.0.0.1:9898"
POLL_SECONDS = 0.2


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox.twilio", description=__doc__)
    parser.add_argument("--address", default=DEFAULT_ADDRESS, help="host:port to listen on")
    parser.add_argument("--state", type=Path, default=None, help="file that survives a restart")
    parser.add_argument("--speed", type=float, default=60.0, help="virtual seconds per second")
    actions = parser.add_subparsers(dest="action")
    call = actions.add_parser("call", help="ring a number of the running sandbox")
    call.add_argument("--digits", default="", help="keys to press, menu by menu")
    call.add_argument("--dial", choices=DIAL_OUTCOMES, default="answered", help="who picks up")
    text = actions.add_parser("text", help="text a number of the running sandbox")
    for action in (call, text):
        action.add_argument("to", help="the number, as +15125550100")
        action.add_argument("--from", dest="from_", default=commands.STRANGER)
        action.add_argument("--address", default=DEFAULT_ADDRESS, help="where the sandbox listens")
    text.add_argument("body")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    options = read_arguments(arguments)
    if options.action is None:
        return serve(options)
    base_url = f"http://{options.address}"
    auth = (constants.SANDBOX_ACCOUNT_SID, constants.SANDBOX_AUTH_TOKEN)
    ends = (base_url, auth, options.from_, options.to)
    if options.action == "call":
        return 0 if commands.call(*ends, options.digits, dial=options.dial) else 1
    return 0 if commands.text(*ends, options.body) else 1


def serve(options: argparse.Namespace) -> int:
    """Until SIGINT or SIGTERM; 1 where the port is taken."""
    server = SandboxServer(options.address, state_file=options.state, speed=options.speed)
    try:
        server.start()
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {options.address}: {error.strerror}\n")
        return 1
    sys.stdout.write(f"Twilio sandbox on {server.url}\n")
    sys.stdout.flush()
    _wait_for_signal()
    server.stop()
    return 0


def _wait_for_signal() -> None:
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    while not received:
        eventlet.sleep(POLL_SECONDS)
