"""Event Streams: who is told of what, when, and what can go wrong on the way."""

from __future__ import annotations

import json

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import NUMBER_REGISTERED_SECONDS
from sandbox.twilio.event_types import ALL_TYPES, PREFIX, TOLD
from sandbox.twilio.server import SandboxServer
from tests.unit.sandbox.driver import A_DAY, REJECTED_CAMPAIGN, Driver


def subscribe(driver, receiver, *names):
    return driver.subscribe(f"{receiver.url}/events", *(names or TOLD))


def events(receiver):
    return [event for each in receiver.at("/events") for event in each.json]


def names(receiver):
    return [event["type"].removeprefix(PREFIX) for event in events(receiver)]


def test_a_brands_way_is_told_with_a_signature_over_the_body(driver, receiver):
    subscribe(driver, receiver)
    brand = driver.brand()
    driver.pass_time(179)
    assert receiver.taken == []
    driver.pass_time(1)
    assert names(receiver) == [
        "brand-registration.brand-registered",
        "brand-registration.brand-verified",
    ]
    taken = receiver.taken[0]
    assert taken.is_signed
    assert taken.headers["Content-Type"] == "application/json"
    (event,) = taken.json
    assert (event["specversion"], event["source"]) == ("1.0", brand.sid)
    assert event["datacontenttype"] == "application/json"
    data = event["data"]
    assert (data["accountsid"], data["brandsid"]) == (brand.account_sid, brand.sid)
    assert (data["brandstatus"], data["identitystatus"]) == ("registered", "VERIFIED")
    assert data["externalbrandid"] == driver.fetch_brand(brand.sid).tcr_id
    assert isinstance(data["createddate"], int)


def test_a_failed_brand_is_told_with_its_errors_and_again_after_a_resubmission(driver, receiver):
    subscribe(driver, receiver)
    brand = driver.brand(address={"region": "Texas"})
    driver.pass_time(A_DAY)
    (event,) = events(receiver)
    assert event["data"]["brandstatus"] == "registration_failed"
    (error,) = event["data"]["brandregistrationerrors"]
    assert error["registrationerrorcode"] == 30701
    assert error["registrationerrorurl"].endswith("30701")
    assert error["registrationerrorfields"]
    driver.client.messaging.v1.brand_registrations(brand.sid).update()
    driver.pass_time(A_DAY)
    assert names(receiver) == ["brand-registration.brand-failure"] * 2


def test_a_sole_proprietor_is_unverified_until_the_code_is_answered(driver, receiver):
    subscribe(driver, receiver)
    driver.sole_proprietor_brand()
    driver.pass_time(A_DAY)
    assert [name.partition(".")[2] for name in names(receiver)] == [
        "brand-registered",
        "brand-unverified",
        "brand-verified",
    ]
    statuses = [event["data"]["identitystatus"] for event in events(receiver)]
    assert statuses == ["UNVERIFIED", "UNVERIFIED", "VERIFIED"]


def test_a_campaign_is_told_by_its_hidden_sid_and_fails_without_a_reason(driver, receiver):
    subscribe(driver, receiver, *(name for name in TOLD if name.startswith("campaign-")))
    campaign = driver.campaign(driver.approved_brand().sid, **REJECTED_CAMPAIGN)
    driver.pass_time(A_DAY)
    assert [each["data"]["campaignregistrationstatus"] for each in events(receiver)] == [
        "pending",
        "failure",
    ]
    data = events(receiver)[1]["data"]
    assert data["campaignsid"].startswith("CM")
    assert data["messagingservicesid"] == campaign.messaging_service_sid
    assert not [key for key in data if "error" in key or "reason" in key]
    driver.edit_campaign(campaign.messaging_service_sid)
    driver.pass_time(A_DAY)
    driver.campaigns(campaign.messaging_service_sid)(campaign.sid).delete()
    driver.pass_time(0)
    assert [name.partition(".")[2] for name in names(receiver)[2:]] == [
        "campaign-submitted",
        "campaign-approved",
        "campaign-deleted",
    ]
    assert events(receiver)[3]["data"]["externalcampaignid"].startswith("C")


def test_an_outcome_that_changes_back_is_told_again(driver, receiver):
    campaign = driver.campaign(driver.approved_brand().sid)
    driver.pass_time(A_DAY)
    subscribe(driver, receiver, *(name for name in TOLD if name.startswith("campaign-")))
    for status in ("FAILED", "VERIFIED", "FAILED"):
        path = f"campaigns/{campaign.messaging_service_sid}"
        driver.control("POST", path, status=status)
        driver.pass_time(1)
    assert [name.partition(".")[2] for name in names(receiver)] == [
        "campaign-failure",
        "campaign-approved",
        "campaign-failure",
    ]


