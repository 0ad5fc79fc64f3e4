"""A process that dies between any two steps, or during one, costs nothing and loses nothing."""

from dataclasses import replace

import pytest

from contracts.errors import ServiceError
from services.a2p.use_cases.steps import SETTLING

REVIEW_SECONDS = 1_800
# Enough for a whole submission; a test that gets here without dying has covered every call.
MOST_CALLS = 60


class Killed(BaseException):
    """Like a kill: nothing of ours catches it, so nothing is tidied up."""


class DyingTwilio:
    """Dies at the n-th call, before it has left or after it has had its effect."""

    def __init__(self, twilio, *, at, after):
        self._twilio, self._left, self._after = twilio, at, after

    @property
    def is_dead(self):
        return self._left <= 0

    def __getattr__(self, name):
        method = getattr(self._twilio, name)
        if not callable(method):
            return method

        def call(*args, **kwargs):
            self._left -= 1
            if self._left == 0 and not self._after:
                raise Killed
            result = method(*args, **kwargs)
            if self._left == 0:
                raise Killed
            return result

        return call


class DeadDatabase:
    """Nothing of a dead process reaches the database any more, not even its tidying up."""

    def __init__(self, unit_of_work, twilio):
        self._unit_of_work, self._twilio = unit_of_work, twilio

    def __call__(self, tenant_id):
        if self._twilio.is_dead:
            raise Killed
        return self._unit_of_work(tenant_id)


def die_at(world, call, *, after):
    twilio = DyingTwilio(world.ports.twilio, at=call, after=after)
    unit_of_work = DeadDatabase(world.ports.unit_of_work, twilio)
    world.ports = replace(world.ports, twilio=twilio, unit_of_work=unit_of_work)


def assert_paid_once(world):
    state = world.sandbox.state
    assert len(state["brands"]) == 1
    assert len(state["campaigns"]) == 1
    fees = world.sandbox.control("GET", "fees")
    entries = fees["fees"] if isinstance(fees, dict) else fees
    assert len(entries) == 2


@pytest.mark.parametrize("after", [False, True], ids=["before_its_effect", "after_its_effect"])
def test_a_kill_at_any_call_to_twilio_ends_with_one_brand_and_one_campaign(world, after):
    """Each process gets one call further than the one before it, and dies there."""
    campaign_id = world.a_ready_campaign()
    deaths = 0
    die_at(world, 1, after=after)
    try:
        world.submit(campaign_id)
    except Killed:
        deaths += 1
        world.restart()
    for call in range(1, MOST_CALLS):
        world.pass_time(SETTLING.total_seconds() + 40)
        die_at(world, call, after=after)
        try:
            world.go_on()
        except Killed:
            deaths += 1
        world.restart()
        if world.campaign(campaign_id)["status"] == "APPROVED":
            break
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert deaths > 8
    assert_paid_once(world)


@pytest.mark.parametrize("after", [False, True], ids=["before_its_effect", "after_its_effect"])
@pytest.mark.parametrize("call", range(1, 26))
def test_a_kill_at_one_call_is_made_good_by_the_next_process(world, call, after):
    campaign_id = world.a_ready_campaign()
    die_at(world, call, after=after)
    try:
        world.submit(campaign_id)
    except Killed:
        world.restart()
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert_paid_once(world)


@pytest.mark.parametrize("path", ["BrandRegistrations$", "Compliance/Usa2p$"])
@pytest.mark.parametrize("fault", ["cut_before", "cut_after"])
def test_a_paid_call_without_an_answer_is_looked_for_before_it_is_repeated(world, path, fault):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail(f"POST .*{path}", action=fault, times=1)
    submitted = world.submit(campaign_id)
    assert submitted["status"] == "SUBMITTED"
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert_paid_once(world)


def test_a_paid_call_is_not_repeated_before_it_can_have_settled(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*BrandRegistrations$", action="cut_before", times=1)
    world.submit(campaign_id)
    world.clock.ahead += SETTLING / 2
    world.go_on()
    assert len(world.sandbox.requests_made("POST", "BrandRegistrations")) == 1
    world.clock.ahead += SETTLING
    world.go_on()
    assert len(world.sandbox.requests_made("POST", "BrandRegistrations")) == 2


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_twilio_is_tried_again_in_the_background(world, status):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*TrustProducts$", action="status", status=status, times=2)
    submitted = world.submit(campaign_id)
    assert (submitted["status"], submitted["stage"]) == ("SUBMITTED", "PROFILE")
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def test_when_tries_are_exhausted_the_campaign_says_so_and_can_be_resubmitted(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*TrustProducts$", action="status", status=503, times=1_000)
    world.submit(campaign_id)
    world.go_on_for(12 * 3_600, step=900)
    failed = world.campaign(campaign_id)
    assert (failed["status"], failed["stage"]) == ("ERROR", "PROFILE")
    assert "Nothing is lost" in failed["trusthub_last_error"]
    world.sandbox.control("DELETE", "faults")
    world.resubmit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def test_a_brand_correction_that_was_not_answered_is_not_counted_twice(world):
    from tests.unit.a2p.domain.builders import a_profile

    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    world.save_profile("11111111-1111-4111-8111-111111111111", a_profile())
    world.sandbox.fail("POST .*BrandRegistrations/BN", action="cut_after", times=1)
    world.resubmit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert len(world.sandbox.requests_made("POST", "BrandRegistrations/BN")) == 1


def test_an_absent_phone_service_only_delays(world):
    campaign_id = world.a_ready_campaign()
    world.phone.is_away = True
    world.submit(campaign_id)
    world.go_on_for(600)
    waiting = world.campaign(campaign_id)
    assert (waiting["status"], waiting["stage"]) == ("SUBMITTED", "MESSAGING_SERVICE")
    world.phone.is_away = False
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def test_a_look_without_an_answer_leaves_a_decision_alone(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    world.sandbox.fail("GET .*Usa2p.*", action="cut_before", times=10)
    with pytest.raises(ServiceError):
        world.refresh(campaign_id)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
