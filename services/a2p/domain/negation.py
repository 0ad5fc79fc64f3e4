"""What a text denies and what it affirms: a "no" governs the words behind it in its own clause."""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.a2p.domain.text import any_of

# Sayings that deny nothing of what follows: "no credit check", "don't miss", "not only".
_SAYINGS = (
    r"(?:[\s-]+(?:any|more|hidden|extra|further|additional))?[\s-]+"
    r"(?:code|promo|coupon|credit[\s-](?:check|score)|appointment|cover|fees?|charge|cost|purchase|"
    r"obligation|problem|worries|matter|doubt|deposit|limits?|hassle|interest|contract|commitment|"
    r"minimum|strings|paperwork|docs|experience|steps?|wait|need|catch|later|longer|"
    r"miss|forget|hesitate|delay|let|only|just|merely|even|sure|yet|claimed|redeemed|booked|"
    r"visited|used (?:your|a|the)|need(?! to| our| a loan))\b"
)
_BARE_NO = rf"\bno\b(?!-)(?!{_SAYINGS})"
_ADVERB = (
    rf"(?:\b(?:not|never|nobody|nothing|none|neither|nor|without|cannot|exclud(?:es?|ing))\b|n['’]t\b)"
    rf"(?!{_SAYINGS})"
)
# Words that begin another clause, of which the "no" says nothing.
_NEXT_CLAUSE = (
    r"(?:but|while|because|although|though|yet|so|until|unless|instead|however|then|except|besides|"
    r"and (?:we|you|they|it|our|your|the|all|get|enjoy|save|receive)|"
    r"to (?:get|receive|enjoy|save|claim|win|redeem)|[-–—]+)(?!\w)"
)
_WORD = rf"(?!{_NEXT_CLAUSE})[^\s,;:.!?()—]++"
_WORDS = rf"(?:\s+{_WORD}){{0,10}}"


def _listing(joint: str) -> str:
    """The rest of "sell, rent or share …": commas go on as long as a list does."""
    item = rf",\s++{_WORD}(?:\s+{_WORD}){{0,3}}"
    return rf"(?:(?:{item}){{0,8}},?\s*(?!{_NEXT_CLAUSE})\b(?:{joint})\b{_WORDS})?"


_DENIAL = re.compile(
    rf"{_BARE_NO}{_WORDS}{_listing('or|nor')}|{_ADVERB}{_WORDS}{_listing('or|nor|and')}",
    re.IGNORECASE,
)
# "Shared with nobody except our partners" is no denial.
_TAKEN_BACK = re.compile(
    r"\s*(?:except|besides|other than|apart from)\b[^.;]{0,40}"
    r"\b(?:partners?|affiliates?|third[\s-]part\w+|companies)",
    re.IGNORECASE,
)
# "We share data, excluding mobile numbers" shares none of what carriers ask about.
_KEPT_BACK = re.compile(
    r"\bshar(?:e[ds]?|ing)\b[^.;]{0,200}\b(?:(?:exclud\w+|except)\b[^.;]{0,40}|"
    r"(?:never|not) (?:your |the |any |their )?)\b(?:text|sms|mobile|phone|opt[\s-]?in)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^,;:.!?()—]+")
# "Bought lists are never used" denies what stands before it.
_DENIED_SUBJECT = any_of(
    r"(?:are|is|was|were|be|been|do|does|will|can)(?: not|n['’]t| never)(?: be| ever)? "
    r"(?:used|sold|offered|sent|shared|allowed|accepted|permitted|included|bought|purchased|"
    r"involved|provided|part of)(?! (?:more|less|until|before|unless|if|without|after))",
    r"(?:are|is) (?:strictly |always )?(?:prohibited|forbidden|excluded|banned)",
    "with (?:no[ -]one|nobody)",
)


@lru_cache(maxsize=256)
def affirmed(text: str) -> str:
    """The text without its denials: "We never sell loans" mentions no loan."""
    parts, end = [], 0
    for start, stop in _denied(text):
        parts.append(text[end : max(start, end)])
        end = max(stop, end)
    return " . ".join([*parts, text[end:]])


def denials(text: str) -> list[str]:
    return [text[start:stop] for start, stop in _denied(text)]


def _denied(text: str) -> list[tuple[int, int]]:
    kept_back = (found.span() for found in _KEPT_BACK.finditer(text))
    return sorted([*_behind_a_no(text), *_before_a_no(text), *kept_back])


def _behind_a_no(text: str) -> Iterator[tuple[int, int]]:
    for found in _DENIAL.finditer(text):
        if not _TAKEN_BACK.match(text, found.end()):
            yield found.span()


def _before_a_no(text: str) -> Iterator[tuple[int, int]]:
    for clause in _CLAUSE.finditer(text):
        if _DENIED_SUBJECT.search(clause.group()):
            yield clause.span()
