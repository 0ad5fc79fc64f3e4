"""Calls between services, on both brokers."""

import time

import eventlet
import pytest
from marshmallow import fields
from nameko.standalone.rpc import ClusterRpcProxy

from chassis import context
from chassis.dependencies import CallContext
from chassis.rpc import RpcClient, RpcFailure, ServiceRpc, rpc
from contracts.errors import Code, Kind, ServiceError, conflict
from contracts.fields import Reply, Request
from contracts.shapes import CallKind, RpcContract


class Number(Request):
    value = fields.Integer(required=True)


class Told(Reply):
    value = fields.Integer(required=True)
    correlation_id = fields.String()
    actor_id = fields.String(allow_none=True)
    text = fields.String()


METHODS = ["double", "repeat", "dawdle", "refuse", "crash", "tell_context", "lie", "relay"]
CONTRACTS = {
    (service, method): RpcContract(service, method, CallKind.READ, Number, Told)
    for service in ("maths", "front", "nobody")
    for method in METHODS
}


class Maths:
    name = "maths"
    call_context = CallContext()
    calls: list[int] = []

    @rpc
    def double(self, request):
        self.calls.append(request["value"])
        return {"value": request["value"] * 2}

    @rpc
    def repeat(self, request):
        return {"value": 0, "text": "x" * request["value"]}

    @rpc
    def dawdle(self, request):
        self.calls.append(request["value"])
        eventlet.sleep(0.3)
        return {"value": 0}

    @rpc
    def refuse(self, request):
        raise conflict(Code.CAMPAIGN_BUSY, "Not now.", {"balance": "40"})

    @rpc
    def crash(self, request):
        raise ValueError("secret 12-3456789")

    @rpc
    def tell_context(self, request):
        known = context.current()
        return {"value": 0, "correlation_id": known.correlation_id, "actor_id": known.actor_id}

    @rpc
    def lie(self, request):
        return {"value": "not a number"}


class Front:
    name = "front"
    call_context = CallContext()
    maths = ServiceRpc("maths")

    @rpc
    def relay(self, request):
        return self.maths.tell_context(value=request["value"])


@pytest.fixture
def config(amqp_uri):
    return {"AMQP_URI": amqp_uri, "RPC_CONTRACTS": CONTRACTS}


@pytest.fixture
def maths(config, start_service):
    Maths.calls.clear()
    return start_service(Maths, config)


@pytest.fixture
def client(amqp_uri):
    client = RpcClient(amqp_uri, CONTRACTS)
    yield client
    client.close()


def test_a_call_gives_the_reply(maths, client):
    assert client.call("maths", "double", {"value": 21}) == {"value": 42}


def test_calls_under_way_at_once_get_their_own_replies(maths, client):
    pending = [client.call_async("maths", "double", {"value": n}) for n in range(50)]
    assert [reply.result()["value"] for reply in pending] == [n * 2 for n in range(50)]


def test_large_replies_arrive_whole_while_other_calls_go_out(config, client, start_service):
    start_service(Maths, config)
    large = [client.call_async("maths", "repeat", {"value": 300_000 + n}) for n in range(12)]
    small = [client.call("maths", "double", {"value": n})["value"] for n in range(40)]
    assert small == [n * 2 for n in range(40)]
    assert [len(reply.result()["text"]) for reply in large] == [300_000 + n for n in range(12)]


def test_a_refusal_arrives_with_kind_code_message_and_details(maths, client):
    with pytest.raises(ServiceError) as refused:
        client.call("maths", "refuse", {"value": 1})
    assert refused.value.kind is Kind.CONFLICT
    assert refused.value.code == "CAMPAIGN_BUSY"
    assert refused.value.message == "Not now."
    assert refused.value.details == {"balance": "40"}


def test_an_unforeseen_failure_crosses_without_its_text(maths, client):
    with pytest.raises(RpcFailure) as failure:
        client.call("maths", "crash", {"value": 1})
    assert "12-3456789" not in str(failure.value)


