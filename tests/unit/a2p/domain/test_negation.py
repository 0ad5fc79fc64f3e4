"""A "no" hides what it governs, and nothing else."""

from time import process_time

import pytest

from contracts.enums import BrandType
from services.a2p.domain.checks import check_campaign
from services.a2p.domain.findings import blocking
from services.a2p.domain.negation import affirmed
from tests.unit.a2p.domain.builders import a_content, a_profile

_FLOW = a_content().message_flow or ""
_FIRST, _ = a_content().sample_messages

ADMITTED_IN_A_SAMPLE = [
    ("use-case-marketing", "Don't miss our 20% off sale"),
    ("use-case-marketing", "20% off all details this week, no code needed!"),
    ("use-case-marketing", "you won't want to miss 20% off."),
    ("use-case-marketing", "never pay full price again, with 20% off on [date]."),
    ("use-case-marketing", "there's nothing like 20% off."),
    ("use-case-marketing", "You haven't used your 20% off coupon yet."),
    ("use-case-marketing", "No purchase necessary, 20% off all details."),
    ("prohibited-finance", "ask for a payday loan today with no credit check."),
    ("prohibited-finance", "no-credit-check payday loans."),
    ("prohibited-cannabis", "CBD facial, no appointment needed."),
    ("prohibited-gambling", "Casino night, no cover charge."),
    ("lending-flag", "your loan is approved, and you do not need to come in."),
    ("age-gate", "wine tasting on [date], not to be missed!"),
]
ADMITTED_IN_THE_FLOW = [
    ("consent-automatic", "Clients who do not opt out are automatically enrolled."),
    ("consent-automatic", "No action is needed as clients are automatically opted in."),
    (
        "consent-box-prechecked",
        "Clients do not have to do anything since the box is already ticked.",
    ),
    (
        "consent-shared",
        "You will not be charged when we share your number with our marketing partners.",
    ),
    (
        "consent-box-prechecked",
        "The consent box is pre-checked so clients do not have to do anything.",
    ),
    (
        "consent-automatic",
        "Clients are automatically opted in when they book, without any further step.",
    ),
    ("consent-bought", "We also text a purchased list who have not opted out."),
    (
        "consent-shared",
        "We share your number with marketing partners, but never your name.",
    ),
    ("consent-shared", "We never share your number with anyone except our marketing partners."),
]
DENIED = [
    "We never sell loans.",
    "We do not offer loans, credit repair, or gambling.",
    "We do not sell alcohol, tobacco and firearms.",
    "No loans, gambling or cannabis.",
    "The box is not pre-checked.",
    "The consent box is never checked by default, and clients tick it themselves.",
    "Bought lists are never used.",
    "Customers are not automatically enrolled.",
    "Third-party lists are not used.",
    "We don't text people from purchased lists.",
    "No mobile information obtained through SMS consent will be shared with third parties or"
    " affiliates.",
    "We will not under any circumstances share, sell or rent your number to third parties.",
    "Sharing numbers with third parties is strictly prohibited.",
    "We may share data with third parties that help us, excluding text messaging opt-in data.",
    "We share your e-mail address with partners, but never your mobile number.",
    "You do not have to agree to receive texts in order to book.",
    "Numbers are not shared with third parties except as required by law.",
]


@pytest.mark.parametrize(("rule_id", "words"), ADMITTED_IN_A_SAMPLE)
def test_a_no_elsewhere_hides_nothing_in_a_sample(rule_id: str, words: str) -> None:
    content = a_content(sample_messages=(_FIRST, f"Shine Studio: [name], {words}"))
    assert rule_id in {each.rule_id for each in blocking(check_campaign(content, a_profile()))}


@pytest.mark.parametrize(("rule_id", "words"), ADMITTED_IN_THE_FLOW)
def test_a_no_elsewhere_hides_nothing_in_the_flow(rule_id: str, words: str) -> None:
    content = a_content(message_flow=f"{_FLOW} {words}")
    assert rule_id in {each.rule_id for each in blocking(check_campaign(content, a_profile()))}


@pytest.mark.parametrize("words", DENIED)
def test_what_is_denied_is_not_held_against_anybody(words: str) -> None:
    content = a_content(message_flow=f"{_FLOW} {words}", description=_described(words))
    assert check_campaign(content, a_profile(brand_type=BrandType.STANDARD)) == []


def _described(words: str) -> str:
    return f"{a_content().description} {words}"


def test_saying_what_is_not_shared_must_be_about_sharing() -> None:
    flow = _FLOW.replace("Mobile numbers are not shared with third parties for marketing.", "{}")
    assert "{}" in flow
    kept = [
        "Your number is never sold or shared.",
        "We do not rent, sell or share your data.",
        "Your number is shared with nobody.",
        "Nothing is shared with anyone.",
    ]
    silent = ["We share reminders with you, and no code is needed.", "Shared joy, no fees."]
    for words, is_found in [*((each, False) for each in kept), *((each, True) for each in silent)]:
        found = check_campaign(a_content(message_flow=flow.format(words)), a_profile())
        assert ("mobile-data-sharing" in {each.rule_id for each in found}) is is_found, words


def test_a_denial_ends_with_its_clause() -> None:
    assert "wine" in affirmed("We never call, but we sell wine.")
    assert "wine" in affirmed("We do not deliver and we sell wine.")
    assert "wine" not in affirmed("We never sell beer, cider or wine.")


@pytest.mark.parametrize("piece", ["no, ", "not a, ", "not or ", "share not ", "is not ", "no a "])
def test_no_heap_of_denials_takes_long_to_read(piece: str) -> None:
    started = process_time()
    affirmed((piece * 8_000)[:8_000])
    assert process_time() - started < 1
