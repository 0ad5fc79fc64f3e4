"""The in-process message broker of the embedded default: a kombu transport, `inproc://<name>`.

It knows publish, deliver, ack, prefetch and "nobody listens". It has no confirms, no time-to-live
and no dead-lettering, so nothing above may depend on those; see docs/decisions/0003.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from queue import Empty
from time import monotonic
from typing import Any
from weakref import WeakSet

from amqp.exceptions import ChannelError
from eventlet.event import Event
from kombu.transport import TRANSPORT_ALIASES, virtual

SCHEME = "inproc"


class Broker:
    """Everything that the connections of one broker name share."""

    def __init__(self) -> None:
        self.state = virtual.BrokerState()
        self.queues: dict[str, deque[Any]] = {}
        self.auto_delete: set[str] = set()
        self.consumers: Counter[str] = Counter()
        self.transports: WeakSet[Transport] = WeakSet()

    def wake(self, queue: str) -> None:
        for transport in list(self.transports):
            if queue in transport.consumed:
                transport.wake()


_brokers: defaultdict[str, Broker] = defaultdict(Broker)


class Message(virtual.Message):
    """Carries `content_type` among its properties, where AMQP has it and nameko looks for it."""

    def __init__(self, payload: Any, channel: Any = None, **kwargs: Any) -> None:
        super().__init__(payload, channel=channel, **kwargs)
        self.properties["content_type"] = self.content_type


class Channel(virtual.Channel):
    Message = Message
    body_encoding = "utf-8"  # messages never leave the process: no base64
    supports_fanout = True
    do_restore = True

    def __init__(self, connection: Transport, **kwargs: Any) -> None:
        self.broker = connection.broker
        self.events: defaultdict[str, set[Any]] = defaultdict(set)
        super().__init__(connection, **kwargs)

    def _has_queue(self, queue: str, **kwargs: Any) -> bool:
        return queue in self.broker.queues

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        self.broker.queues.setdefault(queue, deque())
        if kwargs.get("auto_delete") or kwargs.get("exclusive"):
            self.broker.auto_delete.add(queue)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return self.broker.queues[queue].popleft()
        except (KeyError, IndexError):
            raise Empty from None

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        # A queue that is gone drops the message, as RabbitMQ's default exchange does.
        if queue in self.broker.queues:
            self.broker.queues[queue].append(_copied(message))
            self.broker.wake(queue)

    def _put_fanout(
        self, exchange: str, message: Any, routing_key: str | None = None, **kwargs: Any
    ) -> None:
        for queue in self._lookup(exchange, routing_key):
            self._put(queue, message)

    def _queue_bind(self, *args: Any) -> None:
        """The binding table of the shared state is all there is."""

    def _size(self, queue: str) -> int:
        return len(self.broker.queues.get(queue, ()))

    def _delete(self, queue: str, *args: Any, **kwargs: Any) -> None:
        self.broker.queues.pop(queue, None)

    def _purge(self, queue: str) -> int:
        size = self._size(queue)
        if size:
            self.broker.queues[queue].clear()
        return size

    def _restore_at_beginning(self, message: Any) -> None:
        payload = message.serializable()
        payload["redelivered"] = True
        queue = self.broker.queues.get(message.properties["queue"])
        if queue is not None:
            queue.appendleft(payload)
            self.broker.wake(message.properties["queue"])

    _restore = _restore_at_beginning

    def basic_publish(
        self, message: Any, exchange: str, routing_key: str, mandatory: bool = False, **kwargs: Any
    ) -> None:
        if mandatory and not self._reaches_someone(exchange, routing_key):
            self._return(message, exchange, routing_key)
            return
        super().basic_publish(message, exchange, routing_key)

    def _reaches_someone(self, exchange: str, routing_key: str) -> bool:
        if not exchange:
            return routing_key in self.broker.queues
        known = exchange in self.state.exchanges
        return known and any(q in self.broker.queues for q in self._lookup(exchange, routing_key))

    def _return(self, message: Any, exchange: str, routing_key: str) -> None:
        error = ChannelError("NO_ROUTE", (60, 40), "312")
        handlers = list(self.events["basic_return"])
        if not handlers:
            raise error
        properties = {"delivery_tag": "", **message["properties"]}
        returned = self.Message(message | {"properties": properties}, channel=self)
        for handler in handlers:
            handler(error, exchange, routing_key, returned)

    def basic_consume(
        self, queue: str, no_ack: bool, callback: Any, consumer_tag: str, **kwargs: Any
    ) -> None:
        def remember_queue(message: Any) -> Any:
            message.properties["queue"] = queue
            return callback(message)

        super().basic_consume(queue, no_ack, remember_queue, consumer_tag)
        self.broker.consumers[queue] += 1
        self.connection.consumed[queue] += 1
        self.connection.wake()

    def basic_cancel(self, consumer_tag: str, **kwargs: Any) -> None:
        queue = self._tag_to_queue.get(consumer_tag)
        super().basic_cancel(consumer_tag)
        if queue is None:
            return
        self.broker.consumers[queue] -= 1
        self.connection.consumed[queue] -= 1
        self.connection.consumed += Counter()  # drops zero counts
        if queue in self.broker.auto_delete and not self.broker.consumers[queue]:
            self.broker.auto_delete.discard(queue)
            self._drop_queue(queue)

    def _drop_queue(self, queue: str) -> None:
        for exchange, routing_key, arguments in list(self.state.queue_bindings(queue)):
            self.queue_unbind(queue, exchange, routing_key, arguments)
        self._delete(queue)

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        super().basic_ack(delivery_tag, multiple)
        self.connection.wake()  # there is room under the prefetch limit again


class Transport(virtual.Transport):
    """One connection; waits for a wake-up where kombu's own would poll once a second."""

    Channel = Channel
    driver_type = "inproc"
    driver_name = "inproc"

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.broker = _brokers[client.hostname or "default"]
        self.state = self.broker.state
        self.consumed: Counter[str] = Counter()
        self._wakeup = Event()
        self.broker.transports.add(self)

    def wake(self) -> None:
        if not self._wakeup.ready():
            self._wakeup.send()

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        give_up_at = None if timeout is None else monotonic() + timeout
        while True:
            self._wakeup = Event()
            try:
                self.cycle.get(self._deliver)
                return
            except Empty:
                self._wait(give_up_at)

    def _wait(self, give_up_at: float | None) -> None:
        remaining = None if give_up_at is None else give_up_at - monotonic()
        if remaining is not None and remaining <= 0:
            raise TimeoutError
        self._wakeup.wait(remaining)

    def close_connection(self, connection: Any) -> None:
        super().close_connection(connection)
        self.wake()
        self.broker.transports.discard(self)

    def driver_version(self) -> str:
        return "1"


def _copied(message: Any) -> Any:
    """One queue's own copy: delivery properties differ from queue to queue."""
    properties = dict(message["properties"])
    properties["delivery_info"] = dict(properties["delivery_info"])
    properties["delivery_tag"] = virtual.base.uuid()
    return dict(message, properties=properties, headers=dict(message["headers"]))


def forget(name: str) -> None:
    """Drop a broker with all its queues; for tests."""
    _brokers.pop(name, None)


TRANSPORT_ALIASES[SCHEME] = "chassis.broker:Transport"
