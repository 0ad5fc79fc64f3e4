import json
import uuid

import eventlet
import pytest

from contracts.demo import CLEAN_MACHINE
from contracts.errors import Code, Kind, ServiceError
from services.phone.ports import CarrierRefused, CarrierUnclear

NUMBER = "+15125550142"
CUT_OFF = CarrierUnclear(is_over=False)
BUSY = CarrierUnclear(is_over=True)


class Crash(BaseException):
    pass


@pytest.fixture(autouse=True)
def _self_service(phone):
    phone("set_provisioning", mode="SELF_SERVICE")


def buy(phone, *args, **values):
    return phone("buy_number", *args, **(values or {"phone_number": NUMBER}))


def refusal_of(phone, *args, **values):
    with pytest.raises(ServiceError) as caught:
        buy(phone, *args, **values)
    return caught.value


def numbers_of(phone, **tenant):
    return [each["phone_number"] for each in phone("get_config", **tenant)["numbers"]]


def test_numbers_are_found_by_area_and_digits(phone):
    found = phone("search_numbers", area_code="512", contains="0142")

    assert found["items"] == [
        {
            "phone_number": NUMBER,
            "locality": "Austin",
            "region": "TX",
            "capabilities": {"sms": True, "mms": True, "voice": True},
            "monthly_price_cents": 115,
        }
    ]
    assert phone("search_numbers", area_code="999")["total"] == 0


@pytest.mark.parametrize(
    ("method", "request_"),
    [("search_numbers", {"area_code": "512"}), ("buy_number", {"phone_number": NUMBER})],
)
def test_where_the_platform_provisions_nothing_is_chosen_or_bought(
    phone, carrier, method, request_
):
    with pytest.raises(ServiceError) as caught:
        phone(method, str(uuid.uuid4()), **request_)

    assert (caught.value.kind, caught.value.code) == (Kind.CONFLICT, Code.PROVISIONING_MANAGED)
    assert carrier.asked == []


def test_a_bought_number_is_connected_and_told_of(phone, carrier, events):
    campaign = str(uuid.uuid4())
    phone.hears(campaign_id=campaign, status="APPROVED")
    sid = phone("ensure_messaging_service", campaign_id=campaign)["messaging_service_sid"]

    config = buy(phone)

    number = config["primary_number"]
    assert (number["phone_number"], number["can_send"]) == (NUMBER, True)
    assert list(carrier.pools.values()) == [sid]
    (webhooks,) = carrier.configured.values()
    assert "/webhooks/twilio/voice/" in webhooks.voice
    assert ("number_assigned_v1", {"number_id": number["id"], "is_primary": True}) in events()


def test_any_number_of_an_area_may_be_asked_for(phone):
    assert buy(phone, area_code="512")["primary_number"]["phone_number"].startswith("+1512")


def test_neither_and_both_are_refused(phone):
    for values in ({"idempotency_key": "k"}, {"phone_number": NUMBER, "area_code": "512"}):
        assert refusal_of(phone, **values).kind == Kind.INVALID


@pytest.mark.parametrize("key", [None, "k"])
def test_buying_again_buys_nothing_more(phone, carrier, key):
    first = buy(phone, phone_number=NUMBER, idempotency_key=key)

    assert buy(phone, phone_number=NUMBER, idempotency_key=key) == first
    assert carrier.asked.count("buy_number") == 1


def test_two_at_once_buy_one_number(phone, carrier, clock):
    second, waits = [], eventlet.event.Event()
    clock.meanwhile = [waits.send]

    def meet():
        second.append(eventlet.spawn(buy, phone))
        waits.wait()

    carrier.on_create = meet

    first = buy(phone)

    assert second[0].wait() == first
    assert len(carrier.bought) == 1


def test_another_wish_waits_until_the_open_order_is_done(phone, carrier, clock):
    carrier.troubles = [CUT_OFF]
    refusal_of(phone)

    assert refusal_of(phone, area_code="512").code == Code.NUMBER_ORDER_OPEN
    buy(phone)
    assert len(buy(phone, area_code="512")["numbers"]) == 2


@pytest.mark.parametrize("trouble", [CUT_OFF, (CUT_OFF,), BUSY], ids=["before", "after", "busy"])
def test_a_purchase_cut_off_midway_is_reconciled_by_a_repeat(phone, carrier, trouble):
    carrier.troubles = [trouble]
    refusal = refusal_of(phone, phone_number=NUMBER, idempotency_key="k")
    assert (refusal.kind, refusal.code) == (Kind.UNAVAILABLE, Code.PHONE_TWILIO_ERROR)

    buy(phone, phone_number=NUMBER, idempotency_key="k")

    assert numbers_of(phone) == [NUMBER]
    assert len(carrier.bought) == 1


