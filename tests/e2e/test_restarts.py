"""Processes that stop, die and come back; what was begun is finished, and paid for once."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests

from chassis.provision import drop_all
from sandbox.twilio import constants
from tests.e2e.conftest import Caller, Installation, Program, free_port

PROFILE = {
    "brandType": "LOW_VOLUME_STANDARD",
    "legalName": "Shine Studio LLC",
    "businessType": "Limited Liability Corporation",
    "industry": "AUTOMOTIVE",
    "registrationNumber": "84-1234567",
    "websiteUrl": "https://shinestudio.com",
    "companyType": "private",
    "address": {"street": "12 Elm Street", "city": "Austin", "region": "TX", "postalCode": "78701"},
    "representative": {
        "firstName": "Dana",
        "lastName": "Reyes",
        "email": "dana@shinestudio.com",
        "phone": "+15125550123",
        "title": "Owner",
        "jobPosition": "CEO",
    },
}
# Of no interest here: which version of the profile a change replaces.
ANY_VERSION = {"If-Match": "*"}
CAMPAIGN = {
    "name": "Appointment texts",
    "useCase": "CUSTOMER_CARE",
    "description": "Shine Studio LLC sends appointment confirmations and reminders to customers "
    "who asked for them when they booked a detailing service.",
    "messageFlow": "Customers opt in at https://shinestudio.com/book: an unchecked box below the "
    "form says I agree to receive text messages from Shine Studio about my appointments. Up to 4 "
    "messages a month. Message and data rates may apply. Reply STOP to opt out, HELP for help. "
    "Privacy policy: https://shinestudio.com/privacy. Terms: https://shinestudio.com/terms. "
    "Mobile numbers are never shared for marketing.",
    "sampleMessages": [
        "Shine Studio: Hi [name], your detailing is confirmed for [date]. Reply STOP to opt out.",
        "Shine Studio: See you tomorrow at [time]. Reply HELP for help or STOP to opt out.",
    ],
    "helpMessage": "Shine Studio: call +15125550123 for help. Reply STOP to opt out.",
    "privacyPolicyUrl": "https://shinestudio.com/privacy",
    "termsAndConditionsUrl": "https://shinestudio.com/terms",
}


class Sandbox:
    def __init__(self, url: str) -> None:
        self._url = url
        self._auth = (constants.SANDBOX_ACCOUNT_SID, constants.SANDBOX_AUTH_TOKEN)

    def control(self, method: str, path: str, **body: Any) -> Any:
        url = f"{self._url}/_control/{path}"
        answer = requests.request(method, url, json=body or None, auth=self._auth, timeout=5)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def pass_time(self, seconds: float) -> None:
        self.control("POST", "time", advance_seconds=seconds)

    def assert_paid_once(self) -> None:
        state, fees = self.control("GET", "state"), self.control("GET", "fees")
        assert len(state["brands"]) == 1
        assert len(state["campaigns"]) == 1
        assert len(fees["fees"] if isinstance(fees, dict) else fees) == 2


def submit_a_campaign(owner: Caller) -> str:
    owner.call("PUT", "/api/admin/a2p/business-profile", headers=ANY_VERSION, **PROFILE)
    campaign = owner.call("POST", "/api/admin/a2p/campaigns", **CAMPAIGN)
    assert campaign["status"] == "READY_TO_SUBMIT"
    owner.call("POST", f"/api/admin/a2p/campaigns/{campaign['id']}/submit")
    return str(campaign["id"])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_review_goes_on_after_a_restart(tmp_path: Path, how: int) -> None:
    installation = Installation(tmp_path / "home", SANDBOX_SPEED="1")
    try:
        installation.start()
        owner = Caller(installation.url, "owner@shine.test")
        campaign_id = submit_a_campaign(owner)
        installation.program.stop(how)
        installation.start()
        path = f"/api/admin/a2p/campaigns/{campaign_id}"
        assert owner.call("GET", path)["stage"] == "BRAND_REVIEW"
        sandbox = Sandbox(installation.sandbox_url)
        sandbox.pass_time(240)
        installation.program.wait_until(
            lambda: owner.call("GET", path)["stage"] == "CAMPAIGN_REVIEW"
        )
        sandbox.pass_time(900)
        installation.program.wait_until(lambda: owner.call("GET", path)["status"] == "APPROVED")
        sandbox.assert_paid_once()
    finally:
        installation.program.kill()


class Deployment:
    """Each service a process of its own, on RabbitMQ and PostgreSQL."""

    def __init__(self, home: Path, amqp_uri: str, database_url: str, prefix: str) -> None:
        port, sandbox_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.sandbox = Sandbox(f"http://127.0.0.1:{sandbox_port}")
        environment = {
            "SERVICEPRO_HOME": str(home),
            "GATEWAY_ADDRESS": f"127.0.0.1:{port}",
            "SANDBOX_ADDRESS": f"127.0.0.1:{sandbox_port}",
            "SANDBOX_SPEED": "1",
            "AMQP_URI": amqp_uri,
            "DATABASE_URL": database_url,
            "DATABASE_PREFIX": prefix,
        }
        self.programs = {
            name: Program(["run", name], environment, home.with_name(f"{name}.log"))
            for name in ("sandbox", "tenants", "phone", "a2p", "gateway")
        }

    def start(self) -> None:
        for program in self.programs.values():
            program.start()
        self.programs["gateway"].wait_until(self._is_ready)

    def _is_ready(self) -> bool:
        try:
            parts = requests.get(f"{self.url}/api/health/ready", timeout=5).json()["services"]
        except (requests.RequestException, KeyError):
            return False
        return all(p["state"] == "UP" for p in parts if p["name"] in self.programs)

    def kill(self) -> None:
        for program in self.programs.values():
            program.kill()


@pytest.fixture
def deployment(tmp_path: Path, rabbitmq: str, admin_url: str) -> Iterator[Deployment]:
    prefix = f"e2e_{uuid.uuid4().hex[:8]}"
    deployment = Deployment(tmp_path / "home", rabbitmq, admin_url, prefix)
    yield deployment
    deployment.kill()
    drop_all(admin_url, prefix)


KILL_POINTS = [
    ("POST .*CustomerProfiles$", False),
    ("POST .*EndUsers$", True),
    ("POST .*SupportingDocuments$", False),
    ("POST .*Evaluations$", True),
    ("POST .*BrandRegistrations$", False),
    ("POST .*Compliance/Usa2p$", True),
]


@pytest.mark.broker
def test_a2p_killed_again_and_again_finishes_with_one_brand_and_one_campaign(
    deployment: Deployment,
) -> None:
    """Killed for real, each time while Twilio holds back the answer to another call of it."""
    deployment.start()
    a2p, sandbox = deployment.programs["a2p"], deployment.sandbox
    owner = Caller(deployment.url, "owner@shine.test")
    owner.call("PUT", "/api/admin/a2p/business-profile", headers=ANY_VERSION, **PROFILE)
    campaign_id = owner.call("POST", "/api/admin/a2p/campaigns", **CAMPAIGN)["id"]
    path = f"/api/admin/a2p/campaigns/{campaign_id}"
    submitting = None
    for match, after in KILL_POINTS:
        sandbox.control(
            "POST", "faults", match=match, action="hang", seconds=3, after=after, times=1
        )
        if submitting is None:
            submitting = eventlet.spawn(owner.answer, "POST", f"{path}/submit")
        a2p.wait_until(lambda: _is_used_up(sandbox) or sandbox.pass_time(30))
        a2p.kill()
        a2p.start()
    assert submitting is not None
    submitting.wait()
    deployment.programs["gateway"].wait_until(
        lambda: (
            owner.answer("GET", path).json().get("status") == "APPROVED" or sandbox.pass_time(30)
        )
    )
    sandbox.assert_paid_once()


def _is_used_up(sandbox: Sandbox) -> bool:
    faults = sandbox.control("GET", "faults")
    pending = faults["faults"] if isinstance(faults, dict) else faults
    return not any(fault["times"] for fault in pending)
