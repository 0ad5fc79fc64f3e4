"""Texts and calls that came while nobody of ours answered are fetched afterwards, once each."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from services.phone.domain.catch_up import FIRST_PAUSE, OVERLAP, SHORTEST_PERIOD, period_for
from services.phone.models import calls, catch_ups
from services.phone.ports import CarrierRefused, CarrierUnclear, ReceivedCall, ReceivedText
from services.phone.use_cases import catch_up
from tests.integration.phone.conftest import FALLBACK

NUMBER, SID = "+15125550100", "PN" + "1" * 32
PERSON, ANOTHER = "+15125550177", "+15125550178"
TOO_MANY_REQUESTS = CarrierUnclear(is_over=True)


@pytest.fixture
def number(phone):
    phone("assign_number", phone_number=NUMBER, twilio_sid=SID)


@pytest.fixture
def token(phone, number):
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        return work.tokens.get(proposed="none")


def a_text(carrier, clock, body="Hello", *, person=PERSON, ago=timedelta(0)):
    text = ReceivedText(
        twilio_sid=f"SM{uuid.uuid4().hex}",
        from_number=person,
        body=body,
        received_at=clock.now() - ago,
    )
    carrier.texts.append(text)
    return text


def a_call(carrier, clock, person=PERSON):
    call = ReceivedCall(
        twilio_sid=f"CA{uuid.uuid4().hex}", from_number=person, started_at=clock.now()
    )
    carrier.calls.append(call)
    return call


def tell(phone, token, text):
    """The webhook."""
    told = {"message_sid": text.twilio_sid, "from_number": text.from_number, "body": text.body}
    phone("receive_message", token=token, to_number=NUMBER, **told)


def stored(phone, tenant=SHINE_STUDIO):
    return [each["body"] for each in phone("list_messages", tenant_id=tenant)["items"]]


def stored_calls(store):
    with store.database.transaction(SHINE_STUDIO) as connection:
        return [row.call_sid for row in connection.execute(sa.select(calls))]


def is_opted_out(phone, person=PERSON):
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        return work.opt_outs.has(person)


def later(clock, span=SHORTEST_PERIOD):
    clock.advance(seconds=span.total_seconds() + 1)


def test_texts_and_calls_of_an_outage_are_stored_once_with_the_time_they_came(
    phone, carrier, clock, store, number
):
    clock.advance(hours=5)
    texts = [a_text(carrier, clock, f"Text {each}") for each in range(3)]
    call = a_call(carrier, clock)
    clock.advance(hours=3)
    phone.catches_up()
    assert sorted(stored(phone)) == ["Text 0", "Text 1", "Text 2"]
    items = phone("list_messages")["items"]
    assert {each["created_at"] for each in items} == {texts[0].received_at}
    assert {each["status"] for each in items} == {"RECEIVED"}
    assert stored_calls(store) == [call.twilio_sid]
    for _ in range(3):
        later(clock)
        phone.catches_up()
    assert len(stored(phone)) == 3
    assert stored_calls(store) == [call.twilio_sid]


@pytest.mark.parametrize("webhook_first", [True, False])
def test_a_text_that_a_webhook_tells_of_as_well_is_stored_once(
    phone, carrier, clock, token, events, webhook_first
):
    text = a_text(carrier, clock)
    if webhook_first:
        tell(phone, token, text)
    phone.catches_up()
    tell(phone, token, text)
    assert stored(phone) == ["Hello"]
    told = [data for name, data in events() if name == "message_received_v1"]
    assert [each["is_caught_up"] for each in told] == [not webhook_first]


def test_a_stop_that_came_in_an_outage_is_obeyed(phone, carrier, clock, number, events):
    a_text(carrier, clock, " stop ")
    phone.catches_up()
    assert is_opted_out(phone)
    [told] = [data for name, data in events() if name == "message_received_v1"]
    assert (told["intent"], told["is_caught_up"]) == ("STOP", True)


@pytest.mark.parametrize(("first", "second"), [("STOP", "START"), ("START", "STOP")])
def test_the_last_word_counts_whichever_is_heard_first(phone, carrier, clock, token, first, second):
    a_text(carrier, clock, first)
    clock.advance(minutes=2)
    tell(phone, token, a_text(carrier, clock, second))
    clock.advance(minutes=2)
    tell(phone, token, a_text(carrier, clock, "See you"))
    phone.catches_up()
    assert is_opted_out(phone) is (second == "STOP")


@pytest.mark.parametrize(("first", "second"), [("STOP", "START"), ("START", "STOP")])
def test_two_words_of_one_outage_are_taken_in_their_order(
    phone, carrier, clock, number, first, second
):
    carrier.page_size = 1
    for word in (first, second):
        a_text(carrier, clock, word)
        clock.advance(minutes=1)
    phone.catches_up()
    assert is_opted_out(phone) is (second == "STOP")


def test_what_came_before_the_number_was_the_tenants_is_not_fetched(phone, carrier, clock):
    a_text(carrier, clock, "To whoever had it before")
    clock.advance(minutes=1)
    phone("assign_number", phone_number=NUMBER, twilio_sid=SID)
    phone.catches_up()
    assert stored(phone) == []


def test_a_text_of_the_second_in_which_the_number_became_the_tenants_is_fetched(
    phone, carrier, clock
):
    clock.advance(seconds=0.7)
    phone("assign_number", phone_number=NUMBER, twilio_sid=SID)
    # Twilio's time of it has no fraction.
    a_text(carrier, clock, ago=timedelta(seconds=0.7))
    phone.catches_up()
    assert stored(phone) == ["Hello"]


def test_what_twilio_lists_too_much_of_is_left_out(phone, carrier, clock, number):
    """As where it compares days only."""
    a_text(carrier, clock, "Long ago", ago=timedelta(hours=9))
    listed = carrier.list_texts
    carrier.list_texts = lambda *, to, since, page: listed(
        to=to, since=since - timedelta(days=1), page=page
    )
    phone.catches_up()
    assert stored(phone) == []


def test_the_next_run_reads_only_what_is_new_and_some_of_the_old(phone, carrier, clock, number):
    clock.advance(hours=1)
    start = clock.now()
    phone.catches_up()
    later(clock)
    phone.catches_up()
    since = [each["since"] for each in carrier.lists]
    assert since == [start - timedelta(hours=1)] * 2 + [start - OVERLAP] * 2


def test_a_long_list_is_read_over_several_runs_and_ends(phone, carrier, clock, number):
    carrier.page_size = 2
    count = 2 * catch_up.PAGES_AT_ONCE + 3
    for each in range(count):
        a_text(carrier, clock, f"Text {each}")
    phone.catches_up()
    assert len(stored(phone)) == 2 * catch_up.PAGES_AT_ONCE
    late = a_text(carrier, clock, "Meanwhile")
    clock.advance(seconds=1)
    phone.catches_up()
    assert len(stored(phone)) == count
    later(clock)
    phone.catches_up()
    assert late.body in stored(phone)
    assert len(stored(phone)) == count + 1


def test_where_twilio_asks_for_fewer_requests_each_pause_is_longer(
    phone, carrier, clock, store, number
):
    a_text(carrier, clock)

    def next_at():
        with store.database.transaction() as connection:
            return connection.execute(sa.select(sa.func.min(catch_ups.c.due_at))).scalar_one()

    pauses = []
    for _ in range(3):
        carrier.troubles = [TOO_MANY_REQUESTS]
        assert phone.catches_up() is False
        assert carrier.troubles == []
        pauses.append(next_at() - clock.now())
        clock.advance(seconds=(next_at() - clock.now()).total_seconds())
    assert pauses == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    phone.catches_up()
    assert stored(phone) == ["Hello"]


def test_one_refusal_keeps_the_others_from_asking_in_the_same_run(phone, carrier, clock, number):
    phone("assign_number", phone_number="+15125550101", twilio_sid="PN" + "2" * 32)
    carrier.troubles = [TOO_MANY_REQUESTS]
    phone.catches_up()
    assert len([each for each in carrier.asked if each.startswith("list_")]) == 1


def test_a_process_that_starts_catches_up_at_once(phone, carrier, clock, number):
    phone.catches_up()
    a_text(carrier, clock)
    phone.catches_up()
    assert stored(phone) == []
    restarted = type(phone)(replace(phone.ports, begun=set()))
    restarted.catches_up()
    assert stored(phone) == ["Hello"]


def test_many_lists_are_read_less_often():
    assert period_for(2) == timedelta(minutes=1)
    assert period_for(20_000) == timedelta(seconds=2_000)


def test_a_place_in_the_list_that_twilio_forgot_is_given_up(phone, carrier, clock, number):
    carrier.page_size = 1
    count = catch_up.PAGES_AT_ONCE + 2
    for each in range(count):
        a_text(carrier, clock, f"Text {each}")
    phone.catches_up()
    listed = carrier.list_texts

    def forgetful(*, to, since, page):
        if page is not None:
            raise CarrierRefused(20404)
        return listed(to=to, since=since, page=page)

    carrier.list_texts, carrier.page_size = forgetful, 1000
    for _ in range(2):
        clock.advance(hours=1)
        phone.catches_up()
    assert len(stored(phone)) == count


def test_a_text_with_what_cannot_be_stored_holds_up_nothing(phone, carrier, clock, number):
    a_text(carrier, clock, "a\0b")
    a_text(carrier, clock, "", person="")
    a_text(carrier, clock, "After it")
    phone.catches_up()
    assert sorted(stored(phone)) == ["", "After it", "ab"]


def test_a_line_that_others_answer_is_not_read_until_its_texts_reach_us(
    phone, demo_store, carrier, clock
):
    clock.advance(days=400)
    phone.catches_up()
    assert [each for each in carrier.asked if each.startswith("list_")] == []
    with phone.ports.unit_of_work(CLEAN_MACHINE) as work:
        own = work.numbers.all()[0].phone_number
        token = work.tokens.get(proposed="clean-machine")
    told = {"from_number": PERSON, "body": "Hi", "message_sid": "SM" + "0" * 32}
    phone("receive_message", token=token, to_number=own, **told)
    a_text(carrier, clock, "And again")
    later(clock)
    phone.catches_up()
    assert sorted(stored(phone, CLEAN_MACHINE)) == ["And again", "Hi"]


def test_a_number_that_moves_on_takes_its_state_with_it(phone, carrier, clock, store, number):
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        work.routes.remove(SID)
    with store.database.transaction() as connection:
        assert connection.execute(sa.select(catch_ups)).all() == []


def test_callers_hear_a_static_document_while_nobody_of_ours_answers(phone, carrier, number):
    assert carrier.configured[SID].voice_fallback == FALLBACK


def test_a_number_of_an_earlier_release_gets_its_fallback(phone, carrier, clock, number):
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        [kept] = work.numbers.all()
        earlier = type(kept)(**vars(kept) | {"voice_fallback_url": None})
        work.numbers.save(earlier, now=clock.now())
        # As the migration does.
        work.pending_connections.add(kept.id, due_at=clock.now())
    carrier.configured.clear()
    phone.sweeps()
    assert carrier.configured[SID].voice_fallback == FALLBACK
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        assert work.numbers.all()[0].voice_fallback_url == FALLBACK


def test_a_number_gets_the_fallback_that_is_set_now(phone, carrier, clock, number):
    moved = "https://handler.twilio.com/twiml/EH2"
    restarted = type(phone)(replace(phone.ports, voice_fallback_url=moved, begun=set()))
    restarted.catches_up()
    restarted.sweeps()
    assert carrier.configured[SID].voice_fallback == moved
    carrier.asked.clear()
    later(clock)
    restarted.catches_up()
    restarted.sweeps()
    assert "configure_number" not in carrier.asked


def test_a_number_that_an_earlier_release_assigned_is_read_from_now_on(
    phone, carrier, clock, store, number
):
    with store.database.transaction() as connection:
        connection.execute(sa.delete(catch_ups))
    a_text(carrier, clock, "Before")
    clock.advance(minutes=1)
    restarted = type(phone)(replace(phone.ports, begun=set()))
    restarted.catches_up()
    a_text(carrier, clock, "After")
    later(clock)
    restarted.catches_up()
    assert stored(phone) == ["After"]


def test_a_protected_number_is_never_configured(phone, demo_store, carrier, clock):
    phone.sweeps()
    assert carrier.configured == {}