@pytest.mark.parametrize("trouble", [Crash(), (Crash(),)], ids=["before", "after"])
def test_a_purchase_whose_process_ended_is_finished_by_itself(phone, carrier, clock, trouble):
    carrier.troubles = [trouble]
    with pytest.raises(Crash):
        buy(phone)
    assert numbers_of(phone) == []

    clock.advance(seconds=61)
    phone.sweeps()
    clock.advance(seconds=61)
    phone.sweeps()

    assert numbers_of(phone) == [NUMBER]
    assert len(carrier.bought) == 1


@pytest.mark.parametrize(
    ("code", "kind", "expected", "words"),
    [
        (21422, Kind.CONFLICT, Code.NUMBER_UNAVAILABLE, "just been taken"),
        (21452, Kind.CONFLICT, Code.NUMBER_UNAVAILABLE, "another area code"),
        (21631, Kind.CONFLICT, Code.NUMBER_UNAVAILABLE, "cannot be bought"),
        (20003, Kind.UPSTREAM, Code.PHONE_TWILIO_ERROR, "refused to sell"),
    ],
)
def test_what_twilio_refuses_is_told_and_leaves_nothing(
    phone, carrier, code, kind, expected, words
):
    carrier.troubles = [CarrierRefused(code)]

    refusal = refusal_of(phone, phone_number=NUMBER, idempotency_key="k")

    assert (refusal.kind, refusal.code) == (kind, expected)
    assert words in refusal.message
    assert numbers_of(phone) == []
    # Nothing was bought, so the same key may be tried again, and so may another number.
    assert buy(phone, phone_number=NUMBER, idempotency_key="k")["primary_number"]
    assert len(buy(phone, area_code="512")["numbers"]) == 2


def test_who_came_too_late_is_offered_others_of_the_area(phone, carrier):
    carrier.for_sale += ["+12125550100"]
    carrier.troubles = [CarrierRefused(21422)]

    others = json.loads(refusal_of(phone).details["alternatives"])

    assert [each["phone_number"] for each in others] == [
        f"+1512555014{digit}" for digit in (0, 1, 3, 4, 5)
    ]
    assert (others[0]["locality"], others[0]["monthly_price_cents"]) == ("Austin", 115)


@pytest.mark.parametrize("trouble", [CarrierRefused(20003), BUSY])
def test_a_search_for_others_that_fails_leaves_the_refusal(phone, carrier, trouble):
    carrier.troubles = [CarrierRefused(21452), trouble]

    refusal = refusal_of(phone, area_code="512")

    assert (refusal.code, refusal.details) == (Code.NUMBER_UNAVAILABLE, {"alternatives": "[]"})


def test_a_refusal_that_the_sweep_meets_ends_the_order(phone, carrier, clock):
    carrier.troubles = [BUSY, CarrierRefused(21422)]
    refusal_of(phone, phone_number=NUMBER, idempotency_key="k")

    clock.advance(seconds=31)
    phone.sweeps()
    clock.advance(minutes=5)
    phone.sweeps()

    assert carrier.asked.count("buy_number") == 2
    assert numbers_of(phone) == []


def test_a_refused_order_waits_its_turn_when_it_is_tried_again(phone, carrier):
    carrier.troubles = [CarrierRefused(21422)]
    refusal_of(phone, phone_number=NUMBER, idempotency_key="k")
    carrier.troubles = [CUT_OFF]
    refusal_of(phone, area_code="512")

    again = refusal_of(phone, phone_number=NUMBER, idempotency_key="k")

    assert again.code == Code.NUMBER_ORDER_OPEN


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(CarrierRefused(20003), Kind.UPSTREAM), (BUSY, Kind.UNAVAILABLE)],
)
def test_a_search_that_fails_is_told_in_our_words(phone, carrier, trouble, kind):
    carrier.troubles = [trouble]

    with pytest.raises(ServiceError) as caught:
        phone("search_numbers", area_code="512")

    assert (caught.value.kind, caught.value.code) == (kind, Code.PHONE_TWILIO_ERROR)


def test_who_waits_too_long_for_an_order_is_told_to_come_again(phone, carrier):
    waiting = []
    carrier.on_create = lambda: waiting.append(refusal_of(phone))

    buy(phone)

    assert waiting[0].kind == Kind.UNAVAILABLE
    assert len(carrier.bought) == 1


def test_a_tenant_has_three_numbers_at_most(phone, carrier):
    for _ in range(3):
        buy(phone, area_code="512")

    assert refusal_of(phone, area_code="512").code == Code.NUMBER_LIMIT_REACHED
    assert len(carrier.bought) == 3


def test_a_bought_number_never_takes_the_place_of_the_live_one(demo_store, phone):
    phone("set_provisioning", CLEAN_MACHINE, mode="SELF_SERVICE")

    config = buy(phone, CLEAN_MACHINE)

    assert config["primary_number"]["protected"] is True
    assert [each["phone_number"] for each in config["numbers"]] == ["+15125550100", NUMBER]
