"""The service as its callers meet it: RPCs, tenants apart, work shared by processes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import eventlet
import pytest
import sqlalchemy as sa

from chassis.isolation import rls_violations
from chassis.rpc import RpcClient
from contracts.errors import Kind, ServiceError
from services.a2p import dependencies, models
from services.a2p.adapters.claims import CLAIM
from services.a2p.adapters.gate import SPACING_SECONDS, SqlWriteGate
from services.a2p.ports import ClaimLost, NotYet
from services.a2p.service import A2pService
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT, drafts_values
from tests.unit.a2p.domain.builders import a_content

PROFILE = {
    "brand_type": "LOW_VOLUME_STANDARD",
    "legal_name": "Shine Studio LLC",
    "business_type": "Limited Liability Corporation",
    "industry": "AUTOMOTIVE",
    "registration_number": "84-1234567",
    "website_url": "https://shinestudio.com",
    "company_type": "private",
    "brand_contact_email": "hello@shinestudio.com",
    "address": {
        "street": "12 Elm Street",
        "city": "Austin",
        "region": "TX",
        "postal_code": "78701",
    },
    "representative": {
        "first_name": "Dana",
        "last_name": "Reyes",
        "email": "dana@shinestudio.com",
        "phone": "+15125550123",
        "title": "Owner",
        "job_position": "CEO",
    },
}


@pytest.fixture
def a2p(amqp_uri, settings, service_database, start_service):
    """A running service and a client that calls it on behalf of a tenant."""
    store = service_database("a2p")
    config = {"AMQP_URI": amqp_uri, "DATABASES": {"a2p": store.app_url}, "SETTINGS": settings}
    start_service(A2pService, config)
    client = RpcClient(amqp_uri)

    def call(method, tenant=TENANT, **payload):
        return client.call("a2p", method, {"tenant_id": tenant, **payload})

    yield call
    client.close()


def content(**changes):
    return drafts_values(a_content(**changes))


def test_a_profile_and_a_campaign_are_written_read_and_checked_over_rpc(a2p):
    assert a2p("get_business_profile")["brand_status"] == "NOT_STARTED"
    saved = a2p("put_business_profile", **PROFILE)
    assert saved["registration_number_last4"] == "4567"
    assert "registration_number" not in saved
    created = a2p("create_campaign", **content())
    assert (created["status"], created["is_primary"]) == ("READY_TO_SUBMIT", True)
    changed = a2p(
        "update_campaign", campaign_id=created["id"], changes={"description": "Too short."}
    )
    assert changed["status"] == "DRAFT"
    findings = a2p("check_campaign", campaign_id=created["id"])["items"]
    assert findings[0]["severity"] == "BLOCKING"
    assert findings[0]["field"] == "description"
    assert a2p("list_campaigns")["total"] == 1
    a2p("delete_campaign", campaign_id=created["id"])
    assert a2p("list_campaigns")["items"] == []


def test_a_profile_change_settles_the_readiness_of_its_campaigns(a2p):
    a2p("put_business_profile", **{**PROFILE, "website_url": ""})
    created = a2p("create_campaign", **content())
    assert created["status"] == "DRAFT"
    a2p("put_business_profile", **PROFILE)
    assert a2p("get_campaign", campaign_id=created["id"])["status"] == "READY_TO_SUBMIT"


def test_a_registration_number_that_is_left_out_stays(a2p):
    a2p("put_business_profile", **PROFILE)
    without = {k: v for k, v in PROFILE.items() if k != "registration_number"}
    assert a2p("put_business_profile", **without)["registration_number_last4"] == "4567"


def test_a_profile_under_review_cannot_be_changed(a2p):
    a2p("put_business_profile", **PROFILE)
    campaign = a2p("create_campaign", **content())
    a2p("submit_campaign", campaign_id=campaign["id"])
    with pytest.raises(ServiceError) as refused:
        a2p("put_business_profile", **{**PROFILE, "legal_name": "Other LLC"})
    assert refused.value.code == "PROFILE_LOCKED"
    a2p("put_business_profile", **PROFILE)


def test_a_submitted_campaign_can_be_neither_edited_nor_deleted(a2p):
    a2p("put_business_profile", **PROFILE)
    campaign = a2p("create_campaign", **content())
    submitted = a2p("submit_campaign", campaign_id=campaign["id"])
    assert submitted["status"] == "SUBMITTED"
    for method, payload, code in (
        ("update_campaign", {"changes": {"name": "x"}}, "CAMPAIGN_NOT_EDITABLE"),
        ("delete_campaign", {}, "CAMPAIGN_NOT_DELETABLE"),
        ("submit_campaign", {}, "CAMPAIGN_NOT_READY"),
        ("resubmit_campaign", {}, "CAMPAIGN_NOT_RESUBMITTABLE"),
    ):
        with pytest.raises(ServiceError) as refused:
            a2p(method, campaign_id=campaign["id"], **payload)
        assert (refused.value.kind, refused.value.code) == (Kind.CONFLICT, code)


@pytest.mark.parametrize(
    ("method", "payload"),
    [
        ("get_campaign", {}),
        ("update_campaign", {"changes": {"name": "Stolen"}}),
        ("delete_campaign", {}),
        ("submit_campaign", {}),
        ("resubmit_campaign", {}),
        ("refresh_campaign_status", {}),
        ("list_submissions", {}),
        ("check_campaign", {}),
    ],
)
def test_another_tenants_campaign_does_not_exist_and_is_not_touched(a2p, method, payload):
    a2p("put_business_profile", **PROFILE)
    theirs = a2p("create_campaign", **content())
    with pytest.raises(ServiceError) as refused:
        a2p(method, OTHER_TENANT, campaign_id=theirs["id"], **payload)
    assert refused.value.kind is Kind.NOT_FOUND
    assert a2p("get_campaign", campaign_id=theirs["id"]) == theirs


def test_a_tenant_that_never_touched_a2p_gets_a_clean_summary(a2p):
    assert a2p("get_registration_summary") == {
        "has_business_profile": False,
        "is_business_profile_complete": False,
        "a2p_status": None,
        "a2p_last_error": None,
    }


@pytest.mark.parametrize("has_profile", [True, False])
@pytest.mark.parametrize("has_campaign", [True, False])
def test_the_summary_tells_what_there_is_and_of_nobody_else(a2p, has_profile, has_campaign):
    a2p("put_business_profile", OTHER_TENANT, **PROFILE)
    a2p("create_campaign", OTHER_TENANT, **content())
    if has_profile:
        a2p("put_business_profile", **PROFILE)
    if has_campaign:
        a2p("create_campaign", name="First")
        a2p("create_campaign", name="Not the primary one")
    assert a2p("get_registration_summary") == {
        "has_business_profile": has_profile,
        "is_business_profile_complete": has_profile,
        "a2p_status": "DRAFT" if has_campaign else None,
        "a2p_last_error": None,
    }


def test_a_repeated_create_with_the_same_key_creates_once(a2p):
    first = a2p("create_campaign", name="Once", idempotency_key="k")
    assert a2p("create_campaign", name="Once", idempotency_key="k")["id"] == first["id"]
    with pytest.raises(ServiceError) as refused:
        a2p("create_campaign", name="Another", idempotency_key="k")
    assert refused.value.code == "IDEMPOTENCY_KEY_REUSED"
    assert a2p("create_campaign", OTHER_TENANT, name="Theirs", idempotency_key="k")["is_primary"]
    assert a2p("list_campaigns")["total"] == 1


def test_deleting_the_primary_campaign_hands_its_place_on(a2p):
    first = a2p("create_campaign", name="First")
    second = a2p("create_campaign", name="Second")
    assert not second["is_primary"]
    a2p("delete_campaign", campaign_id=first["id"])
    assert a2p("get_campaign", campaign_id=second["id"])["is_primary"]


def test_campaigns_created_at_once_have_one_primary_among_them(a2p):
    pool = eventlet.GreenPool()
    list(pool.imap(lambda n: a2p("create_campaign", name=f"Campaign {n}"), range(8)))
    primary = [c for c in a2p("list_campaigns")["items"] if c["is_primary"]]
    assert len(primary) == 1


def test_every_table_but_the_listed_ones_is_under_row_level_security(service_database):
    engine = sa.create_engine(service_database("a2p").owner_url)
    with engine.connect() as connection:
        assert rls_violations(connection, set(models.EXEMPT_TABLES)) == []
    engine.dispose()


def test_the_background_goes_on_by_itself(a2p, sandbox):
    a2p("put_business_profile", **PROFILE)
    campaign = a2p("create_campaign", **content())
    a2p("submit_campaign", campaign_id=campaign["id"])
    sandbox.control("POST", "time", advance_seconds=240)
    with eventlet.Timeout(15):
        # The phone service is not there, so the walk waits for it.
        while a2p("get_campaign", campaign_id=campaign["id"])["stage"] != "MESSAGING_SERVICE":
            eventlet.sleep(0.1)


def test_a_slow_submission_answers_in_time_and_goes_on(a2p, sandbox, monkeypatch):
    monkeypatch.setattr(dependencies, "INLINE_SECONDS", 0.3)
    a2p("put_business_profile", **PROFILE)
    campaign = a2p("create_campaign", **content())
    sandbox.fail("POST .*CustomerProfiles$", action="slow", seconds=4.0, times=1)
    began = time.monotonic()
    submitted = a2p("submit_campaign", campaign_id=campaign["id"])
    assert time.monotonic() - began < 3.5
    assert (submitted["status"], submitted["stage"]) == ("SUBMITTED", "PROFILE")
    with eventlet.Timeout(20):
        while a2p("get_campaign", campaign_id=campaign["id"])["stage"] == "PROFILE":
            eventlet.sleep(0.05)
    created = [
        r for r in sandbox.requests_made("POST", "v1/CustomerProfiles") if "/BU" not in r["path"]
    ]
    assert len(created) == 1


# Claims: one process at a tenant's work.


def want(world, tenant=TENANT):
    with world.ports.unit_of_work(tenant) as work:
        work.due.want(at=datetime.now(UTC) - timedelta(seconds=1))


def let_go(world, claim, next_at=None):
    with world.ports.unit_of_work(claim.tenant_id) as work:
        work.due.release(claim, next_at=next_at, looks=[])


def test_due_work_is_claimed_by_one_process_at_a_time(world):
    want(world)
    now = world.clock.now()
    [claim] = world.ports.claims.take_due(now=now, limit=10)
    assert world.ports.claims.take_due(now=now, limit=10) == []
    assert world.ports.claims.take(TENANT, now=now) is None
    let_go(world, claim)
    assert world.ports.claims.take(TENANT, now=now) is not None


def test_the_claim_of_a_dead_process_is_free_at_once(world):
    want(world)
    first = world.ports
    [claim] = first.claims.take_due(now=world.clock.now(), limit=10)
    second = world.restart()  # the first one's connection is gone, as after a kill
    [taken] = second.claims.take_due(now=world.clock.now(), limit=10)
    assert taken.worker != claim.worker


def test_a_process_whose_claim_was_taken_over_can_write_nothing_more(world):
    want(world)
    [claim] = world.ports.claims.take_due(now=world.clock.now(), limit=10)
    world.clock.ahead += CLAIM * 2
    world.restart().claims.take_due(now=world.clock.now(), limit=10)
    with pytest.raises(ClaimLost), world.ports.unit_of_work(TENANT) as work:
        work.due.hold(claim)


def test_a_wish_that_comes_in_during_the_work_is_kept(world):
    want(world)
    now = world.clock.now()
    [claim] = world.ports.claims.take_due(now=now, limit=10)
    want(world)
    let_go(world, claim, now + timedelta(hours=6))
    assert len(world.ports.claims.take_due(now=now, limit=10)) == 1


# The write gate: one brand or campaign a second, over all processes.


def test_the_gate_lets_one_write_through_each_second(world):
    gates = [SqlWriteGate(world.ports.unit_of_work.database) for _ in range(3)]
    began = time.monotonic()
    pool = eventlet.GreenPool()
    list(pool.imap(lambda gate: gate.pass_through(), gates))
    assert time.monotonic() - began >= 2 * SPACING_SECONDS * 0.95


def test_a_long_queue_at_the_gate_sends_callers_away_instead_of_holding_them(world):
    database = world.ports.unit_of_work.database
    SqlWriteGate(database).pass_through()
    with database.transaction() as connection:
        connection.execute(sa.text("update write_gate set next_at = now() + interval '1 minute'"))
    with pytest.raises(NotYet):
        SqlWriteGate(database).pass_through()
