"""Whole words and phrases, found in time that grows with the text and no faster."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Each rule reads a handful of texts, and again with each suggestion that is tried.
_REMEMBERED_TEXTS = 32
# Letters that a pattern without case takes for one another, beside a capital and its small letter.
_LIKE_ASCII = str.maketrans({"ſ": "s", "ı": "i"})


class Wording:
    """A pattern in small letters that matches whatever the case of the text.

    It is compiled with case and searched in a lowered text: several times as fast as a pattern
    without case, which tries each of its alternatives at each position.
    """

    def __init__(self, regex: str) -> None:
        self.pattern = re.compile(regex)
        self._remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._first)
        self._thinned = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._without)

    def search(self, text: str) -> str | None:
        """The words that match first, as written."""
        return self._remembered(text)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        return (found.span() for found in self.pattern.finditer(lowered(text)))

    def without(self, text: str) -> str:
        """The text with a blank for each match."""
        return self._thinned(text)

    def _without(self, text: str) -> str:
        parts, end = [], 0
        for start, stop in self.spans(text):
            parts.append(text[end:start])
            end = stop
        return " ".join([*parts, text[end:]])

    def _first(self, text: str) -> str | None:
        found = self.pattern.search(lowered(text))
        return text[found.start() : found.end()] if found else None


def any_of(*alternatives: str) -> Wording:
    """Whole words; each alternative is a regular expression in small letters."""
    return Wording(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def first_match(wording: Wording, texts: Iterable[str]) -> str | None:
    """The words that match first, as written."""
    return next(filter(None, map(wording.search, texts)), None)


@lru_cache(maxsize=64)
def lowered(text: str) -> str:
    """In small letters and of the same length, so that a place in it is a place in the text."""
    if text.isascii():
        return text.lower()
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.translate(_LIKE_ASCII)
