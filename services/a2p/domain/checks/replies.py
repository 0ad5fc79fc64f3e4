"""Keywords and automatic replies: fixed once the campaign exists, so they must be right."""

import re
from collections.abc import Iterator
from functools import partial

from services.a2p.domain.checks.consent_words import TEXT_TO_JOIN
from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Check, Issue, Rule, when
from services.a2p.domain.checks.samples import says_stop
from services.a2p.domain.naming import names_business, without_company_form
from services.a2p.domain.profile import snake_case
from services.a2p.domain.text import emails_in, has_phone, links_in, plain, variables_in
from services.a2p.domain.wordings import any_of

KEYWORDS_TOTAL_LENGTH = 255
# What Twilio fills in where a list is left empty.
DEFAULT_OPT_OUT_KEYWORDS = ("STOP", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "STOPALL")
DEFAULT_HELP_KEYWORDS = ("HELP", "INFO")
_KEYWORD_FIELDS = ("optInKeywords", "optOutKeywords", "helpKeywords")
_ENDED = any_of(
    "unsubscribed?", r"opted[\s-]?out", "no (?:more|further|longer|additional)", "removed",
    "stopped", "(?:not|won['’]t|never) (?:receive|get|be sent|send|text|hear)", r"cancel\w*",
    "ended", "end of",
)  # fmt: skip


def _keywords(case: Case, field: str) -> list[str]:
    return [plain(word) for word in getattr(case.content, snake_case(field))]


def _name(case: Case) -> str:
    return without_company_form(plain(case.profile.legal_name))


def _contact(case: Case) -> str:
    """How customers reach the business, as far as its profile tells."""
    representative = case.profile.representative
    contacts = (case.profile.brand_contact_email, representative.email, representative.phone)
    return next((plain(contact) for contact in contacts if plain(contact)), "")


def _alphanumeric(case: Case) -> Iterator[Issue]:
    for field in _KEYWORD_FIELDS:
        words = _keywords(case, field)
        wrong = [word for word in words if not re.fullmatch(r"[A-Za-z0-9]+", word)]
        if wrong:
            clean = (re.sub(r"[^A-Za-z0-9]", "", word) for word in words)
            yield Issue(
                f"“{wrong[0]}” cannot be a keyword: only letters and digits are accepted.",
                "Use one word without spaces or signs.",
                [word for word in dict.fromkeys(clean) if word],
                field,
            )


def _total_length(case: Case) -> Iterator[Issue]:
    for field in _KEYWORD_FIELDS:
        # The list travels as one text, so the separators count.
        total = len(",".join(_keywords(case, field)))
        if total > KEYWORDS_TOTAL_LENGTH:
            yield Issue(
                f"These keywords have {total} characters together; "
                f"at most {KEYWORDS_TOTAL_LENGTH} are accepted.",
                "Keep the few that customers really use.",
                field=field,
            )


_IN_FORCE = {"optOutKeywords": DEFAULT_OPT_OUT_KEYWORDS, "helpKeywords": DEFAULT_HELP_KEYWORDS}


def _overlap(case: Case) -> Iterator[Issue]:
    """Those that Twilio fills in count, too; what is to be changed is what the tenant wrote."""
    seen: dict[str, str] = {}
    written = sorted(_KEYWORD_FIELDS, key=lambda field: bool(_keywords(case, field)))
    for field in written:
        words = _keywords(case, field) or _IN_FORCE.get(field, ())
        twice = next((word for word in words if seen.get(word.upper(), field) != field), None)
        if twice:
            yield Issue(
                f"The keyword “{twice.upper()}” has two meanings.",
                "Use each keyword for one thing only.",
                field=field,
            )
        seen |= dict.fromkeys((word.upper() for word in words), field)


def _lacks_default(case: Case, *, field: str, keyword: str) -> Iterator[Issue]:
    words = _keywords(case, field)
    return when(
        # An empty list is fine: Twilio then fills in the standard keywords.
        words and keyword not in {word.upper() for word in words},
        f"{keyword} is missing from these keywords; customers expect it to work.",
        f"Add {keyword}.",
        [keyword, *words],
    )


def _joins_by_text(case: Case) -> str | None:
    found = TEXT_TO_JOIN.search(case.flow)
    return found.group(1) if found else None


def _opt_in_keywords(case: Case) -> Iterator[Issue]:
    keyword = _joins_by_text(case)
    return when(
        keyword and not _keywords(case, "optInKeywords"),
        "Customers join by texting a keyword, but no opt-in keyword is given.",
        f"Add “{keyword}” to the opt-in keywords.",
        [keyword] if keyword else None,
    )


