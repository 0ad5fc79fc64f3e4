"""Samples to figures, and figures to lines: a floor, a figure, their ratio and the goal."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Of figures taken in turn, round by round: what else the machine does hits both alike."""

    middle: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} × (rounds {self.lowest:.2f} – {self.highest:.2f})"


def ratio_of(figures: Sequence[float], floors: Sequence[float]) -> Ratio:
    ratios = [figure / floor for figure, floor in zip(figures, floors, strict=True)]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


def milliseconds(rounds: Sequence[float]) -> str:
    """Of medians in seconds."""
    return f"{statistics.median(rounds) * 1000:.2f} ms"


def heading(title: str) -> None:
    say(f"\n{title}")


def line(what: str, figure: str, note: str = "") -> None:
    say(f"  {what:<44} {figure:<32} {note}".rstrip())


def verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "MISSED"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
