"""What is not well-behaved HTTP: refused in JSON, in time, and without harm to anybody else."""

import json
import logging
import socket
import struct

import eventlet
import pytest

from contracts.enums import Role
from services.gateway.http import GatewayServer, protocol, reading
from tests.integration.gateway.conftest import received

LIVE = b"GET /api/health/live HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
CREDENTIALS = b'{"email": "a@b.test", "password": "x"}'


def parsed(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/json" in head
    assert b"Connection: close" in head
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/x\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (LIVE + b"X-Long: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (LIVE + b"X: y\r\n" * 120 + b"\r\n", 431),
        (LIVE + (b"X: " + b"a" * 8000 + b"\r\n") * 10 + b"\r\n", 431),
        (POST + b"Content-Length: nine\r\n\r\n", 400),
        (POST + b"Content-Length: -1\r\n\r\n", 400),
        (POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        (POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400),
        (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
        (CHUNKED + b"zz\r\n\r\n", 400),
        (CHUNKED + b"\r\n0\r\n\r\n", 400),
        (CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"+2\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b" 2\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"0_2\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"2\n{}\n0\n\n", 400),
        (CHUNKED + b"000000002\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"2\r\n{}x\r\n0\r\n\r\n", 400),
        (CHUNKED + b"2\r\n{}0\r\n\r\n", 400),
        (CHUNKED + b"2\r\n{}\n0\r\n\r\n", 400),
    ],
)
def test_malformed_http_is_refused_in_json(gateway, data, status):
    answered, body = parsed(gateway.raw(data))
    assert answered == status
    assert body.keys() - {"fields"} == {"error", "code", "requestId"}
    assert body["code"] == "INVALID_REQUEST"
    assert gateway.ask("GET", "/api/health/live").ok


def test_a_length_that_promises_too_much_is_refused_unread(gateway):
    answered, body = parsed(gateway.raw(POST + b"Content-Length: 99999999999\r\n\r\n{"))
    assert (answered, body["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_endless_chunk_framing_is_refused(gateway, monkeypatch):
    monkeypatch.setattr(protocol, "LONGEST_RAW_BODY", 4096)
    data = POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 1000
    answered, body = parsed(gateway.raw(data))
    assert (answered, body["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_chunked_body_is_read(gateway):
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(CREDENTIALS), CREDENTIALS)
    head = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert gateway.raw(head + chunks).startswith(b"HTTP/1.1 200")


def test_sizes_of_chunks_may_have_extensions_and_bodies_trailers(gateway):
    one, two = CREDENTIALS[:10], CREDENTIALS[10:]
    chunks = b"%X;name=value\r\n%s\r\n%08x\r\n%s\r\n0;last\r\nTrailer: x\r\n\r\n"
    body = chunks % (len(one), one, len(two), two)
    answer = gateway.raw(CHUNKED + body + LIVE + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_expect_continue_is_honoured_for_a_body_that_is_wanted(gateway):
    with gateway.connect() as connection:
        length = b"Content-Length: %d\r\n" % len(CREDENTIALS)
        connection.sendall(POST + length + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(CREDENTIALS)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_expect_continue_is_answered_at_once_for_a_body_that_is_not(gateway):
    head = POST + b"Content-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"
    assert parsed(gateway.raw(head))[0] == 413


def test_one_connection_serves_many_requests_in_order(gateway):
    request = POST + b"Content-Length: %d\r\n\r\n%s" % (len(CREDENTIALS), CREDENTIALS)
    answer = gateway.raw(request * 3 + LIVE + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK") == 4
    assert len(gateway.stage.asked) == 3


def test_a_body_nobody_read_is_not_taken_for_a_request(gateway):
    smuggled = LIVE + b"\r\n"
    head = b"POST /nope HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(smuggled)
    answered, body = parsed(gateway.raw(head + smuggled))
    assert (answered, body["code"]) == (404, "NOT_FOUND")


def test_a_head_that_drips_in_is_cut_off(gateway, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.05)
    assert gateway.raw(LIVE + b"X-Slow: ") == b""


def test_a_request_line_that_never_ends_is_cut_off(gateway, monkeypatch):
    monkeypatch.setattr(protocol, "IDLE_SECONDS", 0.05)
    assert gateway.raw(b"GET /api/hea") == b""


def test_a_body_that_never_arrives_is_refused(gateway, monkeypatch):
    monkeypatch.setattr(reading, "BODY_SECONDS", 0.05)
    answered, body = parsed(gateway.raw(POST + b"Content-Length: 50\r\n\r\n{"))
    assert (answered, body["code"]) == (408, "INVALID_REQUEST")


def test_slow_callers_keep_no_worker(start_gateway):
    gateway = start_gateway(max_workers=1)
    with gateway.connect() as one, gateway.connect() as other:
        one.sendall(POST + b"Content-Length: 50\r\n\r\n{")
        other.sendall(LIVE)
        assert gateway.ask("GET", "/api/admin/a2p/campaigns", role=Role.OWNER).ok


def test_whoever_is_silent_longest_makes_room(gateway):
    server = gateway.container.shared_extensions[GatewayServer]
    server._slots.counter = 2  # and one is taken for whoever comes next
    with gateway.connect() as first, gateway.connect() as second, gateway.connect() as busy:
        busy.sendall(LIVE)
        for _ in range(3):
            eventlet.sleep(0.02)
            assert gateway.ask("GET", "/api/health/live").ok
        assert first.recv(1) == b""
        assert second.recv(1) == b""
        busy.sendall(b"Connection: close\r\n\r\n")
        assert received(busy).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /api/he",
        LIVE,
        POST + b"Content-Length: 50\r\n\r\n{",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"GET /api/docs HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
@pytest.mark.parametrize("reset", [False, True])
def test_a_caller_who_leaves_is_no_error(gateway, caplog, sent, reset):
    for _ in range(3):
        connection = gateway.connect()
        connection.sendall(sent)
        if reset:
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.close()
    assert gateway.ask("GET", "/api/health/live").ok
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
