"""Each reason why a number cannot send is a sentence, and says whose move it is."""

from datetime import UTC, datetime

import pytest

from contracts.enums import CampaignStatus, Mover, RegistrationStatus
from services.phone.domain import sending
from services.phone.domain.lines import Capabilities, Number, Standing
from services.phone.domain.sending import whose_move, why_cannot_send

REASONS = {
    sending.NO_NUMBER,
    sending.NO_CAMPAIGN,
    sending.NO_TEXTING,
    sending.NOT_IN_POOL,
    sending.NOT_PRIMARY,
    sending.OPTED_OUT,
    sending.OTHER_POOL_REASON,
    *sending.CAMPAIGN_REASONS.values(),
    *sending.REGISTRATION_REASONS.values(),
    *sending.POOL_REASONS.values(),
}


def a_number(**values):
    known = {"messaging_service_sid": "MG1", "is_primary": True}
    return Number(id="1", phone_number="+15125550123", twilio_sid="PN1", **(known | values))


def standing(status):
    at = datetime(2025, 3, 1, tzinfo=UTC)
    return Standing(campaign_id="1", status=status, is_primary=True, occurred_at=at)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_a_reason_is_a_sentence_and_who_is_sent_to_support_has_no_move(reason):
    assert reason[0].isupper()
    assert reason.endswith(".")
    is_for_support = "upport" in reason
    assert (whose_move(reason) == Mover.SUPPORT) is is_for_support


def test_a_second_number_waits_for_nothing_and_nobody():
    second = a_number(is_primary=False, messaging_service_sid=None)
    reason = why_cannot_send(second, standing(CampaignStatus.APPROVED))
    assert (reason, whose_move(reason)) == (sending.NOT_PRIMARY, None)


@pytest.mark.parametrize("status", list(CampaignStatus))
def test_every_status_of_a_campaign_says_whose_move_it_is(status):
    waits, blocked = {CampaignStatus.SUBMITTED}, {CampaignStatus.SUSPENDED}
    expected = Mover.CARRIERS if status in waits else Mover.TENANT
    expected = Mover.SUPPORT if status in blocked else expected
    expected = None if status == CampaignStatus.APPROVED else expected
    assert whose_move(why_cannot_send(a_number(), standing(status))) == expected


@pytest.mark.parametrize(
    ("number", "mover"),
    [
        (a_number(), None),
        (a_number(registration_status=RegistrationStatus.PENDING), Mover.CARRIERS),
        (a_number(registration_status=RegistrationStatus.FAILED), Mover.SUPPORT),
        (a_number(messaging_service_sid=None), Mover.US),
        (a_number(twilio_error=21712), Mover.SUPPORT),
        (a_number(twilio_error=99999), Mover.SUPPORT),
        (a_number(twilio_error=21715), Mover.TENANT),
        (a_number(capabilities=Capabilities(sms=False)), Mover.TENANT),
    ],
)
def test_what_is_wrong_with_a_number_says_whose_move_it_is(number, mover):
    assert whose_move(why_cannot_send(number, standing(CampaignStatus.APPROVED))) == mover
