import uuid
from datetime import timedelta

import eventlet
import pytest

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError
from sandbox.twilio.constants import CLEAN_MACHINE_SERVICE_SID
from services.phone.ports import CarrierRefused, CarrierUnclear

CAMPAIGN = str(uuid.uuid4())
CUT_OFF = CarrierUnclear(is_over=False)
BUSY = CarrierUnclear(is_over=True)


def ensure(phone, **values):
    return phone("ensure_messaging_service", **({"campaign_id": CAMPAIGN} | values))[
        "messaging_service_sid"
    ]


def refusal_of(phone, **values):
    with pytest.raises(ServiceError) as caught:
        ensure(phone, **values)
    return caught.value


def test_a_campaign_gets_one_service_however_often_it_is_asked(phone, carrier, events):
    first = ensure(phone)

    assert ensure(phone) == first
    assert carrier.asked == ["find_service", "create_service"]
    assert carrier.services == {first: f"ServicePro {CAMPAIGN} of 00000000"}
    assert events() == [
        (
            "messaging_service_linked_v1",
            {"campaign_id": CAMPAIGN, "messaging_service_sid": first},
        )
    ]


def test_each_campaign_and_each_tenant_gets_its_own(phone):
    sids = {
        ensure(phone),
        ensure(phone, campaign_id=str(uuid.uuid4())),
        ensure(phone, tenant_id=str(uuid.uuid4())),
    }

    assert len(sids) == 3


def test_messages_to_the_service_come_to_the_tenants_own_address(phone, carrier):
    one = carrier.webhooks[ensure(phone)]
    other = carrier.webhooks[ensure(phone, campaign_id=str(uuid.uuid4()))]
    theirs = carrier.webhooks[ensure(phone, tenant_id=str(uuid.uuid4()))]

    assert one.sms.startswith("https://app.example.com/webhooks/twilio/sms/")
    assert len(one.sms.rpartition("/")[2]) >= 32
    assert one == other != theirs
    assert SHINE_STUDIO not in one.sms


def test_two_at_once_make_one_service(phone, carrier, clock):
    """The second comes while the first is at Twilio, and waits for its answer."""
    second, waits = [], eventlet.event.Event()
    clock.meanwhile = [waits.send]

    def meet():
        second.append(eventlet.spawn(ensure, phone))
        waits.wait()

    carrier.on_create = meet

    first = ensure(phone)

    assert second[0].wait() == first
    assert carrier.asked.count("create_service") == 1


def test_who_waits_too_long_is_told_to_come_again(phone, carrier):
    waiting = []
    carrier.on_create = lambda: waiting.append(refusal_of(phone))

    ensure(phone)

    assert waiting[0].kind == Kind.UNAVAILABLE
    assert carrier.asked.count("create_service") == 1


def test_a_service_made_before_a_crash_is_found_again(phone, carrier, clock):
    class Crash(BaseException):
        pass

    carrier.troubles = [(Crash(),)]
    with pytest.raises(Crash):
        ensure(phone)
    assert len(carrier.services) == 1

    clock.advance(seconds=61)

    assert ensure(phone) == next(iter(carrier.services))
    assert len(carrier.services) == 1


def test_a_call_cut_off_after_its_effect_is_reconciled(phone, carrier, clock):
    carrier.troubles = [(CUT_OFF,)]
    refusal = refusal_of(phone)
    assert (refusal.kind, refusal.code) == (Kind.UNAVAILABLE, Code.PHONE_TWILIO_ERROR)

    sid = ensure(phone)

    assert carrier.services.keys() == {sid}
    assert clock.now().second >= 5, "an unanswered call was not given the time to end"


@pytest.mark.parametrize("trouble", [CUT_OFF, BUSY])
def test_a_call_that_had_no_effect_is_repeated(phone, carrier, trouble):
    carrier.troubles = [trouble]
    refusal_of(phone)

    assert carrier.services.keys() == {ensure(phone)}


def test_a_refusal_by_twilio_is_told_in_our_words(phone, carrier, events):
    carrier.troubles = [CarrierRefused(20003)]

    refusal = refusal_of(phone)

    assert (refusal.kind, refusal.code) == (Kind.UPSTREAM, Code.PHONE_TWILIO_ERROR)
    assert refusal.message.startswith("Twilio refused to set up texting")
    assert refusal.details == {"twilio_code": "20003"}
    assert events() == []
    assert ensure(phone) in carrier.services


