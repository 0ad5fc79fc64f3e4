"""Words that look like trouble and are none; and links that look like none."""

import pytest

from services.a2p.domain.checks import check_campaign
from services.a2p.domain.findings import blocking
from services.a2p.domain.text import links_in
from tests.unit.a2p.domain.builders import a_content, a_profile

_FIRST, _SECOND = a_content().sample_messages
_FLOW = a_content().message_flow or ""
_HIDDEN = "X" * 3

HARMLESS_SAMPLES = [
    "your [type of service] is at [time].",
    "your [add-on service] is confirmed.",
    "we come at [time] (add 15 minutes for long hair).",
    "see you at [time] (enter through the rear door).",
    "your invoice INV-XXXX is due on [date].",
    "your code is XXXXXX.",
    f"call (512) {_HIDDEN}-XXXX with questions.",
    "payday is [date], as your schedule says.",
    "your poker table is ready for pick-up.",
]
PLACEHOLDERS = [
    "your [type your text here] is ready.",
    "hi from (insert business name)!",
    "hi from (enter your name)!",
    "write to xxx for more.",
    f"see {_HIDDEN} on [date].",
]
OTHERS_LOANS = [
    ("REAL_ESTATE", "We text about showings, offers and the mortgage your lender grants."),
    ("LEGAL", "We defend against foreclosure and text about loan hearings."),
    ("INSURANCE", "We text about a home equity endorsement of your policy."),
    ("PROFESSIONAL_SERVICES", "We text home buyers about inspections and mortgage approval."),
    ("PROFESSIONAL_SERVICES", "We text about foreclosure hearings and a loan modification."),
]


def samples(words: str) -> dict[str, object]:
    return {"sample_messages": (_FIRST, f"Shine Studio: [name], {words}")}


@pytest.mark.parametrize("words", HARMLESS_SAMPLES)
def test_a_harmless_sample_is_not_blocked(words: str) -> None:
    assert blocking(check_campaign(a_content(**samples(words)), a_profile())) == []


@pytest.mark.parametrize("words", PLACEHOLDERS)
def test_a_placeholder_is_still_one(words: str) -> None:
    found = check_campaign(a_content(**samples(words)), a_profile())
    assert "placeholder-text" in {each.rule_id for each in found}


@pytest.mark.parametrize("words", ["ask for payday cash today.", "poker night on [date]!"])
def test_what_carriers_refuse_is_still_refused(words: str) -> None:
    assert blocking(check_campaign(a_content(**samples(words)), a_profile()))


@pytest.mark.parametrize(("industry", "words"), OTHERS_LOANS)
def test_who_speaks_of_somebody_elses_loan_is_warned_and_not_blocked(
    industry: str, words: str
) -> None:
    content = a_content(description=f"{a_content().description} {words}", use_case="MIXED")
    found = check_campaign(content, a_profile(industry=industry))
    assert [(each.rule_id, each.is_blocking) for each in found] == [("lending-mentioned", False)]


def test_a_lender_declares_its_loans_however_it_puts_them() -> None:
    content = a_content(description=f"{a_content().description} Get your mortgage approval.")
    found = check_campaign(content, a_profile(industry="FINANCIAL"))
    assert "lending-flag" in {each.rule_id for each in found}


def test_consent_by_ticking_boxes_without_an_article_is_consent() -> None:
    flow = (
        "On https://shinestudio.com/book customers choose texts from Shine Studio by ticking "
        "separate unchecked boxes, which nobody has to. Message frequency varies. Message and data "
        "rates may apply. Reply STOP to end or HELP for help. Privacy: "
        "https://shinestudio.com/privacy Terms: https://shinestudio.com/terms"
    )
    assert blocking(check_campaign(a_content(message_flow=flow), a_profile())) == []


def test_a_lead_generation_form_is_a_form() -> None:
    flow = f"{_FLOW} Customers may also opt in on our Facebook Lead Generation form."
    assert blocking(check_campaign(a_content(message_flow=flow), a_profile())) == []
    bought = f"{_FLOW} We get numbers from a lead generation company."
    assert blocking(check_campaign(a_content(message_flow=bought), a_profile()))


@pytest.mark.parametrize(
    "link",
    ["shine.studio/book", "bestbarber.nyc/book", "dlvr.it/x", "bl.ink/x", "qr.ae/x", "bl.ink"],
)
def test_a_link_needs_no_scheme_and_no_common_ending(link: str) -> None:
    assert links_in(f"Book at {link} today.") == [link]
    content = a_content(**samples(f"book at {link} today."))
    assert "links-flag-mismatch" in {f.rule_id for f in check_campaign(content, a_profile())}


@pytest.mark.parametrize(
    "text", ["and/or", "9 a.m./5 p.m.", "$49.99/mo", "v2.0/beta", "today.Please"]
)
def test_a_slash_alone_makes_no_link(text: str) -> None:
    assert links_in(text) == []
