"""A TCP proxy in front of a broker, which can hold back everything without closing anything."""

from __future__ import annotations

from urllib.parse import urlsplit

import eventlet
from eventlet.green import socket


class FrozenProxy:
    def __init__(self, amqp_uri: str) -> None:
        parts = urlsplit(amqp_uri)
        self._target = parts.hostname or "127.0.0.1", parts.port or 5672
        self._listener = eventlet.listen(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        host = parts.netloc.rpartition("@")[2]
        self.amqp_uri = amqp_uri.replace(host, f"127.0.0.1:{port}")
        self._thawed = eventlet.event.Event()
        self._thawed.send()
        self._sockets: list[socket.socket] = []
        self._greenlets = [eventlet.spawn(self._accept)]

    def freeze(self) -> None:
        self._thawed = eventlet.event.Event()

    def thaw(self) -> None:
        if not self._thawed.ready():
            self._thawed.send()

    def cut(self) -> None:
        """Closes every connection, and accepts no other."""
        self._listener.close()
        self._close_all()

    def close(self) -> None:
        self.cut()
        for greenlet in self._greenlets:
            greenlet.kill()
        for each in self._sockets:
            each.close()

    def _close_all(self) -> None:
        for each in self._sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                each.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
            except OSError:
                return
            self._sockets += [near, far]
            self._greenlets += [
                eventlet.spawn(self._copy, *ends) for ends in ((near, far), (far, near))
            ]

    def _copy(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                self._thawed.wait()
                target.sendall(data)
        except OSError:
            pass
        self._close_pair(source, target)

    def _close_pair(self, *ends: socket.socket) -> None:
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                end.close()
