"""Absent, slow and busy: the gateway says so in time and goes on with the rest."""

import sys
import time

import eventlet
import pytest
from nameko.containers import ServiceContainer

from contracts.enums import Role
from services.gateway import views
from services.gateway.http import route
from services.gateway.service import GatewayService
from tests.integration.gateway.twilio import VOICE, post_form

CAMPAIGNS = "/api/admin/a2p/campaigns"
WIZARD = "/api/admin/setup-wizard/status"


class Gate:
    """Answers of a service that wait until the test is done with waiting."""

    def __init__(self):
        self.entered, self._open = eventlet.event.Event(), eventlet.event.Event()

    def __call__(self, request):
        if not self.entered.ready():
            self.entered.send()
        self._open.wait()
        return {"items": [], "page": 1, "page_size": 20, "total": 0}

    def open(self):
        self._open.send()


@pytest.fixture
def gate():
    made = Gate()
    yield made
    if not made._open.ready():
        made.open()


def test_an_absent_service_is_a_503_at_once(start_gateway):
    gateway = start_gateway(neighbours=("tenants", "phone"))
    started = time.monotonic()
    answer = gateway.ask("GET", CAMPAIGNS, role=Role.OWNER)
    assert time.monotonic() - started < 1
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
    assert gateway.ask("GET", "/api/admin/phone/config", role=Role.OWNER).ok


def test_a_service_past_its_deadline_is_a_503(start_gateway, gate):
    gateway = start_gateway(deadline=0.05)
    gateway.stage.answers["list_campaigns"] = gate
    answer = gateway.ask("GET", CAMPAIGNS, role=Role.OWNER)
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("there", "unavailable", "states"),
    [
        (("phone",), ["a2p", "loyalty"], ["UNKNOWN"] * 3),
        (("a2p",), ["phone", "loyalty"], ["COMPLETE", "UNKNOWN", "UNKNOWN"]),
        (("loyalty",), ["a2p", "phone"], ["UNKNOWN", "UNKNOWN", "COMPLETE"]),
        ((), ["a2p", "phone", "loyalty"], ["UNKNOWN"] * 3),
    ],
)
def test_the_wizard_tells_what_is_there(start_gateway, there, unavailable, states):
    answer = start_gateway(neighbours=there).ask("GET", WIZARD, role=Role.OWNER)
    assert answer.status_code == 200
    assert answer.json()["unavailable"] == unavailable
    assert [step["state"] for step in answer.json()["steps"]] == states


def test_the_wizard_does_not_wait_for_a_slow_part(gateway, gate, monkeypatch):
    monkeypatch.setattr(views, "PART_SECONDS", 0.05)
    gateway.stage.answers["get_setup_status"] = gate
    told = gateway.ask("GET", WIZARD, role=Role.OWNER).json()
    assert told["unavailable"] == ["phone"]
    assert told["a2pStatus"] is not None


def test_ready_means_that_every_service_answers(gateway):
    answer = gateway.ask("GET", "/api/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "READY")
    assert {part["state"] for part in answer.json()["services"]} == {"UP"}


def test_not_ready_names_the_parts(start_gateway):
    gateway = start_gateway(neighbours=("tenants", "a2p"))
    gateway.stage.answers["health"] = lambda request: {"service": "x", "database": False}
    answer = gateway.ask("GET", "/api/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert answer.json()["services"] == [
        {"name": "tenants", "state": "DATABASE_DOWN"},
        {"name": "a2p", "state": "DATABASE_DOWN"},
        {"name": "phone", "state": "DOWN"},
        {"name": "loyalty", "state": "DOWN"},
        {"name": "booking", "state": "DOWN"},
    ]
    assert int(answer.headers["Retry-After"]) > 0


def test_with_every_worker_busy_it_is_still_alive(start_gateway, gate, monkeypatch):
    monkeypatch.setattr(sys.modules[route.__module__], "WORKER_WAIT_SECONDS", 0.05)
    gateway = start_gateway(max_workers=1)
    gateway.stage.answers["list_campaigns"] = gate
    busy = eventlet.spawn(gateway.ask, "GET", CAMPAIGNS, role=Role.OWNER)
    gate.entered.wait()
    assert gateway.ask("GET", "/api/health/live").json() == {"status": "LIVE"}
    turned_away = gateway.ask("GET", "/api/admin/phone/config", role=Role.OWNER)
    assert (turned_away.status_code, turned_away.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    gate.open()
    assert busy.wait().status_code == 200
    assert gateway.ask("GET", "/api/admin/phone/config", role=Role.OWNER).ok


def test_with_every_worker_busy_a_caller_on_the_phone_still_hears_a_sentence(
    start_gateway, gate, monkeypatch
):
    monkeypatch.setattr(sys.modules[route.__module__], "WORKER_WAIT_SECONDS", 0.05)
    gateway = start_gateway(max_workers=1)
    gateway.stage.answers["list_campaigns"] = gate
    busy = eventlet.spawn(gateway.ask, "GET", CAMPAIGNS, role=Role.OWNER)
    gate.entered.wait()
    answer = post_form(gateway, VOICE, {"From": "+15125550177"})
    assert (answer.status_code, "We are sorry" in answer.text) == (200, True)
    gate.open()
    assert busy.wait().status_code == 200


@pytest.mark.parametrize("method", ["answer_call", "receive_message"])
def test_a_slow_phone_service_is_not_waited_for(start_gateway, gate, method):
    gateway = start_gateway(deadline=0.05)
    gateway.stage.answers[method] = gate
    place = VOICE if method == "answer_call" else "/webhooks/twilio/sms/t0ken"
    fields = {"MessageSid": "SM1", "From": "+15125550177", "To": "+15125550142", "Body": "Hi"}
    expected = 200 if method == "answer_call" else 503
    assert post_form(gateway, place, fields).status_code == expected


def test_stopping_answers_what_is_under_way(gateway, gate):
    gateway.stage.answers["list_campaigns"] = gate
    asked = eventlet.spawn(gateway.ask, "GET", CAMPAIGNS, role=Role.OWNER)
    gate.entered.wait()
    stopping = eventlet.spawn(gateway.container.stop)
    eventlet.sleep(0)
    gate.open()
    assert asked.wait().status_code == 200
    stopping.wait()
    with pytest.raises(OSError, match="(?i)refused"):
        gateway.connect()


def test_stopping_does_not_wait_for_idle_connections(start_gateway):
    gateway = start_gateway()
    with gateway.connect() as idle:
        idle.sendall(b"GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(65536).startswith(b"HTTP/1.1 200")
        started = time.monotonic()
        gateway.container.stop()
        assert time.monotonic() - started < 1
        assert idle.recv(1) == b""


def test_a_taken_port_is_an_error_at_start(start_gateway):
    gateway = start_gateway()
    config = gateway.container.config | {"WEB_SERVER_ADDRESS": f"127.0.0.1:{gateway.port}"}
    second = ServiceContainer(GatewayService, config)
    with pytest.raises(OSError, match="in use"):
        second.start()
    second.kill()
    assert gateway.ask("GET", "/api/health/live").ok
