"""Every pattern of the code base: those that modules hold and those written where they are used."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import chassis
import contracts
import services
from services.a2p.domain.wordings import Wording

PACKAGES = (services, chassis, contracts)
_AT_START = {"match", "fullmatch"}
_FUNCTIONS = {*_AT_START, "search", "findall", "finditer", "sub", "split"}


@dataclass(frozen=True)
class Use:
    """A pattern, and whether it is tried at the start of a text alone."""

    pattern: re.Pattern[str]
    at_start: bool

    def run(self, text: str) -> None:
        if self.at_start:
            self.pattern.fullmatch(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


def all_patterns() -> dict[str, Use]:
    """By where they stand, each once; patterns of bytes as patterns of text."""
    found: dict[tuple[str, int], tuple[str, Use]] = {}
    for module in _modules():
        for place, use in (*_held(module), *_written(module)):
            key = (use.pattern.pattern, use.pattern.flags)
            found.setdefault(key, (f"{module.__name__}:{place}", use))
    return dict(found.values())


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in info.name and not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _held(module: ModuleType) -> Iterator[tuple[str, Use]]:
    source = Path(str(module.__file__)).read_text()
    for name, value in vars(module).items():
        calls = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
        at_start = bool(calls) and calls <= _AT_START
        for pattern in _inside(value):
            yield name, Use(pattern, at_start)


def _inside(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, Wording):
        yield value.pattern
    elif isinstance(value, re.Pattern):
        yield value if isinstance(value.pattern, str) else _as_text(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _inside(each)
    elif isinstance(value, list | tuple | frozenset):
        for each in value:
            yield from _inside(each)


def _as_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    return re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.ASCII)


def _written(module: ModuleType) -> Iterator[tuple[str, Use]]:
    """Patterns given to `re` as text where they are used."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
        if isinstance(node, ast.Call) and _is_re(node.func) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
                at_start = node.func.attr in _AT_START  # type: ignore[attr-defined]
                yield f"line {node.lineno}", Use(re.compile(first.value, flags), at_start)


def _is_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in _FUNCTIONS
    )
