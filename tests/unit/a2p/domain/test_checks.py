"""The checks before a submission: what they let pass, what they notice, what they suggest."""

from dataclasses import fields
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.enums import BrandType, Severity
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.checks import (
    RULES,
    RULES_BY_ID,
    apply_suggestion,
    check_campaign,
    is_ready,
)
from services.a2p.domain.checks.engine import run_rules
from services.a2p.domain.checks.rule import Case
from services.a2p.domain.findings import Finding, blocking
from services.a2p.domain.profile import Address, BusinessProfile, Representative
from tests.unit.a2p.domain.bad_campaigns import CONTENT_FLAWS
from tests.unit.a2p.domain.bad_profiles import PROFILE_FLAWS
from tests.unit.a2p.domain.builders import a_content, a_profile, a_sole_proprietor
from tests.unit.a2p.domain.flaw import Flaw
from tests.unit.a2p.domain.good_campaigns import GOOD_CAMPAIGNS

FLAWS = [*CONTENT_FLAWS, *PROFILE_FLAWS]


def _named(flaw: Flaw) -> str:
    return f"{flaw.rule_id}-{flaw.field}"


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule_id, finding.field


def test_the_builders_campaign_has_no_finding() -> None:
    assert check_campaign(a_content(), a_profile()) == []


@pytest.mark.parametrize("name", GOOD_CAMPAIGNS)
def test_a_good_campaign_is_not_blocked(name: str) -> None:
    content, profile = GOOD_CAMPAIGNS[name]
    assert blocking(check_campaign(content, profile)) == []


@pytest.mark.parametrize("flaw", FLAWS, ids=_named)
def test_a_flaw_is_noticed_by_its_rule(flaw: Flaw) -> None:
    content, profile = flaw.built()
    found = {_key(finding) for finding in check_campaign(content, profile)}
    assert (flaw.rule_id, flaw.field) in found


@pytest.mark.parametrize("flaw", [flaw for flaw in FLAWS if flaw.suggests], ids=_named)
def test_a_flaw_comes_with_a_value_that_settles_it(flaw: Flaw) -> None:
    content, profile = flaw.built()
    findings = check_campaign(content, profile)
    finding = next(f for f in findings if _key(f) == (flaw.rule_id, flaw.field))
    assert finding.suggested_value is not None
    _assert_settled(finding, findings, content, profile)


def test_every_rule_has_a_flaw_that_shows_it() -> None:
    shown = {flaw.rule_id for flaw in FLAWS}
    # Needs the list of use cases that Twilio offers a brand; tested on its own below.
    assert {rule.id for rule in RULES} - shown == {"use-case-offered"}


def test_rule_ids_are_unique_and_at_least_thirty() -> None:
    assert len(RULES_BY_ID) == len(RULES) >= 30


def test_every_finding_has_words_for_a_person_and_no_code_in_them() -> None:
    for flaw in FLAWS:
        for finding in check_campaign(*flaw.built()):
            assert finding.message.endswith("."), finding
            assert finding.suggestion.endswith((".", "”")), finding
            assert finding.twilio_codes
            assert not any(str(code) in finding.message for code in finding.twilio_codes)


def test_a_use_case_that_twilio_does_not_offer_the_brand_is_blocked() -> None:
    offered = frozenset({"MIXED", "MARKETING"})
    findings = check_campaign(a_content(), a_profile(), use_cases=offered)
    assert [finding.rule_id for finding in findings] == ["use-case-offered"]


def test_a_use_case_new_at_twilio_is_accepted_when_offered() -> None:
    content = a_content(use_case="PET_CARE")
    assert check_campaign(content, a_profile(), use_cases=frozenset({"PET_CARE"})) == []


