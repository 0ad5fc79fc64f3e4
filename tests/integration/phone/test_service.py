"""The service as it runs: over the wire, with the sandbox in Twilio's place."""

import json
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from nameko.testing.services import entrypoint_hook
from sqlalchemy import NullPool

from chassis.isolation import rls_violations
from chassis.rpc import RpcClient
from chassis.setting_values import Address
from chassis.settings import Settings
from chassis.tables import EXEMPT_TABLES as CHASSIS_EXEMPT
from chassis.twilio import access_from
from contracts import catalogue
from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError
from sandbox.twilio import constants
from sandbox.twilio.recordings import new_recording, sound
from sandbox.twilio.server import SandboxServer
from services.phone.adapters.twilio import TwilioCarrier
from services.phone.domain.webhooks import Webhooks
from services.phone.models import EXEMPT_TABLES, metadata
from services.phone.ports import CarrierRefused, CarrierUnclear
from services.phone.repository import unit_of_work
from services.phone.service import PhoneService

CAMPAIGN = str(uuid.uuid4())
WEBHOOKS = Webhooks(
    voice="https://a.example/voice",
    sms="https://a.example/sms",
    status="https://a.example/status",
    voice_fallback="https://a.example/away",
)
EXAMPLES = json.loads((Path(catalogue.__file__).parent / "examples/phone.json").read_text())["rpcs"]
SERVICES = "POST messaging.twilio.com/v1/Services$"


@pytest.fixture
def twilio():
    server = SandboxServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def twilio_settings(twilio):
    port = int(twilio.url.rpartition(":")[2])
    return Settings(
        secret_key="the key of these tests",
        encryption_keys=(),
        sandbox_address=Address("127.0.0.1", port),
    )


@pytest.fixture
def real_carrier(twilio_settings):
    return TwilioCarrier(access_from(twilio_settings))


@pytest.fixture
def container(demo_store, amqp_uri, start_service, twilio_settings):
    return start_service(
        PhoneService,
        {
            "AMQP_URI": amqp_uri,
            "DATABASES": {"phone": demo_store.app_url},
            "SETTINGS": twilio_settings,
        },
    )


@pytest.fixture
def call(container, amqp_uri):
    client = RpcClient(amqp_uri)

    def ask(method, tenant_id=SHINE_STUDIO, **request):
        whose = {"tenant_id": tenant_id} if tenant_id else {}
        return client.call("phone", method, {**whose, **request})

    yield ask
    client.close()


def an_envelope(**data):
    known = {
        "campaign_id": CAMPAIGN,
        "is_primary": True,
        "previous_status": "SUBMITTED",
        "status": "APPROVED",
        "stage": None,
        "messaging_service_sid": None,
        "rejection_codes": [],
    }
    return {
        "event_id": str(uuid.uuid4()),
        "type": "campaign_status_changed_v1",
        "tenant_id": SHINE_STUDIO,
        "occurred_at": "2025-03-01T12:00:00.000001Z",
        "correlation_id": "test",
        "data": known | data,
    }


def test_row_level_security_has_no_gaps(store):
    with store.database.transaction() as connection:
        assert rls_violations(connection, CHASSIS_EXEMPT | EXEMPT_TABLES) == []


def test_the_models_are_the_migrated_tables(store):
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)
    migrated = sa.MetaData()
    migrated.reflect(engine, only=list(metadata.tables))
    for name, table in metadata.tables.items():
        found = {column.name: column.nullable for column in migrated.tables[name].columns}
        assert found == {column.name: column.nullable for column in table.columns}


