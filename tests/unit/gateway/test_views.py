"""What the wizard says, for every combination of what the parts told."""

import itertools

import pytest

from chassis.rpc import RpcFailure
from contracts.enums import CampaignStatus
from contracts.errors import Kind, ServiceError, invalid, unavailable
from services.gateway import schemas, views

NUMBERS = (None, "+15125550100")
SIDS = (None, "MG0123")
STATUSES = (None, *CampaignStatus)
HINTS = {
    None: "Fill out your campaign info on the A2P page to start sending texts.",
    "DRAFT": "Fill out your campaign info on the A2P page.",
    "READY_TO_SUBMIT": "Looks good! Submit now from the A2P page to unlock high-volume SMS.",
    "SUBMITTED": "Your campaign is under review. Most reviews take 10–15 business days.",
    "APPROVED": "✅ You’re fully registered for A2P 10DLC.",
    "REJECTED": "Your campaign was rejected. Fix it on the A2P page and resubmit.",
    "ERROR": "Submitting your campaign failed. See the A2P page, then try again.",
    "SUSPENDED": "Carriers suspended your campaign, so no texts go out. Contact support.",
}


def phone(number=None, sid=None):
    return {
        "has_phone_config": number is not None,
        "phone_number": number,
        "messaging_service_sid": sid,
        "routing": {"mode": "IVR", "summary": "Callers hear a menu."},
        "provisioning": {"mode": "MANAGED", "message": "We provide the number."},
    }


def registration(status=None, *, has_profile=False, complete=False):
    return {
        "has_business_profile": has_profile,
        "is_business_profile_complete": complete,
        "a2p_status": status,
        "a2p_last_error": None,
    }


def loyalty(*, is_configured=False, **changed):
    defaults = {
        "min_cart_total_cents": None,
        "require_core_service": False,
        "guardrail_message": None,
        "point_value_cents": 10,
        "is_configured": is_configured,
    }
    return {**defaults, **changed}


def expected_step2(number, sid, status):
    there = [number is not None, sid is not None, status == CampaignStatus.APPROVED]
    return {0: "NOT_STARTED", 3: "COMPLETE"}.get(sum(there), "PARTIAL")


@pytest.mark.parametrize(
    ("number", "sid", "status"), list(itertools.product(NUMBERS, SIDS, STATUSES))
)
def test_step_two_counts_number_service_and_approval(number, sid, status):
    parts = {"phone": phone(number, sid), "a2p": registration(status), "loyalty": loyalty()}
    told = views.wizard_status(parts)
    assert told["step2"] == {"state": expected_step2(number, sid, status)}
    assert told["steps"][1]["state"] == told["step2"]["state"]
    assert told["has_phone_number"] is (number is not None)
    assert told["has_messaging_service"] is (sid is not None)
    assert told["a2p_status"] == status
    assert told["a2p_hint"] == HINTS[status]
    assert told["unavailable"] == []
    missing = [("PHONE_NUMBER", number), ("MESSAGING_SERVICE", sid)]
    approval = [] if status == CampaignStatus.APPROVED else ["A2P_APPROVAL"]
    assert told["missing_pieces"] == [name for name, value in missing if value is None] + approval


@pytest.mark.parametrize(
    ("number", "sid", "status"), list(itertools.product(NUMBERS, SIDS, STATUSES))
)
def test_a_silent_phone_service_leaves_the_rest_told(number, sid, status):
    part = registration(status, has_profile=True)
    told = views.wizard_status({"phone": None, "a2p": part, "loyalty": loyalty()})
    assert told["unavailable"] == ["phone"]
    assert told["step2"] == {"state": "UNKNOWN"}
    assert [told[name] for name in ("has_phone_config", "has_phone_number", "routing")] == [
        None
    ] * 3
    assert told["a2p_status"] == status
    assert told["a2p_hint"] == HINTS[status]
    assert told["steps"][0]["state"] == "PARTIAL"
    assert set(told["missing_pieces"]) <= {"A2P_APPROVAL"}


@pytest.mark.parametrize(("number", "sid"), list(itertools.product(NUMBERS, SIDS)))
def test_a_silent_registration_service_leaves_the_rest_told(number, sid):
    told = views.wizard_status({"phone": phone(number, sid), "a2p": None, "loyalty": None})
    assert told["unavailable"] == ["a2p", "loyalty"]
    assert told["step2"] == {"state": "UNKNOWN"}
    assert told["steps"][0]["state"] == "UNKNOWN"
    assert told["phone_number"] == number
    assert told["a2p_hint"] is None
    assert "A2P_APPROVAL" not in told["missing_pieces"]


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        ("REJECTED", "Fix it on the A2P page and resubmit."),
        ("ERROR", "See the A2P page, then try again."),
    ],
)
def test_a_setback_is_told_with_the_last_error_and_the_next_step(status, next_step):
    part = registration(CampaignStatus(status)) | {"a2p_last_error": "The sample is too vague."}
    told = views.wizard_status({"phone": phone(), "a2p": part, "loyalty": None})
    assert told["a2p_hint"] == f"The sample is too vague. {next_step}"


