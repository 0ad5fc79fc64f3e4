"""One long-lived broker connection, made anew when it breaks; RPC and the relay build on it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from kombu import Connection
from kombu.exceptions import OperationalError
from nameko.utils import sanitize_url

import chassis.broker
from chassis.amqp_connection import HEARTBEAT_SECONDS
from chassis.logs import event

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_SECONDS = 2.0
# To connect, and to declare and consume what `on_open` does.
OPEN_TIMEOUT_SECONDS = 4.0
RETRY_AFTER_SECONDS = 0.4


class BrokerDown(Exception):
    """The broker cannot be reached, or the connection to it broke."""


class Link:
    """A connection made when first needed and made anew after it broke.

    `on_open(channel)` declares and consumes; `on_close()` learns that everything in flight is lost.
    """

    def __init__(
        self,
        amqp_uri: str,
        *,
        on_open: Callable[[Any], None],
        on_close: Callable[[], None] = lambda: None,
        confirms: bool = False,
    ) -> None:
        self._uri = amqp_uri
        self._on_open = on_open
        self._on_close = on_close
        # Whoever waits for confirmations reads them, so such a connection has no reader beside it,
        # and without a reader no heartbeat would ever be seen.
        self._has_reader = not confirms
        self._opening = Semaphore()
        self._pointless_until = 0.0
        self._connection: Any = None
        self._channel: Any = None
        self._greenlets: list[Any] = []

    @property
    def is_open(self) -> bool:
        return self._channel is not None

    def channel(self) -> Any:
        """The open channel; connects if there is none. Raises BrokerDown."""
        if self._channel is None:
            with self._opening:
                if self._channel is None:
                    self._open_unless_just_tried()
        return self._channel

    def _open_unless_just_tried(self) -> None:
        """Of many callers that wait for a dead broker, only the first spends the time."""
        if time.monotonic() < self._pointless_until:
            raise BrokerDown("the broker did not answer a moment ago")
        try:
            self._open()
        except BrokerDown:
            self._pointless_until = time.monotonic() + RETRY_AFTER_SECONDS
            raise

    def _open(self) -> None:
        connection = Connection(
            self._uri,
            heartbeat=HEARTBEAT_SECONDS if self._has_reader else 0,
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
        )
        silence = eventlet.Timeout(OPEN_TIMEOUT_SECONDS, BrokerDown("the broker is silent"))
        try:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)
            channel = connection.channel()
            self._on_open(channel)
        except (OperationalError, *connection.connection_errors, *connection.channel_errors) as exc:
            connection.collect()
            raise BrokerDown(f"{sanitize_url(self._uri)}: {exc}") from exc
        except BaseException:
            connection.collect()
            raise
        finally:
            silence.cancel()
        self._connection, self._channel = connection, channel
        if self._has_reader:
            loops = (self._read, self._beat)
            self._greenlets = [eventlet.spawn(loop, connection) for loop in loops]

    def _read(self, connection: Any) -> None:
        try:
            while connection is self._connection:
                connection.drain_events()
        except Exception as exc:  # whatever broke the reader, the link is gone
            self._lost(connection, exc)

    def _beat(self, connection: Any) -> None:
        while connection is self._connection and connection.supports_heartbeats:
            eventlet.sleep(HEARTBEAT_SECONDS / 3)
            try:
                connection.heartbeat_check()
            except Exception as exc:  # a missed heartbeat surfaces as any of several socket errors
                self._lost(connection, exc)

    def _lost(self, connection: Any, exc: BaseException) -> None:
        if connection is not self._connection:
            return
        event(log, "broker_connection_lost", reason=type(exc).__name__)
        # Nobody is there to answer a polite close.
        self._end(Connection.collect)

    def broke(self, exc: BaseException) -> None:
        """A publisher found the connection dead before the reader did."""
        if self._connection is not None:
            self._lost(self._connection, exc)

    def close(self) -> None:
        self._end(Connection.release)

    def _end(self, leave: Callable[[Any], None]) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is None:
            return
        current = eventlet.getcurrent()
        for greenlet in self._greenlets:
            if greenlet is not current:
                greenlet.kill()
        try:
            leave(connection)
        except Exception:  # closing a dead socket may fail in any way; it is closed all the same
            event(log, "broker_connection_close_failed")
        self._on_close()


class ConfirmedPublisher:
    """Publishes one after another on a channel without a reader, and waits once for all of it.

    A wait for each would cost a round trip a message, and on a quorum queue a flush to disk.
    """

    def __init__(self, channel: Any) -> None:
        channel.confirm_select()
        channel.events["basic_ack"].add(self._on_ack)
        channel.events["basic_nack"].add(self._on_nack)
        self._channel = channel
        # The broker counts what is published on a channel, from 1.
        self._count = 0
        self._unconfirmed: set[int] = set()
        self._is_refused = False

    def publish(self, message: Any, *, exchange: str, routing_key: str) -> None:
        self._channel.basic_publish(message, exchange=exchange, routing_key=routing_key)
        self._count += 1
        self._unconfirmed.add(self._count)

    def wait(self, seconds: float) -> None:
        """Until the broker keeps all of it. Raises BrokerDown where it does not, TimeoutError where
        it does not say so in time; the link is of no use then.
        """
        give_up_at = time.monotonic() + seconds
        while self._unconfirmed:
            # No time at all would mean: without waiting.
            left = max(give_up_at - time.monotonic(), 0.001)
            self._channel.connection.drain_events(timeout=left)
        if self._is_refused:
            raise BrokerDown("the broker could not keep what was published")

    def _on_ack(self, tag: int, multiple: bool) -> None:
        settled = {each for each in self._unconfirmed if each <= tag} if multiple else {tag}
        self._unconfirmed -= settled

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._is_refused = True
        self._on_ack(tag, multiple)


INPROC_URI = f"{chassis.broker.SCHEME}://servicepro"


def is_inproc(amqp_uri: str) -> bool:
    return amqp_uri.startswith(f"{chassis.broker.SCHEME}:")
