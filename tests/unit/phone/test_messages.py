import pytest

from contracts.enums import MessageStatus as Status
from contracts.enums import RegistrationStatus
from services.phone.domain.messages import (
    UNEXPLAINED,
    Intent,
    intent_of,
    is_progress,
    registration_shown_by,
)
from services.phone.domain.registration import told_by


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        ("STOP", Intent.STOP),
        (" stop. ", Intent.STOP),
        ("Stop all", Intent.STOP),
        ("opt-out", Intent.STOP),
        ("“quit”", Intent.STOP),
        ("\u200bStop.\n", Intent.STOP),
        ("ＳＴＯＰ", Intent.STOP),
        ("STOPALL", Intent.STOP),
        ("Arrêt", Intent.STOP),
        ("stop" + " " * 500, Intent.STOP),
        ("s" + "." * 60 + "top", Intent.TEXT),
        ("nonstop", Intent.TEXT),
        ("stop by at noon", Intent.TEXT),
        ("please stop", Intent.TEXT),
        ("START", Intent.START),
        ("yes", Intent.START),
        ("yes please", Intent.TEXT),
        ("Help", Intent.HELP),
        ("info", Intent.HELP),
        ("", Intent.TEXT),
    ],
)
def test_only_a_word_that_stands_alone_is_a_command(body, intent):
    assert intent_of(body) == intent


@pytest.mark.parametrize(
    ("known", "told", "counts"),
    [
        (Status.SENDING, Status.SENT, True),
        (Status.SENT, Status.DELIVERED, True),
        (Status.SENDING, Status.FAILED, True),
        (Status.UNCERTAIN, Status.SENDING, True),
        (Status.UNCERTAIN, Status.DELIVERED, True),
        (Status.DELIVERED, Status.SENT, False),
        (Status.DELIVERED, Status.FAILED, False),
        (Status.SENT, Status.SENT, False),
        (Status.RECEIVED, Status.DELIVERED, False),
    ],
)
def test_a_report_never_undoes_one_that_is_further_along(known, told, counts):
    assert is_progress(known, told) is counts


def test_deliveries_show_whether_a_number_is_registered():
    assert registration_shown_by(Status.DELIVERED, None) == RegistrationStatus.REGISTERED
    assert registration_shown_by(Status.UNDELIVERED, 30034) == RegistrationStatus.PENDING
    assert registration_shown_by(Status.UNDELIVERED, 30035) == RegistrationStatus.PENDING
    assert registration_shown_by(Status.UNDELIVERED, 30003) is None
    assert registration_shown_by(Status.SENT, None) is None
    assert UNEXPLAINED


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": "com.twilio.messaging.compliance.brand-registration.brand-registered"},
        {"type": "com.twilio.messaging.compliance.number-registration.pending", "data": "{}"},
        {
            "type": "com.twilio.messaging.compliance.number-registration.pending",
            "time": "yesterday",
            "data": {"externalstatus": "registered", "phonenumbersid": "PN1"},
        },
        {
            "type": "com.twilio.messaging.compliance.number-registration.pending",
            "time": "2025-03-01T12:00:00Z",
            "data": {"externalstatus": "something new", "phonenumbersid": "PN1"},
        },
    ],
)
def test_an_event_that_says_nothing_of_a_number_is_left_alone(event):
    assert told_by(event) is None