def test_an_old_error_is_no_part_of_the_hint_of_an_approved_campaign():
    part = registration(CampaignStatus.APPROVED) | {"a2p_last_error": "The sample is too vague."}
    assert views.wizard_status({"a2p": part})["a2p_hint"] == HINTS["APPROVED"]


def test_with_nobody_answering_every_step_is_unknown():
    told = views.wizard_status({})
    assert [step["state"] for step in told["steps"]] == ["UNKNOWN"] * 3
    assert told["unavailable"] == ["a2p", "phone", "loyalty"]
    assert told["missing_pieces"] == []


@pytest.mark.parametrize(
    ("has_profile", "complete", "state"),
    [(False, False, "NOT_STARTED"), (True, False, "PARTIAL"), (True, True, "COMPLETE")],
)
def test_the_first_step_follows_the_business_profile(has_profile, complete, state):
    part = registration(has_profile=has_profile, complete=complete)
    told = views.wizard_status({"phone": phone(), "a2p": part})
    assert told["steps"][0] == {
        "id": "BUSINESS_PROFILE",
        "title": "Business profile",
        "state": state,
    }


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        (None, "UNKNOWN"),
        (loyalty(), "NOT_STARTED"),
        (loyalty(is_configured=True), "COMPLETE"),
        (loyalty(is_configured=True, require_core_service=True), "COMPLETE"),
    ],
)
def test_the_last_step_is_done_once_the_rules_were_saved(settings, state):
    parts = {"phone": phone(), "a2p": registration(), "loyalty": settings}
    told = views.wizard_status(parts)
    assert told["steps"][2] == {"id": "LOYALTY", "title": "Loyalty", "state": state}
    assert told["unavailable"] == (["loyalty"] if settings is None else [])


def test_an_externally_registered_tenant_has_no_a2p_status():
    told = views.wizard_status({"phone": phone("+15125550100", "MG1"), "a2p": registration()})
    assert told["a2p_status"] is None
    assert told["step2"] == {"state": "PARTIAL"}
    assert told["missing_pieces"] == ["A2P_APPROVAL"]


@pytest.mark.parametrize("answers", [{}, {"phone": phone(), "a2p": registration()}])
def test_what_is_told_fits_the_pinned_shape(answers):
    dumped = schemas.WizardStatus().dump(views.wizard_status(answers))
    assert schemas.WizardStatus().validate(dumped) == {}


class Method:
    """A service's method as the gateway sees it, answering what it is told to."""

    def __init__(self, answer, log):
        self.answer, self.log = answer, log

    def call_async(self, *, timeout, **payload):
        self.log.append("asked")
        if isinstance(self.answer, ServiceError) and self.answer.kind == Kind.UNAVAILABLE:
            raise self.answer
        return self

    def result(self):
        self.log.append("read")
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_every_part_is_asked_before_any_is_waited_for():
    log = []
    answers = views.ask({"a": Method({"x": 1}, log), "b": Method({"x": 2}, log)}, timeout=1)
    assert answers == {"a": {"x": 1}, "b": {"x": 2}}
    assert log == ["asked", "asked", "read", "read"]


@pytest.mark.parametrize("failure", [unavailable("b"), RpcFailure("KeyError")])
def test_a_part_that_fails_is_none_and_spoils_no_other(failure):
    assert views.ask({"a": Method({}, []), "b": Method(failure, [])}, timeout=1) == {
        "a": {},
        "b": None,
    }


def test_a_refusal_is_not_mistaken_for_silence():
    with pytest.raises(type(invalid("no"))):
        views.ask({"a": Method(invalid("no"), [])}, timeout=1)


@pytest.mark.parametrize(
    ("page", "page_size", "shown"),
    [
        (1, 2, [1, 2]),
        (3, 2, [5]),
        (4, 2, []),
        (1, 100, [1, 2, 3, 4, 5]),
        (1, None, [1, 2, 3, 4, 5]),
    ],
)
def test_a_page_of_a_list_says_how_long_the_whole_is(page, page_size, shown):
    told = views.paged([1, 2, 3, 4, 5], {"page": page, "page_size": page_size})
    assert (told["items"], told["total"], told["page"]) == (shown, 5, page)
    assert told["page_size"] == (page_size or 5)


def test_an_empty_list_is_a_page_of_one():
    told = views.paged([], {"page": 1, "page_size": None})
    assert told == {"items": [], "total": 0, "page": 1, "page_size": 1}


def test_a_refusal_is_told_after_all_answers_were_read():
    log = []
    parts = {"a": Method(invalid("no"), log), "b": Method({}, log)}
    with pytest.raises(ServiceError):
        views.ask(parts, timeout=1)
    assert log == ["asked", "asked", "read", "read"]


def test_readiness_tells_a_service_without_its_database_apart():
    answers = {
        "a": {"database": True},
        "b": {"database": False},
        "c": None,
        "d": {"database": None},
    }
    states = [part["state"] for part in views.readiness(answers)]
    assert states == ["UP", "DATABASE_DOWN", "DOWN", "UP"]
