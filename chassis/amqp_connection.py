"""py-amqp's connection, fitted to one that a reader greenlet and many publishers share."""

from __future__ import annotations

from typing import Any

from amqp.transport import TCPTransport
from kombu.transport import pyamqp

# Usually a whole message at once; py-amqp asks for its nine pieces, a system call each.
RECEIVE_BYTES = 65_536


class BufferedTransport(TCPTransport):
    """Takes whatever has arrived; what was not asked for waits in py-amqp's own read buffer."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        receive = self.sock.recv
        self._quick_recv = lambda wanted: receive(max(wanted, RECEIVE_BYTES))


class Connection(pyamqp.Connection):
    # With it, py-amqp looks for news on the socket before each publish: in the middle of a frame,
    # when the reader greenlet waits for the rest. Calls to a blocked broker end at their deadline.
    negotiate_capabilities = {
        **pyamqp.Connection.negotiate_capabilities,
        "connection.blocked": False,
    }

    def Transport(
        self, host: str, connect_timeout: float, ssl: Any, *timeouts: Any, **options: Any
    ) -> Any:
        if ssl:
            return super().Transport(host, connect_timeout, ssl, *timeouts, **options)
        read_timeout, write_timeout = timeouts
        return BufferedTransport(
            host,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            write_timeout=write_timeout,
            **options,
        )


class Transport(pyamqp.Transport):
    """For `kombu.Connection(uri, transport=Transport)`."""

    Connection = Connection
