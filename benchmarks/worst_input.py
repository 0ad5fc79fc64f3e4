"""Searches for the campaign that takes longest to check, rule by rule and as a whole."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from benchmarks import report
from benchmarks.hostile_text import FILLERS, pieces_of, repeated
from contracts.a2p import LONGEST_TEXT
from contracts.a2p_words import INDUSTRIES
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.checks import RULES, check_campaign
from services.a2p.domain.checks.rule import Case, Rule
from services.a2p.domain.profile import Address, BusinessProfile, Representative
from tests.repo.patterns import all_patterns

MAX_SECONDS = 0.1
# The longest that is read for its content, and the longest that the interface takes.
_READ = (4_160, 2_112, 1_088, 384, 60)
_ALLOWED = (LONGEST_TEXT, LONGEST_TEXT, LONGEST_TEXT, LONGEST_TEXT, 200)
_USE_CASES = ("MARKETING", "2FA", "MIXED", "CUSTOMER_CARE", "CHARITY")
# What names a business, and what must be looked up in the profile.
_OWN_PIECES = ("dba ab ", "doing business as Ab c, ", "http://a.co ", "ab & ", "not shared ", "İ")
_serial = itertools.count()


@dataclass(frozen=True)
class Genes:
    """What each text of a campaign is filled with."""

    texts: tuple[str, ...]
    use_case: str


_TEXTS = 11


def a_profile() -> BusinessProfile:
    """The largest: each field as long as the interface takes it."""
    name = repeated("Ab & Co LLC, ", 200)
    person = Representative("A" * 200, "B" * 200, "a" * 240 + "@b.example", "1" * 20, "x" * 200)
    return BusinessProfile(
        legal_name=name,
        business_type="llc",
        industry=INDUSTRIES[0],
        registration_number="1" * 30,
        website_url="http://" + repeated("a-b.", 2_000) + "com",
        social_media_urls=("https://" + "x." * 1_000,) * 10,
        company_type="private",
        brand_contact_email=repeated("a.", 240) + "@b.co",
        address=Address(repeated("p o box ", 200), "x" * 200, "y" * 200, "Texas", "1" * 20, "US"),
        representative=person,
    )


def a_campaign(genes: Genes, lengths: Sequence[int] = _READ) -> CampaignContent:
    """Never the same twice, so that nothing of it is remembered from the last check."""
    description, flow, sample, reply, keyword = lengths
    texts = iter(genes.texts)
    content = CampaignContent(
        name="A campaign",
        use_case=genes.use_case,
        description=_fresh(next(texts), description),
        message_flow=_fresh(next(texts), flow),
        sample_messages=tuple(_fresh(next(texts), sample) for _ in range(5)),
        opt_in_message=_fresh(next(texts), reply),
        opt_out_message=_fresh(next(texts), reply),
        help_message=_fresh(next(texts), reply),
        privacy_policy_url=_fresh("http://" + next(texts), 2_048),
        terms_and_conditions_url=_fresh("http://" + "a." * 900, 2_048),
    )
    words = tuple(
        _fresh("stop", keyword)[:keyword] for _ in range(5 if keyword == _READ[-1] else 50)
    )
    return replace(content, opt_in_keywords=words, opt_out_keywords=words, help_keywords=words)


def seconds_to_check(genes: Genes, lengths: Sequence[int] = _READ) -> float:
    """The least of three checks, of processor time."""
    return min(_seconds(genes, lengths, check_campaign) for _ in range(3))


def seconds_of_rule(rule: Rule, genes: Genes) -> float:
    def check(content: CampaignContent, profile: BusinessProfile) -> object:
        return list(rule.check(Case(content, profile)))

    return min(_seconds(genes, _READ, check) for _ in range(2))


def worst_genes(
    measure: Callable[[Genes], float], *, chance: random.Random, climbs: int
) -> tuple[float, Genes]:
    """The slowest of some at random, then of its descendants."""
    starts = [_at_random(chance) for _ in range(max(4, climbs // 4))]
    best = max(((measure(genes), genes) for genes in starts), key=lambda found: found[0])
    for _ in range(climbs):
        genes = _changed(best[1], chance)
        taken = measure(genes)
        if taken > best[0]:
            best = taken, genes
    return best


def run(*, quick: bool) -> None:
    chance = random.Random(1)  # noqa: S311
    report.heading("Worst input found for the checks before a submission (processor time)")
    slowest = []
    for rule in RULES:
        seconds, genes = worst_genes(
            lambda genes, rule=rule: seconds_of_rule(rule, genes),  # type: ignore[misc]
            chance=chance,
            climbs=2 if quick else 40,
        )
        slowest.append((seconds, rule.id, genes))
    for seconds, rule_id, genes in sorted(slowest, key=lambda each: -each[0])[:12]:
        report.line(rule_id, f"{seconds * 1000:.1f} ms", repr(genes.texts[1][:30]))
    seconds, _ = worst_genes(seconds_to_check, chance=chance, climbs=4 if quick else 400)
    goal = report.verdict(seconds <= MAX_SECONDS)
    report.line("a whole check", f"{seconds * 1000:.1f} ms", f"goal 100 ms: {goal}")
    largest = max(seconds_to_check(_at_random(chance), _ALLOWED) for _ in range(10))
    report.line("the largest that the interface takes", f"{largest * 1000:.1f} ms")


def _seconds(
    genes: Genes,
    lengths: Sequence[int],
    check: Callable[[CampaignContent, BusinessProfile], object],
) -> float:
    content, profile = a_campaign(genes, lengths), a_profile()
    start = time.process_time()
    check(content, profile)
    return time.process_time() - start


def _fresh(piece: str, length: int) -> str:
    return f"{repeated(piece, length - 12)} {next(_serial)}"


@cache
def _pool() -> tuple[str, ...]:
    chance = random.Random(2)  # noqa: S311
    uses = {place: use for place, use in all_patterns().items() if ".a2p." in place}
    pieces = [
        piece for use in uses.values() for piece in pieces_of(use.pattern, chance=chance, count=12)
    ]
    return (*FILLERS, *_OWN_PIECES, *pieces)


def _at_random(chance: random.Random) -> Genes:
    pieces = [chance.choice(_pool()) for _ in range(3)]
    texts = tuple(chance.choice(pieces) for _ in range(_TEXTS))
    return Genes(texts, chance.choice(_USE_CASES))


def _changed(genes: Genes, chance: random.Random) -> Genes:
    texts, other = list(genes.texts), chance.choice(_pool())
    places = range(_TEXTS) if chance.random() < 0.3 else [chance.randrange(_TEXTS)]
    for place in places:
        mixed = (other, texts[place] + other, other + texts[place])
        texts[place] = chance.choice(mixed)[:300]
    return replace(genes, texts=tuple(texts))
