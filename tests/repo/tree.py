"""The files of this repository, found without git: a copy of the tree is tested the same way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("contracts", "chassis", "services", "sandbox")
FOLDERS = (*PACKAGES, "tests", "benchmarks", "docs", "requirements", ".ci")
TEXT = {"", ".cfg", ".css", ".ini", ".json", ".mako", ".md", ".py", ".sh", ".sql", ".toml"}
TEXT |= {".txt", ".yaml", ".yml", ".html", ".ts", ".tsx"}
LEFT_BEHIND = {"__pycache__", "node_modules"}
# In a worktree `.git` is a file.
NOT_OURS = {".coverage", ".git"}


@cache
def files() -> tuple[Path, ...]:
    """Everything that is written by hand or committed; what tools leave behind is not."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.name not in NOT_OURS]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return tuple(sorted(path for path in found if LEFT_BEHIND.isdisjoint(path.parts)))


def text_files() -> tuple[Path, ...]:
    return tuple(path for path in files() if path.suffix in TEXT)


def python_files(*folders: str) -> tuple[Path, ...]:
    wanted = folders or FOLDERS
    return tuple(
        path
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in wanted
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))))


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its length in lines, decorators not counted."""
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def parsed(path: Path) -> ast.Module:
    module = nodes_of(path)[0]
    assert isinstance(module, ast.Module)
    return module


def is_domain(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] == "services" and len(parts) > 3 and parts[2] == "domain"
