"""The calling side: one connection and one reply queue per process, a deadline on every call."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import eventlet
from eventlet.event import Event
from marshmallow import Schema, ValidationError
from nameko.exceptions import deserialize
from nameko.extensions import DependencyProvider, SharedExtension

from chassis import context
from chassis.amqp import BrokerDown, Link, is_inproc
from chassis.database import in_transaction
from chassis.dead_letter_store import DeadLetterStore
from chassis.incoming import MAX_WORD_LENGTH, UnreadableMessage, read_json
from chassis.logs import event
from chassis.rpc import wire
from contracts import catalogue
from contracts.errors import ServiceError, unavailable
from contracts.shapes import RpcContract

log = logging.getLogger(__name__)

PSEUDO_QUEUE = "amq.rabbitmq.reply-to"  # RabbitMQ's direct reply-to: no queue, no binding

_NOBODY = object()
_UNREADABLE: dict[str, Any] = {}


class RpcFailure(Exception):
    """The called service failed in a way that it did not foresee."""


class PendingReply:
    """A call under way; `result()` waits for it until its deadline."""

    def __init__(
        self, contract: RpcContract, call: context.CallContext, forget: Callable[[], None]
    ) -> None:
        self._contract = contract
        self._call = call
        self._forget = forget
        self._event = Event()

    def arrive(self, reply: Any) -> None:
        if not self._event.ready():
            self._event.send(reply)

    def result(self) -> dict[str, Any]:
        """The reply as the contract shapes it. Raises ServiceError or RpcFailure."""
        try:
            reply = self._event.wait(max(self._call.seconds_left() or 0.0, 0.0))
        finally:
            self._forget()
        if reply is None or reply is _NOBODY:
            raise unavailable(self._contract.service)
        if reply.get("error"):
            raise _error_of(reply["error"])
        try:
            loaded: dict[str, Any] = _schema(self._contract.reply).load(reply.get("result"))
        except ValidationError as exc:  # the called service's mistake, not the request's
            raise RpcFailure("unreadable reply") from exc
        return loaded


def _error_of(described: Any) -> Exception:
    """Whatever describes no error of ours is an unforeseen failure."""
    try:
        error = deserialize(described)
    except Exception as exc:  # it may hold anything, and constructors may refuse it in any way
        return RpcFailure(type(exc).__name__)
    if isinstance(error, ServiceError):
        return error
    return RpcFailure(str(described.get("exc_type"))[:MAX_WORD_LENGTH])


_schemas: dict[type[Schema], Schema] = {}


def _schema(schema: type[Schema]) -> Schema:
    if schema not in _schemas:
        _schemas[schema] = schema()
    return _schemas[schema]


def _log_unreadable(_message: object, reason: str) -> None:
    event(log, "rpc_reply_not_read", reason=reason)


class RpcClient:
    def __init__(
        self,
        amqp_uri: str,
        contracts: Mapping[tuple[str, str], RpcContract] = catalogue.RPCS,
        *,
        on_unreadable: Callable[[Any, str], None] = _log_unreadable,
    ) -> None:
        self._contracts = contracts
        self._on_unreadable = on_unreadable
        self._inproc = is_inproc(amqp_uri)
        self._pending: dict[str, PendingReply] = {}
        self._reply_to = PSEUDO_QUEUE
        self._link = Link(amqp_uri, on_open=self._consume_replies, on_close=self._fail_pending)

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], timeout: float | None = None
    ) -> dict[str, Any]:
        return self.call_async(service, method, payload, timeout).result()

    def call_async(
        self, service: str, method: str, payload: Mapping[str, Any], timeout: float | None = None
    ) -> PendingReply:
        if in_transaction():
            raise RuntimeError(f"{service}.{method} called while a transaction is open")
        contract = self._contracts[service, method]
        call = context.current().with_deadline(timeout or contract.kind.deadline_seconds)
        body = wire.encode_request(_dump_strictly(contract, payload))
        correlation_id = uuid.uuid4().hex
        pending = PendingReply(contract, call, lambda: self._forget(correlation_id))
        self._pending[correlation_id] = pending
        try:
            self._publish(contract, body, call, correlation_id)
        except BaseException:
            self._forget(correlation_id)
            raise
        return pending

    def _publish(
        self, contract: RpcContract, body: bytes, call: context.CallContext, correlation_id: str
    ) -> None:
        try:
            channel = self._channel_in_time(call)
            message = channel.prepare_message(
                body,
                content_type="application/json",
                content_encoding="utf-8",
                headers={**call.as_headers(), wire.DIRECT_REPLY_HEADER: True},
                properties={
                    "reply_to": self._reply_to,
                    "correlation_id": correlation_id,
                    "delivery_mode": wire.TRANSIENT,
                },
            )
            channel.basic_publish(
                message,
                exchange=wire.EXCHANGE,
                routing_key=f"{contract.service}.{contract.method}",
                mandatory=True,
            )
        except BrokerDown as exc:
            raise unavailable(contract.service) from exc
        except OSError as exc:
            self._link.broke(exc)
            raise unavailable(contract.service) from exc

    def _channel_in_time(self, call: context.CallContext) -> Any:
        """Opening a connection takes seconds where the broker is silent; a call may have fewer."""
        left = max(call.seconds_left() or 0.0, 0.0)
        with eventlet.Timeout(left, BrokerDown("no time is left to connect")):
            return self._link.channel()

    def _consume_replies(self, channel: Any) -> None:
        channel.exchange_declare(wire.EXCHANGE, type="topic", durable=True, auto_delete=False)
        if self._inproc:
            self._reply_to = f"rpc.reply-{uuid.uuid4().hex}"
            channel.queue_declare(self._reply_to, exclusive=True, auto_delete=True)
        channel.basic_consume(
            self._reply_to, no_ack=True, callback=self._on_reply, consumer_tag=uuid.uuid4().hex
        )
        channel.events["basic_return"].add(self._on_return)

    def _on_reply(self, message: Any) -> None:
        """In the reader's greenlet: what is raised in here loses every reply under way."""
        pending = self._pending.get(message.properties.get("correlation_id", ""))
        try:
            reply = read_json(message)
        except UnreadableMessage as unreadable:
            reply = _UNREADABLE
            self._on_unreadable(message, unreadable.reason)
        if pending is not None:
            pending.arrive(reply)

    def _on_return(self, exc: Any, exchange: str, routing_key: str, message: Any) -> None:
        """No queue was bound: nobody listens, which is known at once."""
        pending = self._pending.get(message.properties.get("correlation_id", ""))
        if pending is not None:
            pending.arrive(_NOBODY)

    def _fail_pending(self) -> None:
        for pending in list(self._pending.values()):
            pending.arrive(_NOBODY)

    def _forget(self, correlation_id: str) -> None:
        self._pending.pop(correlation_id, None)

    def close(self) -> None:
        self._link.close()


