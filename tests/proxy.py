"""A TCP proxy on loopback that can fall silent: connections stay open and nothing passes."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import eventlet

CHUNK = 65_536


class Proxy:
    """Forwards to `target`; `freeze()` keeps every open connection and forwards nothing more."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listener = eventlet.listen(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._frozen: set[Any] = set()
        self._sockets: set[Any] = set()
        self.is_silent_to_newcomers = False
        self._loops = [eventlet.spawn(self._accept)]

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            server = eventlet.connect(self._target)
            pair = (client, server)
            self._sockets |= set(pair)
            if self.is_silent_to_newcomers:
                self._frozen |= set(pair)
            self._loops.append(eventlet.spawn(self._forward, client, server))
            self._loops.append(eventlet.spawn(self._forward, server, client))

    def _forward(self, source: Any, sink: Any) -> None:
        try:
            while data := source.recv(CHUNK):
                while source in self._frozen:
                    eventlet.sleep(0.02)
                sink.sendall(data)
        except (OSError, EOFError):
            pass
        # Closed only at the end: the other direction may be reading from it.
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def freeze(self) -> None:
        self._frozen |= self._sockets

    def stop(self) -> None:
        for loop in self._loops:
            loop.kill()
        for each in (self._listener, *self._sockets):
            each.close()