def test_blocking_findings_come_first_and_in_the_order_of_the_form() -> None:
    content = CampaignContent(name="Draft", age_gated=True)
    findings = check_campaign(content, BusinessProfile())
    assert [f.is_blocking for f in findings] == sorted([f.is_blocking for f in findings])[::-1]
    shown = [f.field for f in findings if f.is_blocking]
    assert shown.index("useCase") < shown.index("description") < shown.index("messageFlow")
    assert shown.index("sampleMessages") < shown.index("businessProfile.legalName")


def test_a_campaign_without_a_business_profile_is_not_ready() -> None:
    assert not is_ready(check_campaign(a_content(), None))


def test_an_ein_is_never_part_of_a_finding() -> None:
    profile = a_sole_proprietor(registration_number="98-7654321")
    found = repr(check_campaign(a_content(), profile))
    assert "7654321" not in found


def test_a_canadian_address_is_as_good_as_one_of_the_us() -> None:
    address = Address("1 Front St W", None, "Toronto", "ON", "M5V 2T6", "CA")
    assert check_campaign(a_content(), a_profile(address=address)) == []


def test_warnings_alone_leave_a_campaign_ready() -> None:
    findings = check_campaign(a_content(age_gated=True), a_profile())
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert is_ready(findings)


@pytest.mark.parametrize(
    "text",
    [
        "Up to 4 messages a month.",
        "Msg frequency varies.",
        "4 msgs/month.",
        "You get 2 texts per week.",
        "Recurring messages.",
        "One text per appointment.",
        "About three times a month.",
        "1 message per visit.",
    ],
)
def test_frequency_is_understood_in_many_words(text: str) -> None:
    flow = (a_content().message_flow or "").replace("Message frequency varies.", text)
    assert check_campaign(a_content(message_flow=flow), a_profile()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Msg & data rates may apply.",
        "Data rates may apply.",
        "Standard message rates apply.",
        "Message and data rates could apply.",
        "Carrier charges may apply.",
        "Msg&Data Rates May Apply.",
    ],
)
def test_rates_are_understood_in_many_words(text: str) -> None:
    flow = (a_content().message_flow or "").replace("Message and data rates may apply.", text)
    assert check_campaign(a_content(message_flow=flow), a_profile()) == []


@pytest.mark.parametrize(
    "ending",
    [
        "Reply STOP to opt out.",
        "Txt STOP 2 end.",
        "Text stop to quit.",
        'Reply "STOP" to cancel.',
        "STOP=end",
        "To unsubscribe, reply STOP.",
        "Reply END to cancel",
        "You can opt out any time.",
    ],
)
def test_a_way_out_is_understood_in_many_words(ending: str) -> None:
    samples = (f"Shine Studio: see you on [date]. {ending}", a_content().sample_messages[1])
    assert check_campaign(a_content(sample_messages=samples), a_profile()) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "We never sell loans.",
        "There is no gambling, no alcohol and no cannabis.",
        "We do not share your number with third parties or affiliates.",
        "The box is never pre-checked.",
        "We don't buy lists or use lead generation.",
    ],
)
def test_denying_something_is_not_doing_it(sentence: str) -> None:
    content = a_content(
        message_flow=f"{a_content().message_flow} {sentence}",
        description=f"{a_content().description} {sentence}",
    )
    assert blocking(check_campaign(content, a_profile())) == []


@pytest.mark.parametrize(
    "sample",
    [
        "Shine Studio: we removed the cigarette smoke odor, [name].",
        "Shine Studio: your loaner car is ready, [name].",
        "Shine Studio: two appointment slots are open on [date].",
        "Shine Studio: order 1234567 is ready, [name].",
    ],
)
def test_harmless_words_are_not_taken_for_others(sample: str) -> None:
    samples = (a_content().sample_messages[0], sample)
    assert check_campaign(a_content(sample_messages=samples), a_profile()) == []


def _assert_settled(
    finding: Finding, findings: list[Finding], content: CampaignContent, profile: BusinessProfile
) -> None:
    after = run_rules(Case(*apply_suggestion(content, profile, finding)))
    assert _key(finding) not in {_key(other) for other in after}
    known = {_key(other) for other in blocking(findings)}
    assert {_key(other) for other in blocking(after)} <= known


