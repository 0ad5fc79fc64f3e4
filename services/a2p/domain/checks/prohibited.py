"""Businesses and offers that carriers refuse whatever the wording; better told before paying."""

from collections.abc import Iterator

from services.a2p.domain.checks.rule import BLOCKING, Case, Check, Issue, Rule
from services.a2p.domain.negation import affirmed
from services.a2p.domain.wordings import Wording, any_of

_CANNABIS = any_of(
    "cannabis", "marijuana", "cbd", "thc", "dispensar(?:y|ies)", "kratom", "hemp", "delta[- ]?8",
    "edibles", "kush",
)  # fmt: skip
_GAMBLING = any_of(
    "casinos?", r"gambl\w+", "sportsbooks?", "sports betting", "betting", "wagers?",
    "poker (?:nights?|games?|tournaments?|rooms?|chips)", "(?:online|video|strip|play) poker",
    "lotter(?:y|ies)", "slot machines?", "jackpots?",
)  # fmt: skip
_RISKY_FINANCE = any_of(
    r"pay[\s-]?day (?:loans?|advances?|lend\w+|cash|money|financ\w+|stores?|centers?)",
    r"debt (?:relief|consolidation|collect\w+|reduction|settlement|forgiveness|elimination)",
    "credit repair", r"short[\s-]term loans?", r"high[\s-]interest loans?",
    "crypto(?:currenc(?:y|ies))?", "bitcoin", "stock tips?", "get rich(?: quick)?",
    "work[ -]from[ -]home (?:jobs?|offers?|opportunit(?:y|ies))", r"multi[\s-]level marketing",
    "mlm", "pyramid scheme", "student loan (?:relief|forgiveness)",
)  # fmt: skip
_AFFILIATE = any_of(
    "affiliate (?:marketing|links?|offers?|programs?|partners?)",
    r"third[\s-]party (?:leads?|offers?|marketing|promotions?|advertis\w+)",
    r"lead[\s-]gen(?:eration)?(?! (?:forms?|ads?))", "sell(?:ing)? leads?",
    "offers? from (?:our )?(?:partners|third parties|affiliates)", "partner offers?",
    r"on behalf of (?:other|third|various|multiple)[\w\s-]{0,20}(?:businesses|companies|parties|"
    r"brands)",
)  # fmt: skip
_ADULT = any_of(
    "escorts? services?", "adult (?:content|entertainment|dating)", r"porn\w*",
    r"xxx(?![\s-]x)", "onlyfans",
    "strip club", "sex toys?",
)  # fmt: skip
_SUGGESTION = "Leave it out if it is not part of your business; otherwise talk to us first."


def _absent(words: Wording, what: str) -> Check:
    """A check that no text affirms one of these words."""

    def check(case: Case) -> Iterator[Issue]:
        for field, text in _affirmed_by_field(case).items():
            found = words.search(text)
            if found:
                message = f"“{found}”: carriers accept no messages about {what}."
                yield Issue(message, _SUGGESTION, field=field)

    return check


def _affirmed_by_field(case: Case) -> dict[str, str]:
    """Of the samples each by itself: what one denies says nothing of the next."""
    samples = "\n".join(map(affirmed, case.samples))
    texts = {f: affirmed(text) for f, text in case.written.items() if f != "sampleMessages"}
    return texts | {"sampleMessages": samples}


_DESCRIPTION = "description"
RULES = (
    Rule("prohibited-cannabis", BLOCKING, _DESCRIPTION, (30883,), _absent(_CANNABIS, "cannabis")),
    Rule(
        "prohibited-gambling",
        BLOCKING,
        _DESCRIPTION,
        (30885, 30897),
        _absent(_GAMBLING, "gambling"),
    ),
    Rule(
        "prohibited-finance",
        BLOCKING,
        _DESCRIPTION,
        (30885, 30897),
        _absent(_RISKY_FINANCE, "this kind of financial offer"),
    ),
    Rule(
        "prohibited-affiliate",
        BLOCKING,
        _DESCRIPTION,
        (30882, 30897),
        _absent(_AFFILIATE, "other companies’ offers"),
    ),
    Rule(
        "prohibited-adult", BLOCKING, _DESCRIPTION, (30897,), _absent(_ADULT, "adult entertainment")
    ),
)
