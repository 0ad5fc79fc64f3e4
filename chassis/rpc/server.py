"""The answering side: an entrypoint that takes one payload and gives one, checked by contract."""

from __future__ import annotations

import logging
import sys
import time
import uuid
from functools import partial
from typing import Any

import eventlet
from marshmallow import Schema, ValidationError
from nameko.exceptions import ContainerBeingKilled, MethodNotFound
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from chassis.amqp import BrokerDown, Link
from chassis.database import is_connection_problem
from chassis.dead_letter_store import DeadLetterStore, acknowledge
from chassis.incoming import UnreadableMessage, context_data_of, read_json
from chassis.logs import event
from chassis.rpc import wire
from contracts import catalogue
from contracts.errors import ServiceError, invalid, unavailable
from contracts.shapes import RpcContract

log = logging.getLogger(__name__)

FIRST_RECONNECT_SECONDS = 0.5
LONGEST_RECONNECT_SECONDS = 5.0
READY_WAIT_SECONDS = 5.0
UNKNOWN_METHOD = "unknown method"
# A place among the unacknowledged requests is needed for those that could be answered.
KEEP_TRYING_SECONDS = 20.0


class RpcConsumer(SharedExtension, ProviderCollector):
    """Consumes the service's one request queue and sends replies over the same connection.

    The queue is transient and goes with its last consumer, so that a caller learns at once when
    nobody listens.
    """

    dead_letters = DeadLetterStore()

    def __init__(self) -> None:
        super().__init__()
        self._stopping = False
        self._consumer_tag = uuid.uuid4().hex
        self._keeper: Any = None
        self._ready = eventlet.event.Event()

    def setup(self) -> None:
        self._link = Link(
            self.container.config["AMQP_URI"], on_open=self._consume, on_close=self._on_close
        )
        self._lost = eventlet.event.Event()

    def start(self) -> None:
        if self._keeper is None:
            self._keeper = self.container.spawn_managed_thread(self._keep_consuming)
            # Without a broker a service starts all the same, and says so in its log.
            self._ready.wait(READY_WAIT_SECONDS)

    def _keep_consuming(self) -> None:
        pause = FIRST_RECONNECT_SECONDS
        while not self._stopping:
            self._lost = eventlet.event.Event()
            try:
                self._link.channel()
            except BrokerDown as exc:
                service = self.container.service_name
                event(log, "waiting_for_broker", service=service, reason=str(exc))
                eventlet.sleep(pause)
                pause = min(pause * 2, LONGEST_RECONNECT_SECONDS)
                continue
            pause = FIRST_RECONNECT_SECONDS
            if not self._ready.ready():
                self._ready.send()
            self._lost.wait()

    def _on_close(self) -> None:
        if not self._lost.ready():
            self._lost.send()

    def _consume(self, channel: Any) -> None:
        service = self.container.service_name
        queue = wire.queue_name(service)
        channel.exchange_declare(wire.EXCHANGE, type="topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, durable=False, auto_delete=True)
        channel.queue_bind(queue, wire.EXCHANGE, f"{service}.*")
        channel.basic_qos(0, self.container.max_workers, False)
        channel.basic_consume(
            queue,
            no_ack=False,
            callback=partial(self._on_message, channel),
            consumer_tag=self._consumer_tag,
        )

    def _on_message(self, channel: Any, raw: Any) -> None:
        """In the reader's greenlet: raised in here, an error would end the connection."""
        message = channel.message_to_python(raw)
        try:
            self._dispatch(message)
        except UnreadableMessage as unreadable:
            self._refuse(message, unreadable.reason)
        except Exception as exc:  # any message of anybody's must leave the queue
            log.exception("rpc request could not be handled")
            self._refuse(message, type(exc).__name__)

    def _dispatch(self, message: Any) -> None:
        if not message.properties.get("reply_to"):
            raise UnreadableMessage("no reply_to")
        method = str(message.delivery_info["routing_key"]).rpartition(".")[2]
        provider = next((p for p in self._providers if p.method_name == method), None)
        if provider is None:
            raise UnreadableMessage(UNKNOWN_METHOD)
        provider.handle_message(message)

    def _refuse(self, message: Any, reason: str) -> None:
        """Answers a caller that can be answered, and keeps the request as a dead letter."""
        if message.properties.get("reply_to"):
            unknown = MethodNotFound(reason) if reason == UNKNOWN_METHOD else None
            error = unknown or invalid("The request cannot be read.")
            self._publish_reply(message, wire.encode_reply(None, error))
        self.dead_letters.bury(
            message, source="rpc", reason=reason, give_up_after=KEEP_TRYING_SECONDS
        )

    def reply(self, message: Any, result: Any, error: BaseException | None) -> None:
        """Answers and acknowledges. A caller that is gone is no concern of ours."""
        if self._publish_reply(message, _encoded(result, error)):
            self.drop(message)

    def _publish_reply(self, message: Any, body: bytes) -> bool:
        direct = message.headers.get(wire.DIRECT_REPLY_HEADER)
        channel = message.channel
        try:
            channel.basic_publish(
                channel.prepare_message(
                    body,
                    content_type="application/json",
                    content_encoding="utf-8",
                    properties={
                        "correlation_id": message.properties.get("correlation_id"),
                        "delivery_mode": wire.TRANSIENT,
                    },
                ),
                exchange="" if direct else wire.EXCHANGE,
                routing_key=message.properties["reply_to"],
            )
        except Exception as exc:  # the connection broke under us: the broker redelivers the request
            event(log, "rpc_reply_not_sent", reason=type(exc).__name__)
            return False
        return True

    def drop(self, message: Any) -> None:
        acknowledge(message, "rpc")

    def give_back(self, message: Any) -> None:
        message.requeue()

    def stop_consuming(self) -> None:
        if not self._stopping:
            self._stopping = True
            if self._link.is_open:
                # Without waiting for the broker's word: the reader, not we, would receive it.
                self._link.channel().basic_cancel(self._consumer_tag, nowait=True)

    def stop(self) -> None:
        self._stopping = True
        self._link.close()
        self._on_close()

    kill = stop


class Rpc(Entrypoint):
    """`@rpc def redeem_points(self, request: dict) -> dict`; its contract is found by name."""

    rpc_consumer = RpcConsumer()

    contract: RpcContract
    _request: Schema
    _reply: Schema

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("expected_exceptions", ServiceError)
        super().__init__(**kwargs)

    def setup(self) -> None:
        contracts = self.container.config.get("RPC_CONTRACTS", catalogue.RPCS)
        self.contract = contracts[self.container.service_name, self.method_name]
        self._request, self._reply = self.contract.request(), self.contract.reply()
        self.rpc_consumer.register_provider(self)

    def stop(self) -> None:
        self.rpc_consumer.stop_consuming()
        self.rpc_consumer.unregister_provider(self)

    def handle_message(self, message: Any) -> None:
        context_data = context_data_of(message)
        if _is_past(context_data.get("deadline")):
            self.rpc_consumer.drop(message)  # nobody waits for the answer any more
            return
        try:
            request = self._load(message)
        except ServiceError as refused:
            self.rpc_consumer.reply(message, None, refused)
            return
        try:
            self.container.spawn_worker(
                self,
                (request,),
                {},
                context_data=context_data,
                handle_result=partial(self._handle_result, message),
            )
        except ContainerBeingKilled:
            self.rpc_consumer.give_back(message)

    def _load(self, message: Any) -> dict[str, Any]:
        arguments = read_json(message).get("args")
        if not isinstance(arguments, list):
            raise UnreadableMessage("no arguments")
        try:
            loaded: dict[str, Any] = self._request.load(arguments[0] if arguments else {})
        except ValidationError as exc:
            raise invalid("Some of what was sent is not valid.", exc.messages_dict) from exc
        return loaded

    def _handle_result(
        self, message: Any, worker_ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        error = exc_info[1] if exc_info else None
        if error is None:
            result, error, exc_info = self._shape(result)
        elif is_connection_problem(error):
            error = unavailable(self.container.service_name)
        self.rpc_consumer.reply(message, result, error)
        return result, exc_info

    def _shape(self, result: Any) -> tuple[Any, BaseException | None, Any]:
        """Dump alone validates nothing, so a reply is loaded once before it leaves."""
        try:
            dumped = self._reply.dump(result)
            self._reply.load(dumped)
        except Exception as exc:
            log.exception("reply breaks its contract: %s.%s", *self.contract.key)
            return None, exc, sys.exc_info()
        return dumped, None, None


def _encoded(result: Any, error: BaseException | None) -> bytes:
    try:
        return wire.encode_reply(result, error)
    except TypeError as exc:  # JSON has no word for it: a number of more than 64 bits
        log.exception("reply cannot be encoded")
        return wire.encode_reply(None, exc)


def _is_past(deadline: str | None) -> bool:
    return deadline is not None and float(deadline) < time.time()


rpc = Rpc.decorator