def test_a_numbers_registration_is_told_and_its_end_too(driver, receiver):
    campaign, number = driver.campaign(driver.approved_brand().sid), driver.buy()
    driver.pool(campaign.messaging_service_sid).create(phone_number_sid=number.sid)
    subscribe(driver, receiver, *(name for name in TOLD if name.startswith("number-")))
    driver.pass_time(630)
    driver.pass_time(NUMBER_REGISTERED_SECONDS)
    pending, successful = (event["data"] for event in events(receiver))
    assert (pending["externalstatus"], successful["externalstatus"]) == (
        "pending_registration",
        "registered",
    )
    assert (successful["phonenumbersid"], successful["phonenumber"]) == (
        number.sid,
        number.phone_number,
    )
    assert successful["campaignsid"].startswith("CM")
    assert successful["messagingservicesid"] == campaign.messaging_service_sid
    driver.pool(campaign.messaging_service_sid)(number.sid).delete()
    driver.pass_time(60)
    assert names(receiver)[2:] == [
        "number-deregistration.pending",
        "number-deregistration.successful",
    ]
    assert "campaignsid" not in events(receiver)[3]["data"]


def test_a_forced_failure_of_a_number_names_a_page(driver, receiver):
    campaign, number = driver.campaign(driver.approved_brand().sid), driver.buy()
    driver.pool(campaign.messaging_service_sid).create(phone_number_sid=number.sid)
    subscribe(driver, receiver, "number-registration.failed")
    driver.control("POST", f"numbers/{number.sid}", registration="failure")
    driver.pass_time(0)
    assert events(receiver)[0]["data"]["failureReason"].endswith("/30126")


def test_a_forced_outcome_is_told_like_any_other(driver, receiver):
    subscribe(driver, receiver)
    brand = driver.brand()
    driver.control("POST", f"brands/{brand.sid}", status="APPROVED")
    campaign = driver.campaign(brand.sid)
    path = f"campaigns/{campaign.messaging_service_sid}"
    driver.control("POST", path, status="VERIFIED")
    driver.pass_time(0)
    assert "campaign-registration.campaign-approved" in names(receiver)
    driver.pass_time(A_DAY)
    assert len(names(receiver)) == len(set(names(receiver)))


def test_only_what_was_subscribed_to_is_told_and_only_from_then_on(driver, receiver):
    driver.approved_brand()
    subscribe(driver, receiver, "brand-registration.brand-registered")
    driver.sole_proprietor_brand(mobile="+15125550000")
    driver.pass_time(A_DAY)
    assert names(receiver) == ["brand-registration.brand-registered"]


def test_user_and_password_of_the_address_are_sent_with_every_event(driver, receiver):
    address = receiver.url.replace("//", "//hook:p%40ss@")
    driver.subscribe(f"{address}/events?source=twilio", "brand-registration.brand-registered")
    driver.approved_brand()
    driver.pass_time(0)
    (taken,) = receiver.taken
    assert taken.headers["Authorization"] == requests.auth._basic_auth_str("hook", "p@ss")
    assert taken.is_signed


TWO = ("brand-registration.brand-registered", "brand-registration.brand-verified")


def test_trouble_can_be_switched_on(driver, receiver):
    subscribe(driver, receiver, *TWO)
    driver.control("POST", "events", duplicate=1, match="brand-registered$")
    driver.approved_brand()
    driver.pass_time(0)
    assert [name.partition(".")[2] for name in names(receiver)] == [
        "brand-registered",
        "brand-registered",
        "brand-verified",
    ]
    assert events(receiver)[0] == events(receiver)[1]
    assert driver.control("GET", "events")["duplicate"] == 1
    driver.control("DELETE", "events")
    assert driver.control("GET", "events")["duplicate"] == 0


def test_events_can_come_in_the_wrong_order_and_late(driver, receiver):
    subscribe(driver, receiver, *TWO)
    driver.control("POST", "events", reorder=True, delay_seconds=3600)
    driver.brand()
    driver.pass_time(3000)
    assert receiver.taken == []
    driver.pass_time(3600)
    assert names(receiver) == list(reversed(TWO))


def test_an_event_held_back_goes_out_when_order_returns(driver, receiver):
    subscribe(driver, receiver, TWO[0])
    driver.control("POST", "events", reorder=True)
    driver.approved_brand()
    driver.pass_time(0)
    assert receiver.taken == []
    driver.control("POST", "events", reorder=False)
    driver.pass_time(0)
    assert names(receiver) == [TWO[0]]


def test_events_can_be_lost(driver, receiver):
    subscribe(driver, receiver, *TWO)
    driver.control("POST", "events", drop=True)
    driver.approved_brand()
    driver.pass_time(A_DAY)
    assert receiver.taken == []


def test_events_can_take_the_other_shapes(driver, receiver):
    subscribe(driver, receiver, TWO[0])
    driver.control("POST", "events", single_object=True, data_as_text=True)
    driver.approved_brand()
    driver.pass_time(0)
    (taken,) = receiver.taken
    assert taken.is_signed
    assert json.loads(taken.json["data"])["brandstatus"] == "registered"


