"""Documents are tested, or they are wrong within a month."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from contracts import catalogue
from tests.repo.generated import documents, renewed
from tests.repo.tree import ROOT, files, name_of

MARKDOWN = [path for path in files() if path.suffix == ".md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DECISIONS = ROOT / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("0*.md"))
SECTIONS = ["Context", "Decision", "Consequences", "Alternatives", "References"]


def prose_of(path: Path) -> str:
    return CODE.sub("", path.read_text(encoding="utf-8"))


def anchors_of(path: Path) -> set[str]:
    """As GitHub makes them."""
    headings = (heading.lower().replace("`", "") for heading in HEADING.findall(prose_of(path)))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", MARKDOWN, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    dead = []
    for link in LINK.findall(prose_of(path)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        there = (path.parent / target).resolve() if target else path
        is_there = there.exists() and there.is_relative_to(ROOT)
        if not is_there or (anchor and anchor not in anchors_of(there)):
            dead.append(link)
    assert dead == []


def test_every_decision_is_in_the_index_once_and_in_order() -> None:
    index = (DECISIONS / "README.md").read_text()
    assert re.findall(r"^\|.*\((0\d{3}-[\w-]+\.md)\)", index, re.MULTILINE) == [
        path.name for path in RECORDS
    ]


def test_each_decision_has_a_number_of_its_own() -> None:
    numbers = [int(path.name[:4]) for path in RECORDS]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("path", RECORDS, ids=name_of)
def test_a_decision_has_the_five_sections_on_one_page(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert len(text.splitlines()) <= 90


@pytest.mark.parametrize("path", RECORDS, ids=name_of)
def test_the_index_gives_each_decision_its_title(path: Path) -> None:
    title = path.read_text().partition("\n")[0].removeprefix(f"# {path.name[:4]} ")
    assert f"[{title}]({path.name})" in (DECISIONS / "README.md").read_text()


def test_the_commands_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for path in MARKDOWN
        for word in re.findall(r"(?:^|[`$] ?)make ([a-z-]+)", path.read_text(), re.MULTILINE)
    }
    assert named <= targets


@pytest.mark.parametrize("path", MARKDOWN, ids=name_of)
def test_files_that_a_document_names_exist(path: Path) -> None:
    """Only those that are written with a folder of this repository in front."""
    folders = "contracts|chassis|services|sandbox|tests|docs|benchmarks|requirements"
    named = re.findall(rf"`((?:{folders})/[\w./-]+\.\w+)`", prose_of(path))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_tables_from_the_catalogue_are_up_to_date(path: Path) -> None:
    """`python -m tests.repo.generated` renews them."""
    assert path.read_text() == renewed(path.read_text())


def test_the_picture_of_the_architecture_has_the_arrows_of_the_catalogue() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    calls = set(re.findall(r"^ +(\w+) -->\|RPC\| (\w+)$", text, re.MULTILINE))
    events = set(re.findall(r"^ +(\w+) -\.->\|\w+\| (\w+)$", text, re.MULTILINE))
    allowed = {(caller, called) for caller, all in catalogue.CALLS.items() for called in all}
    heard = {(e[0], s) for s, handlers in catalogue.HEARS.items() for e in handlers.values()}
    assert (calls, events) == (allowed, heard)
