"""Samples to figures, and figures to lines: a floor, a figure, their ratio and the goal."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Of figures taken in turn, round by round: what else the machine does hits both alike."""

    middle: float
    lowest: float
    highest: float
    # Of the best round of each side: closest to a machine that does nothing else.
    quietest: float

    def __str__(self) -> str:
        rounds = f"rounds {self.lowest:.2f} – {self.highest:.2f}, quietest {self.quietest:.2f}"
        return f"{self.middle:.2f} × ({rounds})"


def ratio_of(
    figures: Sequence[float],
    floors: Sequence[float],
    best: Callable[[Sequence[float]], float] = min,
) -> Ratio:
    ratios = [figure / floor for figure, floor in zip(figures, floors, strict=True)]
    quietest = best(figures) / best(floors)
    return Ratio(statistics.median(ratios), min(ratios), max(ratios), quietest)


def milliseconds(rounds: Sequence[float]) -> str:
    """Of medians in seconds."""
    return f"{statistics.median(rounds) * 1000:.2f} ms"


def heading(title: str) -> None:
    """With the load, since a busy machine costs whoever computes more than whoever waits."""
    busy, cores = os.getloadavg()[0], os.cpu_count()
    say(f"\n{title}   [load {busy:.1f} on {cores} cores]")


def line(what: str, figure: str, note: str = "") -> None:
    say(f"  {what:<44} {figure:<44} {note}".rstrip())


def verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "MISSED"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
