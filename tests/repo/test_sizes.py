"""A limit in a document and not in the suite is no limit."""

from __future__ import annotations

from tests.repo.tree import functions_of, is_domain, name_of, python_files

FILE_LINES = 400
FUNCTION_LINES = 40
DOMAIN_FUNCTION_LINES = 20
# Names of files, or of functions as "path:name". It may only shrink.
ALLOWED: frozenset[str] = frozenset()


def test_no_file_is_longer_than_one_idea() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {n: lines for n, lines in long.items() if lines > FILE_LINES and n not in ALLOWED} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}:{name}": lines
        for path in python_files()
        for name, lines in functions_of(path)
        if lines > (DOMAIN_FUNCTION_LINES if is_domain(path) else FUNCTION_LINES)
    }
    assert {name: lines for name, lines in long.items() if name not in ALLOWED} == {}


def test_nothing_is_allowed_that_needs_no_permission() -> None:
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}
    for path in python_files():
        limit = DOMAIN_FUNCTION_LINES if is_domain(path) else FUNCTION_LINES
        sizes |= {f"{name_of(path)}:{n}": FILE_LINES + s - limit for n, s in functions_of(path)}
    assert {name for name in ALLOWED if sizes.get(name, 0) <= FILE_LINES} == set()
