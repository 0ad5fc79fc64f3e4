"""Events of Twilio's stream: a hint makes us look, and looking decides."""

from itertools import permutations

import sqlalchemy as sa

from services.a2p.models import campaigns
from services.a2p.use_cases import hints
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT
from tests.unit.a2p.domain.builders import a_profile

PREFIX = "com.twilio.messaging.compliance."
APPROVED = PREFIX + "campaign-registration.campaign-approved"
FAILED = PREFIX + "campaign-registration.campaign-failure"
BRAND = PREFIX + "brand-registration.brand-registered"
REVIEW_SECONDS = 1_800


def an_event(campaign, number=1, type=APPROVED, **more):
    return {
        "id": f"EZ{number}",
        "type": type,
        "messaging_service_sid": campaign["messaging_service_sid"],
        "campaign_sid": "CM" + "1" * 32,
        "occurred_at": "2026-03-04T09:30:00Z",
        **more,
    }


def take(world, *events):
    told = hints.take_twilio_events(world.ports, events)
    return told["accepted"], told["duplicates"], told["ignored"]


def in_review(world, tenant=TENANT, profile=None):
    campaign_id = world.a_ready_campaign(tenant, profile)
    world.submit(campaign_id, tenant)
    world.go_on_for(360)
    campaign = world.campaign(campaign_id, tenant)
    assert campaign["stage"] == "CAMPAIGN_REVIEW"
    return campaign


def force(world, campaign, status, errors=()):
    path = f"campaigns/{campaign['messaging_service_sid']}"
    world.sandbox.control("POST", path, status=status, errors=list(errors))


def looks(world, campaign):
    path = f"{campaign['messaging_service_sid']}/Compliance/Usa2p/"
    return len(world.sandbox.requests_made("GET", path))


def test_a_hint_makes_the_tenant_due_now_and_twilio_is_asked(world):
    campaign = in_review(world)
    force(world, campaign, "VERIFIED")
    before = looks(world, campaign)
    assert world.go_on() == 0
    assert take(world, an_event(campaign)) == (1, 0, 0)
    assert world.go_on() == 1
    assert looks(world, campaign) == before + 1
    assert world.campaign(campaign["id"])["status"] == "APPROVED"


def test_what_an_event_claims_is_never_believed(world):
    campaign = in_review(world)
    for number, type in enumerate([APPROVED, FAILED, PREFIX + "campaign-registration.x"]):
        take(world, an_event(campaign, number, type, status="VERIFIED", brandstatus="FAILED"))
        unchanged = world.campaign(campaign["id"])
        assert (unchanged["status"], unchanged["stage"]) == ("SUBMITTED", "CAMPAIGN_REVIEW")
    world.go_on()
    assert world.campaign(campaign["id"])["status"] == "SUBMITTED"


def test_an_event_that_comes_again_is_counted_and_has_no_effect(world):
    campaign = in_review(world)
    assert take(world, an_event(campaign), an_event(campaign)) == (1, 1, 0)
    world.go_on()
    before = looks(world, campaign)
    assert take(world, an_event(campaign)) == (0, 1, 0)
    assert world.go_on() == 0
    assert looks(world, campaign) == before


def test_events_in_any_order_end_in_the_same_state(world):
    campaign = in_review(world)
    force(world, campaign, "VERIFIED")
    told = [an_event(campaign, 1, FAILED), an_event(campaign, 2), an_event(campaign, 3, BRAND)]
    for number, order in enumerate(permutations(told)):
        take(world, *({**event, "id": f"{event['id']}-{number}"} for event in order))
        world.go_on()
        assert world.campaign(campaign["id"])["status"] == "APPROVED"


def test_events_of_another_account_or_about_nobody_are_ignored(world):
    campaign = in_review(world)
    foreign = an_event(campaign, 1, account_sid="AC" + "9" * 32)
    nobody = an_event(campaign, 2, messaging_service_sid="MG" + "9" * 32)
    number = an_event(campaign, 3, PREFIX + "number-registration.successful")
    assert take(world, foreign, nobody, number, {}, {"id": 7}) == (0, 0, 5)
    assert world.go_on() == 0
    own = an_event(campaign, 4, account_sid=world.ports.twilio.account_sid)
    assert take(world, own) == (1, 0, 0)


def test_a_batch_wakes_each_tenant_that_it_names_and_no_other(world):
    ours = in_review(world)
    other = a_profile(registration_number="841234568")
    theirs = in_review(world, OTHER_TENANT, other)
    world.go_on()
    assert take(world, an_event(theirs)) == (1, 0, 0)
    before = looks(world, ours), looks(world, theirs)
    assert world.go_on() == 1
    assert (looks(world, ours), looks(world, theirs)) == (before[0], before[1] + 1)
    assert take(world, an_event(ours, 2), an_event(theirs, 3)) == (2, 0, 0)
    assert world.go_on() == 2


def test_a_brands_event_finds_its_tenant_before_there_is_a_campaign(world):
    campaign_id = world.a_ready_campaign()
    brand_sid = world.submit(campaign_id)["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{brand_sid}", status="APPROVED")
    event = {"id": "EZ1", "type": BRAND, "data": {"brandsid": brand_sid}}
    assert take(world, event) == (1, 0, 0)
    world.go_on()
    assert world.campaign(campaign_id)["stage"] == "CAMPAIGN_REVIEW"


def test_the_name_that_events_use_for_a_campaign_is_kept_apart(world):
    campaign = in_review(world)
    take(world, an_event(campaign))
    query = sa.select(campaigns.c.event_campaign_sid, campaigns.c.twilio_campaign_sid)
    with world.ports.unit_of_work.database.transaction(TENANT) as connection:
        [row] = connection.execute(query).all()
    assert row.event_campaign_sid == "CM" + "1" * 32
    assert row.twilio_campaign_sid == campaign["twilio_campaign_sid"] != row.event_campaign_sid
    world.refresh(campaign["id"])
    with world.ports.unit_of_work.database.transaction(TENANT) as connection:
        assert connection.execute(query).one() == row


def test_a_hint_that_comes_while_we_look_is_not_lost(world):
    campaign = in_review(world)
    claim = world.ports.claims.take(TENANT, now=world.clock.now())
    take(world, an_event(campaign))
    with world.ports.unit_of_work(TENANT) as work:
        work.due.release(claim, next_at=None, looks=[])
    assert world.go_on() == 1
