"""Makes texts that a pattern reads slowly: pieces of what it matches, cut, mixed and repeated."""

from __future__ import annotations

import random
import re
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_constants as ops
    import sre_parse

# A dot, a blank and a letter end or begin most things; the last is no letter of ASCII.
FILLERS = ("a", " ", "-", ".", ",", "!", "0", "A", "\n", "a ", "a.", "é")
_CATEGORIES = {
    ops.CATEGORY_DIGIT: "07",
    ops.CATEGORY_NOT_DIGIT: "a ",
    ops.CATEGORY_SPACE: " \n",
    ops.CATEGORY_NOT_SPACE: "a-",
    ops.CATEGORY_WORD: "aZ0_",
    ops.CATEGORY_NOT_WORD: " .-!",
}
_MAX_REPEAT = 12


@dataclass(frozen=True)
class Worst:
    seconds: float
    text: str

    @property
    def piece(self) -> str:
        """The start of the text, enough to recognize what is repeated."""
        return self.text[:60]


def pieces_of(pattern: re.Pattern[str], *, chance: random.Random, count: int = 60) -> list[str]:
    """Texts along the ways through the pattern; half of them end before the match does."""
    tree = sre_parse.parse(pattern.pattern, pattern.flags)
    made = {_walk(tree, chance) for _ in range(count)}
    cut = {text[: chance.randint(1, len(text))] for text in made if text}
    return sorted((made | cut) - {""})


def worst_text(
    measure: Callable[[str], float],
    pieces: Sequence[str],
    *,
    length: int,
    chance: random.Random,
    climbs: int = 40,
) -> Worst:
    """Tries each piece repeated, then climbs from the slowest: mixes, swaps and shortens them."""
    pool = [*pieces, *FILLERS]
    tried = sorted(((measure(repeated(piece, length)), piece) for piece in pool), reverse=True)
    (seconds, best), leaders = tried[0], [piece for _, piece in tried[:8]]
    for _ in range(climbs):
        piece = _changed(best, leaders, pool, chance)
        taken = measure(repeated(piece, length))
        if taken > seconds:
            seconds, best = taken, piece
    return Worst(seconds, repeated(best, length))


def repeated(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def processor_seconds(action: Callable[[], object], *, rounds: int = 2) -> float:
    """The least of a few rounds of processor time: what else the machine does is left out."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def _changed(best: str, leaders: list[str], pool: Sequence[str], chance: random.Random) -> str:
    other = chance.choice(leaders if chance.random() < 0.5 else pool)
    at = chance.randint(0, len(best))
    changed = chance.choice(
        (
            best + other,
            other + best,
            best[:at] + other + best[at:],
            best[:at] + best[at + 1 :],
            best + chance.choice(FILLERS),
            best + best[at:],
        )
    )
    return changed[:400] or best


def _walk(tree: Any, chance: random.Random) -> str:
    return "".join(_step(op, argument, chance) for op, argument in tree)


def _step(op: Any, argument: Any, chance: random.Random) -> str:
    if op in _REPEATS:
        return _repeat(argument, chance)
    # What is looked for ahead or must not be there is worth trying, too.
    if op in _LOOKS and chance.random() > 0.3:
        return ""
    step = _STEPS.get(op)
    return "" if step is None else step(argument, chance)


_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_LOOKS = (ops.ASSERT, ops.ASSERT_NOT)
_STEPS: dict[Any, Callable[[Any, random.Random], str]] = {
    ops.LITERAL: lambda argument, _: chr(argument),
    ops.IN: lambda argument, chance: _member(argument, chance),
    ops.BRANCH: lambda argument, chance: _walk(chance.choice(argument[1]), chance),
    ops.SUBPATTERN: lambda argument, chance: _walk(argument[3], chance),
    ops.ATOMIC_GROUP: lambda argument, chance: _walk(argument, chance),
    ops.ANY: lambda _, chance: chance.choice("a ."),
    ops.NOT_LITERAL: lambda _, chance: chance.choice("a ."),
    ops.ASSERT: lambda argument, chance: _walk(argument[1], chance),
    ops.ASSERT_NOT: lambda argument, chance: _walk(argument[1], chance),
}


def _repeat(argument: Any, chance: random.Random) -> str:
    low, high, inner = argument
    most = min(int(high), max(int(low), _MAX_REPEAT))
    times = chance.choice((int(low), chance.randint(int(low), most), most))
    return "".join(_walk(inner, chance) for _ in range(times))


def _member(members: Any, chance: random.Random) -> str:
    if members and members[0][0] is ops.NEGATE:
        return chance.choice("ab -")
    op, argument = chance.choice(members)
    if op is ops.LITERAL:
        return chr(argument)
    if op is ops.RANGE:
        return chr(chance.choice(argument))
    return chance.choice(_CATEGORIES.get(argument, "a"))
