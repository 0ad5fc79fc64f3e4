"""An outage: people text and call while nothing of ours runs, and nothing of that is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chassis.provision import drop_all
from tests.e2e.conftest import Caller
from tests.e2e.test_phone_kills import Database
from tests.e2e.test_restarts import Deployment

pytestmark = pytest.mark.broker

PHONE = "/api/admin/phone"
PEOPLE = [f"+1512555{number:04}" for number in range(1_000, 1_040)]
TEXTS_EACH = 3
QUITTER = PEOPLE[0]


@pytest.fixture
def prefix() -> str:
    return f"e2e_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def deployment(tmp_path: Path, rabbitmq: str, admin_url: str, prefix: str) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path / "home", rabbitmq, admin_url, prefix)
    yield deployment
    deployment.kill()
    drop_all(admin_url, prefix)


@pytest.fixture
def line(deployment: Deployment) -> str:
    deployment.start()
    owner = Caller(deployment.url, "owner@shine.test")
    (offer, *_) = owner.call("GET", f"{PHONE}/available-numbers?areaCode=512")["items"]
    bought = owner.call("POST", f"{PHONE}/numbers", phoneNumber=offer["phoneNumber"])
    return str(bought["primaryNumber"]["phoneNumber"])


def test_what_arrives_while_nothing_runs_is_there_once_everything_does(
    deployment: Deployment, line: str, admin_url: str, prefix: str
) -> None:
    sandbox, database = deployment.sandbox, Database(admin_url, prefix)

    def text(person: str, body: str) -> Any:
        return sandbox.control("POST", "texts", **{"from": person, "to": line, "body": body})

    heard = text(PEOPLE[1], "Before the outage")
    assert heard["requests"][0]["status"] == 200
    _stop(deployment)
    sids = [text(p, f"Text {n}")["message_sid"] for n in range(TEXTS_EACH) for p in PEOPLE]
    sids.append(text(QUITTER, "STOP")["message_sid"])
    call = sandbox.control("POST", "calls", **{"from": PEOPLE[2], "to": line})
    assert _said(call).startswith("We are sorry, we cannot take your call right now.")
    for name in ("tenants", "phone", "a2p", "gateway"):
        deployment.programs[name].start()
    _wait(deployment, lambda: len(_sids(database)) > len(sids))
    assert sorted(_sids(database)) == sorted([heard["message_sid"], *sids])
    assert database.run("select phone_number from opt_outs") == [(QUITTER,)]
    _wait(deployment, lambda: database.run("select call_sid from calls"))
    assert database.run("select call_sid from calls") == [(call["call_sid"],)]


def _stop(deployment: Deployment) -> None:
    for name, program in deployment.programs.items():
        if name != "sandbox":
            program.kill()


def _wait(deployment: Deployment, claim: Callable[[], Any]) -> None:
    deployment.programs["gateway"].wait_until(claim, 60)


def _sids(database: Database) -> list[str]:
    rows = database.run("select twilio_sid from messages where direction = 'INBOUND'")
    return [sid for (sid,) in rows]


def _said(call: Any) -> str:
    return str(next(each["text"] for each in call["transcript"] if each["verb"] == "Say"))
