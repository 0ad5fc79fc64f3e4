"""py-amqp's connection, fitted to one that a reader greenlet and many publishers share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import eventlet
from amqp.exceptions import RecoverableConnectionError
from amqp.transport import TCPTransport
from kombu.transport import TRANSPORT_ALIASES, pyamqp

# Usually a whole message at once; py-amqp asks for its nine pieces, a system call each.
RECEIVE_BYTES = 65_536
# For each answer that is waited for: to open, to declare, to close. A broker that is alive takes
# milliseconds, and one that is not must be given up before the callers' deadlines.
ANSWER_TIMEOUT_SECONDS = 3.0
HEARTBEAT_SECONDS = 10


class BufferedTransport(TCPTransport):
    """Takes whatever has arrived; what was not asked for waits in py-amqp's own read buffer."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        receive = self.sock.recv
        self._quick_recv = lambda wanted: receive(max(wanted, RECEIVE_BYTES))


def _in_time(channel: Any, wait: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """py-amqp waits without a limit; here the socket of a silent broker is discarded instead.

    Then every later step of an unwinding fails at once: kombu and nameko cancel their consumers
    and close politely, whatever has happened.
    """
    # For the whole wait: what py-amqp takes itself would begin anew with each delivery.
    with eventlet.Timeout(ANSWER_TIMEOUT_SECONDS, False):
        return wait(*arguments, **options)
    if channel.connection is not None:
        channel.connection.collect()
    raise RecoverableConnectionError("the broker did not answer in time")


class Channel(pyamqp.Channel):
    def wait(self, *arguments: Any, **options: Any) -> Any:
        return _in_time(self, super().wait, *arguments, **options)


class Connection(pyamqp.Connection):
    Channel = Channel
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

    def wait(self, *arguments: Any, **options: Any) -> Any:
        return _in_time(self, super().wait, *arguments, **options)

    def blocking_read(self, timeout: float | None = None) -> Any:
        """Raises one of kombu's connection errors where another greenlet discarded the socket."""
        try:
            return super().blocking_read(timeout)
        except EOFError as exc:
            raise RecoverableConnectionError("the socket was closed") from exc


class Transport(pyamqp.Transport):
    """For `kombu.Connection(uri, transport=Transport)`."""

    Connection = Connection


class SSLTransport(Transport, pyamqp.SSLTransport):
    """The same over TLS."""


def register() -> None:
    """Makes nameko's own consumers use these, too: they choose by the URI's scheme."""
    for scheme, transport in (("amqp", Transport), ("pyamqp", Transport), ("amqps", SSLTransport)):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:{transport.__name__}"


register()
