"""Sole proprietors and public companies: a person has to confirm, in time, and once is enough."""

from dataclasses import replace

import pytest

from contracts.enums import BrandType
from contracts.errors import Kind, ServiceError
from services.a2p.use_cases import drafts, guidance, identity
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT
from tests.unit.a2p.domain.builders import a_profile, a_sole_proprietor

REVIEW_SECONDS = 1_800
NAME = "Dana Reyes Detailing"
CONTENT = {
    "use_case": "SOLE_PROPRIETOR",
    "description": f"{NAME} sends appointment confirmations to customers who booked a visit.",
    "sample_messages": (
        f"{NAME}: Hi [name], your visit is confirmed for [date]. Reply STOP to opt out.",
        f"{NAME}: We are on our way and arrive at [time]. Reply STOP to opt out.",
    ),
    "help_message": f"{NAME}: for help call +15125550142. Reply STOP to opt out.",
    "opt_out_message": f"{NAME}: you are unsubscribed and will get no more texts.",
}
SILENT = a_sole_proprietor(mobile_phone="+15125550000")


def waiting_for_the_code(world):
    campaign_id = world.a_ready_campaign(profile=SILENT, **CONTENT)
    world.submit(campaign_id)
    world.go_on_for(600)
    campaign = world.campaign(campaign_id)
    assert (campaign["status"], campaign["stage"]) == ("SUBMITTED", "IDENTITY_CHECK")
    return campaign


def profile(world, tenant=TENANT):
    return drafts.get_business_profile(world.ports, tenant)


def resend(world, key=None, tenant=TENANT):
    return identity.resend_brand_otp(world.ports, tenant, key=key)


def codes_sent(world):
    return world.sandbox.state["brands"][0]["codes_sent"]


def test_a_waiting_sole_proprietor_is_told_what_to_do_and_until_when(world):
    waiting_for_the_code(world)
    shown = profile(world)
    assert "0000" in shown["brand_next_step"]
    assert "Reply to that text" in shown["brand_next_step"]
    code = shown["brand_otp"]
    assert 0 < code["seconds_left"] < 24 * 3_600
    assert (code["expires_at"] - code["sent_at"]).total_seconds() == 24 * 3_600


def test_the_code_is_sent_again_and_its_time_starts_over(world):
    waiting_for_the_code(world)
    world.pass_time(3_600)
    before = profile(world)["brand_otp"]["seconds_left"]
    sent = resend(world)
    assert sent["seconds_left"] == 24 * 3_600 > before
    assert profile(world)["brand_otp"]["sent_at"] == sent["sent_at"]
    assert codes_sent(world) == 2


def test_a_second_resend_within_a_minute_is_refused_and_texts_nothing(world):
    waiting_for_the_code(world)
    resend(world)
    with pytest.raises(ServiceError) as refused:
        resend(world)
    assert refused.value.kind is Kind.RATE_LIMITED
    assert 0 < int(refused.value.details["retry_after_seconds"]) <= 60
    assert codes_sent(world) == 2
    world.pass_time(61)
    resend(world)
    assert codes_sent(world) == 3


def test_a_repeated_resend_with_the_same_key_gets_the_first_answer(world):
    waiting_for_the_code(world)
    first = resend(world, key="k")
    assert resend(world, key="k") == first
    assert codes_sent(world) == 2


def test_a_resend_that_twilio_refused_does_not_use_up_the_minute(world):
    waiting_for_the_code(world)
    before = profile(world)["brand_otp"]
    world.sandbox.fail("POST .*SmsOtp", action="status", status=403, times=1)
    with pytest.raises(ServiceError) as refused:
        resend(world, key="k")
    assert refused.value.code == "A2P_TWILIO_ERROR"
    assert profile(world)["brand_otp"]["sent_at"] == before["sent_at"]
    resend(world, key="k")
    assert profile(world)["brand_otp"]["sent_at"] > before["sent_at"]


def test_a_resend_without_an_answer_may_have_texted_so_it_counts(world):
    waiting_for_the_code(world)
    world.sandbox.fail("POST .*SmsOtp", action="cut_after", times=1)
    with pytest.raises(ServiceError) as refused:
        resend(world)
    assert refused.value.code == "A2P_TWILIO_ERROR"
    with pytest.raises(ServiceError) as refused:
        resend(world)
    assert refused.value.kind is Kind.RATE_LIMITED


@pytest.mark.parametrize("is_submitted", [False, True])
def test_no_code_is_sent_to_who_does_not_wait_for_one(world, is_submitted):
    campaign_id = world.a_ready_campaign(profile=SILENT, **CONTENT)
    if is_submitted:
        world.submit(campaign_id)
    with pytest.raises(ServiceError) as refused:
        resend(world)
    assert refused.value.code == "BRAND_OTP_NOT_PENDING"
    with pytest.raises(ServiceError):
        resend(world, tenant=OTHER_TENANT)


def test_a_verified_identity_moves_the_campaign_on_at_the_next_look(world):
    campaign = waiting_for_the_code(world)
    brand = campaign["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{brand}", identity_status="VERIFIED")
    assert world.refresh(campaign["id"])["stage"] == "CAMPAIGN_REVIEW"
    shown = profile(world)
    assert (shown["brand_otp"], shown["brand_next_step"]) == (None, None)
    assert shown["brand_identity_status"] == "VERIFIED"
    with pytest.raises(ServiceError) as refused:
        resend(world)
    assert refused.value.code == "BRAND_OTP_NOT_PENDING"
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"