def test_a_tenant_gets_from_nothing_to_a_line_that_can_send(call, container, twilio):
    number = twilio.world.table("numbers")[constants.CLEAN_MACHINE_NUMBER_SID]
    ours = number | {"sid": "PN" + "3" * 32, "phone_number": "+15125550123", "_service_sid": None}
    twilio.world.table("numbers")[ours["sid"]] = ours

    call("assign_number", phone_number="+15125550123", twilio_sid=ours["sid"])
    sid = call("ensure_messaging_service", campaign_id=CAMPAIGN)["messaging_service_sid"]
    with entrypoint_hook(container, "on_campaign_status_changed") as hear:
        hear(an_envelope())
    # The sweep finds what the event queued once its head start is over.
    with sa.create_engine(_url(container), poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql("update pending_connections set due_at = now()")
    with entrypoint_hook(container, "connect_waiting_numbers") as sweep:
        sweep()

    config = call("get_config")
    assert config["messaging_service_sid"] == sid
    assert config["primary_number"]["can_send"] is True
    assert ours["_service_sid"] == sid
    assert "/webhooks/twilio/voice/" in ours["voice_url"]
    assert "/webhooks/twilio/sms/" in ours["sms_url"]
    live = call("get_config", CLEAN_MACHINE)
    assert live["messaging_service_sid"] == constants.CLEAN_MACHINE_SERVICE_SID


def _url(container):
    return container.config["DATABASES"]["phone"]


def test_every_call_is_answered_or_refused_but_never_fails(container, amqp_uri):
    """An example of each, over the wire: what it asks fits what the service takes."""
    client, refusals = RpcClient(amqp_uri), {}
    for method, example in EXAMPLES.items():
        try:
            client.call("phone", method, example["request"])
        except ServiceError as refused:
            refusals[method] = refused.code
    client.close()

    assert Code.INVALID_REQUEST not in refusals.values(), refusals


def test_requests_are_checked_by_their_contract(call):
    with pytest.raises(ServiceError) as caught:
        call("assign_number", phone_number="5125550123", twilio_sid="PN1")

    assert caught.value.kind == Kind.INVALID
    assert sorted(caught.value.fields) == ["phone_number", "twilio_sid"]


def test_an_event_that_comes_twice_is_heard_once(call, container):
    with entrypoint_hook(container, "on_campaign_status_changed") as hear:
        hear(an_envelope())
        hear(an_envelope(status="SUSPENDED") | {"occurred_at": "2025-03-01T11:00:00Z"})

    call("assign_number", phone_number="+15125550123", twilio_sid="PN" + "3" * 32)

    # It goes by APPROVED, the later word: what is left in the way is that the number is made up.
    reason = call("get_config")["primary_number"]["cannot_send_reason"]
    assert reason.startswith("Twilio does not know this number")


@pytest.mark.parametrize(("action", "made"), [("cut_before", 0), ("cut_after", 1)])
def test_a_call_cut_off_midway_leaves_one_service(real_carrier, twilio, action, made):
    before = len(twilio.world.table("services"))
    twilio.app.faults.arm({"match": SERVICES, "action": action})

    with pytest.raises(CarrierUnclear) as caught:
        real_carrier.create_service("ours", WEBHOOKS)

    assert caught.value.is_over is False
    assert len(twilio.world.table("services")) == before + made
    assert (real_carrier.find_service("ours") is None) == (made == 0)


def test_a_busy_twilio_is_told_from_one_that_refuses(real_carrier, twilio):
    twilio.app.faults.arm({"match": SERVICES, "action": "status", "status": 503})
    twilio.app.faults.arm({"match": SERVICES, "action": "status", "status": 403, "code": 20403})

    with pytest.raises(CarrierUnclear) as unclear:
        real_carrier.create_service("ours", WEBHOOKS)
    with pytest.raises(CarrierRefused) as refused:
        real_carrier.create_service("ours", WEBHOOKS)

    assert unclear.value.is_over is True
    assert refused.value.code == 20403


def test_a_service_is_made_with_its_addresses_said_explicitly(real_carrier, twilio):
    sid = real_carrier.create_service("ours", WEBHOOKS)

    made = twilio.world.table("services")[sid]
    assert made["friendly_name"] == "ours"
    assert made["inbound_request_url"] == made["fallback_url"] == WEBHOOKS.sms
    assert made["status_callback"] == WEBHOOKS.status
    assert made["use_inbound_webhook_on_number"] is False


def test_the_oldest_of_two_services_with_one_name_is_ours(real_carrier, twilio):
    newer = real_carrier.create_service("ours", WEBHOOKS)
    older = real_carrier.create_service("ours", WEBHOOKS)
    twilio.world.table("services")[older]["date_created"] = "2020-01-01T00:00:00Z"

    assert real_carrier.find_service("ours") == older != newer


def test_a_number_that_is_in_the_pool_already_has_joined(real_carrier, twilio):
    service, number = constants.CLEAN_MACHINE_SERVICE_SID, constants.CLEAN_MACHINE_NUMBER_SID

    real_carrier.join_pool(service, number)

    with pytest.raises(CarrierRefused) as refused:
        real_carrier.join_pool(real_carrier.create_service("ours", WEBHOOKS), number)
    assert refused.value.code == 21712


def test_a_number_is_told_from_one_that_is_not_there(real_carrier):
    found = real_carrier.find_number(constants.CLEAN_MACHINE_NUMBER_SID)

    assert found.phone_number == constants.CLEAN_MACHINE_PHONE_NUMBER
    assert found.capabilities.sms is True
    assert real_carrier.find_number("PN" + "0" * 32) is None


def test_a_service_is_read_and_put_right(real_carrier, twilio):
    sid = real_carrier.create_service("ours", WEBHOOKS)
    moved = replace(WEBHOOKS, sms="https://b.example/sms", status="https://b.example/st")

    real_carrier.configure_service(sid, moved)

    found = real_carrier.read_service(sid)
    assert (found.inbound_url, found.status_url) == (moved.sms, moved.status)
    assert twilio.world.table("services")[sid]["use_inbound_webhook_on_number"] is False
    assert real_carrier.read_service("MG" + "0" * 32) is None


def test_a_number_in_the_pool_is_told_from_one_that_is_not(real_carrier):
    sid = real_carrier.create_service("ours", WEBHOOKS)
    live = constants.CLEAN_MACHINE_NUMBER_SID

    assert real_carrier.is_in_pool(constants.CLEAN_MACHINE_SERVICE_SID, live) is True
    assert real_carrier.is_in_pool(sid, live) is False


def test_a_recording_comes_whole_over_the_wire_and_not_without_limit(real_carrier, twilio, call):
    told = new_recording(twilio.world, call_sid="CA1", seconds=180)
    sid = told["RecordingSid"]

    longest = real_carrier.fetch_recording(sid)

    assert (longest.media_type, len(longest.content)) == ("audio/wav", 44 + 180 * 16_000)
    twilio.world.table("recordings")[sid]["duration"] = "400"
    with pytest.raises(CarrierRefused) as refused:
        real_carrier.fetch_recording(sid)
    assert refused.value.code == 413
    assert real_carrier.fetch_recording("RE" + "0" * 32) is None
    twilio.app.faults.arm({"match": "Recordings", "action": "status", "status": 503})
    with pytest.raises(CarrierUnclear):
        real_carrier.fetch_recording(sid)


def test_a_voicemail_of_three_minutes_fits_through_the_broker(call, container, twilio, demo_store):
    told = new_recording(twilio.world, call_sid="CA1", seconds=180)
    token = _token(demo_store)
    call(
        "store_recording",
        None,
        token=token,
        call_sid="CA1",
        recording_sid=told["RecordingSid"],
        recording_url=told["RecordingUrl"],
        duration_seconds=180,
    )
    (voicemail,) = call("list_voicemails")["items"]

    audio = call("get_voicemail_audio", voicemail_id=voicemail["id"])

    assert audio["content"] == sound(180)


def _token(demo_store):
    with unit_of_work(demo_store.database, None)(SHINE_STUDIO) as work:
        return work.tokens.get(proposed="t0ken")


def test_twilio_out_of_reach_is_told_as_unavailable(call, twilio):
    # Each try is cut off. A stopped server would free its port for anybody else's.
    twilio.app.faults.arm({"match": "IncomingPhoneNumbers", "action": "cut_before", "times": 3})

    with pytest.raises(ServiceError) as caught:
        call("assign_number", phone_number="+15125550123", twilio_sid="PN" + "3" * 32)

    assert (caught.value.kind, caught.value.code) == (Kind.UNAVAILABLE, Code.PHONE_TWILIO_ERROR)
    assert call("get_config")["numbers"] == []
