"""What the web app and the services agree on, and how the web app is cut."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from contracts.errors import Code
from services.gateway.live import TOPICS
from tests.repo.tree import ROOT

MOST_LINES = 400
WEB = ROOT / "web"
SOURCES = WEB / "src"
# What is no answer of the gateway: the network itself.
NOT_FROM_THE_GATEWAY = {"NETWORK"}


def test_every_error_code_has_a_sentence_or_leaves_it_to_the_service() -> None:
    table = (SOURCES / "api" / "sentences.ts").read_text()
    named = set(re.findall(r"^  ([A-Z0-9_]+):", table, re.MULTILINE))
    assert named - NOT_FROM_THE_GATEWAY == set(Code)


def test_live_updates_name_events_that_browsers_are_told() -> None:
    told = {event for _, event in TOPICS}
    for entry in ("staff", "customer"):
        table = (SOURCES / entry / "liveTable.ts").read_text()
        named = set(re.findall(r"^  (\w+_v\d+):", table, re.MULTILINE))
        assert named, entry
        assert named <= told, entry


def test_features_do_not_import_each_other() -> None:
    features = SOURCES / "features"
    crossing = [
        f"{source.relative_to(WEB)} imports {named}"
        for source in features.rglob("*.ts*")
        for named in re.findall(r'(?:from|import)[ (]*"([^"]+)"', source.read_text())
        if _feature_of(named, source) not in (None, source.relative_to(features).parts[0])
    ]
    assert crossing == []


def _feature_of(named: str, source: Path) -> str | None:
    """The feature that an import reaches, by its full name or up and down again."""
    if named.startswith("@/"):
        target = SOURCES / named.removeprefix("@/")
    elif named.startswith("."):
        target = Path(os.path.normpath(source.parent / named))
    else:
        return None
    within = target.relative_to(WEB).parts
    return within[2] if within[:2] == ("src", "features") else None


def test_an_import_up_and_down_again_is_seen() -> None:
    source = SOURCES / "features" / "phone" / "line" / "Health.tsx"
    assert _feature_of("../../loyalty/copy", source) == "loyalty"
    assert _feature_of("@/features/loyalty/copy", source) == "loyalty"
    assert _feature_of("../queries", source) == "phone"
    assert _feature_of("react", source) is None


def test_files_are_short() -> None:
    sources = [
        source for source in SOURCES.rglob("*.*") if source.suffix in (".css", ".ts", ".tsx")
    ]
    lengths = {
        source.relative_to(WEB).as_posix(): len(source.read_text().splitlines())
        for source in sources
        if source != SOURCES / "api" / "schema.d.ts"
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_customers_pages_load_nothing_of_the_staffs() -> None:
    folders = [SOURCES / "customer", SOURCES / "shared", SOURCES / "api"]
    folders += [SOURCES / "features" / name for name in ("sign-in", "rewards", "booking")]
    heavy = [
        source.relative_to(WEB).as_posix()
        for folder in folders
        for source in folder.rglob("*.ts*")
        if re.search(r'from "(@mantine|@/staff)', source.read_text())
        and ".test." not in source.name
    ]
    assert heavy == []


def test_the_lock_names_no_index() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_packages_are_exact() -> None:
    package = json.loads((WEB / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not version[0].isdigit()] == []
