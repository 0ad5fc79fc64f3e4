"""Rejections in plain words."""

import re

import pytest

from services.a2p.domain.checks import RULES, RULES_BY_ID
from services.a2p.domain.reasons import (
    FIELD_NAMES,
    KNOWN_ERRORS,
    Fixer,
    Subject,
    TwilioReportedError,
    explain,
    field_of,
    is_known,
    rules_for_code,
    summary,
)
from tests.unit.a2p.domain.builders import a_reason

# Fixable by a tenant, but not to be decided from the texts: how the world outside looks.
_NOT_DECIDABLE = {30921: "whether the opt-in page needs a sign-in"}
_RESEARCHED = {
    *(18601, 18602, 18603, 18604, 18605, 18606),
    *range(22214, 22220),
    *(30701, 30702, 30703, 30712, 30714, 30729, 30734, 30747, 30748, 30749, 30750, 30751, 30752),
    *(30753, 30754, 30755, 30756, 30757, 30758, 30790, 30791, 30792, 30793, 30794, 30795, 30796),
    *(30797, 30798, 30799, 30801),
    *range(30880, 30904),
    *(30904, 30905, 30906, 30907, 30908, 30909, 30914, 30915, 30917, 30919, 30921, 30924, 30925),
    *(30933, 30934, 30537, 30538, 30540, 30543, 30544, 30548, 30551, 30556),
    *(30007, 30022, 30023, 30024, 30027, 30032, 30033, 30034, 30035, 30125, 30126),
    *(21717, 21719, 21720, 21721, 21722, 21723, 21724, 21725, 21726, 21727, 21728, 21729, 21730),
    *(21731, 21732, 21736, 21737),
}
_SUPPORT_ONLY = {30882, 30883, 30884, 30885, 30897, 30703, 30898, 30903, 30915, 30880, 30899}


def test_every_known_code_is_in_the_table() -> None:
    assert set(KNOWN_ERRORS) == _RESEARCHED


@pytest.mark.parametrize("code", sorted(KNOWN_ERRORS))
def test_an_entry_reads_like_sentences_and_shows_no_code(code: int) -> None:
    entry = KNOWN_ERRORS[code]
    for text in (entry.message, entry.fix):
        assert re.match(r"[A-Z]", text)
        assert text.endswith(".")
        assert not re.search(r"\d{5}|_|error", text, re.IGNORECASE)


@pytest.mark.parametrize("code", sorted(_SUPPORT_ONLY))
def test_what_only_support_can_lift_is_not_offered_for_resubmission(code: int) -> None:
    (reason,) = explain([TwilioReportedError(code)])
    assert not reason.can_resubmit
    assert "support" in reason.fix


def test_what_waits_or_needs_support_never_blames_the_tenant() -> None:
    for entry in KNOWN_ERRORS.values():
        if entry.fixer is Fixer.SUPPORT:
            assert not entry.can_resubmit
            assert "upport" in entry.fix


def test_fields_of_the_table_are_fields_of_the_api() -> None:
    known = {*FIELD_NAMES.values(), "businessProfile.brandType", None}
    assert {entry.field for entry in KNOWN_ERRORS.values()} <= known


def test_a_reason_names_the_field_that_twilio_names() -> None:
    (reason,) = explain([TwilioReportedError(30886, ("MESSAGE_FLOW",))])
    assert reason.field == "messageFlow"
    (reason,) = explain([TwilioReportedError(30886, ("SOMETHING_NEW",))])
    assert reason.field == "description"


def test_twilios_field_words_are_understood_in_any_spelling() -> None:
    assert field_of(["website_url"]) == "businessProfile.websiteUrl"
    assert field_of(["messageFlow"]) == "messageFlow"
    assert field_of(["NONSENSE", "USE_CASE_DESCRIPTION"]) == "description"
    assert field_of([]) is None


def test_a_terms_problem_is_fixable_when_twilio_points_at_the_missing_link() -> None:
    (fixable,) = explain([TwilioReportedError(30882, ("TERMS_AND_CONDITIONS_URL",))])
    (support_only,) = explain([TwilioReportedError(30882)])
    assert fixable.can_resubmit
    assert "support" not in fixable.fix
    assert not support_only.can_resubmit
    assert "then contact support" in support_only.fix


def test_nobody_is_told_to_change_a_profile_that_is_locked_by_then() -> None:
    for code in (30881, 21737):
        (reason,) = explain([TwilioReportedError(code)])
        assert "contact support" in reason.fix.lower()
        assert code != 30881 or reason.field == "messageFlow"


def test_an_unknown_code_shows_twilios_explanation_and_its_page() -> None:
    error = TwilioReportedError(39999, ("MESSAGE_FLOW",), "Something new is wrong.", "https://t/e")
    (reason,) = explain([error])
    assert not reason.is_known
    assert reason.can_resubmit
    assert reason.field == "messageFlow"
    assert "“Something new is wrong.”" in reason.message
    assert "39999" not in reason.message
    assert "https://t/e" in reason.fix


def test_known_codes_are_told_from_unknown_ones() -> None:
    assert is_known(30896)
    assert not is_known(39999)


def test_an_unknown_code_without_anything_still_leads_somewhere() -> None:
    (reason,) = explain([TwilioReportedError(39999)])
    assert "twilio.com/docs/errors/39999" in reason.fix
    assert reason.message


@pytest.mark.parametrize("secret", ["98-7654321", "987654321", "+15125550142", "(512) 555-0142"])
def test_numbers_that_twilio_echoes_are_not_repeated(secret: str) -> None:
    (reason,) = explain([TwilioReportedError(39999, (), f"The value {secret} is wrong.")])
    assert secret not in reason.message
    assert "The value … is wrong" in reason.message


def test_the_same_reason_is_given_once() -> None:
    error = TwilioReportedError(30896, ("MESSAGE_FLOW",))
    assert len(explain([error, error, TwilioReportedError(30896, ("SAMPLES",))])) == 2


def test_a_summary_says_each_thing_once() -> None:
    assert summary([a_reason(), a_reason(field="description")]) == a_reason().message


def test_every_campaign_rejection_that_a_rule_can_decide_has_one() -> None:
    fixable = {
        code
        for code, entry in KNOWN_ERRORS.items()
        if entry.subject is Subject.CAMPAIGN and entry.fixer is Fixer.TENANT
    }
    unlinked = {code for code in fixable if not rules_for_code(code)}
    assert unlinked == set(_NOT_DECIDABLE)


def test_rules_prevent_only_codes_of_the_table() -> None:
    assert {code for rule in RULES for code in rule.codes} <= set(KNOWN_ERRORS)


def test_a_code_leads_to_the_rules_that_prevent_it() -> None:
    assert rules_for_code(30925) == ("consent-box-prechecked",)
    assert rules_for_code(1) == ()
    assert set(rules_for_code(30896)) <= set(RULES_BY_ID)
