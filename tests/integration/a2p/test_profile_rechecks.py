"""A saved profile decides anew which drafts are ready, a few at a time; and drafts are limited."""

from dataclasses import asdict, replace

import pytest

from contracts.errors import Kind, ServiceError
from services.a2p.use_cases import drafts
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT, drafts_values
from tests.unit.a2p.domain.builders import a_content, a_profile

FLAWED = replace(a_profile(), website_url="")


def put(world, profile):
    return drafts.put_business_profile(world.ports, TENANT, asdict(profile), key=None)


def statuses(world):
    page = drafts.list_campaigns(world.ports, TENANT, page=1, page_size=100)
    return {each["id"]: each["status"] for each in page["items"]}


def several(world, count):
    world.save_profile(TENANT, a_profile())
    return [world.a_campaign(name=f"Campaign {number}") for number in range(count)]


def test_a_saved_profile_decides_at_once_for_a_few_and_the_background_for_the_others(world):
    several(world, drafts.RECHECKED_AT_ONCE + 3)
    assert set(statuses(world).values()) == {"READY_TO_SUBMIT"}
    put(world, FLAWED)
    assert sorted(statuses(world).values()).count("READY_TO_SUBMIT") == 3
    world.pass_time(drafts.RECHECK_DELAY.total_seconds() + 1)
    world.go_on()
    assert set(statuses(world).values()) == {"DRAFT"}


def test_the_primary_campaign_is_decided_first(world, monkeypatch):
    first, second = several(world, 2)
    monkeypatch.setattr(drafts, "RECHECKED_AT_ONCE", 1)
    put(world, FLAWED)
    assert statuses(world) == {first: "DRAFT", second: "READY_TO_SUBMIT"}


def test_a_campaign_that_nobody_has_decided_anew_is_not_submitted_with_the_flaw(world, monkeypatch):
    _, second = several(world, 2)
    monkeypatch.setattr(drafts, "RECHECKED_AT_ONCE", 1)
    put(world, FLAWED)
    with pytest.raises(ServiceError) as refused:
        world.submit(second)
    assert refused.value.code == "CAMPAIGN_NOT_READY"


def test_others_have_their_turn_between_two_campaigns_and_no_transaction_is_open(world):
    several(world, 3)
    turns = []

    def look():
        with world.ports.unit_of_work(TENANT) as work:
            # Whoever has locked the tenant's list would keep us waiting.
            work.profiles.lock_tenant()
            turns.append(len(work.campaigns.due_for_recheck(limit=10)))

    world.ports = replace(world.ports, let_others_run=look)
    put(world, FLAWED)
    assert turns == [2, 1, 0]


def test_a_campaign_that_stays_as_it_is_keeps_its_version(world):
    [campaign_id] = several(world, 1)

    def version():
        with world.ports.unit_of_work(TENANT) as work:
            return work.campaigns.get(campaign_id).version

    before = version()
    put(world, replace(a_profile(), stock_ticker=""))
    assert version() == before
    with world.ports.unit_of_work(TENANT) as work:
        assert work.campaigns.due_for_recheck(limit=10) == []


def test_what_a_campaign_lacks_no_longer_is_decided_without_the_background(world):
    world.save_profile(TENANT, FLAWED)
    campaign_id = world.a_campaign()
    put(world, a_profile())
    assert statuses(world) == {campaign_id: "READY_TO_SUBMIT"}


def create(world, tenant=TENANT, key=None):
    return drafts.create_campaign(world.ports, tenant, drafts_values(a_content()), key=key)


@pytest.fixture
def few_drafts(monkeypatch):
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 3)


def test_a_draft_more_than_there_can_be_is_refused_with_what_to_do(world, few_drafts):
    kept = [create(world) for _ in range(2)] + [create(world, key="third")]
    with pytest.raises(ServiceError) as refused:
        create(world, key="fourth")
    error = refused.value
    assert (error.kind, error.code) == (Kind.CONFLICT, "DRAFT_LIMIT_REACHED")
    assert error.details == {"limit": "3"}
    assert "Delete a draft" in error.message
    assert create(world, key="third") == kept[2]
    assert create(world, tenant=OTHER_TENANT)["status"]
    drafts.delete_campaign(world.ports, TENANT, kept[0]["id"], key=None)
    assert create(world, key="fourth")["id"]


def test_a_submitted_campaign_is_no_draft(world, few_drafts):
    submitted = world.a_ready_campaign()
    world.submit(submitted)
    for _ in range(3):
        create(world)
    with pytest.raises(ServiceError, match="3 drafts"):
        create(world)


def test_a_tenant_that_has_more_drafts_keeps_and_edits_them(world, monkeypatch):
    several(world, 4)
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 2)
    for campaign_id in statuses(world):
        assert world.change(campaign_id, name="Another name")["name"] == "Another name"
    with pytest.raises(ServiceError, match="2 drafts"):
        create(world)


def test_fifty_drafts_are_as_many_as_there_can_be():
    assert drafts.MAX_DRAFTS == 50
