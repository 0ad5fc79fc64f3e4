"""Starts services: one in a process, or all in one with everything they need."""

from __future__ import annotations

import errno
import importlib
import importlib.util
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
from nameko.containers import ServiceContainer

from chassis import embedded_postgres
from chassis.amqp import INPROC_URI
from chassis.amqp_connection import HEARTBEAT_SECONDS
from chassis.database import Database, is_connection_problem
from chassis.logs import event
from chassis.provision import ServiceUrls, provision
from chassis.setting_values import Address
from chassis.settings import Settings
from contracts import catalogue

log = logging.getLogger(__name__)

STOP_SECONDS = 8.0
LOOK_SECONDS = 0.2
FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 5.0


class StartError(Exception):
    """The message is a sentence for whoever started the program."""


def service_class(name: str) -> type:
    """The nameko class of a service; found by name, since chassis knows no service."""
    module = importlib.import_module(f"services.{name}.service")
    found = [c for c in vars(module).values() if getattr(c, "name", None) == name]
    if len(found) != 1:
        raise StartError(f"services/{name}/service.py should define one service named {name}.")
    found_class: type = found[0]
    return found_class


def has_database(name: str) -> bool:
    return importlib.util.find_spec(f"services.{name}.migrations") is not None


def prepare(settings: Settings, admin_url: str, service: str) -> str:
    """Makes and migrates the service's database, loads its demo data; gives the app role's URL."""
    # Alembic is large: the gateway, which has no database, does not pay for it.
    from chassis.migrations import migrate

    urls = provision(
        admin_url, service=service, prefix=settings.database_prefix, secret_key=settings.secret_key
    )
    migrate(f"services.{service}", urls.owner_url)
    if settings.loads_demo_data:
        _load_demo_data(settings, service, urls)
    return urls.app_url


def _load_demo_data(settings: Settings, service: str, urls: ServiceUrls) -> None:
    if importlib.util.find_spec(f"services.{service}.demo") is None:
        return
    database = Database(urls.app_url, pool_size=1, keys=settings.keys)
    try:
        importlib.import_module(f"services.{service}.demo").load(database, settings)
    finally:
        database.dispose()


def prepare_patiently(settings: Settings, admin_url: str, service: str) -> str:
    """Waits for a database that is down, saying so."""
    pause = FIRST_RETRY_SECONDS
    while True:
        try:
            return prepare(settings, admin_url, service)
        except Exception as exc:
            if not is_connection_problem(exc):
                raise
            event(log, "waiting_for_database", service=service, reason=_cause_of(exc))
            eventlet.sleep(pause)
            pause = min(pause * 2, LONGEST_RETRY_SECONDS)


def _cause_of(error: Exception) -> str:
    """The driver's own sentence, which names the server and never a password."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def nameko_config(
    settings: Settings, *, amqp_uri: str, databases: dict[str, str], started: Any
) -> dict[str, Any]:
    return {
        "AMQP_URI": amqp_uri,
        "HEARTBEAT": HEARTBEAT_SECONDS,
        "WEB_SERVER_ADDRESS": str(settings.gateway_address),
        "DATABASES": databases,
        "SETTINGS": settings,
        "ALL_STARTED": started,
        "max_workers": settings.max_workers,
    }


def make_container(name: str, config: dict[str, Any]) -> Any:
    """A service whose workers only wait for others may ask for more of them than is usual."""
    service = service_class(name)
    workers = getattr(service, "max_workers", config["max_workers"])
    return ServiceContainer(service, {**config, "max_workers": workers})


def refuse_taken(address: Address, what: str) -> None:
    """nameko binds a taken port without a word, and then both processes answer."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(tuple(address))
        except OSError as exc:
            reason = (
                "is taken by another program" if exc.errno == errno.EADDRINUSE else exc.strerror
            )
            raise StartError(f"The address {address} for the {what} {reason}.") from exc


class Stopper:
    """Turns the first Ctrl-C or SIGTERM into a graceful stop, and the second into an end.

    `status` is what the program ends with.
    """

    def __init__(self) -> None:
        self._is_asked = False
        self.status = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        if self._is_asked:
            os._exit(128 + number)
        self._is_asked = True

    def give_up(self) -> None:
        """Whoever started the program sees that it failed, and may start it again."""
        self.status = 1
        self._is_asked = True

    def wait(self) -> None:
        """Looks instead of being woken: a signal does not wake a hub that sleeps in the kernel."""
        while not self._is_asked:
            eventlet.sleep(LOOK_SECONDS)