def _dump_strictly(contract: RpcContract, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Marshmallow drops what it does not know when dumping; for a request that hides a bug."""
    schema = _schema(contract.request)
    unknown = payload.keys() - schema.fields.keys()
    if unknown:
        raise TypeError(f"{contract.service}.{contract.method} takes no {sorted(unknown)}")
    dumped: dict[str, Any] = schema.dump(payload)
    return dumped


class SharedRpcClient(SharedExtension):
    """One client for all neighbours of a service in a process."""

    dead_letters = DeadLetterStore()
    client: RpcClient

    def setup(self) -> None:
        config = self.container.config
        contracts = config.get("RPC_CONTRACTS", catalogue.RPCS)
        self.client = RpcClient(config["AMQP_URI"], contracts, on_unreadable=self._bury)

    def _bury(self, message: Any, reason: str) -> None:
        self.dead_letters.bury(
            message, source="rpc reply", reason=reason, give_up_after=0.0, is_acknowledged=True
        )

    def stop(self) -> None:
        self.client.close()

    kill = stop


class RemoteMethod:
    def __init__(self, client: RpcClient, service: str, method: str) -> None:
        self._client, self._service, self._method = client, service, method

    def __call__(self, *, timeout: float | None = None, **payload: Any) -> dict[str, Any]:
        return self._client.call(self._service, self._method, payload, timeout)

    def call_async(self, *, timeout: float | None = None, **payload: Any) -> PendingReply:
        return self._client.call_async(self._service, self._method, payload, timeout)


class RemoteService:
    def __init__(self, client: RpcClient, service: str) -> None:
        self._client, self._service = client, service

    def __getattr__(self, method: str) -> RemoteMethod:
        return RemoteMethod(self._client, self._service, method)


class ServiceRpc(DependencyProvider):
    """A neighbour, called as `self.phone.ensure_messaging_service(tenant_id=…)`."""

    shared = SharedRpcClient()

    def __init__(self, target_service: str) -> None:
        self.target_service = target_service

    def get_dependency(self, worker_ctx: Any) -> RemoteService:
        return RemoteService(self.shared.client, self.target_service)