def test_a_request_that_breaks_the_contract_is_refused_by_field(maths, amqp_uri, client):
    class Lax(Request):
        value = fields.Raw()
        more = fields.Raw()

    key = ("maths", "double")
    lax = RpcClient(amqp_uri, {key: RpcContract(*key, CallKind.READ, Lax, Told)})
    with pytest.raises(ServiceError) as refused:
        lax.call("maths", "double", {"value": "many", "more": 1})
    lax.close()
    assert refused.value.kind is Kind.INVALID
    assert set(refused.value.fields) == {"value", "more"}
    assert Maths.calls == []


def test_a_reply_that_breaks_the_contract_never_leaves_the_service(maths, client):
    with pytest.raises(RpcFailure):
        client.call("maths", "lie", {"value": 1})


def test_a_payload_with_an_unknown_field_is_a_bug_of_the_caller(maths, client):
    with pytest.raises(TypeError, match="surplus"):
        client.call("maths", "double", {"value": 1, "surplus": 2})


def test_nobody_listening_is_known_at_once(client):
    began = time.monotonic()
    with pytest.raises(ServiceError) as refused:
        client.call("nobody", "double", {"value": 1})
    assert refused.value.kind is Kind.UNAVAILABLE
    assert time.monotonic() - began < CallKind.READ.deadline_seconds / 2


def test_a_service_that_stopped_is_unavailable_at_once(maths, client):
    client.call("maths", "double", {"value": 1})
    maths.stop()
    began = time.monotonic()
    with pytest.raises(ServiceError) as refused:
        client.call("maths", "double", {"value": 1})
    assert refused.value.kind is Kind.UNAVAILABLE
    assert time.monotonic() - began < CallKind.READ.deadline_seconds / 2


def test_a_call_ends_at_its_deadline(maths, client):
    with pytest.raises(ServiceError) as refused:
        client.call("maths", "dawdle", {"value": 1}, timeout=0.05)
    assert refused.value.kind is Kind.UNAVAILABLE


def test_work_past_its_deadline_is_dropped_unread(config, client, start_service):
    Maths.calls.clear()
    start_service(Maths, {**config, "max_workers": 1})
    slow = client.call_async("maths", "dawdle", {"value": 1})
    waiting = client.call_async("maths", "double", {"value": 2}, timeout=0.05)
    with pytest.raises(ServiceError):
        waiting.result()
    slow.result()
    assert client.call("maths", "double", {"value": 3}) == {"value": 6}
    assert Maths.calls == [1, 3]


def test_context_travels_through_a_chain_of_calls(maths, config, client, start_service):
    start_service(Front, config)
    with context.use(context.new_context(actor_id="ann", correlation_id="c-1")):
        told = client.call("front", "relay", {"value": 1})
    assert (told["correlation_id"], told["actor_id"]) == ("c-1", "ann")


def test_a_chain_of_calls_has_no_more_time_than_its_first_caller():
    call = context.new_context().with_deadline(1.0)
    assert call.with_deadline(60.0).deadline == call.deadline


def test_two_processes_share_the_work(config, client, start_service):
    start_service(Maths, config)
    start_service(Maths, config)
    replies = [client.call_async("maths", "double", {"value": n}) for n in range(20)]
    assert [reply.result()["value"] for reply in replies] == [n * 2 for n in range(20)]


def test_a_stock_nameko_caller_is_answered(maths, amqp_uri):
    with ClusterRpcProxy({"AMQP_URI": amqp_uri}, timeout=3) as cluster:
        assert cluster.maths.double({"value": 4})["value"] == 8


def test_an_unknown_method_is_a_failure_not_a_silence(maths, amqp_uri):
    key = ("maths", "fly")
    client = RpcClient(amqp_uri, {key: RpcContract(*key, CallKind.READ, Number, Told)})
    with pytest.raises(RpcFailure):
        client.call("maths", "fly", {"value": 1})
    client.close()
