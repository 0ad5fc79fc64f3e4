"""The phone killed for real while Twilio is at it: one number, one service, one text each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import eventlet
import psycopg2
import pytest
from sqlalchemy import make_url

from chassis.provision import drop_all
from contracts.demo import CLEAN_MACHINE
from sandbox.twilio import constants
from services.phone.models import metadata
from tests.e2e.conftest import Caller
from tests.e2e.test_restarts import Deployment, submit_a_campaign

pytestmark = pytest.mark.broker

PHONE = "/api/admin/phone"
LEASED = ("number_orders", "messaging_services", "messages")
CUSTOMER, FRIEND = "+15125550177", "+15125550178"
HELD_SECONDS = 3
LIVE_SIDS = {constants.CLEAN_MACHINE_NUMBER_SID, constants.CLEAN_MACHINE_SERVICE_SID}


class Database:
    """The phone's, as the superuser, whom row-level security does not bind."""

    def __init__(self, admin_url: str, prefix: str) -> None:
        url = make_url(admin_url).set(drivername="postgresql", database=f"{prefix}_phone")
        self._url = url.render_as_string(hide_password=False)

    def run(self, sql: str, *values: str) -> list[Any]:
        connection = psycopg2.connect(self._url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, values)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def rows_of(self, tenant_id: str) -> dict[str, list[str]]:
        return {
            table: [
                row
                for (row,) in self.run(
                    f"select t::text from {table} t where tenant_id = %s order by 1",  # noqa: S608
                    tenant_id,
                )
            ]
            # How far Twilio's lists are read is noted for every line, and changes nothing of it.
            for table in metadata.tables.keys() - {"catch_ups"}
        }

    def end_leases(self) -> None:
        """As a minute's wait would, after which nobody who died can still be at it."""
        for table in LEASED:
            self.run(f"update {table} set leased_until = now() where lease is not null")  # noqa: S608


class Killing:
    """The line of Shine Studio, and ways to end the phone in the middle of a request of it."""

    def __init__(self, deployment: Deployment, database: Database) -> None:
        self._deployment, self._database = deployment, database
        self.sandbox, self.phone = deployment.sandbox, deployment.programs["phone"]
        self.owner = Caller(deployment.url, "owner@shine.test")

    def wait_until(self, claim: Callable[[], Any], seconds: float = 60) -> None:
        self._deployment.programs["gateway"].wait_until(claim, seconds)

    def hold(self, match: str, *, after: bool) -> None:
        fault = {"match": match, "action": "hang", "seconds": HELD_SECONDS, "after": after}
        self.sandbox.control("POST", "faults", **fault)

    def kill_during(self, *requests: tuple[str, str, dict[str, Any]]) -> list[Callable[[], Any]]:
        """Gives the same requests to be asked again, each with its own key."""
        again = [self._asking(*request) for request in requests]
        asked = [eventlet.spawn(ask) for ask in again]
        self.wait_until(lambda: not self.sandbox.control("GET", "faults")["faults"])
        self.phone.kill()
        # Twilio is still at it, and ends it although nobody listens.
        eventlet.sleep(HELD_SECONDS + 1)
        self.phone.start()
        for greenlet in asked:
            assert not greenlet.wait().ok
        self._database.end_leases()
        return again

    def repeat(self, ask: Callable[[], Any]) -> None:
        """As a person does, until it is answered; and once more."""
        self.wait_until(lambda: ask().ok)
        assert ask().ok

    def knows_the_campaign(self) -> bool:
        return bool(self._database.run("select 1 from campaign_standings"))

    def can_send(self) -> bool:
        number = self.owner.call("GET", f"{PHONE}/config")["primaryNumber"]
        return bool(number["canSend"])

    def _asking(self, method: str, path: str, body: dict[str, Any]) -> Callable[[], Any]:
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        return lambda: self.owner.answer(method, path, headers=headers, **body)

    def at_twilio(self, kind: str) -> list[Any]:
        return [
            each
            for each in self.sandbox.control("GET", "state")[kind]
            if each["sid"] not in LIVE_SIDS
        ]


@pytest.fixture
def prefix() -> str:
    return f"e2e_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def killing(tmp_path: Path, rabbitmq: str, admin_url: str, prefix: str) -> Iterator[Killing]:
    deployment = Deployment(tmp_path / "home", rabbitmq, admin_url, prefix)
    try:
        deployment.start()
        yield Killing(deployment, Database(admin_url, prefix))
    finally:
        deployment.kill()
        drop_all(admin_url, prefix)


@pytest.fixture
def clean_machine(killing: Killing, admin_url: str, prefix: str) -> Iterator[None]:
    """Its rows and what it has at Twilio are the same to the byte when all is over."""

    def everything() -> Any:
        state = killing.sandbox.control("GET", "state")
        live = [e for kind in ("numbers", "services") for e in state[kind] if e["sid"] in LIVE_SIDS]
        return Database(admin_url, prefix).rows_of(CLEAN_MACHINE), live

    before = everything()
    assert before[0]["numbers"]
    assert len(before[1]) == len(LIVE_SIDS)
    yield
    assert everything() == before


def test_killed_while_twilio_sells_links_and_sends_it_has_each_once(
    killing: Killing, clean_machine: None
) -> None:
    submit_a_campaign(killing.owner)
    killing.wait_until(killing.knows_the_campaign)
    assert_one_number_and_one_service(killing)
    killing.wait_until(lambda: killing.can_send() or killing.sandbox.pass_time(60), seconds=120)
    assert len(killing.at_twilio("services")) == 1
    # Until carriers know the number.
    killing.sandbox.pass_time(600)
    assert_one_text_to_each(killing)


def assert_one_number_and_one_service(killing: Killing) -> None:
    killing.hold(r"POST .*IncomingPhoneNumbers\.json$", after=True)
    killing.hold("POST .*messaging.*/Services$", after=False)
    buy, link = killing.kill_during(
        ("POST", f"{PHONE}/numbers", {"areaCode": "512"}),
        ("POST", f"{PHONE}/messaging-service", {}),
    )
    killing.repeat(link)
    killing.repeat(buy)
    config = killing.owner.call("GET", f"{PHONE}/config")
    (number,), (service,) = killing.at_twilio("numbers"), killing.at_twilio("services")
    assert [each["phoneNumber"] for each in config["numbers"]] == [number["phone_number"]]
    assert config["messagingServiceSid"] == service["sid"]
    fees = killing.sandbox.control("GET", "fees")["fees"]
    assert sum(fee["kind"] == "number" for fee in fees) == 1


def assert_one_text_to_each(killing: Killing) -> None:
    killing.hold(r"POST .*Messages\.json$", after=True)
    killing.hold(r"POST .*Messages\.json$", after=False)
    asked = killing.kill_during(
        *(("POST", f"{PHONE}/test-message", {"to": to}) for to in (CUSTOMER, FRIEND))
    )
    for ask in asked:
        assert ask().ok
    sent = killing.sandbox.control("GET", "state")["messages"]
    assert sorted(each["to"] for each in sent) == [CUSTOMER, FRIEND]
    killing.sandbox.pass_time(60)
    killing.wait_until(lambda: all(ask().json()["status"] == "DELIVERED" for ask in asked))
    assert killing.owner.call("GET", f"{PHONE}/messages")["total"] == len(asked)
