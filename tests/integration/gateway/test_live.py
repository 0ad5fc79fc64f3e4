"""Open pages hear what changes, and only what is theirs."""

import time
import uuid
from datetime import timedelta

import eventlet
import pytest
import requests

from chassis.keys import Keys
from contracts.enums import Role
from services.gateway.auth import Principal, Tokens
from services.gateway.http import server, streams
from services.gateway.http.streams import Streams
from tests.integration.gateway.conftest import SECRET_KEY, TENANT, actor_of, received, token
from tests.integration.gateway.listening import (
    STREAM,
    Listening,
    bearer,
    listen,
    tell,
    unread,
    until,
)

NEIGHBOUR = "99999999-9999-4999-8999-999999999999"
CAMPAIGN = "33333333-3333-4333-8333-333333333333"
SUBMITTED = {"campaign_id": CAMPAIGN, "attempt": 1, "is_primary": True}
STRANGER = str(uuid.uuid4())


@pytest.fixture
def gateway(start_gateway):
    """One of its own for each test, which may count its streams."""
    return start_gateway()


def told_of_campaign(gateway, **changed):
    return tell(gateway, "a2p", "campaign_submitted_v1", SUBMITTED, **changed)


def told_of_points(gateway, customer_id):
    data = {
        "transaction_id": str(uuid.uuid4()),
        "customer_id": customer_id,
        "points": 12,
        "balance_after": 512,
        "reason": "a secret",
        "day": "2026-03-02",
    }
    return tell(gateway, "loyalty", "points_earned_v1", data)


def open_streams(gateway):
    return gateway.container.shared_extensions[Streams]


def test_an_event_is_told_by_kind_resource_and_time_alone(gateway):
    listening = listen(gateway)
    assert listening.answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert listening.answer.headers["Cache-Control"] == "no-store"
    assert listening.opening == b"retry: 3000\n\n"
    event_id = told_of_campaign(gateway)
    heard = listening.next()
    occurred_at = heard["data"].pop("occurredAt")
    assert heard == {
        "id": event_id,
        "event": "campaign_submitted_v1",
        "data": {"type": "campaign_submitted_v1", "resourceId": CAMPAIGN},
    }
    assert occurred_at.endswith("Z")


def test_events_arrive_one_by_one_as_they_happen(gateway):
    listening = listen(gateway)
    for _ in range(3):
        event_id = told_of_campaign(gateway)
        assert listening.next()["id"] == event_id


def test_a_burst_arrives_whole_and_in_order(gateway):
    listening = listen(gateway)
    told = [told_of_campaign(gateway) for _ in range(100)]
    until(lambda: listening.next_chunk() and listening.text.count(b"\nevent:") == 100)
    lines = listening.text.decode().splitlines()
    assert [line[4:] for line in lines if line.startswith("id: ")] == told


def test_every_process_tells_its_own_pages(start_gateway, amqp_uri):
    gateways = [start_gateway(neighbours=(), amqp_uri=amqp_uri) for _ in range(2)]
    pages = [listen(gateway) for gateway in gateways]
    event_id = told_of_campaign(gateways[0])
    assert [page.next()["id"] for page in pages] == [event_id] * 2


def test_another_tenants_events_are_not_heard(gateway):
    ours, theirs = listen(gateway), listen(gateway, tenant=NEIGHBOUR)
    told_of_campaign(gateway, tenant=NEIGHBOUR)
    mine = told_of_campaign(gateway)
    assert ours.next()["id"] == mine
    assert theirs.next()["id"] != mine
    assert theirs.hears_nothing(0.2)


def test_a_customer_hears_of_own_points_and_of_nothing_else(gateway):
    customer, owner = listen(gateway, Role.CUSTOMER), listen(gateway)
    told_of_campaign(gateway)
    others = told_of_points(gateway, STRANGER)
    own = told_of_points(gateway, str(actor_of(Role.CUSTOMER)))
    heard = customer.next()
    assert (heard["id"], heard["data"]["resourceId"]) == (own, str(actor_of(Role.CUSTOMER)))
    assert b"secret" not in customer.text
    until(lambda: owner.next_chunk() and others.encode() in owner.text)


def test_staff_without_admin_rights_hear_of_bookings_and_not_of_the_registration(gateway):
    staff = listen(gateway, Role.STAFF)
    told_of_campaign(gateway)
    data = {
        "booking_id": CAMPAIGN,
        "customer_id": STRANGER,
        "starts_at": "2026-03-02T09:30:00Z",
        "subtotal_cents": 100,
        "discount_cents": 0,
        "points_used": 0,
        "total_cents": 100,
    }
    booked = tell(gateway, "booking", "booking_confirmed_v1", data)
    assert staff.next()["id"] == booked


def test_what_happened_before_a_restart_is_no_news(gateway):
    listening = listen(gateway)
    told_of_campaign(gateway, age=timedelta(minutes=6))
    new = told_of_campaign(gateway)
    assert listening.next()["id"] == new


def test_who_is_not_signed_in_hears_nothing(gateway):
    answer = gateway.ask("GET", STREAM)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert gateway.ask("GET", STREAM, role=Role.OPERATOR).status_code == 403
    assert open_streams(gateway).count == 0


def test_a_head_request_opens_nothing(gateway):
    answer = gateway.ask("HEAD", STREAM, role=Role.OWNER)
    assert (answer.status_code, answer.content) == (200, b"")
    assert open_streams(gateway).count == 0