def test_a_brand_that_fails_during_the_identity_check_rejects_its_campaign(world):
    campaign = waiting_for_the_code(world)
    errors = [{"error_code": 30752, "fields": ["MOBILE_PHONE"], "description": "Too late."}]
    brand = campaign["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{brand}", status="FAILED", errors=errors)
    rejected = world.refresh(campaign["id"])
    assert (rejected["status"], rejected["stage"]) == ("REJECTED", "BRAND_REVIEW")
    assert profile(world)["brand_errors"][0]["field"] == "businessProfile.mobilePhone"


def test_a_sole_proprietors_second_campaign_is_refused_before_anything_is_paid(world):
    first = world.a_ready_campaign(profile=a_sole_proprietor(), **CONTENT)
    world.submit(first)
    world.go_on_for(REVIEW_SECONDS)
    paid = world.sandbox.control("GET", "fees")["total_cents"]
    services = len(world.sandbox.state["services"])
    second = world.a_campaign(**{**CONTENT, "name": "Another"})
    assert world.campaign(second)["status"] == "READY_TO_SUBMIT"
    with pytest.raises(ServiceError) as refused:
        world.submit(second)
    assert (refused.value.kind, refused.value.code) == (Kind.CONFLICT, "CAMPAIGN_LIMIT_REACHED")
    assert world.campaign(second)["status"] == "READY_TO_SUBMIT"
    assert world.sandbox.control("GET", "fees")["total_cents"] == paid
    assert len(world.sandbox.state["services"]) == services


@pytest.mark.parametrize(
    ("changes", "rule_id"),
    [
        ({"registration_number": "84-1234567"}, "sole-proprietor-ein"),
        ({"legal_name": "Shine Studio LLC"}, "sole-proprietor-company-name"),
        ({"legal_name": "Shine Studio, Inc."}, "sole-proprietor-company-name"),
    ],
)
def test_a_business_with_an_ein_or_a_company_form_is_no_sole_proprietor(world, changes, rule_id):
    company = replace(a_sole_proprietor(), **changes)
    campaign_id = world.a_ready_campaign(profile=company, **CONTENT)
    assert world.campaign(campaign_id)["status"] == "DRAFT"
    page = drafts.check(world.ports, TENANT, campaign_id, page=1, page_size=100)
    blocking = {f["rule_id"] for f in page["items"] if f["severity"] == "BLOCKING"}
    assert rule_id in blocking


def test_a_public_company_is_told_of_the_mail_that_it_has_to_answer(world):
    public = a_profile(
        company_type="public",
        stock_exchange="NASDAQ",
        stock_ticker="SHNE",
        brand_contact_email="ir@shinestudio.com",
    )
    campaign_id = world.a_ready_campaign(profile=public)
    assert profile(world)["brand_next_step"] is None
    world.submit(campaign_id)
    told = profile(world)["brand_next_step"]
    assert "ir@shinestudio.com" in told
    assert "7 days" in told
    world.go_on_for(REVIEW_SECONDS)
    assert profile(world)["brand_next_step"] is None


def test_a_public_companys_campaign_waits_until_the_mail_is_answered(world):
    public = a_profile(
        company_type="public",
        stock_exchange="NASDAQ",
        stock_ticker="SHNE",
        brand_contact_email="unread@shinestudio.com",
    )
    campaign_id = world.a_ready_campaign(profile=public)
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    waiting = world.campaign(campaign_id)
    assert (waiting["status"], waiting["stage"]) == ("SUBMITTED", "CAMPAIGN")
    assert "confirmation e-mail" in waiting["trusthub_last_error"]
    told = guidance.get_registration_timeline(world.ports, TENANT, campaign_id)
    assert (told["next_mover"], told["next_move"]) == ("TENANT", waiting["trusthub_last_error"])
    world.sandbox.control("POST", f"brands/{waiting['twilio_brand_sid']}", email_confirmed=True)
    world.go_on_for(2 * 3_600, step=600)
    approved = world.campaign(campaign_id)
    assert (approved["status"], approved["trusthub_last_error"]) == ("APPROVED", None)
    paid = [fee["kind"] for fee in world.sandbox.control("GET", "fees")["fees"]]
    assert paid == ["brand", "campaign_vetting"]


def test_a_mail_that_nobody_answers_ends_the_submission_after_its_week(world):
    public = a_profile(
        company_type="public",
        stock_exchange="NASDAQ",
        stock_ticker="SHNE",
        brand_contact_email="unread@shinestudio.com",
    )
    campaign_id = world.a_ready_campaign(profile=public)
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    world.go_on_for(8 * 24 * 3_600, step=24 * 3_600)
    ended = world.campaign(campaign_id)
    assert (ended["status"], ended["stage"]) == ("ERROR", "CAMPAIGN")
    assert "confirmation e-mail" in ended["trusthub_last_error"]


def test_a_vetted_brands_score_is_shown(world):
    vetted = a_profile(brand_type=BrandType.STANDARD)
    world.submit(world.a_ready_campaign(profile=vetted))
    world.go_on_for(REVIEW_SECONDS)
    assert 50 <= profile(world)["brand_score"] < 100


def test_a_suspended_campaign_counts_down_to_its_deletion(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    service = world.campaign(campaign_id)["messaging_service_sid"]
    assert world.campaign(campaign_id)["deletion_at"] is None
    world.sandbox.control("POST", f"campaigns/{service}", status="SUSPENDED")
    suspended = world.refresh(campaign_id)
    assert suspended["status"] == "SUSPENDED"
    assert (suspended["deletion_at"] - suspended["suspended_at"]).days == 30
    world.pass_time(3_600)
    assert world.refresh(campaign_id)["suspended_at"] == suspended["suspended_at"]
    world.sandbox.control("POST", f"campaigns/{service}", status="VERIFIED")
    lifted = world.refresh(campaign_id)
    assert (lifted["status"], lifted["suspended_at"], lifted["deletion_at"]) == (
        "APPROVED",
        None,
        None,
    )