def test_any_event_can_be_sent(driver, receiver):
    subscribe(driver, receiver, "brand-registration.email-2fa-sent")
    event_type = f"{PREFIX}brand-registration.email-2fa-sent"
    driver.control("POST", "events/send", type=event_type, data={"brandsid": "BN1"})
    driver.pass_time(0)
    assert events(receiver)[0]["data"] == {"brandsid": "BN1"}
    for asked in ({"type": 1, "data": {}}, {"type": event_type}):
        with pytest.raises(requests.HTTPError):
            driver.control("POST", "events/send", **asked)


def test_switches_refuse_nonsense(driver):
    for asked in ({"explode": True}, {"duplicate": True}, {"drop": 1}, {"match": "("}):
        with pytest.raises(requests.HTTPError):
            driver.control("POST", "events", **asked)


def test_an_event_not_taken_comes_again_and_is_given_up_in_the_end(driver, receiver):
    receiver.answers["/events"] = [500]
    subscribe(driver, receiver, TWO[0])
    driver.approved_brand()
    for _ in range(40):
        driver.pass_time(600)
    ids = {event["id"] for event in events(receiver)}
    assert (len(receiver.taken), len(ids)) == (8, 1)
    assert driver.control("GET", "deliveries")["waiting"] == []


def test_a_sink_is_tested_and_validated(driver, receiver):
    sinks = driver.client.events.v1.sinks
    sink = subscribe(driver, receiver)
    assert sink.status == "initialized"
    sinks(sink.sid).sink_test.create()
    driver.pass_time(0)
    assert sinks(sink.sid).fetch().status == "validating"
    (event,) = events(receiver)
    with pytest.raises(TwilioRestException):
        sinks(sink.sid).sink_validate.create(test_id="wrong")
    validated = sinks(sink.sid).sink_validate.create(test_id=event["data"]["test_id"])
    assert validated.result == "valid"
    assert [each.sid for each in sinks.list(status="active")] == [sink.sid]


def test_a_sink_in_use_cannot_be_deleted(driver, receiver):
    events_api = driver.client.events.v1
    sink = subscribe(driver, receiver)
    with pytest.raises(TwilioRestException) as refused:
        events_api.sinks(sink.sid).delete()
    assert refused.value.status == 409
    (subscription,) = events_api.subscriptions.list(sink_sid=sink.sid)
    subscribed = events_api.subscriptions(subscription.sid).subscribed_events.list()
    assert len(subscribed) == len(TOLD)
    events_api.subscriptions(subscription.sid).delete()
    events_api.sinks(sink.sid).delete()
    assert events_api.sinks.list() == []


def test_what_is_no_sink_or_no_type_is_refused(driver, receiver):
    sinks, subscriptions = driver.client.events.v1.sinks, driver.client.events.v1.subscriptions
    good = {"destination": f"{receiver.url}/events", "method": "POST"}
    for kind, configuration in (
        ("kinesis", {"arn": "x"}),
        ("carrier-pigeon", good),
        ("webhook", {"method": "POST"}),
        ("webhook", good | {"method": "PUT"}),
        ("webhook", good | {"destination": "ftp://x"}),
    ):
        with pytest.raises(TwilioRestException):
            sinks.create("a sink", configuration, kind)
    sink = sinks.create("a sink", good, "webhook")
    for kinds, told in (
        ([{"type": "com.twilio.nothing"}], "Type not found"),
        ([{"type": ALL_TYPES[0], "schema_version": 9}], "schema version"),
        ([], "Types"),
    ):
        with pytest.raises(TwilioRestException) as refused:
            subscriptions.create("a subscription", sink.sid, kinds)
        assert told in refused.value.msg


def test_what_is_due_is_told_after_a_restart(tmp_path, receiver):
    state_file = tmp_path / "twilio.json"
    first = SandboxServer("127.0.0.1:0", state_file=state_file, speed=0)
    first.start()
    driver = Driver(first.url)
    subscribe(driver, receiver, TWO[0])
    driver.brand()
    first.stop()
    second = SandboxServer("127.0.0.1:0", state_file=state_file, speed=0)
    second.start()
    driver = Driver(second.url)
    driver.pass_time(A_DAY)
    assert names(receiver) == [TWO[0]]
    driver.control("POST", "reset")
    driver.pass_time(A_DAY)
    assert len(receiver.taken) == 1
    second.stop()


def test_time_that_runs_brings_events_by_itself(driver, receiver):
    subscribe(driver, receiver, TWO[0])
    driver.brand()
    driver.control("POST", "time", speed=10_000)
    driver.control("POST", "time", speed=1_000_000)
    assert driver.control("POST", "settle")["is_settled"]
    driver.control("POST", "time", advance_seconds=A_DAY, settle=True)
    assert names(receiver) == [TWO[0]]
