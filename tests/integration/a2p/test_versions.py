"""The version of what a tenant typed: when it changes, and what a write to an older one gets."""

from dataclasses import asdict, fields, replace

import eventlet
import pytest

from contracts.errors import ServiceError
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.profile import BusinessProfile
from services.a2p.use_cases import drafts, registration
from tests.integration.a2p.conftest import TENANT, drafts_values
from tests.unit.a2p.domain.builders import a_content, a_profile

REVIEW_SECONDS = 1_800
AT_ONCE = 6
OTHER_SECRET = "another secret key of these tests, long enough"


def update(world, campaign_id, expected, key=None, **changes):
    return drafts.update_campaign(
        world.ports, TENANT, campaign_id, changes, expected_versions=expected, key=key
    )


def put(world, profile, expected=None, key=None):
    return drafts.put_business_profile(
        world.ports, TENANT, asdict(profile), expected_versions=expected, key=key
    )


def profile_version(world):
    return drafts.get_business_profile(world.ports, TENANT)["version"]


def code_of(action):
    try:
        action()
    except ServiceError as refused:
        return refused.code
    return "SAVED"


def at_once(*actions):
    return sorted(
        waiting.wait() for waiting in [eventlet.spawn(code_of, action) for action in actions]
    )


def test_of_many_changes_to_one_version_exactly_one_is_saved(world):
    campaign_id = world.a_campaign()
    version = world.campaign(campaign_id)["version"]
    names = [f"Name {number}" for number in range(AT_ONCE)]
    outcomes = at_once(
        *[lambda name=name: update(world, campaign_id, [version], name=name) for name in names]
    )
    assert outcomes == ["PRECONDITION_FAILED"] * (AT_ONCE - 1) + ["SAVED"]


@pytest.mark.parametrize("is_new", [True, False])
def test_of_many_profiles_for_one_version_exactly_one_is_saved(world, is_new):
    if not is_new:
        put(world, a_profile())
    version = profile_version(world)
    assert (version == "none") is is_new
    profiles = [a_profile(legal_name=f"Shine {number} LLC") for number in range(AT_ONCE)]
    outcomes = at_once(
        *[lambda profile=profile: put(world, profile, [version]) for profile in profiles]
    )
    assert outcomes == ["PRECONDITION_FAILED"] * (AT_ONCE - 1) + ["SAVED"]


def test_a_refused_change_changes_nothing(world):
    campaign_id = world.a_campaign()
    before = world.campaign(campaign_id)
    for expected in (["older"], [before["version"] + "x"], [""], []):
        assert code_of(
            lambda expected=expected: update(world, campaign_id, expected, name="X")
        ) in ("PRECONDITION_FAILED" if expected else "PRECONDITION_REQUIRED")
    assert world.campaign(campaign_id) == before


def test_any_of_the_expected_versions_will_do(world):
    campaign_id = world.a_campaign()
    version = world.campaign(campaign_id)["version"]
    saved = update(world, campaign_id, ["older", version], name="Offers")
    assert saved["version"] == world.campaign(campaign_id)["version"] != version


def test_callers_of_the_previous_release_expect_no_version(world):
    campaign_id = world.a_campaign()
    assert update(world, campaign_id, None, name="Offers")["name"] == "Offers"
    assert put(world, a_profile())["version"] == profile_version(world)


OTHER_VALUES = {bool: lambda value: not value, tuple: lambda value: (*value, "MORE")}


def another(value):
    return OTHER_VALUES.get(type(value), lambda old: f"{old or ''}1")(value)


@pytest.mark.parametrize("name", [field.name for field in fields(CampaignContent)])
def test_each_field_of_a_campaign_changes_its_version_and_back(world, name):
    campaign_id = world.a_campaign()
    before = world.campaign(campaign_id)
    typed = drafts_values(a_content()).get(name, getattr(a_content(), name))
    first = tuple(typed) if isinstance(typed, list) else typed
    changed = update(world, campaign_id, [before["version"]], **{name: another(first)})
    assert changed["version"] != before["version"]
    again = update(world, campaign_id, [changed["version"]], **{name: before[name]})
    assert again["version"] == before["version"]


