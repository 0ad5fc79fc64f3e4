"""What reviewers look for in the sample messages."""

import re
from collections.abc import Iterator

from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule, when
from services.a2p.domain.naming import names_business, without_company_form
from services.a2p.domain.text import plain, variables_in, with_sentence
from services.a2p.domain.wordings import Wording

# "Stop by our shop" is an invitation, not a way out: the lone word counts only in capitals.
_STOP_IN_CAPITALS = re.compile(r"\bSTOP(?:ALL)?\b(?!\s+BY\b)")
_WAY_OUT = Wording(
    r"\b(?:reply|text|txt|send|respond|type|answer)\s+(?:with\s+)?[\"'“‘]?(?:stop|end|quit|"
    r"cancel)\b"
    r"|\bstop\b[\"'”’]?\s*(?:=|2|to)\s*(?:opt|end|quit|cancel|unsub|out|stop)|\bunsubscribe\b"
    r"|\bopt(?:ing)?[\s-]?out\b"
)
STOP_SENTENCE = "Reply STOP to opt out."


def says_stop(text: str) -> bool:
    """The text tells how to end the messages."""
    return bool(_STOP_IN_CAPITALS.search(text) or _WAY_OUT.search(text))


def _duplicates(case: Case) -> Iterator[Issue]:
    once: dict[str, str] = {}
    for sample in case.samples:
        once.setdefault(re.sub(r"\W+", " ", sample).casefold().strip(), sample)
    return when(
        len(once) < len(case.samples),
        "Two sample messages say the same.",
        "Show different messages, so that reviewers see what you send.",
        list(once.values()),
    )


def _brand_anywhere(case: Case) -> Iterator[Issue]:
    name = without_company_form(plain(case.profile.legal_name))
    unnamed = _without_brand(case)
    return when(
        name and case.samples and len(unnamed) == len(case.samples),
        "None of the sample messages says who is writing.",
        f"Start each message with your business name, such as “{name}:”.",
        _branded(case, name),
    )


def _brand_in_each(case: Case) -> Iterator[Issue]:
    name = without_company_form(plain(case.profile.legal_name))
    unnamed = _without_brand(case)
    return when(
        name and 0 < len(unnamed) < len(case.samples),
        f"{len(unnamed)} of {len(case.samples)} sample messages do not say who is writing.",
        f"Start each message with your business name, such as “{name}:”.",
        _branded(case, name),
    )


def _without_brand(case: Case) -> list[str]:
    return [
        sample
        for sample in case.samples
        if not names_business(sample, profile=case.profile, description=case.description)
    ]


def _branded(case: Case, name: str) -> list[str]:
    unnamed = set(_without_brand(case))
    return [f"{name}: {sample}" if sample in unnamed else sample for sample in case.samples]


def _stop(case: Case) -> Iterator[Issue]:
    first, *others = case.samples or ("",)
    return when(
        case.samples and not any(says_stop(sample) for sample in case.samples),
        "None of the sample messages says how to stop the messages.",
        f"End at least one of them with “{STOP_SENTENCE}”",
        [with_sentence(first, STOP_SENTENCE), *others],
    )


def _variables(case: Case) -> Iterator[Issue]:
    return when(
        case.samples and not any(variables_in(sample) for sample in case.samples),
        "The sample messages do not show which parts change from customer to customer.",
        "Put changing parts in brackets, such as [first name] or [time].",
    )


RULES = (
    Rule("samples-identical", BLOCKING, "sampleMessages", (30893, 30538), _duplicates),
    Rule("sample-brand-name", BLOCKING, "sampleMessages", (30893, 30894), _brand_anywhere),
    Rule("sample-brand-each", WARNING, "sampleMessages", (30893, 30894), _brand_in_each),
    Rule("samples-stop", BLOCKING, "sampleMessages", (30887, 30893), _stop),
    Rule("sample-variables", WARNING, "sampleMessages", (30893,), _variables),
)
