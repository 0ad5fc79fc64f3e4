"""Drives a sandbox through the real SDK, and holds content that passes every review."""

from __future__ import annotations

from typing import Any

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from sandbox.twilio.constants import (
    A2P_TRUST_PRODUCT_POLICY,
    CAMPAIGN_SID,
    SANDBOX_ACCOUNT_SID,
    SANDBOX_AUTH_TOKEN,
    SANDBOX_PRIMARY_PROFILE_SID,
    SECONDARY_PROFILE_POLICY,
    SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY,
    STARTER_PROFILE_POLICY,
)
from sandbox.twilio.event_types import PREFIX

A_DAY = 86_400

BUSINESS = {
    "business_name": "Clean Machine Auto Detail LLC",
    "business_identity": "direct_customer",
    "business_type": "Limited Liability Corporation",
    "business_industry": "AUTOMOTIVE",
    "business_registration_identifier": "EIN",
    "business_registration_number": "12-3456789",
    "business_regions_of_operation": "USA_AND_CANADA",
    "website_url": "https://cleanmachine.example",
}
REPRESENTATIVE = {
    "first_name": "Dana",
    "last_name": "Reyes",
    "email": "dana@cleanmachine.example",
    "phone_number": "+15125550123",
    "business_title": "Owner",
    "job_position": "CEO",
}
MESSAGING = {"company_type": "private"}
ADDRESS = {
    "customer_name": "Clean Machine Auto Detail LLC",
    "street": "200 Congress Avenue",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78701",
    "iso_country": "US",
}
APPROVED_CAMPAIGN: dict[str, Any] = {
    "description": (
        "Clean Machine Auto Detail sends appointment confirmations, reminders and loyalty offers"
        " to customers who book a detailing service and agree to receive texts."
    ),
    "message_flow": (
        "Customers book at https://cleanmachine.example/book and check an optional box, unchecked"
        " by default, agreeing to receive SMS from Clean Machine Auto Detail about appointments"
        " and offers. Message frequency varies, up to 6 messages per month. Message and data rates"
        " may apply. Reply STOP to opt out or HELP for help. Mobile data is never shared with third"
        " parties. Privacy policy: https://cleanmachine.example/privacy Terms:"
        " https://cleanmachine.example/terms"
    ),
    "message_samples": [
        "Clean Machine: Hi [name], your detail is booked for [date] at [time]. Reply STOP to opt"
        " out.",
        "Clean Machine: You earned [points] points and a $10 offer on your next visit. Reply STOP"
        " to opt out.",
    ],
    "us_app_to_person_usecase": "MIXED",
    "has_embedded_links": False,
    "has_embedded_phone": False,
    "age_gated": False,
    "direct_lending": False,
    "opt_in_message": (
        "Clean Machine: You are subscribed to texts. Msg frequency varies. Reply HELP for help,"
        " STOP to opt out."
    ),
    "opt_out_message": "Clean Machine: You are unsubscribed and will receive no more messages.",
    "help_message": "Clean Machine: call 512-555-0100 or visit https://cleanmachine.example/help",
    "opt_out_keywords": ["STOP", "END"],
    "privacy_policy_url": "https://cleanmachine.example/privacy",
    "terms_and_conditions_url": "https://cleanmachine.example/terms",
}
REJECTED_CAMPAIGN: dict[str, Any] = APPROVED_CAMPAIGN | {
    "description": "We send messages about all kinds of things to everybody in our lists.",
    "message_flow": "They give us the phone number when they come by and then we message them.",
    "message_samples": [
        "Hello, come and see what is new today!",
        "Visit bit.ly/abc for more news.",
    ],
}
EDITABLE = (
    "has_embedded_links",
    "has_embedded_phone",
    "message_samples",
    "message_flow",
    "description",
    "age_gated",
    "direct_lending",
    "privacy_policy_url",
    "terms_and_conditions_url",
)


class SandboxHttpClient(TwilioHttpClient):
    """Sends what is meant for Twilio to the sandbox; the host becomes the first path segment."""

    def __init__(self, base_url: str, *, timeout: float = 5.0) -> None:
        super().__init__(timeout=timeout)
        self._base_url = base_url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        assert url.startswith("https://")
        return super().request(method, url.replace("https:/", self._base_url, 1), *args, **kwargs)


