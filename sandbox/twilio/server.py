"""The sandbox as a server, on its own or inside another eventlet process."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet.green import socket as green_socket

from sandbox.twilio import constants
from sandbox.twilio.app import OnRequest, Sandbox
from sandbox.twilio.world import World

BACKLOG = 128
MAX_CONNECTIONS = 1000


class SandboxServer:
    """Serves the sandbox from a greenthread; needs a process that eventlet has patched."""

    def __init__(
        self,
        address: str = "127.0.0.1:0",
        *,
        state_file: Path | None = None,
        speed: float = 1.0,
        account_sid: str = constants.SANDBOX_ACCOUNT_SID,
        auth_token: str = constants.SANDBOX_AUTH_TOKEN,
        on_request: OnRequest | None = None,
    ) -> None:
        host, _, port = address.rpartition(":")
        self._address = (host or "127.0.0.1", int(port))
        self.world = World(
            account_sid=account_sid, auth_token=auth_token, state_file=state_file, speed=speed
        )
        self.app = Sandbox(self.world, on_request=on_request)
        self._pool = eventlet.GreenPool(MAX_CONNECTIONS)
        self._listener: Any = None
        self._thread: Any = None

    @property
    def url(self) -> str:
        """Where it really listens; port 0 becomes a port once started."""
        host, port = self._address
        return f"http://{host}:{port}"

    def start(self) -> None:
        """Raises OSError where the port is taken."""
        # Not eventlet.listen: it can share a taken port, and then both processes answer.
        listener = green_socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(self._address)
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            raise
        self._address = listener.getsockname()[:2]
        self._listener = listener
        self._thread = eventlet.spawn(self._serve)
        self.app.worker.start()
        self.world.save()

    def stop(self) -> None:
        """Close the port and every open connection: a kept-alive one would go on answering."""
        if self._thread is None:
            return
        self._thread.kill()
        self.app.worker.stop()
        for connection in list(self._pool.coroutines_running):
            connection.kill()
        self._listener.close()
        self._thread = None

    def _serve(self) -> None:
        eventlet.wsgi.server(
            self._listener, self.app, custom_pool=self._pool, log_output=False, debug=False
        )
