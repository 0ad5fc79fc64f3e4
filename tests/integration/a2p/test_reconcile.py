"""The nightly comparison: it tells what differs at Twilio, once, and touches nothing there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from chassis.tables import outbox
from services.a2p.use_cases import reconcile
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT, OneByOne
from tests.unit.a2p.domain.builders import a_profile

REVIEW_SECONDS = 1_800
NIGHT = timedelta(hours=29)


def approved(world, tenant=TENANT, profile=None):
    campaign_id = world.a_ready_campaign(tenant, profile)
    world.submit(campaign_id, tenant)
    world.go_on_for(REVIEW_SECONDS)
    campaign = world.campaign(campaign_id, tenant)
    assert campaign["status"] == "APPROVED"
    return campaign


def compare(world):
    """One night later."""
    world.clock.ahead += NIGHT
    return reconcile.reconcile_due_tenants(world.ports, limit=50, crew=OneByOne())


def drift(world, tenant=TENANT):
    page = reconcile.list_drift(world.ports, tenant, page=1, page_size=50)
    return {
        (item["subject"], item["field"]): (item["ours"], item["twilio"]) for item in page["items"]
    }


def told(world):
    query = select(outbox.c.data).where(outbox.c.type == "registration_drift_found_v1")
    with world.ports.unit_of_work.database.transaction() as connection:
        return connection.execute(query.order_by(outbox.c.id)).scalars().all()


def edit_at_twilio(world, campaign, **changes):
    """Somebody in the Console, past us."""
    held = world.ports.twilio.find_campaign(campaign["messaging_service_sid"]).content
    names = (
        "description message_flow message_samples has_embedded_links has_embedded_phone"
        " age_gated direct_lending"
    ).split()
    service = campaign["messaging_service_sid"]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=[])
    params = {name: held[name] for name in names} | changes
    world.ports.twilio.update_campaign(service, params)
    world.sandbox.control("POST", f"campaigns/{service}", status="VERIFIED")


def test_nothing_is_told_where_twilio_agrees(world):
    approved(world)
    assert compare(world) == 1
    assert drift(world) == {}
    assert told(world) == []
    page = reconcile.list_drift(world.ports, TENANT, page=1, page_size=50)
    assert page["checked_at"] is not None


def test_before_the_first_comparison_nothing_is_known(world):
    page = reconcile.list_drift(world.ports, TENANT, page=1, page_size=50)
    assert (page["items"], page["checked_at"]) == ([], None)


def test_text_that_somebody_changed_at_twilio_is_drift_and_told_once(world):
    campaign = approved(world)
    edit_at_twilio(world, campaign, description=campaign["description"] + " And news.")
    compare(world)
    found = {
        ("CAMPAIGN", "description"): (
            campaign["description"],
            campaign["description"] + " And news.",
        )
    }
    assert drift(world) == found
    compare(world)
    assert drift(world) == found
    [event] = told(world)
    assert event["found"] == [
        {"subject": "CAMPAIGN", "campaign_id": campaign["id"], "field": "description"}
    ]


def test_drift_that_is_put_right_is_forgotten_and_told_again_if_it_returns(world):
    campaign = approved(world)
    for text in (" And news.", "", " And news."):
        edit_at_twilio(world, campaign, description=campaign["description"] + text)
        compare(world)
        assert bool(drift(world)) is bool(text)
    assert len(told(world)) == 2


def test_a_brand_whose_status_changed_is_drift(world):
    campaign = approved(world)
    brand = campaign["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{brand}", status="SUSPENDED")
    compare(world)
    assert drift(world) == {("BRAND", "status"): ("APPROVED", "SUSPENDED")}


def test_a_campaign_whose_status_changed_is_looked_at_at_once(world):
    campaign = approved(world)
    service = campaign["messaging_service_sid"]
    world.sandbox.control("POST", f"campaigns/{service}", status="SUSPENDED")
    compare(world)
    assert drift(world) == {("CAMPAIGN", "status"): ("APPROVED", "SUSPENDED")}
    assert world.campaign(campaign["id"])["status"] == "APPROVED"
    world.go_on()
    assert world.campaign(campaign["id"])["status"] == "SUSPENDED"


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("GET .*/Services/MG[^/]*$", "MESSAGING_SERVICE"),
        ("GET .*Usa2p/QE.*", "CAMPAIGN"),
        ("GET .*BrandRegistrations/BN[^/]*$", "BRAND"),
    ],
)
def test_what_is_gone_at_twilio_is_drift(world, path, subject):
    approved(world)
    world.sandbox.fail(path, action="status", status=404, times=10)
    compare(world)
    assert drift(world) == {(subject, "exists"): (True, False)}


@pytest.mark.parametrize("fault", [{"action": "cut_before"}, {"action": "status", "status": 403}])
def test_a_silent_or_refusing_twilio_is_no_drift_and_is_asked_again_in_an_hour(world, fault):
    campaign = approved(world)
    edit_at_twilio(world, campaign, description=campaign["description"] + " And news.")
    compare(world)
    before = drift(world)
    world.sandbox.fail("GET .*", times=1_000, **fault)
    compare(world)
    assert drift(world) == before
    world.sandbox.control("DELETE", "faults")
    world.clock.ahead += timedelta(minutes=61) - NIGHT
    assert compare(world) == 1


def test_a_comparison_only_reads(world):
    campaign = approved(world)
    edit_at_twilio(world, campaign, description=campaign["description"] + " And news.")
    before = len(world.sandbox.control("GET", "requests")["requests"])
    compare(world)
    made = world.sandbox.control("GET", "requests")["requests"][before:]
    assert {request["method"] for request in made if "_control" not in request["path"]} == {"GET"}


def test_tenants_are_compared_apart_and_not_all_at_once(world):
    ours = approved(world)
    approved(world, OTHER_TENANT, a_profile(registration_number="841234568"))
    edit_at_twilio(world, ours, description=ours["description"] + " And news.")
    world.clock.ahead += NIGHT
    one_by_one = {"limit": 1, "crew": OneByOne()}
    for expected in (1, 1, 0):
        assert reconcile.reconcile_due_tenants(world.ports, **one_by_one) == expected
    assert drift(world)
    assert drift(world, OTHER_TENANT) == {}