@pytest.mark.parametrize("piece", ["a", "[", "a.", " ", "x@"])
def test_an_endless_text_is_judged_by_its_length_at_once(piece: str) -> None:
    endless = piece * 200_000
    content = a_content(description=endless, message_flow=endless, sample_messages=(endless,) * 3)
    started = process_time()
    assert not is_ready(check_campaign(content, a_profile()))
    assert process_time() - started < 5


@pytest.mark.parametrize("piece", ["a", "a.", "1", "A ", "x@"])
def test_no_text_within_the_limits_takes_long_to_check(piece: str) -> None:
    content = a_content(
        description=(piece * 4096)[:4096],
        message_flow=(piece * 2048)[:2048],
        sample_messages=tuple((piece * 1024)[:1020] + str(n) for n in range(5)),
    )
    started = process_time()
    check_campaign(content, a_profile())
    assert process_time() - started < 2


_WORDS = st.sampled_from(
    """Shine Studio STOP HELP reply text texts to [name] {code} https://bit.ly/x http://a.com a.com
    agree consent online loan beer cbd 20% off ServicePro lorem ipsum (512) 555-0142 5125550142
    “quoted” é frequency varies. rates may apply. privacy terms not never JOIN STOP. x@gmail.com
    pre-checked share third parties automatically enrolled [insert . ! ? $5 $$$ <b> % \\ ( [
    {""".split()
)
_TEXT = st.one_of(st.none(), st.text(max_size=120), st.lists(_WORDS, max_size=40).map(" ".join))
_MANY = st.lists(
    st.one_of(st.text(max_size=40), st.lists(_WORDS, max_size=12).map(" ".join)), max_size=6
)


def _anything(cls: Any, **given_fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = [field.name for field in fields(cls) if field.name not in given_fields]
    return st.builds(cls, **{name: _TEXT for name in names}, **given_fields)


_FLAGS = (
    "has_embedded_links",
    "has_embedded_phone",
    "age_gated",
    "direct_lending",
    "subscriber_opt_in",
)
_LISTS = ("sample_messages", "opt_in_keywords", "opt_out_keywords", "help_keywords")
_CONTENT = _anything(
    CampaignContent,
    name=st.text(max_size=10),
    use_case=st.sampled_from(["MIXED", "2FA", "CUSTOMER_CARE", "SOLE_PROPRIETOR", "", None]),
    **{name: st.booleans() for name in _FLAGS},
    **{name: _MANY.map(tuple) for name in _LISTS},
)
_PROFILE = _anything(
    BusinessProfile,
    brand_type=st.sampled_from([None, *BrandType]),
    company_type=st.sampled_from([None, "public", "private", "non-profit"]),
    social_media_urls=_MANY.map(tuple),
    address=_anything(Address),
    representative=_anything(Representative),
)


@settings(max_examples=40, deadline=None)
@given(content=_CONTENT, profile=_PROFILE)
def test_no_text_makes_a_check_fail_and_every_suggestion_settles_its_finding(
    content: CampaignContent, profile: BusinessProfile
) -> None:
    findings = check_campaign(content, profile)
    for finding in findings:
        if finding.suggested_value is not None:
            _assert_settled(finding, findings, content, profile)


@settings(max_examples=25, deadline=None)
@given(flaws=st.lists(st.sampled_from([f for f in FLAWS if not f.sole]), min_size=2, max_size=4))
def test_suggestions_settle_their_findings_also_among_other_flaws(flaws: list[Flaw]) -> None:
    content_changes = {key: value for flaw in flaws for key, value in flaw.content.items()}
    profile_changes = {key: value for flaw in flaws for key, value in flaw.profile.items()}
    content, profile = a_content(**content_changes), a_profile(**profile_changes)
    findings = check_campaign(content, profile)
    for finding in findings:
        if finding.suggested_value is not None:
            _assert_settled(finding, findings, content, profile)
