"""Words that cross a boundary are written once, in contracts/enums.py."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import enums

ROOT = Path(__file__).parents[2]
SHARED = {
    name: frozenset(member.value for member in words)
    for name, words in vars(enums).items()
    if isinstance(words, type) and issubclass(words, enums.StrEnum) and words is not enums.StrEnum
}


def enums_in(directory: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    for path in sorted(directory.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and _is_enum(node):
                yield str(path.relative_to(ROOT)), node.name, _values_of(node)


def _is_enum(node: ast.ClassDef) -> bool:
    names = {base.id for base in node.bases if isinstance(base, ast.Name)}
    return bool(names & {"StrEnum", "Enum"})


def _values_of(node: ast.ClassDef) -> frozenset[str]:
    assigned = (item.value for item in node.body if isinstance(item, ast.Assign))
    constants = (value for value in assigned if isinstance(value, ast.Constant))
    return frozenset(constant.value for constant in constants if isinstance(constant.value, str))


OWN = list(enums_in(ROOT / "services")) + list(enums_in(ROOT / "chassis"))


@pytest.mark.parametrize(("path", "name", "values"), OWN, ids=[f"{p}:{n}" for p, n, _ in OWN])
def test_a_service_has_no_copy_of_a_shared_list_of_words(
    path: str, name: str, values: frozenset[str]
) -> None:
    copied = [shared for shared, words in SHARED.items() if words <= values]
    assert name not in SHARED
    assert copied == []


def test_no_two_shared_lists_have_the_same_words() -> None:
    assert len(set(SHARED.values())) == len(SHARED)