def test_a_lease_that_is_nearly_over_creates_nothing(phone, carrier, clock, monkeypatch):
    find = carrier.find_service

    def slow(name):
        clock.advance(seconds=41)
        return find(name)

    monkeypatch.setattr(carrier, "find_service", slow)

    assert refusal_of(phone).kind == Kind.UNAVAILABLE
    assert carrier.services == {}


def test_an_admin_links_the_primary_campaigns_service(phone, carrier):
    phone.hears(campaign_id=CAMPAIGN, status="READY_TO_SUBMIT")

    config = phone("link_messaging_service", idempotency_key="k")

    assert config["messaging_service_sid"] == ensure(phone)
    assert phone("link_messaging_service")["messaging_service_sid"] in carrier.services
    assert len(carrier.services) == 1


def test_without_a_campaign_there_is_no_service_to_link(phone, carrier):
    with pytest.raises(ServiceError) as caught:
        phone("link_messaging_service")

    assert (caught.value.kind, caught.value.code) == (
        Kind.CONFLICT,
        Code.CAMPAIGN_NOT_SUBMITTED,
    )
    assert carrier.asked == []


def test_a_live_service_is_linked_already(demo_store, phone, carrier):
    config = phone("link_messaging_service", CLEAN_MACHINE)

    assert config["messaging_service_sid"] == CLEAN_MACHINE_SERVICE_SID
    assert carrier.asked == []


def assign(phone, digit="3", **values):
    known = {"phone_number": f"+1512555012{digit}", "twilio_sid": f"PN{digit * 32}"}
    return phone("assign_number", **(known | values))


def test_a_number_joins_the_primary_campaigns_service_as_it_is_made(phone, carrier):
    assign(phone)
    phone.hears(campaign_id=CAMPAIGN, status="SUBMITTED")

    sid = ensure(phone)

    assert carrier.pools == {"PN" + "3" * 32: sid}


def test_a_number_joins_when_the_campaign_turns_out_to_be_primary(phone, carrier, clock):
    assign(phone)
    sid = ensure(phone)
    assert carrier.pools == {}

    phone.hears(campaign_id=CAMPAIGN, status="SUBMITTED")
    clock.advance(seconds=6)
    phone.sweeps()

    assert carrier.pools == {"PN" + "3" * 32: sid}


def test_a_number_joins_when_it_is_assigned_last(phone, carrier):
    sid = ensure(phone)
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED")

    assign(phone)

    assert carrier.pools == {"PN" + "3" * 32: sid}
    assert phone("get_config")["primary_number"]["can_send"] is True


def test_a_second_campaign_takes_no_number(phone, carrier):
    assign(phone)
    phone.hears(campaign_id=CAMPAIGN, status="SUBMITTED", is_primary=False)

    ensure(phone)

    assert carrier.pools == {}


def test_a_join_that_fails_is_tried_again_and_its_reason_shown(phone, carrier, clock):
    ensure(phone)
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED")
    # The number is found and configured; then joining goes wrong in two ways.
    carrier.troubles = [None, None, CarrierRefused(21712), CUT_OFF]

    assign(phone)
    assert "another messaging service" in _reason(phone)
    for seconds in (11, 21, 41):
        clock.advance(seconds=seconds)
        phone.sweeps()

    assert _reason(phone) is None
    assert carrier.asked.count("join_pool") == 3


def _reason(phone):
    return phone("get_config")["primary_number"]["cannot_send_reason"]


def test_an_older_word_about_a_campaign_is_dropped(phone, clock):
    assign(phone)
    now = clock.now()
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED", at=now)
    approved = _reason(phone)

    phone.hears(campaign_id=CAMPAIGN, status="SUBMITTED", at=now - timedelta(seconds=1))
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED", at=now)

    assert _reason(phone) == approved
    phone.hears(campaign_id=CAMPAIGN, status="SUSPENDED", at=now + timedelta(seconds=1))
    assert "suspended" in _reason(phone)
