"""Looks at Twilio: quiet while it says what it said before, and never blind to what is new."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from services.a2p.use_cases import polling
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT, OneByOne
from tests.unit.a2p.domain.builders import a_profile

REVIEW_SECONDS = 1_800


class Counting:
    """Counts the transactions of tenants."""

    def __init__(self, unit_of_work):
        self._unit_of_work, self.count = unit_of_work, 0

    @contextmanager
    def __call__(self, tenant_id):
        self.count += 1
        with self._unit_of_work(tenant_id) as work:
            yield work


def transactions_of(world, action):
    counting = Counting(world.ports.unit_of_work)
    usual, world.ports = world.ports, replace(world.ports, unit_of_work=counting)
    try:
        action()
    finally:
        world.ports = usual
    return counting.count


def in_review(world, tenant=TENANT, profile=None):
    campaign_id = world.a_ready_campaign(tenant, profile)
    world.submit(campaign_id, tenant)
    world.go_on_for(360)
    campaign = world.campaign(campaign_id, tenant)
    assert campaign["stage"] == "CAMPAIGN_REVIEW"
    path = f"campaigns/{campaign['messaging_service_sid']}"
    world.sandbox.control("POST", path, status="IN_PROGRESS")
    world.refresh(campaign_id, tenant)
    return campaign


def force(world, campaign, status):
    world.sandbox.control("POST", f"campaigns/{campaign['messaging_service_sid']}", status=status)


def looks(world):
    return len(world.sandbox.requests_made("GET", "Usa2p/QE"))


def later(world):
    """When everything under review is due again."""
    world.clock.ahead += timedelta(minutes=20)
    return world.go_on()


def test_an_answer_as_before_costs_no_transaction_of_the_tenant(world):
    campaign = in_review(world)
    before = looks(world)
    assert transactions_of(world, lambda: later(world)) == 0
    assert looks(world) == before + 1
    assert world.campaign(campaign["id"])["status"] == "SUBMITTED"


def test_a_look_without_news_is_still_shown_as_a_look(world):
    campaign = in_review(world)
    before = world.campaign(campaign["id"])["trusthub_last_checked_at"]
    later(world)
    after = world.campaign(campaign["id"])["trusthub_last_checked_at"]
    assert after - before >= timedelta(minutes=20)
    world.refresh(campaign["id"])
    assert world.campaign(campaign["id"])["trusthub_last_checked_at"] >= after


def test_quiet_looks_go_on_by_the_same_schedule(world):
    in_review(world)
    before = looks(world)
    world.go_on_for(3_600)
    assert 4 <= looks(world) - before <= 12


@pytest.mark.parametrize(
    ("word", "status"),
    [("VERIFIED", "APPROVED"), ("FAILED", "REJECTED"), ("SUSPENDED", "SUSPENDED")],
)
def test_news_is_recorded_by_the_look_that_hears_it(world, word, status):
    campaign = in_review(world)
    later(world)
    force(world, campaign, word)
    before = looks(world)
    later(world)
    assert world.campaign(campaign["id"])["status"] == status
    assert looks(world) == before + 1


def test_an_approval_that_is_withdrawn_is_heard_too(world):
    campaign = in_review(world)
    force(world, campaign, "VERIFIED")
    later(world)
    assert transactions_of(world, lambda: world.go_on_for(24 * 3_600, step=3_600)) == 0
    force(world, campaign, "SUSPENDED")
    world.go_on_for(24 * 3_600, step=3_600)
    assert world.campaign(campaign["id"])["status"] == "SUSPENDED"


@pytest.mark.parametrize("fault", [{"action": "cut_before"}, {"action": "status", "status": 503}])
def test_silence_is_counted_and_a_good_look_forgives_it(world, fault):
    campaign = in_review(world)
    world.sandbox.fail("GET .*Usa2p/QE.*", times=1_000, **fault)
    later(world)
    with world.ports.unit_of_work(TENANT) as work:
        assert work.campaigns.get(campaign["id"]).failed_looks == 1
    world.sandbox.control("DELETE", "faults")
    later(world)
    with world.ports.unit_of_work(TENANT) as work:
        assert work.campaigns.get(campaign["id"]).failed_looks == 0
    assert transactions_of(world, lambda: later(world)) == 0


def test_a_look_that_is_refused_leaves_the_review_alone(world):
    campaign = in_review(world)
    world.sandbox.fail("GET .*Usa2p/QE.*", action="status", status=403, times=10)
    later(world)
    waiting = world.campaign(campaign["id"])
    assert (waiting["status"], waiting["stage"]) == ("SUBMITTED", "CAMPAIGN_REVIEW")
    assert "access to Twilio" in waiting["trusthub_last_error"]


def test_a_campaign_that_is_submitted_beside_a_quiet_one_is_not_overlooked(world):
    first = in_review(world)
    later(world)
    second = world.a_campaign(name="Offers")
    world.submit(second)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(second)["status"] == "APPROVED"
    force(world, first, "VERIFIED")
    later(world)
    assert world.campaign(first["id"])["status"] == "APPROVED"


def test_a_wish_during_a_quiet_look_makes_the_next_one_thorough(world):
    in_review(world)
    world.clock.ahead += timedelta(minutes=20)
    [claim] = world.ports.claims.take_due(now=world.clock.now(), limit=5)
    assert claim.looks
    with world.ports.unit_of_work(TENANT) as work:
        work.due.want(at=world.clock.now())
    now = world.clock.now()
    world.ports.claims.release_unchanged([(claim, now + timedelta(hours=1))], now=now)
    [claim] = world.ports.claims.take_due(now=world.clock.now(), limit=5)
    assert claim.looks == ()


def test_a_claim_that_was_taken_over_releases_nothing(world):
    in_review(world)
    world.clock.ahead += timedelta(minutes=20)
    [claim] = world.ports.claims.take_due(now=world.clock.now(), limit=5)
    lost = replace(claim, worker=claim.worker + 1)
    now = world.clock.now()
    world.ports.claims.release_unchanged([(lost, now + timedelta(hours=1))], now=now)
    assert world.ports.claims.take(TENANT, now=now) is None


def test_tenants_are_looked_at_together_and_recorded_apart(world):
    ours = in_review(world)
    theirs = in_review(world, OTHER_TENANT, a_profile(registration_number="841234568"))
    later(world)
    force(world, theirs, "VERIFIED")
    assert later(world) == 2
    assert world.campaign(ours["id"])["status"] == "SUBMITTED"
    assert world.campaign(theirs["id"], OTHER_TENANT)["status"] == "APPROVED"


def test_a_round_ends_at_its_limit_and_the_rest_stays_due(world):
    in_review(world)
    in_review(world, OTHER_TENANT, a_profile(registration_number="841234568"))
    world.clock.ahead += timedelta(minutes=20)
    for expected in (1, 1, 0):
        worked_on = polling.work_on_due_tenants(world.ports, limit=1, crew=OneByOne())
        assert worked_on == expected


class StoppingCrew(OneByOne):
    """The process is told to end while the first tenant is worked on."""

    def __init__(self):
        self.worked_on = 0

    def start(self, task):
        self.worked_on += 1
        super().start(task)


def two_that_are_due(world):
    ours = in_review(world)
    theirs = in_review(world, OTHER_TENANT, a_profile(registration_number="841234568"))
    world.clock.ahead += timedelta(minutes=20)
    return ours, theirs


def test_a_process_that_ends_gives_back_what_it_has_not_begun(world):
    two_that_are_due(world)
    crew, before = StoppingCrew(), looks(world)
    stopping = replace(world.ports, is_stopping=lambda: crew.worked_on > 0)
    assert polling.work_on_due_tenants(stopping, limit=50, crew=crew) == 1
    assert (crew.worked_on, looks(world)) == (1, before + 1)
    # By the same process, which lives: nothing had to be waited for.
    assert polling.work_on_due_tenants(world.ports, limit=50, crew=OneByOne()) == 1
    assert looks(world) == before + 2
    assert polling.work_on_due_tenants(world.ports, limit=50, crew=OneByOne()) == 0


def test_a_process_that_ends_takes_nothing_more(world):
    two_that_are_due(world)
    stopping = replace(world.ports, is_stopping=lambda: True)
    assert polling.work_on_due_tenants(stopping, limit=50, crew=OneByOne()) == 0
    assert world.go_on() == 2


def test_a_claim_that_was_taken_over_is_not_given_back(world):
    in_review(world)
    claim = world.ports.claims.take(TENANT, now=world.clock.now())
    stale = replace(claim, worker=claim.worker + 1)
    world.ports.claims.give_back([stale], now=world.clock.now())
    assert world.ports.claims.take(TENANT, now=world.clock.now()) is None
    world.ports.claims.give_back([claim], now=world.clock.now())
    assert world.ports.claims.take(TENANT, now=world.clock.now()) is not None


def test_a_submission_pauses_between_two_stages_where_the_process_ends(world):
    campaign_id = world.a_ready_campaign()
    usual, world.ports = world.ports, replace(world.ports, is_stopping=lambda: True)
    world.submit(campaign_id)
    assert world.campaign(campaign_id)["stage"] == "BRAND"
    assert world.sandbox.requests_made("POST", "BrandRegistrations") == []
    world.ports = usual
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def test_the_background_learns_that_its_process_ends(world):
    [entrypoint] = [
        each
        for each in world.container.entrypoints
        if each.method_name == "go_on_with_registrations"
    ]
    worker = SimpleNamespace(entrypoint=entrypoint)
    ports = world.provider.get_dependency(worker)
    assert not ports.is_stopping()
    entrypoint._stop.send()
    assert ports.is_stopping()


def test_what_a_quiet_look_needs_holds_nothing_of_the_tenants_business(world):
    in_review(world)
    with world.ports.unit_of_work.database.transaction() as connection:
        [row] = connection.execute(text("select row_to_json(q) from quiet_looks q")).scalars()
    assert set(row) == {
        "tenant_id",
        "campaign_id",
        "messaging_service_sid",
        "seen",
        "waiting_since",
        "pause_seconds",
        "looked_at",
    }
    assert len(row["seen"]) == 32
