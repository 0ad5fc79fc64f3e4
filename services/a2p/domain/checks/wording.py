"""Names, placeholders and clarity in what is written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule, when
from services.a2p.domain.naming import names_business, running_words, without_company_form
from services.a2p.domain.text import lookalike_word, plain, to_ascii
from services.a2p.domain.wordings import Wording, any_of

# The software behind the messages is not the business that sends them.
PLATFORM_NAMES = ("ServicePro",)
_PLATFORM = {name: any_of(re.escape(name.lower())) for name in PLATFORM_NAMES}
# Blanks in a row: as many as people type.
_BLANKS = r"\s{0,9}"
_IN_BRACKETS = Wording(
    rf"[\[<{{]{_BLANKS}(?:(?:insert|enter|add(?!-on| on)|put|fill in|type(?! of))\b"
    r"[^\]>})]{0,200}"
    rf"|(?:your |the |my )?(?:business|company|brand|shop|store|practice|organi[sz]ation)"
    rf"[\s_-]{{0,9}}(?:name)?{_BLANKS}[\]>}}]{{1,9}})"
)
# In round brackets people give directions, too: "(add 15 minutes for long hair)".
_IN_ROUND_BRACKETS = Wording(
    rf"\({_BLANKS}(?:(?:insert|fill in)\b[^)]{{0,200}}"
    rf"|(?:enter|add|put|type)\s[^)]{{0,100}}\b(?:here|name){_BLANKS}\))"
)
_TRIAL_TEXT = any_of(
    "your (?:business|company|brand) name",
    "your (?:business|company) here",
    "lorem ipsum",
    "dolor sit amet",
    "sample text",
    "placeholder",
    r"asdf\w*",
    "(?:a |just a |only a )?test message",
    "this is (?:just |only )?a test",
    "testing 123",
    r"t\.?b\.?d",
)
# Capitals in a row hide a code or parts of a number, as samples should.
_BLANKED_OUT = re.compile(r"\b(?!X{4,}\b)[Xx]{3,}\b(?!-[Xx])")
_AUDIENCE = any_of(
    "customers?", "clients?", "patients?", "members?", "students?", "parents?", "guests?",
    "owners?", "people", "subscribers?", "users?", "famil(?:y|ies)", "residents?", "homeowners?",
    "tenants?", "drivers?", "donors?", "supporters?", "employees?", "staff", "recipients?",
    "consumers?", "individuals?", "anyone", "shoppers?", "visitors?", "contacts?", "volunteers?",
    "households?", "callers?", "leads?", "learners?", "attendees?", "travell?ers?", "buyers?",
    "those who", "persons?",
)  # fmt: skip
_PURPOSE = any_of(
    r"remind\w*", r"confirm\w*", r"notif\w*", r"updat\w*", r"alert\w*", r"promot\w*", "promos?",
    "offers?", "specials?", r"schedul\w*", "appointments?", r"arriv\w*", "receipts?", r"invoic\w*",
    "payments?", "support", r"answer\w*", "questions?", "codes?", r"verif\w*", r"deliver\w*",
    "surveys?", r"review\w*", "feedback", r"market\w*", "newsletters?", "discounts?", "deals?",
    r"follow[\s-]?ups?", "status", r"book\w*", r"reschedul\w*", "estimates?", "quotes?",
    r"inform\w*", r"announce\w*", "visits?", "lessons?", "service", "recalls?", "coupons?",
    "donations?", "events?", "news", "polls?", r"vot\w+", "security", "fraud", "replies", "respond",
)  # fmt: skip
_SHOUTING = re.compile(r"(?:\b[A-Z]{4,}\b[\s,!]{0,20}){4}|!!!|\${3}")
_SPAM = any_of(
    "act now", "click (?:here|this link) (?:now|immediately)", "you(?:'ve| have)? won",
    "free money", "risk[- ]free", "100% guaranteed", "guaranteed winner", "claim your prize",
    "congratulations", "winner", "urgent(?:ly)? (?:verify|update|confirm)",
    "account (?:is|has been|was) (?:locked|suspended)",
)  # fmt: skip
_SECRETS = any_of(
    "(?:your|ur) (?:ssn|social security(?: number)?|passwords?|card number|cvv|"
    "bank account number)",
    "(?:credit|debit) card (?:number|details)", "social security number", "full ssn",
)  # fmt: skip


def _description_brand(case: Case) -> Iterator[Issue]:
    name = plain(case.profile.legal_name)
    known = names_business(case.description, profile=case.profile, description=case.description)
    return when(
        name and case.description and not known,
        "The campaign description does not say which business sends the messages.",
        f"Begin with your legal name: “{name} sends …”.",
        f"{name} sends these messages. {case.description}",
    )


def _description_legal_name(case: Case) -> Iterator[Issue]:
    name = plain(case.profile.legal_name)
    core = running_words(without_company_form(name)).strip().removeprefix("the ")
    known = names_business(case.description, profile=case.profile, description=case.description)
    return when(
        core and case.description and known and f" {core} " not in running_words(case.description),
        "The campaign description does not give your full legal name.",
        f"Write it as registered: “{name}”.",
        f"{name} sends these messages. {case.description}",
    )


@lru_cache(maxsize=64)
def _placeholder(text: str) -> str | None:
    """The first of all kinds, as written."""
    kinds = (_IN_BRACKETS, _IN_ROUND_BRACKETS, _TRIAL_TEXT)
    spans = [span for kind in kinds for span in islice(kind.spans(text), 1)]
    blanked_out = _BLANKED_OUT.search(text)
    spans += [blanked_out.span()] if blanked_out else []
    return text[slice(*min(spans))] if spans else None


def _placeholders(case: Case) -> Iterator[Issue]:
    for field, text in case.written.items():
        found = _placeholder(text)
        if found:
            yield Issue(
                f"“{found.strip()}” reads like a placeholder or a test.",
                "Write the real text, with the real name of your business.",
                field=field,
            )


def _platform_name(case: Case) -> Iterator[Issue]:
    own = re.sub(r"\s", "", plain(case.profile.legal_name)).lower()
    for field, text in case.written.items():
        for name in PLATFORM_NAMES:
            if name.lower() not in own and _PLATFORM[name].search(text):
                yield Issue(
                    f"{name} is the software you use, not the business that your customers know.",
                    "Put your own business name there.",
                    field=field,
                )


def _non_ascii(case: Case) -> Iterator[Issue]:
    return when(
        not case.description.isascii(),
        "The campaign description has special characters that the registry may garble.",
        "Use plain letters, straight quotes and simple dashes.",
        to_ascii(case.description),
    )


def _audience(case: Case) -> Iterator[Issue]:
    return when(
        case.description and not _AUDIENCE.search(case.description),
        "The campaign description does not say who gets the messages.",
        "Name the recipients, such as customers who booked with you.",
    )


def _purpose(case: Case) -> Iterator[Issue]:
    return when(
        case.description and not _PURPOSE.search(case.description),
        "The campaign description does not say what the messages are for.",
        "Name the messages: reminders, confirmations, offers, answers to questions.",
    )


def _lookalikes(case: Case) -> Iterator[Issue]:
    for field, text in case.written.items():
        word = lookalike_word(text)
        if word:
            yield Issue(
                f"“{word}” mixes letters of two alphabets that look alike; filters take that for a "
                "trick.",
                "Type the word again with your keyboard.",
                field=field,
            )


@lru_cache(maxsize=16)
def _shouts(text: str) -> bool:
    return bool(_SHOUTING.search(text))


def _spam_wording(case: Case) -> Iterator[Issue]:
    text = "\n".join(case.samples)
    return when(
        _shouts(text) or _SPAM.search(text),
        "A sample message reads like spam and may be filtered.",
        "Write calmly: no runs of capitals, no pressure, no prizes.",
    )


def _asks_for_secrets(case: Case) -> Iterator[Issue]:
    return when(
        _SECRETS.search("\n".join(case.samples)),
        "A sample message asks for personal secrets, as phishing does.",
        "Ask customers to call or sign in instead of texting such details.",
    )


RULES = (
    Rule("description-brand-name", BLOCKING, "description", (30886, 30894), _description_brand),
    Rule(
        "description-legal-name", BLOCKING, "description", (30886, 30907), _description_legal_name
    ),
    Rule("placeholder-text", BLOCKING, "sampleMessages", (30886, 30893), _placeholders),
    Rule("platform-name", BLOCKING, "sampleMessages", (30894, 30907), _platform_name),
    Rule("description-ascii", WARNING, "description", (30886,), _non_ascii),
    Rule("lookalike-letters", WARNING, "sampleMessages", (30007, 30884), _lookalikes),
    Rule("description-audience", WARNING, "description", (30886,), _audience),
    Rule("description-purpose", WARNING, "description", (30544, 30886), _purpose),
    Rule("spam-wording", WARNING, "sampleMessages", (30884, 30007), _spam_wording),
    Rule("sample-asks-secrets", WARNING, "sampleMessages", (30884, 30885), _asks_for_secrets),
)
