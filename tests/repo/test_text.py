"""What no file of this repository says."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.repo.tree import PACKAGES, name_of, nodes_of, python_files, text_files

THIS = Path(__file__)
# Where packages come from, and where this tree once lay, is each machine's own affair.
ADDRESSES = re.compile(
    r"(?<![\w-])--(?:extra-)?index-url|(?<![\w-])--find-links|(?<![\w-])--trusted-host"
    r"|https?://[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus)"
    r"|(?<![\w./-])/(?:home|root|Users|workspaces?|work|opt|mnt|srv)/\w",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError")
# Each is a place where a tool was told to look away. The numbers may only fall.
ESCAPE_HATCHES = {"noqa": 28, "type: ignore": 11, "fmt: skip": 22}
HATCH = re.compile(r"#\s*(?:noqa|type: ignore|pragma: no cover|fmt: skip|fmt: off)")
NAMELESS = re.compile(r"#\s*(?:noqa(?!: [A-Z])|type: ignore(?!\[)).*")


def matches_of(pattern: re.Pattern[str], paths: Iterable[Path]) -> dict[str, list[str]]:
    """What is found where; this file, which spells the patterns out, is left out."""
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in paths if path != THIS}
    found = {name: [m.group(0) for m in pattern.finditer(text)] for name, text in texts.items()}
    return {name: matches for name, matches in found.items() if matches}


def test_no_file_names_a_machine_or_a_package_index() -> None:
    assert matches_of(ADDRESSES, text_files()) == {}


def test_nothing_is_left_unfinished() -> None:
    assert matches_of(UNFINISHED, python_files()) == {}


def test_only_the_command_line_prints() -> None:
    printing = {
        name_of(path)
        for path in python_files(*PACKAGES)
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "print" and path.name != "__main__.py"
    }
    assert printing <= {"chassis/cli.py"}


def test_escape_hatches_only_become_fewer() -> None:
    hatches = matches_of(HATCH, python_files(*PACKAGES))
    found = Counter(h.lstrip("# ") for found_here in hatches.values() for h in found_here)
    assert {name: n for name, n in found.items() if n > ESCAPE_HATCHES.get(name, 0)} == {}


def test_an_escape_hatch_names_what_it_lets_through() -> None:
    assert matches_of(NAMELESS, python_files()) == {}
