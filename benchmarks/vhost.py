"""A RabbitMQ vhost of one program's own, removed at its end."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import requests

MANAGEMENT_PORT = 15672
DEFAULT_URI = "amqp://guest:guest@127.0.0.1:5672//"
TIMEOUT_SECONDS = 10


class NoBroker(Exception):
    """The message is a sentence for whoever runs the programs."""


@contextmanager
def vhost() -> Iterator[str]:
    """Gives the AMQP URI. `AMQP_URI` names the server; its own vhost is left alone."""
    parts = urlsplit(os.environ.get("AMQP_URI") or DEFAULT_URI)
    host, user, password = parts.hostname, parts.username or "guest", parts.password or "guest"
    name = f"bench-{uuid.uuid4().hex[:12]}"
    base = f"http://{host}:{MANAGEMENT_PORT}/api"
    with requests.Session() as session:
        session.auth, session.trust_env = (user, password), False
        try:
            _put(session, f"{base}/vhosts/{name}", {})
        except requests.RequestException as exc:
            raise NoBroker(
                f"RabbitMQ's management API does not answer at {host}:{MANAGEMENT_PORT}."
            ) from exc
        try:
            everything = {"configure": ".*", "write": ".*", "read": ".*"}
            _put(session, f"{base}/permissions/{name}/{quote(user, safe='')}", everything)
            yield f"amqp://{quote(user)}:{quote(password)}@{host}:{parts.port or 5672}/{name}"
        finally:
            session.delete(f"{base}/vhosts/{name}", timeout=TIMEOUT_SECONDS)


def _put(session: requests.Session, url: str, body: dict[str, str]) -> None:
    session.put(url, json=body, timeout=TIMEOUT_SECONDS).raise_for_status()