class Driver:
    def __init__(self, base_url: str, *, timeout: float = 5.0) -> None:
        self.base_url = base_url
        http_client = SandboxHttpClient(base_url, timeout=timeout)
        self.client = Client(SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN, http_client=http_client)

    def control(self, method: str, path: str, **asked: Any) -> Any:
        answer = requests.request(
            method,
            f"{self.base_url}/_control/{path}",
            json=asked,
            auth=(SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN),
            timeout=5,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def advance(self, seconds: float) -> None:
        self.control("POST", "time", advance_seconds=seconds)

    def pass_time(self, seconds: float) -> None:
        """As `advance`, and whatever becomes due is delivered, or tried, before it returns."""
        self.control("POST", "time", advance_seconds=seconds, settle=True)

    def fault(self, match: str, action: str, **more: Any) -> None:
        self.control("POST", "faults", match=match, action=action, **more)

    def buy(self, **wish: Any) -> Any:
        return self.client.incoming_phone_numbers.create(**(wish or {"area_code": "512"}))

    def pool(self, service_sid: str) -> Any:
        return self.client.messaging.v1.services(service_sid).phone_numbers

    def registration(self, number_sid: str) -> str:
        numbers = self.control("GET", "state")["numbers"]
        return str(next(n["registration"] for n in numbers if n["sid"] == number_sid))

    def subscribe(self, destination: str, *names: str) -> Any:
        """A sink for the named events of A2P registration."""
        configuration = {"destination": destination, "method": "POST", "batch_events": False}
        sink = self.client.events.v1.sinks.create(
            description="a sink", sink_configuration=configuration, sink_type="webhook"
        )
        self.client.events.v1.subscriptions.create(
            description="a subscription",
            sink_sid=sink.sid,
            types=[{"type": PREFIX + name, "schema_version": 1} for name in names],
        )
        return sink

    def end_user(self, kind: str, attributes: dict[str, Any]) -> Any:
        return self.client.trusthub.v1.end_users.create(
            friendly_name=kind, type=kind, attributes=attributes
        )

    def document(self, address: dict[str, Any]) -> Any:
        sid = self.client.addresses.create(**address).sid
        return self.client.trusthub.v1.supporting_documents.create(
            friendly_name="address",
            type="customer_profile_address",
            attributes={"address_sids": sid},
        )

    def draft_profile(self, *object_sids: str, policy: str = SECONDARY_PROFILE_POLICY) -> Any:
        profiles = self.client.trusthub.v1.customer_profiles
        profile = profiles.create(
            friendly_name="a profile", email="platform@servicepro.example", policy_sid=policy
        )
        for sid in object_sids:
            profiles(profile.sid).customer_profiles_entity_assignments.create(object_sid=sid)
        return profile

    def profile(
        self,
        *,
        business: dict[str, Any] | None = None,
        representative: dict[str, Any] | None = None,
        address: dict[str, Any] | None = None,
    ) -> str:
        """A submitted secondary profile; the arguments change what normally passes."""
        parts = [
            self.end_user("customer_profile_business_information", BUSINESS | (business or {})),
            self.end_user("authorized_representative_1", REPRESENTATIVE | (representative or {})),
            self.document(ADDRESS | (address or {})),
        ]
        sids = [part.sid for part in parts]
        profile = self.draft_profile(*sids, SANDBOX_PRIMARY_PROFILE_SID)
        self.client.trusthub.v1.customer_profiles(profile.sid).update(status="pending-review")
        return str(profile.sid)

    def trust_product(
        self,
        profile_sid: str,
        *,
        messaging: dict[str, Any] | None = None,
        policy: str = A2P_TRUST_PRODUCT_POLICY,
        kind: str = "us_a2p_messaging_profile_information",
    ) -> str:
        products = self.client.trusthub.v1.trust_products
        product = products.create(
            friendly_name="a product", email="platform@servicepro.example", policy_sid=policy
        )
        user = self.end_user(kind, messaging or MESSAGING)
        for sid in (user.sid, profile_sid):
            products(product.sid).trust_products_entity_assignments.create(object_sid=sid)
        products(product.sid).update(status="pending-review")
        return str(product.sid)

    def brand(self, *, messaging: dict[str, Any] | None = None, **profile: Any) -> Any:
        """A submitted low-volume brand, its review not yet over."""
        profile_sid = self.profile(**profile)
        return self.client.messaging.v1.brand_registrations.create(
            customer_profile_bundle_sid=profile_sid,
            a2p_profile_bundle_sid=self.trust_product(profile_sid, messaging=messaging),
            brand_type="STANDARD",
            skip_automatic_sec_vet=True,
        )

    def sole_proprietor_brand(self, *, mobile: str = "+15125550188", **names: str) -> Any:
        person = {key: REPRESENTATIVE[key] for key in ("first_name", "last_name", "email")}
        person["phone_number"] = mobile
        user = self.end_user("starter_customer_profile_information", person)
        parts = (user.sid, self.document(ADDRESS).sid, SANDBOX_PRIMARY_PROFILE_SID)
        profile = self.draft_profile(*parts, policy=STARTER_PROFILE_POLICY)
        self.client.trusthub.v1.customer_profiles(profile.sid).update(status="pending-review")
        information = {
            "brand_name": names.get("brand_name", "Dana Reyes Detailing"),
            "mobile_phone_number": mobile,
            "vertical": "AUTOMOTIVE",
        }
        product_sid = self.trust_product(
            profile.sid,
            messaging=information,
            policy=SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY,
            kind="sole_proprietor_information",
        )
        return self.client.messaging.v1.brand_registrations.create(
            customer_profile_bundle_sid=profile.sid,
            a2p_profile_bundle_sid=product_sid,
            brand_type="SOLE_PROPRIETOR",
        )

    def fetch_brand(self, sid: str) -> Any:
        return self.client.messaging.v1.brand_registrations(sid).fetch()

    def approved_brand(self, **content: Any) -> Any:
        brand = self.brand(**content)
        self.advance(A_DAY)
        return self.fetch_brand(brand.sid)

    def service(self, name: str = "a service") -> str:
        return str(self.client.messaging.v1.services.create(friendly_name=name).sid)

    def campaigns(self, service_sid: str) -> Any:
        return self.client.messaging.v1.services(service_sid).us_app_to_person

    def campaign(self, brand_sid: str, service_sid: str | None = None, **content: Any) -> Any:
        """A submitted campaign of otherwise approvable content."""
        values = APPROVED_CAMPAIGN | content
        given = {name: value for name, value in values.items() if value is not None}
        return self.campaigns(service_sid or self.service()).create(
            brand_registration_sid=brand_sid, **given
        )

    def fetch_campaign(self, service_sid: str, **version: str) -> Any:
        return self.campaigns(service_sid)(CAMPAIGN_SID).fetch(**version)

    def edit_campaign(self, service_sid: str, **content: Any) -> Any:
        values = {name: APPROVED_CAMPAIGN[name] for name in EDITABLE} | content
        return self.campaigns(service_sid)(CAMPAIGN_SID).update(**values)
