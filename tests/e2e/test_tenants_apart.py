"""Two tenants on one installation stay apart, and the root tenant's line stays as it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from sqlalchemy import make_url

from chassis import embedded_postgres
from contracts import demo
from sandbox.twilio import constants
from tests.e2e.conftest import Caller, Installation
from tests.e2e.test_restarts import ANY_VERSION, CAMPAIGN, PROFILE, Sandbox

ROUTES_WITH_AN_ID = [
    ("GET", "", {}),
    ("PATCH", "", {"name": "Taken over"}),
    ("DELETE", "", {}),
    ("POST", "/submit", {}),
    ("POST", "/refresh-status", {}),
    ("POST", "/resubmit", {}),
    ("GET", "/submissions", {}),
    ("GET", "/checks", {}),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("shared") / "home", SANDBOX_SPEED="240")
    installation.start()
    yield installation
    assert installation.errors() == []
    assert installation.program.stop() == 0


@pytest.fixture(scope="module")
def shine(shared: Installation) -> Caller:
    return Caller(shared.url, "owner@shine.test")


@pytest.fixture(scope="module")
def clean_machine(shared: Installation) -> Caller:
    return Caller(shared.url, "owner@clean-machine.test")


def rows_of(installation: Installation, tenant_id: str) -> dict[str, list[str]]:
    """Every row that `phone` keeps of a tenant, to the byte."""
    tables = query(
        installation,
        "phone",
        "select table_name from information_schema.columns where table_schema = 'public'"
        " and column_name = 'tenant_id' order by 1",
    )
    return {
        table: sorted(
            row
            for (row,) in query(
                installation,
                "phone",
                f'select t::text from "{table}" t where tenant_id = %s',  # noqa: S608
                tenant_id,
            )
        )
        for (table,) in tables
    }


def query(installation: Installation, service: str, sql: str, *values: str) -> list[Any]:
    """As the server's superuser, whom row-level security does not bind."""
    admin = make_url(embedded_postgres.start(installation.home / "postgres"))
    url = admin.set(drivername="postgresql", database=f"servicepro_{service}")
    connection = psycopg2.connect(url.render_as_string(hide_password=False))
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    finally:
        connection.close()


@pytest.mark.parametrize(("method", "path", "body"), ROUTES_WITH_AN_ID)
def test_another_tenants_campaign_is_404_and_stays_as_it_is(
    clean_machine: Caller, shine: Caller, method: str, path: str, body: dict[str, Any]
) -> None:
    theirs = shine.call("POST", "/api/admin/a2p/campaigns", **CAMPAIGN)
    answer = clean_machine.answer(method, f"/api/admin/a2p/campaigns/{theirs['id']}{path}", **body)
    assert answer.status_code == 404
    assert answer.json()["code"] == "NOT_FOUND"
    assert shine.call("GET", f"/api/admin/a2p/campaigns/{theirs['id']}") == theirs
    unknown = clean_machine.answer(method, f"/api/admin/a2p/campaigns/{uuid.uuid4()}{path}", **body)
    assert unknown.status_code == 404
    assert unknown.json()["error"] == answer.json()["error"]


def test_the_wizard_shows_clean_machines_line_and_no_registration(clean_machine: Caller) -> None:
    status = clean_machine.call("GET", "/api/admin/setup-wizard/status")
    assert status["phoneNumber"] == constants.CLEAN_MACHINE_PHONE_NUMBER
    assert status["hasPhoneNumber"]
    assert status["a2pStatus"] is None
    config = clean_machine.call("GET", "/api/admin/phone/config")
    assert config["primaryNumber"]["protected"]
    assert config["primaryNumber"]["canSend"]
    assert config["primaryNumber"]["registrationStatus"] == "EXTERNAL"


def test_clean_machines_line_is_untouched_by_a_campaign_of_its_own(
    shared: Installation, clean_machine: Caller
) -> None:
    protected = rows_of(shared, demo.CLEAN_MACHINE)
    number_at_twilio = _held_by_twilio(shared)
    profile = PROFILE | {"registrationNumber": "74-7654321"}
    clean_machine.call("PUT", "/api/admin/a2p/business-profile", headers=ANY_VERSION, **profile)
    campaign = clean_machine.call("POST", "/api/admin/a2p/campaigns", **CAMPAIGN)
    path = f"/api/admin/a2p/campaigns/{campaign['id']}"
    clean_machine.call("POST", f"{path}/submit")
    shared.program.wait_until(lambda: clean_machine.call("GET", path)["status"] == "APPROVED")
    approved = clean_machine.call("GET", path)
    assert approved["messagingServiceSid"] != constants.CLEAN_MACHINE_SERVICE_SID

    after = rows_of(shared, demo.CLEAN_MACHINE)
    for table, rows in protected.items():
        if table not in ("outbox", "inbox"):
            assert set(rows) <= set(after[table]), table
    assert _held_by_twilio(shared) == number_at_twilio


def test_a_change_of_clean_machines_line_is_refused(shared: Installation) -> None:
    operator = Caller(shared.url, "operator@servicepro.test")
    before = rows_of(shared, demo.CLEAN_MACHINE)
    refused = operator.answer(
        "POST",
        f"/api/operator/tenants/{demo.CLEAN_MACHINE}/phone-number",
        phoneNumber=constants.CLEAN_MACHINE_PHONE_NUMBER,
        twilioSid=constants.CLEAN_MACHINE_NUMBER_SID,
    )
    assert refused.status_code == 409
    assert refused.json()["code"] == "PROTECTED_RESOURCE"
    assert rows_of(shared, demo.CLEAN_MACHINE) == before


def test_a_request_id_is_found_again_in_the_events_that_follow_from_it(
    shared: Installation, shine: Caller
) -> None:
    shine.call("PUT", "/api/admin/a2p/business-profile", headers=ANY_VERSION, **PROFILE)
    campaign = shine.call("POST", "/api/admin/a2p/campaigns", **CAMPAIGN)
    answer = shine.answer(
        "POST",
        f"/api/admin/a2p/campaigns/{campaign['id']}/submit",
        headers={"X-Request-Id": "trace-me-0001"},
    )
    assert answer.headers["X-Request-Id"] == "trace-me-0001"
    told = query(shared, "a2p", "select type from outbox where correlation_id = 'trace-me-0001'")
    assert ("campaign_submitted_v1",) in told
    # And in the log of each service that had a part in it.
    assert "trace-me-0001" in shared.program.output


def _held_by_twilio(installation: Installation) -> Any:
    """What the sandbox holds of the live number and the live service."""
    state = Sandbox(installation.sandbox_url).control("GET", "state")
    services = [s for s in state["services"] if s["sid"] == constants.CLEAN_MACHINE_SERVICE_SID]
    return services, state.get("numbers")
