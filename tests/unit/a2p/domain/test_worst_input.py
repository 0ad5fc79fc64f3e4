"""No text that a tenant may send keeps the process busy for long."""

import random

import pytest

from benchmarks.worst_input import (
    Genes,
    a_campaign,
    a_profile,
    seconds_to_check,
    worst_genes,
)
from contracts.a2p import CampaignFields, ProfileFields
from services.a2p.domain.checks import check_campaign
from services.a2p.domain.checks.engine import MAX_CHARACTERS_TRIED
from tests.unit.a2p.domain.builders import a_content
from tests.unit.a2p.domain.builders import a_profile as a_usual_profile

# The goal is a tenth of a second (`benchmarks worst_input`), which a machine that does much
# else at the same time may miss; what is not linear takes many times as long.
MAX_SECONDS = 0.3
# Each froze the process for seconds, or would with one careless pattern.
PIECES = [
    "dba Ab c, ",
    "doing business as x. ",
    "(put ",
    "(put a name",
    "[business ",
    "800-",
    "1-800-444-",
    "LLC, ",
    " , ",
    "\n\n\n ",
    " & ",
    "AAAA ",
    "no, ",
    "no a a a, ",
    "not or ",
    "share except ",
    "sharing never ",
    "are not used",
    "msg 1 one ",
    "a.",
    "a-",
    "www.a",
    "http://",
    "a@a.",
    "512-555-",
    "(512) ",
    "opt out of ",
    "STOP ",
    "{a",
    "ΑA",
    "É",
    "İ",
    "ﬃ",
    "must agree to ",
    "text text to ",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("use_case", ["MARKETING", "2FA"])
def test_a_hostile_campaign_is_checked_at_once(piece: str, use_case: str) -> None:
    assert seconds_to_check(Genes((piece,) * 11, use_case)) <= MAX_SECONDS


def test_the_largest_campaign_that_the_interface_takes_is_checked_at_once() -> None:
    genes = Genes(("dba Ab c, ",) * 11, "MIXED")
    assert seconds_to_check(genes, (10_000, 10_000, 10_000, 10_000, 200)) <= MAX_SECONDS


def test_a_short_search_finds_nothing_slow() -> None:
    chance = random.Random(3)  # noqa: S311
    seconds, genes = worst_genes(seconds_to_check, chance=chance, climbs=12)
    assert seconds <= MAX_SECONDS, genes


def test_the_hostile_campaigns_are_read_to_their_end() -> None:
    found = check_campaign(a_campaign(Genes(("(put a name) ",) * 11, "MIXED")), a_profile())
    assert {"terms-url", "placeholder-text"} <= {each.rule_id for each in found}


def test_the_hostile_campaigns_are_ones_that_the_interface_takes() -> None:
    content = a_campaign(Genes(("é",) * 11, "MIXED"), (10_000, 10_000, 10_000, 10_000, 200))
    for name, field in CampaignFields().fields.items():
        value = getattr(content, name)
        field.deserialize(list(value) if isinstance(value, tuple) else value)
    for name in ("legal_name", "website_url", "brand_contact_email"):
        ProfileFields().fields[name].deserialize(getattr(a_profile(), name))


def test_what_is_tried_for_suggestions_is_bounded() -> None:
    """A flow that lacks everything, in a usual campaign and in one with much else to try."""
    usual = check_campaign(a_content(message_flow="They call. " * 4), a_usual_profile())
    assert sum(each.suggested_value is not None for each in usual) >= 5
    huge = check_campaign(a_content(message_flow="They call. " * 190), a_usual_profile())
    tried = [each for each in huge if each.suggested_value is not None]
    assert 0 < sum(len(str(each.suggested_value)) for each in tried) <= MAX_CHARACTERS_TRIED
    assert {each.rule_id for each in usual} - {"message-flow-length"} <= {e.rule_id for e in huge}


def test_a_text_far_over_its_limit_hides_no_finding_in_another() -> None:
    """It is cut; what it lacks may stand in the rest, so nothing is said of that."""
    flow = "They call. " * 900 + (a_content().message_flow or "")
    content = a_content(message_flow=flow, help_message="Call your company name here, please.")
    found = {each.rule_id: each for each in check_campaign(content, a_usual_profile())}
    assert {"message-flow-length", "placeholder-text"} <= found.keys()
    assert found["placeholder-text"].field == "helpMessage"
    assert [each for each in found.values() if each.field == "messageFlow"] == [
        found["message-flow-length"]
    ]
