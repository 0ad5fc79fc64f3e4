"""Each service's README lists exactly what its code and the catalogue say."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
import sqlalchemy

from chassis import tables
from contracts import catalogue
from tests.repo.tree import ROOT

HEADINGS = ["Owns", "RPCs", "Emits", "Hears", "Tables"]
WORD = re.compile(r"`([a-z][a-z0-9_]*)`")
every_service = pytest.mark.parametrize("service", catalogue.SERVICES)


def sections_of(service: str) -> dict[str, str]:
    text = (ROOT / "services" / service / "README.md").read_text()
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def words_in(service: str, heading: str) -> set[str]:
    """Names in backticks; of a table's rows the first cell, since the rest explains.

    Neighbours may be named anywhere.
    """
    section = sections_of(service)[heading]
    lines = (line.split("|")[1] if line.startswith("|") else line for line in section.splitlines())
    words = {word for line in lines for word in WORD.findall(line)}
    return words if heading == "Tables" else words - set(catalogue.SERVICES)


def tables_of(service: str) -> set[str]:
    if not (ROOT / "services" / service / "migrations").exists():
        return set()
    models = importlib.import_module(f"services.{service}.models")
    own: sqlalchemy.MetaData = models.metadata
    return set(own.tables)


@every_service
def test_a_readme_has_the_five_headings_in_order(service: str) -> None:
    assert [name for name in sections_of(service) if name in HEADINGS] == HEADINGS


@every_service
def test_a_readme_lists_the_calls_that_are_answered(service: str) -> None:
    offered = {rpc.method for rpc in catalogue.RPCS.values() if rpc.service == service}
    assert words_in(service, "RPCs") == offered


@every_service
def test_a_readme_lists_the_events_that_are_emitted(service: str) -> None:
    emitted = {event.name for event in catalogue.EVENTS.values() if event.service == service}
    assert words_in(service, "Emits") == emitted


@every_service
def test_a_readme_lists_the_events_that_are_heard_and_by_whom(service: str) -> None:
    heard = catalogue.HEARS.get(service, {})
    assert words_in(service, "Hears") == {name for _, name in heard.values()} | heard.keys()


@every_service
def test_a_readme_lists_the_tables(service: str) -> None:
    listed = words_in(service, "Tables") - tables.metadata.tables.keys()
    assert listed == tables_of(service)


def test_every_service_has_a_folder_and_no_folder_is_left_over() -> None:
    folders = {path.parent.name for path in Path(ROOT / "services").glob("*/__init__.py")}
    assert folders == set(catalogue.SERVICES)
