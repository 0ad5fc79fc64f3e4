from datetime import UTC, datetime, timedelta

import pytest

from contracts.enums import CampaignStatus, ProvisioningMode, RegistrationStatus, RoutingMode
from services.phone.domain.lines import Capabilities, Line, MessagingService, Number, Standing
from services.phone.domain.sending import NO_CAMPAIGN, NOT_IN_POOL, OPTED_OUT, why_cannot_send
from services.phone.domain.setup import Routing, provisioning_message, routing_summary
from services.phone.domain.webhooks import webhooks_of

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def a_number(**values):
    known = {"id": "n1", "phone_number": "+15125550123", "twilio_sid": "PN1", "is_primary": True}
    return Number(**(known | {"messaging_service_sid": "MG1"} | values))


def a_service(**values):
    return MessagingService(**({"id": "s1", "campaign_id": "c1", "twilio_sid": "MG1"} | values))


def a_standing(status=CampaignStatus.APPROVED, **values):
    known = {"campaign_id": "c1", "is_primary": True, "occurred_at": NOON}
    return Standing(status=status, **(known | values))


LIVE = {"is_protected": True, "campaign_id": None, "twilio_sid": "MG0", "id": "s0"}


def test_an_approved_campaign_and_a_connected_number_can_send():
    assert why_cannot_send(a_number(), a_standing()) is None


def test_a_number_registered_outside_needs_no_campaign():
    number = a_number(registration_status=RegistrationStatus.EXTERNAL, messaging_service_sid=None)

    assert why_cannot_send(number, None) is None


def test_an_approved_campaign_alone_does_not_let_a_number_send():
    """Trap 15: numbers register separately, and send through the messaging service only."""
    approved = a_standing()

    assert why_cannot_send(a_number(messaging_service_sid=None), approved) == NOT_IN_POOL
    for status in (RegistrationStatus.PENDING, RegistrationStatus.FAILED):
        assert "Carriers" in str(why_cannot_send(a_number(registration_status=status), approved))


@pytest.mark.parametrize("status", [s for s in CampaignStatus if s != CampaignStatus.APPROVED])
def test_every_other_campaign_status_has_its_reason(status):
    reason = why_cannot_send(a_number(), a_standing(status))

    assert reason is not None
    assert "campaign" in reason


@pytest.mark.parametrize(
    ("values", "campaign", "words"),
    [
        ({}, None, NO_CAMPAIGN),
        ({"capabilities": Capabilities(sms=False)}, a_standing(), "cannot send texts"),
        ({"twilio_error": 20404}, a_standing(), "does not know this number"),
        ({"twilio_error": 21712}, a_standing(), "another messaging service"),
        ({"twilio_error": 29999}, a_standing(), "Twilio refused"),
    ],
)
def test_what_stands_in_the_way_is_named(values, campaign, words):
    assert words in str(why_cannot_send(a_number(**values), campaign))


def test_who_opted_out_gets_no_text_even_from_a_live_line():
    number = a_number(registration_status=RegistrationStatus.EXTERNAL)

    assert why_cannot_send(number, None, is_opted_out=True) == OPTED_OUT


def test_the_primary_campaigns_service_is_shown_and_joined():
    line = Line(
        numbers=(a_number(messaging_service_sid=None),),
        services=(a_service(), a_service(id="s2", campaign_id="c2", twilio_sid="MG2")),
        standings=(a_standing(is_primary=False), a_standing(campaign_id="c2")),
    )

    assert line.shown_service.twilio_sid == "MG2"
    assert line.pool_for(line.primary_number) == "MG2"


def test_a_live_service_is_shown_whatever_the_tenant_registers():
    line = Line(services=(a_service(), a_service(**LIVE)), standings=(a_standing(),))

    assert line.shown_service.twilio_sid == "MG0"


def test_a_protected_number_never_joins_anything():
    line = Line(services=(a_service(),), standings=(a_standing(),))

    assert line.pool_for(a_number(is_protected=True)) is None


def test_nothing_is_joined_before_the_campaign_is_known_as_primary():
    number = a_number()

    assert Line(services=(a_service(),)).pool_for(number) is None
    unlinked = Line(services=(a_service(twilio_sid=None),), standings=(a_standing(),))
    assert unlinked.pool_for(number) is None
    assert unlinked.shown_service is None


def test_the_latest_word_decides_which_campaign_is_primary():
    line = Line(
        standings=(
            a_standing(campaign_id="new", occurred_at=NOON + timedelta(seconds=1)),
            a_standing(campaign_id="old"),
        )
    )

    assert line.primary_campaign.campaign_id == "new"


def test_a_managed_tenant_without_a_line_reads_the_promised_sentence():
    assert provisioning_message(ProvisioningMode.MANAGED, None) == (
        "Phone provisioning is currently managed for you. We’ll notify you once your line is ready."
    )
    assert "Choose a number" in provisioning_message(ProvisioningMode.SELF_SERVICE, None)


def test_a_line_is_called_ready_only_when_calls_reach_it():
    def message(**values):
        return provisioning_message(ProvisioningMode.MANAGED, a_number(**values))

    assert "still connecting" in message()
    assert message(voice_url="https://a.example") == "Your line is ready."
    assert message(is_protected=True) == "Your line is ready."


def test_each_way_to_route_calls_has_its_sentence():
    summaries = {
        routing_summary(Routing(mode=mode, forward_to="+15125550199")) for mode in RoutingMode
    }

    assert len(summaries) == 3
    assert any("+15125550199" in summary for summary in summaries)


def test_webhook_addresses_carry_the_token_and_no_tenant():
    webhooks = webhooks_of("https://app.example.com/", "t0ken")

    assert webhooks.sms == "https://app.example.com/webhooks/twilio/sms/t0ken"
    assert webhooks.status == "https://app.example.com/webhooks/twilio/status/t0ken"
