"""Every kind of garbage on every queue of the whole installation, then work as usual."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from chassis.provision import drop_all, service_urls
from chassis.tables import dead_letters, inbox
from contracts import catalogue
from tests import garbage
from tests.e2e.conftest import ROOT, Installation
from tests.garbage import TIMES, Garbage, as_sent

pytestmark = pytest.mark.broker

SECRET_KEY = "kZ8vLwq3Tn6Yb1Rf5Hc9Xd2Ms7Ju4Pe0"
TENANT = "11111111-1111-4111-8111-111111111111"
EVENT_QUEUE = re.compile(r"evt-(?P<source>\w+)-(?P<type>\w+)--(?P<service>\w+)\.(?P<handler>\w+)")
SERVICES = [name for name in catalogue.SERVICES if name != "gateway"]


@pytest.fixture
def prefix(admin_url):
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    yield prefix
    drop_all(admin_url, prefix)


@pytest.fixture
def installation(tmp_path, rabbitmq, admin_url, prefix):
    installation = Installation(
        tmp_path / "home",
        AMQP_URI=rabbitmq,
        DATABASE_URL=admin_url,
        DATABASE_PREFIX=prefix,
        SECRET_KEY=SECRET_KEY,
    )
    installation.start()
    yield installation
    installation.program.kill()


@pytest.fixture
def database_of(admin_url, prefix):
    engines: dict[str, sa.Engine] = {}

    def find(service: str) -> sa.Engine:
        if service not in engines:
            url = service_urls(admin_url, service, prefix, SECRET_KEY).app_url
            engines[service] = sa.create_engine(url, poolclass=sa.NullPool)
        return engines[service]

    return find


def queues_of(management, uri: str) -> list[str]:
    vhost = uri.rpartition("/")[2]
    return [queue["name"] for queue in management.call("GET", f"queues/{vhost}").json()]


def event(source: str, event_type: str, **changed: Any) -> dict[str, Any]:
    examples = json.loads((ROOT / "contracts/examples" / f"{source}.json").read_text())
    return {
        "event_id": str(uuid.uuid4()),
        "type": event_type,
        "tenant_id": TENANT,
        "occurred_at": "2026-01-02T03:04:05Z",
        "correlation_id": "trace-1",
        "data": examples["events"][event_type],
        **changed,
    }


def poison(rabbitmq: str, queues: list[str]) -> None:
    for queue in queues:
        found = EVENT_QUEUE.fullmatch(queue)
        good = event(found["source"], found["type"]) if found else {"args": [{}], "kwargs": {}}
        body = json.dumps(good).encode()
        sent = [
            *garbage.broken_bodies(),
            *garbage.wrong_labels(body),
            *garbage.malformed_properties(body),
            *garbage.odd_headers(b"{}"),
            *([Garbage("a good body in the wrong place", body)] * TIMES if not found else ()),
        ]
        if found:
            sent += garbage.broken_envelopes(good)
            sent += list(garbage.unstorable_data(good)) * TIMES
        garbage.send(rabbitmq, "", queue, sent)
    for service in SERVICES:
        body = b'{"args": [{}], "kwargs": {}}'
        sent = [Garbage("no reply address", body)] * TIMES + [
            as_sent(each, reply_to="nobody", correlation_id="x")
            for each in (
                *garbage.broken_bodies(),
                *garbage.wrong_labels(body),
                *garbage.bad_deadlines(body),
                *garbage.odd_headers(body),
            )
        ]
        garbage.send(rabbitmq, "nameko-rpc", f"{service}.health", sent)
    for source, event_type in catalogue.HEARS["gateway"].values():
        sent = [*garbage.broken_bodies(), *garbage.broken_envelopes(event(source, event_type))]
        garbage.send(rabbitmq, f"{source}.events", event_type, sent)


def check_all_work(installation, rabbitmq, queues, database_of) -> None:
    ready = f"{installation.url}/api/health/ready"
    # Behind a few thousand messages that were sent within seconds.
    installation.program.wait_until(lambda: requests.get(ready, timeout=10).ok, seconds=30)
    for queue in queues:
        if found := EVENT_QUEUE.fullmatch(queue):
            good = event(found["source"], found["type"])
            message = Garbage("good", json.dumps(good).encode(), is_kept=False)
            garbage.send(rabbitmq, "", queue, [message])
            engine = database_of(found["service"])
            installation.program.wait_until(
                lambda e=engine, g=good: is_tried(e, g["event_id"]), seconds=20
            )


def is_tried(engine: sa.Engine, event_id: str) -> bool:
    query = sa.select(inbox.c.attempts).where(inbox.c.event_id == event_id)
    with engine.connect() as connection:
        return bool(connection.execute(query).scalar_one_or_none())


def letters_in(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(dead_letters)).scalar_one()


def test_it(installation, rabbitmq, management, database_of):
    queues = queues_of(management, rabbitmq)
    assert {queue.partition("-")[0].rstrip("2") for queue in queues} == {"rpc", "evt", "broadcast"}
    poison(rabbitmq, queues)
    check_all_work(installation, rabbitmq, queues, database_of)
    for service in SERVICES:
        assert letters_in(database_of(service)) > 100
    gateways = [
        line
        for line in installation.program.output.splitlines()
        if "message_became_dead_letter" in line and '"gateway"' in line
    ]
    assert gateways
    assert installation.program.stop() == 0
    installation.start()
    check_all_work(installation, rabbitmq, queues_of(management, rabbitmq), database_of)
    assert installation.errors() == []
