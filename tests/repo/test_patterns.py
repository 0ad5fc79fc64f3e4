"""Text from outside is searched in time that grows with its length, and no faster."""

import random
import re

import pytest

from benchmarks.hostile_text import pieces_of, processor_seconds, repeated, worst_text
from tests.repo.patterns import Use, all_patterns

# Linear is 4; what grows with the square is 16.
_SHORT, _FACTOR, _MAX_GROWTH = 2_000, 4, 8.0
# Below that a clock tells nothing, and nobody waits.
_NOTICEABLE_SECONDS = 0.004
PATTERNS = all_patterns()


def growth_of(use: Use) -> tuple[float, str]:
    """How many times longer the worst text that was found takes at four times its length."""
    chance = random.Random(repr(use.pattern))  # noqa: S311

    def seconds(text: str) -> float:
        return processor_seconds(lambda: use.run(text), rounds=1)

    pieces = pieces_of(use.pattern, chance=chance, count=16)
    worst = worst_text(seconds, pieces, length=600, chance=chance, climbs=12)
    piece = worst.text[:300]
    short, long = (repeated(piece, _SHORT * factor) for factor in (1, _FACTOR))
    slow = min(seconds(long) for _ in range(2))
    if slow < _NOTICEABLE_SECONDS:
        return 1.0, piece
    return slow / min(seconds(short) for _ in range(3)), piece


@pytest.mark.parametrize("place", PATTERNS)
def test_four_times_the_text_takes_about_four_times_as_long(place: str) -> None:
    growth, piece = growth_of(PATTERNS[place])
    assert growth < _MAX_GROWTH, f"{growth:.1f} times as long on {piece[:80]!r} repeated"


@pytest.mark.parametrize(
    "slow",
    [
        r"[\s,]+(?:llc|inc)\.?$",
        r"800-(?=[\dA-Z-]*[A-Z])[\dA-Z-]{4,12}\b",
        r"\(put\s[^)]*\bhere\)",
        r"\s*&\s*",
    ],
)
def test_the_search_finds_what_grows_with_the_square(slow: str) -> None:
    growth, _ = growth_of(Use(re.compile(slow), at_start=False))
    assert growth >= _MAX_GROWTH


def test_there_are_patterns_to_look_at() -> None:
    assert len(PATTERNS) > 100
