"""The lists of Twilio as the adapter reads them, from the sandbox."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from chassis.setting_values import Address
from chassis.settings import Settings
from chassis.twilio import access_from
from sandbox.twilio import constants
from sandbox.twilio.server import SandboxServer
from services.phone.adapters import twilio as adapter
from services.phone.adapters.twilio import TwilioCarrier
from services.phone.domain.orders import Wish
from services.phone.domain.webhooks import webhooks_of
from services.phone.ports import CarrierRefused, CarrierUnclear

LINE, PERSON = constants.CLEAN_MACHINE_PHONE_NUMBER, "+15125550177"
HOUR = timedelta(hours=1)
WEBHOOKS = webhooks_of("http://127.0.0.1:9", "t0ken")


@pytest.fixture
def twilio():
    server = SandboxServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def carrier(twilio):
    port = int(twilio.url.rpartition(":")[2])
    settings = Settings(
        secret_key="the key of these tests",
        encryption_keys=(),
        sandbox_address=Address("127.0.0.1", port),
    )
    return TwilioCarrier(access_from(settings))


def control(twilio, path, **body):
    auth = (constants.SANDBOX_ACCOUNT_SID, constants.SANDBOX_AUTH_TOKEN)
    answer = requests.post(f"{twilio.url}/_control/{path}", json=body, auth=auth, timeout=5)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def everything(read, since):
    found, page = [], None
    while True:
        reached = read(to=LINE, since=since, page=page)
        found += reached.entries
        page = reached.next_page
        if page is None:
            return found


def test_texts_are_read_page_by_page_and_only_those_that_came_in(twilio, carrier, monkeypatch):
    monkeypatch.setattr(adapter, "LARGEST_PAGE", 2)
    start = datetime.now(UTC).replace(microsecond=0)
    sids = [
        control(twilio, "texts", **{"from": PERSON, "to": LINE, "body": f"Text {n}"})["message_sid"]
        for n in range(5)
    ]
    # One of our own lines texts the other: Twilio lists what it sent, too.
    carrier.buy_number("another", Wish(area_code="512"), WEBHOOKS)
    own = carrier.find_bought("another")
    service = carrier.create_service("another", WEBHOOKS)
    carrier.join_pool(service, own.twilio_sid)
    carrier.send_message(service, to=LINE, body="Hi", status_callback=WEBHOOKS.status)
    twilio.world.clock.advance(10)
    found = everything(carrier.list_texts, start)
    assert [each.twilio_sid for each in found] == sids[::-1]
    assert {(each.from_number, each.received_at >= start) for each in found} == {(PERSON, True)}
    assert [each.body for each in found] == [f"Text {n}" for n in reversed(range(5))]
    assert everything(carrier.list_texts, start + HOUR) == []


def test_calls_are_read_page_by_page(twilio, carrier, monkeypatch):
    monkeypatch.setattr(adapter, "LARGEST_PAGE", 2)
    start = datetime.now(UTC).replace(microsecond=0)
    ends = {"from": PERSON, "to": LINE}
    sids = [control(twilio, "calls", **ends)["call_sid"] for _ in range(3)]
    found = everything(carrier.list_calls, start)
    assert [each.twilio_sid for each in found] == sids[::-1]
    assert {(each.from_number, each.started_at >= start) for each in found} == {(PERSON, True)}
    assert everything(carrier.list_calls, start + HOUR) == []


@pytest.mark.parametrize(
    ("status", "failure"), [(429, CarrierUnclear), (503, CarrierUnclear), (401, CarrierRefused)]
)
def test_a_failure_of_twilios_is_one_that_is_known(twilio, carrier, status, failure):
    control(twilio, "faults", match="GET .*Messages", action="status", status=status, times=9)
    with pytest.raises(failure):
        carrier.list_texts(to=LINE, since=datetime.now(UTC), page=None)