def profiles_with_one_change():
    first = a_profile()
    for field in fields(BusinessProfile):
        value = getattr(first, field.name)
        if field.name in ("address", "representative"):
            for part in fields(value):
                other = replace(value, **{part.name: another(getattr(value, part.name))})
                yield f"{field.name}.{part.name}", replace(first, **{field.name: other})
        elif field.name == "brand_type":
            yield field.name, replace(first, brand_type="STANDARD")
        elif field.name == "registration_number":
            # Its last four digits, which callers see, stay as they are.
            yield field.name, replace(first, registration_number="99" + str(value)[2:])
        else:
            yield field.name, replace(first, **{field.name: another(value)})


@pytest.mark.parametrize(
    "changed", [pytest.param(profile, id=name) for name, profile in profiles_with_one_change()]
)
def test_each_field_of_the_profile_changes_its_version(world, changed):
    first = put(world, a_profile())["version"]
    assert put(world, changed, [first])["version"] != first


def test_polls_and_rechecks_leave_the_version_as_it_is(world):
    campaign_id = world.a_ready_campaign()
    version, of_profile = world.campaign(campaign_id)["version"], profile_version(world)
    put(world, a_profile(website_url=None))
    assert world.campaign(campaign_id)["status"] == "DRAFT"
    assert world.campaign(campaign_id)["version"] == version
    put(world, a_profile())
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    world.refresh(campaign_id)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert world.campaign(campaign_id)["version"] == version
    # Its registration number is encrypted anew by each save.
    assert profile_version(world) == of_profile


def test_a_repeat_gets_the_first_answer_whatever_has_changed_since(world):
    campaign_id = world.a_campaign()
    version = world.campaign(campaign_id)["version"]
    first = update(world, campaign_id, [version], key="try 1", name="Offers")
    assert update(world, campaign_id, [version], key="try 1", name="Offers") == first
    put(world, a_profile(), ["none"], key="try 2")
    assert put(world, a_profile(), ["none"], key="try 2")["version"] == profile_version(world)


def test_what_is_refused_anyway_is_refused_for_its_own_reason(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    for expected in (["older"], []):
        change = lambda expected=expected: update(world, campaign_id, expected, name="X")  # noqa: E731
        assert code_of(change) == "CAMPAIGN_NOT_EDITABLE"


def test_the_version_gives_nothing_of_the_registration_number_away(world):
    """Nine digits are guessed in minutes where a hash needs no key."""
    put(world, a_profile(registration_number="001234567"))
    version = profile_version(world)
    assert with_keys(world, OTHER_SECRET) != version


def test_a_version_outlives_the_change_of_the_secret_key(world):
    campaign_id = world.a_campaign()
    version = world.campaign(campaign_id)["version"]
    with_keys(world, OTHER_SECRET, world.settings.secret_key)
    assert world.campaign(campaign_id)["version"] != version
    assert update(world, campaign_id, [version], name="Offers")["name"] == "Offers"


def with_keys(world, secret_key, *previous):
    """The profile's version in a process that has these keys."""
    world.settings = replace(world.settings, secret_key=secret_key, previous_secret_keys=previous)
    world.restart()
    return profile_version(world)


def test_only_the_version_that_was_seen_is_submitted(world):
    campaign_id = world.a_ready_campaign()
    seen = world.campaign(campaign_id)["version"]
    update(world, campaign_id, [seen], name="Offers")
    now = update(world, campaign_id, None, name="Other offers")["version"]

    def submit(expected, key):
        return registration.submit_campaign(
            world.ports, TENANT, campaign_id, expected_versions=expected, key=key
        )

    assert code_of(lambda: submit([seen], "try 1")) == "PRECONDITION_FAILED"
    assert world.campaign(campaign_id)["status"] == "READY_TO_SUBMIT"
    assert world.sandbox.requests_made("POST", "/Compliance") == []
    assert submit([now], "try 1")["status"] == "SUBMITTED"
    # A repeat is answered as the first was, whatever it names.
    assert submit([seen], "try 1")["status"] == "SUBMITTED"