def _opt_in_message_missing(case: Case) -> Iterator[Issue]:
    joins = _joins_by_text(case) or _keywords(case, "optInKeywords")
    return when(
        joins and not plain(case.content.opt_in_message),
        "Customers join by texting a keyword, but there is no reply that confirms it.",
        "Add an opt-in message with your name, the frequency, HELP and STOP.",
        _confirmation(case) if _name(case) else None,
    )


def _confirmation(case: Case) -> str:
    return (
        f"{_name(case)}: You are signed up for text messages. Message frequency varies. Message "
        f"and "
        "data rates may apply. Reply HELP for help, STOP to opt out."
    )


def _opt_in_message_content(case: Case) -> Iterator[Issue]:
    text = plain(case.content.opt_in_message)
    named = names_business(text, profile=case.profile, description=case.description)
    complete = says_stop(text) and re.search(r"\bHELP\b", text, re.IGNORECASE)
    return when(
        text and _name(case) and not (named and complete),
        "The opt-in message should carry your business name, HELP and STOP.",
        "Use a confirmation such as the suggested one.",
        _confirmation(case),
    )


def _help_missing(case: Case) -> Iterator[Issue]:
    return when(
        not plain(case.content.help_message),
        "Without a help message of your own, the reply to HELP names no business.",
        "Add a help message with your name and a phone number or e-mail address.",
        f"{_name(case)}: For help, contact {_contact(case)}. Reply STOP to opt out."
        if _name(case) and _contact(case)
        else None,
    )


def _help_contact(case: Case) -> Iterator[Issue]:
    text = plain(case.content.help_message)
    fixed = "".join(text.replace(variable, "") for variable in variables_in(text)[:1]) or text
    reachable = emails_in(fixed) or links_in(fixed) or has_phone(fixed)
    contact = _contact(case)
    return when(
        text and not reachable,
        "The help message gives no way to reach you.",
        "Add a phone number, an e-mail address or a link.",
        f"{text.rstrip()} Contact: {contact}" if contact else None,
    )


def _names_sender(field: str, what: str) -> Check:
    """A check that an automatic reply says who sends it."""

    def check(case: Case) -> Iterator[Issue]:
        text = plain(getattr(case.content, snake_case(field)))
        named = names_business(text, profile=case.profile, description=case.description)
        return when(
            text and _name(case) and not named,
            f"The {what} does not say who is writing.",
            f"Start it with “{_name(case)}:”.",
            f"{_name(case)}: {text}",
        )

    return check


def _opt_out_confirmation(case: Case) -> Iterator[Issue]:
    text = plain(case.content.opt_out_message)
    return when(
        text and not _ENDED.search(text),
        "The opt-out message does not confirm that the messages end.",
        "Say that no more messages will be sent.",
        f"{_name(case)}: You are unsubscribed and will receive no more messages."
        if _name(case)
        else None,
    )


RULES = (
    Rule("keywords-alphanumeric", BLOCKING, "optOutKeywords", (21728, 30887), _alphanumeric),
    Rule("keywords-length", BLOCKING, "optOutKeywords", (21728,), _total_length),
    Rule("keywords-overlap", BLOCKING, "optOutKeywords", (30887,), _overlap),
    Rule(
        "opt-out-keywords-default",
        BLOCKING,
        "optOutKeywords",
        (30887,),
        partial(_lacks_default, field="optOutKeywords", keyword="STOP"),
    ),
    Rule(
        "help-keywords-default",
        BLOCKING,
        "helpKeywords",
        (30890,),
        partial(_lacks_default, field="helpKeywords", keyword="HELP"),
    ),
    Rule("opt-in-keywords-missing", BLOCKING, "optInKeywords", (21727, 30917), _opt_in_keywords),
    Rule(
        "opt-in-message-missing", BLOCKING, "optInMessage", (21727, 30540), _opt_in_message_missing
    ),
    Rule(
        "opt-in-message-content", WARNING, "optInMessage", (30540, 30896), _opt_in_message_content
    ),
    Rule("help-message-missing", WARNING, "helpMessage", (30890,), _help_missing),
    Rule("help-contact", BLOCKING, "helpMessage", (30890,), _help_contact),
    Rule(
        "help-brand", WARNING, "helpMessage", (30890,), _names_sender("helpMessage", "help message")
    ),
    Rule(
        "opt-out-brand",
        WARNING,
        "optOutMessage",
        (30887,),
        _names_sender("optOutMessage", "opt-out message"),
    ),
    Rule("opt-out-confirmation", WARNING, "optOutMessage", (30887,), _opt_out_confirmation),
)
