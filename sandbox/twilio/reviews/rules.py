"""How a review is written down: a table of rules, each a code and a question about the content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sandbox.twilio.wire import Json

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Rule(Generic[Subject]):
    """A reason to reject, and the fields that a reviewer would point at."""

    code: int
    fields: tuple[str, ...]
    is_broken: Callable[[Subject], bool]
    description: str


def review(subject: Subject, rules: Iterable[Rule[Subject]]) -> list[Json]:
    """Every reason found, one entry per code: two rules of one code share it."""
    errors: dict[int, Json] = {}
    for rule in rules:
        if not rule.is_broken(subject):
            continue
        error = errors.setdefault(rule.code, _error(rule.code))
        error["fields"] = list(dict.fromkeys([*error["fields"], *rule.fields]))
        error["description"] = f"{error['description']} {rule.description}".strip()
    return list(errors.values())


def _error(code: int) -> Json:
    return {
        "error_code": code,
        "fields": [],
        "url": f"https://www.twilio.com/docs/api/errors/{code}",
        "description": "",
    }
