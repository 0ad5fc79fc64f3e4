"""The sandbox and the SDK against Twilio's documents: all requests and answers of a full tour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from twilio.rest import Client
from werkzeug.routing import Map, Rule

from sandbox.twilio.app import TWILIO_ROUTES
from sandbox.twilio.constants import (
    CAMPAIGN_SID,
    CLEAN_MACHINE_NUMBER_SID,
    CLEAN_MACHINE_SERVICE_SID,
    SANDBOX_ACCOUNT_SID,
    SANDBOX_AUTH_TOKEN,
    SECONDARY_PROFILE_POLICY,
)
from sandbox.twilio.recordings import play_recording
from sandbox.twilio.server import SandboxServer
from tests.contract.twilio.oai import RequestAudit, response_violations
from tests.unit.sandbox.driver import A_DAY, REJECTED_CAMPAIGN, Driver, SandboxHttpClient

FILES = {play_recording}


@dataclass
class Tour:
    """What went over the wire, in order."""

    audit: RequestAudit = field(default_factory=RequestAudit)
    answers: list[tuple[str, str, int, str]] = field(default_factory=list)


class RecordingHttpClient(SandboxHttpClient):
    def __init__(self, base_url: str, tour: Tour) -> None:
        super().__init__(base_url)
        self._tour = tour

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(method, url, *args, **kwargs)
        params = kwargs.get("params") or (args[0] if args else None)
        known = {name: value for name, value in (params or {}).items() if value is not None}
        full = f"{url}?{urlencode(known)}" if known else url
        self._tour.answers.append((method, full, answer.status_code, answer.text))
        return answer


@pytest.fixture(scope="module")
def tour() -> Iterator[Tour]:
    tour = Tour()
    server = SandboxServer("127.0.0.1:0", speed=0, on_request=tour.audit)
    server.start()
    driver = Driver(server.url)
    driver.client = Client(
        SANDBOX_ACCOUNT_SID,
        SANDBOX_AUTH_TOKEN,
        http_client=RecordingHttpClient(server.url, tour),
    )
    _visit_messaging(driver)
    _visit_trusthub(driver)
    _visit_account(driver)
    _visit_numbers_and_messages(driver)
    _visit_events(driver)
    yield tour
    server.stop()


def _visit_messaging(driver: Driver) -> None:
    messaging = driver.client.messaging.v1
    failed = driver.approved_brand(address={"region": "Texas"})
    messaging.brand_registrations(failed.sid).update()
    sole = driver.sole_proprietor_brand()
    messaging.brand_registrations(sole.sid).brand_registration_otps.create()
    brand = driver.approved_brand()
    messaging.brand_registrations.list()
    service_sid = driver.campaign(brand.sid, **REJECTED_CAMPAIGN).messaging_service_sid
    driver.advance(A_DAY)
    driver.fetch_campaign(service_sid)
    driver.edit_campaign(service_sid, x_twilio_api_version="v1.2")
    driver.advance(A_DAY)
    driver.fetch_campaign(service_sid, x_twilio_api_version="v1.2")
    driver.campaigns(service_sid).list()
    service = messaging.services(service_sid)
    service.us_app_to_person_usecases.fetch(brand_registration_sid=brand.sid)
    service.update(friendly_name="renamed")
    service.fetch()
    messaging.services.list()
    messaging.services(CLEAN_MACHINE_SERVICE_SID).phone_numbers(CLEAN_MACHINE_NUMBER_SID).delete()
    service.phone_numbers.create(phone_number_sid=CLEAN_MACHINE_NUMBER_SID)
    service.phone_numbers(CLEAN_MACHINE_NUMBER_SID).fetch()
    service.phone_numbers.list()
    driver.campaigns(service_sid)(CAMPAIGN_SID).delete()


def _visit_trusthub(driver: Driver) -> None:
    trusthub = driver.client.trusthub.v1
    trusthub.policies.list()
    trusthub.policies(SECONDARY_PROFILE_POLICY).fetch()
    profile = trusthub.customer_profiles.list(page_size=1, status="twilio-approved")[0]
    one = trusthub.customer_profiles(profile.sid)
    one.fetch()
    one.customer_profiles_entity_assignments.list()
    evaluation = one.customer_profiles_evaluations.create(policy_sid=SECONDARY_PROFILE_POLICY)
    one.customer_profiles_evaluations(evaluation.sid).fetch()
    one.customer_profiles_evaluations.list()
    product = trusthub.trust_products.list()[0]
    other = trusthub.trust_products(product.sid)
    other.fetch()
    other.trust_products_entity_assignments.list()
    evaluation = other.trust_products_evaluations.create(policy_sid=product.policy_sid)
    other.trust_products_evaluations(evaluation.sid).fetch()
    other.trust_products_evaluations.list()
    user = trusthub.end_users.list()[0]
    trusthub.end_users(user.sid).update(attributes=user.attributes)
    trusthub.end_users(user.sid).fetch()
    document = trusthub.supporting_documents.list()[0]
    trusthub.supporting_documents(document.sid).update(friendly_name="renamed")
    trusthub.supporting_documents(document.sid).fetch()


def _visit_account(driver: Driver) -> None:
    address = driver.client.addresses.list(page_size=1)[0]
    driver.client.addresses(address.sid).update(street="1 Main Street")
    driver.client.addresses(address.sid).fetch()
    driver.client.incoming_phone_numbers.list()
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    number.update(voice_url="https://app.example/voice")
    number.fetch()


def _visit_numbers_and_messages(driver: Driver) -> None:
    client = driver.client
    local = client.available_phone_numbers("US").local
    offers = local.list(area_code="512", contains="512555*", sms_enabled=True, limit=5)
    number = client.incoming_phone_numbers.create(
        phone_number=offers[0].phone_number,
        friendly_name="line",
        voice_url="http://127.0.0.1/voice",
        voice_fallback_url="http://127.0.0.1/voice",
        sms_url="http://127.0.0.1/sms",
        status_callback="http://127.0.0.1/status",
    )
    client.messages.create(to="+15125550142", body="Hello", from_=number.phone_number)
    service_sid = driver.service()
    driver.pool(service_sid).create(phone_number_sid=number.sid)
    message = client.messages.create(
        to="+15125550142",
        body="Hello again",
        messaging_service_sid=service_sid,
        status_callback="http://127.0.0.1:9/status",
    )
    for seconds in (0, 1, 1, 3):
        driver.advance(seconds)
        client.messages(message.sid).fetch()
    client.messages.list(to="+15125550142")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    ends = {"from": "+15125550142", "to": number.phone_number}
    driver.control("POST", "texts", **ends, body="Hi")
    client.messages.page(to=number.phone_number, date_sent_after=yesterday, page_size=1)
    placed = driver.control("POST", "calls", **ends)
    client.calls.page(to=number.phone_number, start_time_after=yesterday, page_size=1)
    client.calls(placed["call_sid"]).fetch()
    client.incoming_phone_numbers(number.sid).delete()
    client.incoming_phone_numbers.create(area_code="737")


def _visit_events(driver: Driver) -> None:
    events = driver.client.events.v1
    sink = driver.subscribe("http://127.0.0.1:9/events", "brand-registration.brand-registered")
    events.event_types.list()
    events.sinks(sink.sid).update(description="renamed")
    events.sinks(sink.sid).fetch()
    events.sinks(sink.sid).sink_test.create()
    test_id = driver.control("GET", "state")["test_ids"][sink.sid][0]
    events.sinks(sink.sid).sink_validate.create(test_id=test_id)
    events.sinks.list(status="active")
    subscription = events.subscriptions.list(sink_sid=sink.sid)[0]
    events.subscriptions(subscription.sid).fetch()
    events.subscriptions(subscription.sid).subscribed_events.list()
    events.subscriptions(subscription.sid).delete()
    events.sinks(sink.sid).delete()


def test_every_request_of_the_tour_is_one_that_twilio_would_accept(tour):
    assert tour.audit.seen >= len(TWILIO_ROUTES)
    assert tour.audit.violations == []


def test_every_answer_of_the_sandbox_has_the_documented_shape(tour):
    for method, url, status, text in tour.answers:
        assert response_violations(method, url, status, text.encode()) == [], f"{method} {url}"


def test_the_tour_leaves_no_route_out(tour):
    # The documents describe no files, and the SDK fetches none.
    described = [(method, path) for method, path, answer in TWILIO_ROUTES if answer not in FILES]
    names = {f"{method} {path}": (method, path) for method, path in described}
    routes = Map(
        [Rule(path, methods=[method], endpoint=key) for key, (method, path) in names.items()]
    )
    adapter = routes.bind("sandbox")
    visited = set()
    for method, url, _, _ in tour.answers:
        path = url.removeprefix("https:/").partition("?")[0]
        visited.add(adapter.match(path, method)[0])
    assert set(names) - visited == set()
