"""What import-linter cannot say: nothing at all but these, whatever is installed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.tree import ROOT, name_of, nodes_of, python_files

SHARED_WORDS = ("contracts.a2p_words", "contracts.enums", "contracts.errors")
LAYERS = {"domain", "use_cases", "ports", "domain.py", "use_cases.py", "ports.py"}
RULES = [path for path in python_files("services") if LAYERS & set(path.relative_to(ROOT).parts)]


def imports_of(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def starts_with(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def strangers_in(path: Path) -> list[str]:
    service = path.relative_to(ROOT).parts[1]
    own = tuple(f"services.{service}.{part}" for part in ("domain", "use_cases", "ports"))
    return [
        module
        for module in imports_of(path)
        if not is_standard(module) and not starts_with(module, own + SHARED_WORDS)
    ]


def test_rules_import_the_standard_library_and_each_other() -> None:
    assert {name_of(path): strangers_in(path) for path in RULES if strangers_in(path)} == {}


@pytest.mark.parametrize("module", SHARED_WORDS)
def test_the_shared_words_import_the_standard_library_alone(module: str) -> None:
    path = ROOT / f"{module.replace('.', '/')}.py"
    assert [name for name in imports_of(path) if not is_standard(name)] == []


def test_only_the_settings_read_the_environment() -> None:
    """Commands hand it over, to the settings or to npm; everything else takes settings."""
    readers = {
        name_of(path)
        for path in python_files("contracts", "chassis", "services")
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert readers <= {"chassis/cli.py", "chassis/settings.py", "chassis/web_build.py"}
