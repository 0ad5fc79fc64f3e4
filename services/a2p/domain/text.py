"""Reading free text the way a reviewer does: links, phone numbers, sentences and whole words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

# Bare domains count as links only with an ending that people really use; otherwise every
# "today.Please" typed without a space would be one. A path makes a link of any.
_ENDINGS = (
    "com net org edu gov us io co app dev biz info shop store online site link page me ly gl gd gy "
    "cc to tv ai care pro salon dental clinic plumbing cleaning auto test example ink ee st gg xyz"
).replace(" ", "|")
_ADDRESS = r"(?<![\w.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}"
# An e-mail address is none, unless it stands inside of a link.
_LINK = re.compile(
    rf"(?P<email>{_ADDRESS})"
    r"|https?://[^\s<>\"“”'’\])}]+"
    r"|(?<![@\w.-])www\.[^\s<>\"“”'’\])}]+"
    rf"|(?<![@\w./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    rf"(?:(?:{_ENDINGS})\b(?!\.\w|@)|[a-z]{{2,}}(?=/\w))"
    r"(?:/[^\s<>\"“”'’\])}]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(_ADDRESS, re.IGNORECASE)
# Blanks, points and every dash that a word processor makes of a hyphen.
_GAP = r"[\s.·‐-―-]{0,3}"
_PHONE = re.compile(
    rf"(?<![\d#$/=-])(?:\+?1{_GAP})?(?:\(\d{{3}}\){_GAP}|\d{{3}}(?:{_GAP}|/))\d{{3}}{_GAP}\d{{4}}"
    r"(?![\d/])"
)
# 1-800-FLOWERS and the like.
_VANITY = re.compile(r"\b(?:1-)?8(?:00|33|44|55|66|77|88)-(?=[\dA-Z-]{0,11}[A-Z])[\dA-Z-]{4,12}\b")
_LOCAL_PHONE = re.compile(r"(?<![\d-])\d{3}[-.]\d{4}(?![\d-])")
_VARIABLE = re.compile(r"\{\{[^{}]{1,60}\}\}|\{[^{}]{1,60}\}|\[[^\[\]]{1,60}\]|<[^<>]{1,60}>|%\w+%")
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"”’')\]]*\s+|\n+")
_ASCII_FORMS = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-"}
)


# Nobody sees them: soft hyphens, zero-width blanks, marks of order. Pasted along by accident, they
# break words for a program; filters take them for a trick. The joiner of emoji is not among them.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@lru_cache(maxsize=256)
def plain(value: str | None) -> str:
    """Never None, without the blanks that a form leaves around a value and what nobody sees."""
    text = value or ""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return text.strip()


@lru_cache(maxsize=1024)
def as_read(text: str) -> str:
    """As the eye reads it, whatever width or kind of point the letters have."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).replace("。", ".")


def links_in(text: str) -> list[str]:
    """Links as written, without the punctuation that ends the sentence around them."""
    return list(_links_in(text))


@lru_cache(maxsize=128)
def _links_in(text: str) -> tuple[str, ...]:
    found = (match for match in _LINK.finditer(as_read(text)) if not match["email"])
    return tuple(match.group().rstrip(".,;:!?") for match in found)


def emails_in(text: str) -> list[str]:
    return _EMAIL.findall(text)


@lru_cache(maxsize=128)
def has_phone(text: str) -> bool:
    """A full number; seven digits alone may as well be an order number, see `may_have_phone`."""
    read = as_read(text)
    return bool(_PHONE.search(read) or _VANITY.search(read))


def may_have_phone(text: str) -> bool:
    """Also true of seven-digit numbers and of variables that stand for a number."""
    if has_phone(text) or _LOCAL_PHONE.search(text):
        return True
    return any(re.search(r"phone|number|\btel|call", v, re.I) for v in variables_in(text))


def may_have_link(text: str) -> bool:
    """Also true of variables that stand for a link, such as [booking link]."""
    if links_in(text):
        return True
    return any(re.search(r"link|url|site", v, re.I) for v in variables_in(text))


def variables_in(text: str) -> list[str]:
    """Parts in brackets or braces, filled in when a message is sent."""
    return _VARIABLE.findall(text)


def host_of(url: str) -> str:
    """The host without `www.`, lower case; empty when there is none."""
    address = url if "//" in url else f"//{url}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def same_site(host: str, other: str) -> bool:
    """True of a domain and its own subdomains, in either direction."""
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")


def is_web_address(url: str) -> bool:
    """An absolute http or https address whose host could exist, without a password in it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        is_whole = bool(parts.port != 0 and host)
    except ValueError:
        return False
    odd = "@" in parts.netloc or re.search(r"\s", url)
    if parts.scheme.lower() not in ("http", "https") or odd or not is_whole:
        return False
    return bool(re.fullmatch(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+", host))


def is_made_up(url: str) -> bool:
    """The address of nobody, left over from an example."""
    return bool(
        re.search(r"(?:^|\.)(?:example|your(?:domain|site|website|business))\.\w+$", host_of(url))
    )


def same_page(url: str, other: str) -> bool:
    """True whatever the spelling: case, www, port, slash at the end, fragment, tracking."""
    return is_web_address(url) and is_web_address(other) and _page(url) == _page(other)


def _page(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url.lower())
    query = "&".join(part for part in parts.query.split("&") if not part.startswith("utm_"))
    return host_of(url), parts.path.rstrip("/"), query


def with_https(text: str) -> str:
    return re.sub(r"\bhttp://", "https://", text, flags=re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


_MIXED_ALPHABETS = re.compile(r"\b\w*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])\w*\b")


@lru_cache(maxsize=64)
def lookalike_word(text: str) -> str | None:
    """A word of Latin letters with Greek or Cyrillic ones among them."""
    if text.isascii():
        return None
    found = _MIXED_ALPHABETS.search(text)
    return found.group() if found else None


def to_ascii(text: str) -> str:
    """The nearest plain spelling; what has none is dropped."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII_FORMS))
    return decomposed.encode("ascii", "ignore").decode("ascii")


def with_sentence(text: str, sentence: str) -> str:
    """The text with one more sentence at its end."""
    body = text.rstrip()
    joint = "" if not body else " " if body[-1] in ".!?" else ". "
    return f"{body}{joint}{sentence}"


def listed(words: Iterable[str]) -> str:
    """Joined for a sentence: "a, b and c"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
