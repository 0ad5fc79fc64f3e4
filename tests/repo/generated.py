"""Tables in documents that are made from the catalogue: `python -m tests.repo.generated` renews."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from contracts import catalogue
from tests.repo.tree import ROOT, files

BLOCK = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
NOTHING = "–"


def calls() -> str:
    """Who may call whom, and what the called one offers."""
    rows = ["| caller | may call |", "|---|---|"]
    for caller in catalogue.SERVICES:
        called = [name for name in catalogue.SERVICES if name in catalogue.CALLS[caller]]
        rows.append(f"| `{caller}` | {_coded(called)} |")
    return "\n".join(rows)


def events() -> str:
    rows = ["| event | emitted by | heard by |", "|---|---|---|"]
    for owner, name in sorted(catalogue.EVENTS):
        hearers = [
            f"`{service}.{handler}`"
            for service, handlers in catalogue.HEARS.items()
            for handler, event in handlers.items()
            if event == (owner, name)
        ]
        rows.append(f"| `{name}` | `{owner}` | {', '.join(hearers) or NOTHING} |")
    return "\n".join(rows)


def deadlines() -> str:
    rows = ["| service | " + " | ".join(map(str, _kinds())) + " |", "|---|---|---|---|"]
    for service in sorted({service for service, _ in catalogue.RPCS}):
        rpcs = [rpc for rpc in catalogue.RPCS.values() if rpc.service == service]
        cells = [
            _coded(sorted(rpc.method for rpc in rpcs if rpc.kind.name == kind.split()[0].upper()))
            for kind in _kinds()
        ]
        rows.append(f"| `{service}` | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def services() -> str:
    rows = ["| service | owns | emits | hears |", "|---|---|---|---|"]
    for service in catalogue.SERVICES:
        emitted = sorted(name for owner, name in catalogue.EVENTS if owner == service)
        heard = sorted({name for _, name in catalogue.HEARS.get(service, {}).values()})
        link = f"[`{service}`](services/{service}/README.md)"
        rows.append(f"| {link} | {_owns(service)} | {_coded(emitted)} | {_coded(heard)} |")
    return "\n".join(rows)


TABLES: dict[str, Callable[[], str]] = {
    "calls": calls,
    "events": events,
    "deadlines": deadlines,
    "services": services,
}


def renewed(text: str) -> str:
    return BLOCK.sub(lambda block: f"{block[1]}{TABLES[block[2]]()}\n{block[3]}", text)


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md" and BLOCK.search(path.read_text())]


def _kinds() -> list[str]:
    kinds = catalogue.RPCS["tenants", "health"].kind.__class__
    return [f"{kind.name.lower()} ({kind.deadline_seconds:g} s)" for kind in kinds]


def _owns(service: str) -> str:
    text = (ROOT / "services" / service / "README.md").read_text()
    owned = re.search(r"^## Owns\n+(.+?)(?=\n\n|\n#|\Z)", text, re.MULTILINE | re.DOTALL)
    return " ".join(owned[1].split()) if owned else NOTHING


def _coded(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or NOTHING


if __name__ == "__main__":
    for document in documents():
        document.write_text(renewed(document.read_text()))
