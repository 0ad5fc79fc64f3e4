"""Unseen campaigns: the compliant ones come out ready, the others with the right finding."""

import pytest

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.checks import RULES_BY_ID, check_campaign, is_ready
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.twilio_mapping import campaign_create_params
from tests.unit.a2p.domain.builders import a_content, a_profile, a_representative
from tests.unit.a2p.domain.good_campaigns import GOOD_CAMPAIGNS
from tests.unit.a2p.domain.rejected import REJECTED
from tests.unit.a2p.domain.trades import GOOD_TRADES

_FIRST, _SECOND = a_content().sample_messages


def found_in(content: CampaignContent, profile: BusinessProfile) -> dict[str, bool]:
    """Rule ids, and whether they block."""
    return {each.rule_id: each.is_blocking for each in check_campaign(content, profile)}


@pytest.mark.parametrize("name", GOOD_TRADES)
def test_a_compliant_campaign_is_ready(name: str) -> None:
    content, profile = GOOD_TRADES[name]
    findings = check_campaign(content, profile)
    assert is_ready(findings), [each.rule_id for each in findings if each.is_blocking]


def test_compliant_campaigns_are_seldom_nagged() -> None:
    """Beside the advice to write a help message, one warning for two campaigns at most."""
    told = [
        rule_id
        for content, profile in GOOD_TRADES.values()
        for rule_id in found_in(content, profile)
        if rule_id != "help-message-missing"
    ]
    assert len(told) <= len(GOOD_TRADES) / 2, told


@pytest.mark.parametrize("name", REJECTED)
def test_what_carriers_turned_down_is_found_by_the_rule_for_it(name: str) -> None:
    case = REJECTED[name]
    found = found_in(a_content(**case.content), a_profile(**case.profile))
    assert case.rule_id in found
    assert case.code in RULES_BY_ID[case.rule_id].codes


LINKS = [
    "https://rabbit.lyft.com/x",
    "https://shinestudio.com/bit.ly-and-us",
    "https://habit.ly-shop.com/x",
]
NUMBERS = ["#5125550142", "$5125550142", "2026-11-02 10:00", "12/24/2026", "1234567890123"]
PAGES = [
    ("https://shinestudio.com/legal", "https://shinestudio.com/legal-terms"),
    ("https://shinestudio.com/legal?page=privacy", "https://shinestudio.com/legal?page=terms"),
    ("", ""),
    ("https://[", "https://["),
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_only_looks_like_a_shortener_is_none(link: str) -> None:
    sample = f"Shine Studio: [name], see {link} today. Reply STOP to opt out."
    content = a_content(sample_messages=(sample, _SECOND), has_embedded_links=True)
    assert "link-shortener" not in found_in(content, a_profile())


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_nobody_can_call_is_no_phone_number(number: str) -> None:
    sample = f"Shine Studio: [name], about {number}: all done. Reply STOP to opt out."
    content = a_content(sample_messages=(sample, _SECOND))
    assert "phone-flag-mismatch" not in found_in(content, a_profile())


@pytest.mark.parametrize("pages", PAGES)
def test_two_pages_are_two_pages(pages: tuple[str, str]) -> None:
    content = a_content(privacy_policy_url=pages[0], terms_and_conditions_url=pages[1])
    assert "policy-urls-same" not in found_in(content, a_profile())


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://ShineStudio.com/Privacy",
        "https://www.shinestudio.com:443/privacy?x=1#y",
        "https://müller-shine.com/datenschutz",
        "https://xn--mller-shine-thb.com/privacy",
    ],
)
def test_an_unusual_address_that_opens_is_accepted(url: str) -> None:
    found = found_in(a_content(privacy_policy_url=url), a_profile())
    assert "privacy-policy-url" not in found


@pytest.mark.parametrize(
    ("registered", "written"),
    [
        ("Shine Studio, LLC", "Shine Studio LLC"),
        ("Shine Studio L.L.C.", "SHINE STUDIO, LLC"),
        ("The Shine Studio, L.L.C.", "Shine Studio LLC"),
        ("O’Brien & Sons, Inc.", "O'Brien and Sons Inc"),
        ("Dr. Smith's Dental, P.C.", "Dr Smiths Dental PC"),
        ("Café Olé LLC", "Cafe Ole LLC"),
        ("J & J Heating, Inc.", "J&J Heating Inc"),
        ("24/7 Plumbing Incorporated", "24/7 Plumbing Inc."),
    ],
)
def test_a_legal_name_with_other_signs_is_the_same_name(registered: str, written: str) -> None:
    content = a_content(
        description=(a_content().description or "").replace("Shine Studio LLC", written),
        sample_messages=tuple(each.replace("Shine Studio", written) for each in (_FIRST, _SECOND)),
    )
    found = found_in(content, a_profile(legal_name=registered))
    assert {"description-brand-name", "description-legal-name"}.isdisjoint(found)
    assert {"sample-brand-name", "sample-brand-each"}.isdisjoint(found)


@pytest.mark.parametrize("number", ["12-3456789", "123456789", "12 3456789", "12 - 3456789"])
def test_an_ein_may_be_written_as_people_write_it(number: str) -> None:
    found = found_in(a_content(), a_profile(registration_number=number))
    assert {"ein-format", "ein-prefix"}.isdisjoint(found)


@pytest.mark.parametrize("email", ["dana@shinestudio.com", "DANA@ShineStudio.COM", "d@a.live.com"])
def test_mail_of_a_domain_of_its_own_is_not_free_mail(email: str) -> None:
    found = found_in(a_content(), a_profile(representative=a_representative(email=email)))
    assert "free-mail" not in found


@pytest.mark.parametrize(
    "keywords", [("stop", "Unsubscribe"), ("Stop", "STOP", "stop"), (" STOP ", "END")]
)
def test_case_blanks_and_repetitions_do_no_harm_to_keywords(keywords: tuple[str, ...]) -> None:
    content = a_content(opt_out_keywords=keywords)
    assert is_ready(check_campaign(content, a_profile()))
    sent = campaign_create_params(content, brand_sid="BN" + "1" * 32)["opt_out_keywords"]
    assert sent == [word.strip() for word in keywords]


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u2060", "\u00ad", "\ufeff", "\u202e"])
def test_what_nobody_sees_is_neither_counted_nor_sent(mark: str) -> None:
    description = (a_content().description or "").replace("LLC", f"L{mark}LC")
    samples = (_FIRST.replace("STOP", f"ST{mark}OP"), _SECOND)
    content = a_content(description=description, sample_messages=samples)
    assert check_campaign(content, a_profile()) == []
    sent = campaign_create_params(content, brand_sid="BN" + "1" * 32)
    assert mark not in str(sent["description"]) + str(sent["message_samples"])
    empty = a_content(sample_messages=(_FIRST, mark * 30))
    assert "sample-length" in found_in(empty, a_profile())


def test_emoji_and_typographic_signs_are_fine_in_messages() -> None:
    family = "👨\u200d👩\u200d👧"
    samples = (f"{_FIRST} 🚗✨", f"Shine Studio: “ready” – see you soon… {family} [name]")
    content = a_content(sample_messages=samples)
    assert check_campaign(content, a_profile()) == []
    sent = campaign_create_params(content, brand_sid="BN" + "1" * 32)["message_samples"]
    assert sent == list(samples)


def test_the_tables_are_as_large_as_they_claim() -> None:
    assert len(GOOD_TRADES) >= 20
    assert len(REJECTED) >= 30
    assert not set(GOOD_TRADES) & set(GOOD_CAMPAIGNS)
