"""The way to a line that may send, put together from a2p and phone."""

import pytest

from contracts.enums import Mover, Progress, RegistrationStep
from services.gateway import timeline
from services.gateway.schemas import RegistrationTimeline

APPROVED = {
    "campaign_id": "5d1f0f4e-7b0a-4c0d-9a57-0f6b0a0c2f11",
    "steps": [],
    "current_step": None,
    "next_mover": None,
    "next_move": None,
}
IN_REVIEW = APPROVED | {
    "current_step": RegistrationStep.CAMPAIGN,
    "next_mover": Mover.CARRIERS,
    "next_move": "Carriers are reviewing your campaign.",
}


def a_line(**number):
    shown = {
        "can_send": False,
        "cannot_send_reason": None,
        "registration_status": "PENDING",
        "whose_move": None,
    }
    return {"primary_number": shown | number}


def progress(told):
    return [step["progress"] for step in told["steps"]]


def test_before_the_approval_the_number_waits():
    told = timeline.completed(IN_REVIEW, a_line(can_send=True))
    assert progress(told) == [Progress.UPCOMING, Progress.UPCOMING]
    assert told["next_mover"] is Mover.CARRIERS


def test_a_number_that_may_send_makes_the_line_ready():
    told = timeline.completed(APPROVED, a_line(can_send=True))
    assert progress(told) == [Progress.DONE, Progress.DONE]
    assert (told["current_step"], told["next_mover"], told["next_move"]) == (None, None, None)
    assert [step["expected_wait"] for step in told["steps"]] == [None, None]


@pytest.mark.parametrize(
    ("config", "expected", "mover"),
    [
        ({"primary_number": None}, Progress.CURRENT, Mover.TENANT),
        (a_line(), Progress.CURRENT, Mover.CARRIERS),
        (a_line(whose_move="TENANT"), Progress.CURRENT, Mover.TENANT),
        (a_line(registration_status="FAILED"), Progress.STOPPED, Mover.SUPPORT),
        (None, Progress.UNKNOWN, None),
    ],
)
def test_an_approved_campaign_without_a_number_that_may_send_is_not_ready(config, expected, mover):
    told = timeline.completed(APPROVED, config)
    assert progress(told)[0] is expected
    assert progress(told)[1] is not Progress.DONE
    assert (told["current_step"], told["next_mover"]) == (RegistrationStep.NUMBER, mover)


def test_why_the_number_may_not_send_is_what_is_told():
    told = timeline.completed(APPROVED, a_line(cannot_send_reason="Not linked yet."))
    assert told["next_move"] == "Not linked yet."


def test_a_phone_service_that_is_away_is_named():
    assert timeline.completed(APPROVED, None)["unavailable"] == ["phone"]
    assert timeline.completed(APPROVED, a_line())["unavailable"] == []


def test_what_is_told_has_the_shape_that_callers_are_promised():
    shown = RegistrationTimeline().dump(timeline.completed(APPROVED, a_line()))
    assert RegistrationTimeline().load(shown)
    assert [step["step"] for step in shown["steps"]] == ["NUMBER", "READY"]
