"""What a text denies and what it affirms: a "no" governs the words behind it in its own clause."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from services.a2p.domain.wordings import Wording, any_of, lowered

# Sayings that deny nothing of what follows: "no credit check", "don't miss", "not only".
_SAYINGS = (
    r"(?:[\s-]+(?:any|more|hidden|extra|further|additional|want to))?[\s-]+"
    r"(?:code|promo|coupon|credit[\s-](?:check|score)|appointment|cover|fees?|charge|cost|purchase|"
    r"obligation|problem|worries|matter|doubt|deposit|limits?|hassle|interest|contract|commitment|"
    r"minimum|strings|paperwork|docs|experience|steps?|wait|need|catch|later|longer|like|time|lines|"
    r"miss|forget|hesitate|delay|let|only|just|merely|even|sure|yet|claimed|redeemed|booked|try|"
    r"visited|believe|pay full|used (?:your|a|the)|need(?! to| our| a loan))\b"
)
# Words that begin another clause, of which the "no" says nothing; by their first letter, since
# they are looked for at each word.
_NEXT_CLAUSE = (
    r"b(?:ut|ecause|esides)|wh(?:ile|en)|yet|so|since|un(?:til|less)|instead|if|however|except|"
    r"th(?:ough|en)|to (?:get|receive|enjoy|save|claim|win|redeem)|[-–—]+|"
    r"a(?:lthough|s (?:clients|customers|patients|members|they|you|we|everyone|all)|"
    r"nd (?:we|you|they|it|our|your|the|all|get|enjoy|save|receive))"
)


def _denial(no: str, *, joint: str, ends_at: str = "") -> str:
    """The no with up to ten words behind it, and more as long as a list of them goes on."""
    clause = rf"(?:{_NEXT_CLAUSE}{ends_at})(?!\w)"
    word = rf"(?!{clause})[^\s,;:.!?()—]++"
    words, item = rf"(?:\s+{word}){{0,10}}", rf",\s++{word}(?:\s+{word}){{0,3}}"
    listing = rf"(?:(?:{item}){{0,8}},?+\s*+\b(?={joint})(?!{clause})(?:{joint})\b{words})?"
    return rf"{no}(?!{_SAYINGS}){words}{listing}"


# "No number is sold" governs its verb; "who do not answer are enrolled" governs the first alone.
_DENIAL = Wording(
    _denial(r"\b(?:no(?!-)|nothing|nobody|none|neither)\b", joint="or|nor")
    + "|"
    + _denial(
        r"(?:\b(?:not|never|nor|without|cannot|exclud(?:es?|ing))\b|n['’]t\b)",
        joint="or|nor|and",
        ends_at="|is|are|was|were|will",
    )
)
# "Shared with nobody except our partners" is no denial.
_TAKEN_BACK = re.compile(
    r"\s{0,9}(?:except|besides|other than|apart from)\b[^.;]{0,40}"
    r"\b(?:partners?|affiliates?|third[\s-]part\w+|companies)"
)
# "We share data, excluding mobile numbers" shares none of what carriers ask about.
_SHARING = Wording(r"\bshar(?:e[ds]?|ing)\b")
_EXCEPTION = Wording(r"\b(?:exclud\w+|except|never|not)\b")
_OWN_DATA = r"\b(?:text|sms|mobile|phone|opt[\s-]?in)\b"
_EXCEPTED = re.compile(rf"[^.;]{{0,40}}{_OWN_DATA}")
_NEVER_SHARED = re.compile(rf" (?:your |the |any |their )?{_OWN_DATA}")
_SHARING_REACH = 200
_CLAUSE_ENDS = ",;:.!?()—"
_CLAUSE = re.compile(rf"[^{_CLAUSE_ENDS}]+")
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


@lru_cache(maxsize=256)
def _denied(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted([*_behind_a_no(text), *_before_a_no(text), *_kept_back(text)]))


def _behind_a_no(text: str) -> Iterator[tuple[int, int]]:
    small = lowered(text)
    for start, stop in _DENIAL.spans(text):
        if not _TAKEN_BACK.match(small, stop):
            yield start, stop


def _before_a_no(text: str) -> Iterator[tuple[int, int]]:
    """The whole clause; no such saying goes over the end of one."""
    end = 0
    for start, _ in _DENIED_SUBJECT.spans(text):
        if start >= end:
            begin = _last_clause_end(text, end, start)
            clause = _CLAUSE.match(text, begin)
            if clause:
                end = clause.end()
                yield begin, end


def _last_clause_end(text: str, low: int, high: int) -> int:
    """Where the clause around the place `high` begins; not before `low`."""
    return max(low, *(text.rfind(sign, low, high) + 1 for sign in _CLAUSE_ENDS))


def _kept_back(text: str) -> Iterator[tuple[int, int]]:
    """From the sharing to what the last exception in its sentence keeps, within reach."""
    small, end = lowered(text), 0
    exceptions = list(_exceptions(small))
    starts = [start for start, _ in exceptions]
    for start, stop in _SHARING.spans(text) if exceptions else ():
        reach = stop + _SHARING_REACH
        sentence_end = _first_of(".;", small, stop, reach)
        place = bisect_right(starts, sentence_end) - 1
        if start >= end and place >= 0 and starts[place] >= stop:
            end = exceptions[place][1]
            yield start, end


def _exceptions(small: str) -> Iterator[tuple[int, int]]:
    for start, stop in _EXCEPTION.spans(small):
        is_exclusion = small.startswith("exc", start)
        kept = (_EXCEPTED if is_exclusion else _NEVER_SHARED).match(small, stop)
        if kept:
            yield start, kept.end()


def _first_of(signs: str, text: str, low: int, high: int) -> int:
    """Where the first of the signs is; `high` where there is none before."""
    places = (text.find(sign, low, high) for sign in signs)
    return min((place for place in places if place >= 0), default=high)
