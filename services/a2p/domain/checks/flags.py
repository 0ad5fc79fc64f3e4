"""The four flags against the text: each must be true exactly when the text says so."""

from collections.abc import Iterator

from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule, when
from services.a2p.domain.negation import affirmed
from services.a2p.domain.text import has_phone, links_in, may_have_link, may_have_phone, plain
from services.a2p.domain.wordings import Wording, any_of, first_match

LENDING = any_of(
    "loans?", "lending", "lenders?", "mortgages?", r"refinanc\w+", "lines? of credit",
    "cash advances?", "home equity", "borrowers?", "personal credit",
)  # fmt: skip
# What a realtor, a lawyer or an insurer says of somebody else's loan.
_OTHERS_LOAN = any_of(
    r"mortgage (?:pre[\s-]?)?approv\w+",
    "mortgage (?:contingency|clause|statement|company)",
    r"(?:loan|mortgage) modifications?",
    r"foreclos\w+[^.]{0,30} (?:loans?|mortgages?)",
    r"(?:loans?|mortgages?)[^.]{0,30} foreclos\w+",
    "home equity (?:endorsements?|coverage|protection|riders?)",
    r"(?:your|the|their|a client['’]s) (?:lender|mortgage company)",
)
_LENDING = frozenset({"BANKING", "FINANCIAL", "FINTECH"})
_BESIDE_LENDING = frozenset({"REAL_ESTATE", "INSURANCE", "LEGAL"})
# A detailer who removes "cigarette smoke odor" sells no cigarettes.
_RESIDUE = (
    r"(?!['’]?s?[\s-]+(?:smoke|odou?rs?|smells?|stains?|residue|burns?|damage|removal|bottles?))"
)
AGE_RESTRICTED = Wording(
    r"\b(?:alcohol(?:ic)?(?![\s-]*free)|beers?|wines?|liquors?|whiske?ys?|vodkas?|tequilas?|"
    r"cocktails?|brewer(?:y|ies)|winer(?:y|ies)|distiller(?:y|ies)|tobacco|cigars?|cigarettes?|"
    r"vapes?|vaping|hookah|firearms?|handguns?|shotguns?|gun (?:shop|store|sale)s?|guns|ammo|"
    rf"ammunition|rifles?|pistols?)\b{_RESIDUE}"
)
_ADULT = any_of("age[ds]?", "adults?", r"\d\d ?\+", "(?:18|19|21) (?:or|and|years)", "birth")


def _links_flag(case: Case) -> Iterator[Issue]:
    linked = any(links_in(sample) for sample in case.samples)
    if linked and not case.content.has_embedded_links:
        yield Issue(
            "A sample message has a link, but the campaign says there are none.",
            "Declare that messages contain links.",
            True,
        )
    possible = any(may_have_link(sample) for sample in case.samples)
    if case.samples and case.content.has_embedded_links and not possible:
        yield Issue(
            "The campaign says messages contain links, but no sample message has one.",
            "Show a link in a sample, or declare that there are none.",
            False,
        )


def _phone_flag(case: Case) -> Iterator[Issue]:
    shown = any(has_phone(sample) for sample in case.samples)
    if shown and not case.content.has_embedded_phone:
        yield Issue(
            "A sample message has a phone number, but the campaign says there are none.",
            "Declare that messages contain phone numbers.",
            True,
        )
    possible = any(may_have_phone(sample) for sample in case.samples)
    if case.samples and case.content.has_embedded_phone and not possible:
        yield Issue(
            "The campaign says messages contain phone numbers, but no sample message has one.",
            "Show the number in a sample, or declare that there are none.",
            False,
        )


def _lending_texts(case: Case) -> list[str]:
    return [affirmed(text) for text in (case.description, *case.samples)]


def _own_loan(case: Case) -> str | None:
    industry, texts = plain(case.profile.industry).upper(), _lending_texts(case)
    if industry in _BESIDE_LENDING:
        return None
    if industry not in _LENDING:
        texts = [_OTHERS_LOAN.without(text) for text in texts]
    return first_match(LENDING, texts)


def _lending_mentioned(case: Case) -> Iterator[Issue]:
    word = first_match(LENDING, _lending_texts(case))
    return when(
        word and not case.content.direct_lending and not _own_loan(case),
        f"The text mentions lending (“{word}”), and the campaign does not declare it.",
        "Leave it so if you do not lend yourself; declare direct lending if you do.",
    )


def _lending_undeclared(case: Case) -> Iterator[Issue]:
    word = _own_loan(case)
    return when(
        word and not case.content.direct_lending,
        f"The text speaks of lending (“{word}”), but the campaign does not declare it.",
        "Declare direct lending, or take the mention out if you do not lend.",
        True,
    )


def _lending_unneeded(case: Case) -> Iterator[Issue]:
    return when(
        case.content.direct_lending and not first_match(LENDING, _lending_texts(case)),
        "The campaign declares lending, but nothing in the text is about it.",
        "Declare that there is no lending, or describe it.",
        False,
    )


def _age_texts(case: Case) -> list[str]:
    return [affirmed(text) for text in (case.description, case.flow, *case.samples)]


def _age_gate_missing(case: Case) -> Iterator[Issue]:
    word = first_match(AGE_RESTRICTED, _age_texts(case))
    return when(
        word and not case.content.age_gated,
        f"“{word}” is for adults only, but the campaign has no age gate.",
        "Declare an age gate, and ask for the date of birth when customers opt in.",
        True,
    )


def _age_gate_unneeded(case: Case) -> Iterator[Issue]:
    texts = _age_texts(case)
    mentioned = first_match(AGE_RESTRICTED, texts) or first_match(_ADULT, texts)
    return when(
        case.content.age_gated and not mentioned,
        "The campaign declares an age gate, but the opt-in description does not mention one.",
        "Describe how you check a customer’s age, or declare that there is no age gate.",
        False,
    )


def _subscriber_opt_in(case: Case) -> Iterator[Issue]:
    return when(
        not case.content.subscriber_opt_in,
        "The campaign says that subscribers do not opt in.",
        "Declare that they do: carriers accept no messages without consent.",
        True,
    )


RULES = (
    Rule("links-flag-mismatch", BLOCKING, "hasEmbeddedLinks", (30893,), _links_flag),
    Rule("phone-flag-mismatch", BLOCKING, "hasEmbeddedPhone", (30889,), _phone_flag),
    Rule("lending-flag", BLOCKING, "directLending", (30895,), _lending_undeclared),
    Rule("lending-mentioned", WARNING, "directLending", (30895,), _lending_mentioned),
    Rule("lending-flag-unneeded", WARNING, "directLending", (30895,), _lending_unneeded),
    Rule("age-gate", BLOCKING, "ageGated", (30888,), _age_gate_missing),
    Rule("age-gate-unneeded", WARNING, "ageGated", (30888,), _age_gate_unneeded),
    Rule("subscriber-opt-in", WARNING, "subscriberOptIn", (30896,), _subscriber_opt_in),
)