def run_service(name: str, settings: Settings) -> int:
    """One service in this process, on a real broker and database, until it is told to stop or
    dies; gives the status to end with.
    """
    if settings.amqp_uri is None or (has_database(name) and settings.database_url is None):
        raise StartError(
            "A service in a process of its own needs AMQP_URI and DATABASE_URL. "
            "To run everything in one process without them, use `servicepro up`."
        )
    if name == "gateway":
        refuse_taken(settings.gateway_address, "gateway")
    stopper = Stopper()
    databases = {}
    if has_database(name):
        waiting = eventlet.spawn(prepare_patiently, settings, settings.database_url, name)
        databases[name] = _wait_for_either(waiting, stopper)
    config = nameko_config(settings, amqp_uri=settings.amqp_uri, databases=databases, started=None)
    container = make_container(name, config)
    eventlet.spawn_n(watch, container, stopper)
    eventlet.spawn_n(_start_and_tell, container, stopper)
    stopper.wait()
    stop([container])
    return stopper.status


def _wait_for_either(waiting: Any, stopper: Stopper) -> Any:
    """What was prepared, unless the program is told to stop first."""

    def give_up() -> None:
        stopper.wait()
        waiting.kill(SystemExit(0))

    watcher = eventlet.spawn(give_up)
    try:
        return waiting.wait()
    finally:
        watcher.kill()


def _start_and_tell(container: Any, stopper: Stopper) -> None:
    try:
        container.start()
    except Exception:
        log.exception("service_not_started")
        stopper.give_up()
    else:
        event(log, "service_started", service=container.service_name)


def watch(container: Any, stopper: Stopper) -> None:
    """nameko ends a container with a broken thread and leaves its process up, which hears and
    answers nothing any more.
    """
    try:
        container.wait()
    except Exception as exc:
        name, reason = container.service_name, type(exc).__name__
        event(log, "service_died", level=logging.CRITICAL, service=name, reason=reason)
        stopper.give_up()


def run_everything(settings: Settings, *, announce: Callable[[], None]) -> int:
    """All services in this process; what is not set to an outside server is embedded. Gives the
    status to end with.
    """
    refuse_taken(settings.gateway_address, "gateway")
    stopper = Stopper()
    sandbox = start_sandbox(settings) if settings.uses_sandbox else None
    admin_url = settings.database_url or embedded_postgres.start(settings.home / "postgres")
    try:
        waiting = eventlet.spawn(_prepare_all, settings, admin_url)
        _run_containers(settings, _wait_for_either(waiting, stopper), stopper, announce)
    finally:
        if sandbox is not None:
            sandbox.stop()
        if settings.uses_embedded_database:
            embedded_postgres.stop(settings.home / "postgres")
    return stopper.status


def _prepare_all(settings: Settings, admin_url: str) -> dict[str, str]:
    return {
        name: prepare_patiently(settings, admin_url, name)
        for name in catalogue.SERVICES
        if has_database(name)
    }


def _run_containers(
    settings: Settings, databases: dict[str, str], stopper: Stopper, announce: Callable[[], None]
) -> None:
    started = eventlet.event.Event()
    config = nameko_config(
        settings,
        amqp_uri=settings.amqp_uri or INPROC_URI,
        databases=databases,
        started=started,
    )
    containers = [make_container(name, config) for name in catalogue.SERVICES]

    def start() -> None:
        for container in containers:
            eventlet.spawn_n(watch, container, stopper)
            _start_and_tell(container, stopper)
        started.send()
        if stopper.status == 0:
            announce()

    # Beside the wait for a signal: a broker that refuses what is declared holds a start up.
    starting = eventlet.spawn(start)
    stopper.wait()
    starting.kill()
    stop(containers)


def start_sandbox(settings: Settings) -> Any:
    """The stand-in for Twilio; loaded by name, since only a demonstration needs it."""
    refuse_taken(settings.sandbox_address, "Twilio sandbox")
    server = importlib.import_module("sandbox.twilio.server").SandboxServer(
        str(settings.sandbox_address),
        state_file=settings.home / "sandbox.json",
        speed=settings.sandbox_speed,
    )
    server.start()
    return server


def stop(containers: Iterable[Any]) -> None:
    """Lets work under way finish for a few seconds, then ends it."""
    containers = list(containers)
    pool = eventlet.GreenPool()
    try:
        with eventlet.Timeout(STOP_SECONDS):
            for container in containers:
                pool.spawn_n(container.stop)
            pool.waitall()
    except eventlet.Timeout:
        event(log, "stop_took_too_long", level=logging.WARNING)
        for container in containers:
            container.kill()
