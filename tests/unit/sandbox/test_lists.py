"""The lists of texts and calls, by number and date, page by page."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from twilio.base.exceptions import TwilioException

from sandbox.twilio.constants import CLEAN_MACHINE_NUMBER_SID, CLEAN_MACHINE_PHONE_NUMBER

PERSON, ANOTHER = "+15125550142", "+15125550143"
HOUR = timedelta(hours=1)
CLOSED = "<Response><Say>We are closed.</Say></Response>"


@pytest.fixture
def number(driver, receiver):
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    number.update(voice_url=f"{receiver.url}/voice", sms_url=f"{receiver.url}/sms")
    return number


def text(driver, body, person=PERSON):
    told = {"from": person, "to": CLEAN_MACHINE_PHONE_NUMBER, "body": body}
    return driver.control("POST", "texts", **told)["message_sid"]


def call(driver, person=PERSON):
    return driver.control("POST", "calls", **{"from": person, "to": CLEAN_MACHINE_PHONE_NUMBER})


def test_texts_that_nobody_took_are_listed_for_their_number(driver):
    sids = [text(driver, f"Text {number}") for number in range(3)]
    found = driver.client.messages.list(to=CLEAN_MACHINE_PHONE_NUMBER)
    assert [each.sid for each in found] == sids[::-1]
    assert {each.direction for each in found} == {"inbound"}
    assert driver.client.messages.list(to=ANOTHER) == []


def test_both_ends_of_a_span_of_texts_are_in_it(driver):
    sid = text(driver, "Now")
    [sent] = [each.date_sent for each in driver.client.messages.list()]

    def found(**span):
        return [each.sid for each in driver.client.messages.list(**span)]

    assert found(date_sent_after=sent) == found(date_sent_before=sent) == [sid]
    assert found(date_sent=sent) == [sid]
    assert found(date_sent_after=sent + timedelta(seconds=1)) == []
    assert found(date_sent_before=sent - timedelta(seconds=1)) == []


def test_a_day_is_a_day_of_gmt(driver):
    sid = text(driver, "Now")
    path = f"/2010-04-01/Accounts/{driver.client.username}/Messages.json"
    today = datetime.now(UTC).date()

    def found(name: str, day: date) -> list[str]:
        answer = driver.client.request(
            "GET", f"https://api.twilio.com{path}?{quote(name)}={day.isoformat()}"
        )
        return [each["sid"] for each in json.loads(answer.text)["messages"]]

    day = timedelta(days=1)
    assert found("DateSent", today) == found("DateSent>", today) == [sid]
    assert found("DateSent<", today) == found("DateSent<", today + day) == [sid]
    assert found("DateSent>", today + day) == found("DateSent<", today - day) == []


def test_what_is_no_date_is_refused(driver):
    with pytest.raises(TwilioException, match="is no date"):
        driver.client.calls.list(start_time_after="yesterday")


def test_texts_come_page_by_page(driver):
    sids = [text(driver, f"Text {number}") for number in range(5)]
    page = driver.client.messages.page(to=CLEAN_MACHINE_PHONE_NUMBER, page_size=2)
    found = [each.sid for each in page]
    while page.next_page_url:
        page = driver.client.messages.get_page(page.next_page_url)
        found += [each.sid for each in page]
    assert found == sids[::-1]


def test_a_call_is_listed_with_what_became_of_it(driver, receiver, number):
    receiver.answers["/voice"] = [CLOSED]
    sid = call(driver)["call_sid"]
    [listed] = driver.client.calls.list(to=CLEAN_MACHINE_PHONE_NUMBER)
    assert (listed.sid, listed.direction, listed.status) == (sid, "inbound", "completed")
    # `from` is a word of Python's, so the SDK names the caller otherwise.
    assert listed._from == PERSON
    assert listed.phone_number_sid == CLEAN_MACHINE_NUMBER_SID
    assert driver.client.calls(sid).fetch().sid == sid


def test_calls_are_listed_from_their_start_on_and_before_a_time(driver, number):
    sid = call(driver)["call_sid"]
    start = driver.client.calls(sid).fetch().start_time

    def found(**span):
        return [each.sid for each in driver.client.calls.list(**span)]

    assert found(start_time_after=start) == [sid]
    assert found(start_time_before=start + timedelta(seconds=1)) == [sid]
    # "Before this date": the end of a span of calls is not in it.
    assert found(start_time_before=start) == []
    assert found(start_time_after=start + HOUR) == []


def test_a_document_that_twilio_hosts_answers_where_we_do_not(driver, receiver, number):
    receiver.answers["/voice"] = [503]
    number.update(voice_fallback_url=f"https://twimlets.com/echo?Twiml={quote(CLOSED)}")
    heard = call(driver)["transcript"]
    assert [each.get("text") for each in heard if each["verb"] == "Say"] == ["We are closed."]