def test_a_silent_stream_shows_that_it_is_alive(gateway, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.1)
    listening = listen(gateway)
    assert listening.next_chunk() == b": still here\n\n"
    assert listening.next_chunk() == b": still here\n\n"


def test_a_stream_ends_with_the_token_that_opened_it(gateway, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.3)
    almost_over = Tokens(Keys(SECRET_KEY), clock=lambda: time.time() - 3604)
    person = Principal(str(actor_of(Role.OWNER)), TENANT, Role.OWNER)
    listening = Listening(gateway, bearer(almost_over.issue(person)))
    chunks = iter(listening.next_chunk, None)
    assert set(chunks) <= {b": still here\n\n"}
    until(lambda: open_streams(gateway).count == 0)


def test_whoever_leaves_is_forgotten(gateway, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.1)
    listening = listen(gateway)
    assert open_streams(gateway).count == 1
    listening.close()
    until(lambda: open_streams(gateway).count == 0)


def test_a_persons_ninth_stream_ends_the_first_and_asks_it_to_wait(gateway):
    first, *others = [listen(gateway) for _ in range(streams.MOST_PER_USER + 1)]
    assert first.next_chunk() == b"retry: 60000\n\n"
    assert first.next_chunk() is None
    told_of_campaign(gateway)
    assert all(each.next()["data"]["resourceId"] == CAMPAIGN for each in others)
    assert open_streams(gateway).count == streams.MOST_PER_USER


def test_past_the_most_streams_of_a_process_the_others_are_told_when_to_return(
    gateway, monkeypatch
):
    monkeypatch.setattr(streams, "MOST_STREAMS", 1)
    kept = listen(gateway)
    answer = gateway.ask("GET", STREAM, role=Role.STAFF)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    told_of_campaign(gateway)
    assert kept.next()["data"]["resourceId"] == CAMPAIGN


def test_who_does_not_read_is_let_go_and_holds_nobody_up(gateway, monkeypatch):
    monkeypatch.setattr(streams, "MOST_WAITING", 20)
    monkeypatch.setattr(streams, "OPENING", b": %b\n\n" % (b"x" * 8_000_000))
    sleepy = unread(gateway, token(Role.OWNER))
    until(lambda: open_streams(gateway).count == 1)
    monkeypatch.setattr(streams, "OPENING", b"retry: 3000\n\n")
    awake = listen(gateway)
    for _ in range(30):
        event_id = told_of_campaign(gateway)
        assert awake.next()["id"] == event_id
    until(lambda: open_streams(gateway).count == 1)
    sleepy.close()


def test_a_stop_ends_streams_at_once_read_or_not(start_gateway, monkeypatch):
    gateway = start_gateway()
    listening = listen(gateway)
    monkeypatch.setattr(streams, "OPENING", b": %b\n\n" % (b"x" * 8_000_000))
    sleepy = unread(gateway, token(Role.ADMIN))
    until(lambda: open_streams(gateway).count == 2)
    started = time.monotonic()
    gateway.container.stop()
    assert time.monotonic() - started < 1
    assert listening.next_chunk() is None
    sleepy.close()


def test_a_hundred_streams_keep_no_worker_and_delay_no_request(start_gateway):
    gateway = start_gateway(max_workers=1)
    people = [Principal(str(uuid.uuid4()), TENANT, Role.OWNER) for _ in range(100)]
    pages = [
        Listening(gateway, bearer(Tokens(Keys(SECRET_KEY)).issue(person))) for person in people
    ]
    started = time.monotonic()
    for _ in range(10):
        assert gateway.ask("GET", "/api/auth/me", role=Role.OWNER).ok
    assert (time.monotonic() - started) / 10 < 0.25
    event_id = told_of_campaign(gateway)
    assert {page.next()["id"] for page in pages} == {event_id}
    for page in pages:
        page.close()


def test_a_stream_outlasts_the_deadline_of_requests(gateway, monkeypatch):
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.05)
    listening = listen(gateway)
    eventlet.sleep(0.1)
    event_id = told_of_campaign(gateway)
    assert listening.next()["id"] == event_id


@pytest.mark.parametrize("wrong", [{"event_id": "1\ndata: x"}, {"occurred_at": "then"}])
def test_an_event_that_is_not_well_formed_is_told_to_nobody(gateway, wrong):
    listening = listen(gateway)
    tell(gateway, "a2p", "campaign_submitted_v1", SUBMITTED, **wrong)
    event_id = told_of_campaign(gateway)
    assert listening.next()["id"] == event_id


def test_an_answer_without_chunks_ends_with_its_connection(gateway):
    """HTTP/1.0, as some proxies speak it."""
    head = f"GET {STREAM} HTTP/1.0\r\nAuthorization: Bearer {token(Role.OWNER)}\r\n\r\n"
    with gateway.connect() as connection:
        connection.sendall(head.encode())
        until(lambda: open_streams(gateway).count == 1)
        open_streams(gateway).close()
        assert received(connection).endswith(b"\r\n\r\nretry: 3000\n\n")


def test_a_stream_is_the_same_on_a_connection_that_is_used_again(gateway):
    with requests.Session() as session:
        url = f"http://127.0.0.1:{gateway.port}"
        assert session.get(f"{url}/api/health/live", timeout=5).ok
        proof = bearer(token(Role.OWNER))
        answer = session.get(f"{url}{STREAM}", headers=proof, stream=True, timeout=5)
        until(lambda: open_streams(gateway).count == 1)
        open_streams(gateway).close()
        assert answer.content == b"retry: 3000\n\n"
