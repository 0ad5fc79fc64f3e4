"""Migrations are history: each has a place of its own in its service's one line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.repo.tree import ROOT, name_of, parsed

DIRECTORIES = sorted(ROOT.glob("services/*/migrations"))


def migrations_in(directory: Path) -> list[Path]:
    return sorted(path for path in directory.glob("*.py") if path.name != "__init__.py")


def constants_of(path: Path) -> dict[str, object]:
    assigned = (node for node in parsed(path).body if isinstance(node, ast.Assign))
    return {
        target.id: node.value.value
        for node in assigned
        if isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@pytest.mark.parametrize("directory", DIRECTORIES, ids=name_of)
def test_migrations_stand_in_one_line_without_gaps(directory: Path) -> None:
    files = migrations_in(directory)
    found = [(constants_of(f)["revision"], constants_of(f)["down_revision"]) for f in files]
    names = [f"{number:04}" for number in range(1, len(files) + 1)]
    assert found == list(zip(names, [None, *names], strict=False))


@pytest.mark.parametrize("directory", DIRECTORIES, ids=name_of)
def test_a_migrations_file_is_named_after_its_revision(directory: Path) -> None:
    for path in migrations_in(directory):
        assert path.name.startswith(f"{constants_of(path)['revision']}_")


@pytest.mark.parametrize("directory", DIRECTORIES, ids=name_of)
def test_a_migration_says_what_it_is_for(directory: Path) -> None:
    for path in migrations_in(directory):
        assert ast.get_docstring(parsed(path))
