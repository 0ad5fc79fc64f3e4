"""The documentation page: the OpenAPI document as plain HTML, without any script."""

from __future__ import annotations

import base64
import functools
import itertools
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from werkzeug.wrappers import Response

from chassis.keys import checksum

STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8882 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
code, th { font: 0.9em ui-monospace, monospace } code { overflow-wrap: anywhere }
nav a { display: inline-block; margin-right: 1rem }
article { border-top: 1px solid var(--line); padding: 0.5rem 0 }
h3 { font-size: 1rem; margin: 0.5rem 0 } h4 { font-size: 0.9rem; margin: 0.75rem 0 0.25rem }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid var(--line); padding: 0.2rem 0.5rem; text-align: left }
th, td { vertical-align: top }
thead th { background: var(--soft); font-family: inherit } .method { font-weight: 700 }
"""
_HASH = base64.b64encode(bytes.fromhex(checksum(STYLE.encode()))).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
PREFIX = "#/components/schemas/"


def response(document: dict[str, Any]) -> Response:
    return Response(
        _page(json.dumps(document)),
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": POLICY},
    )


@functools.cache
def _page(text: str) -> str:
    document = json.loads(text)
    areas = _areas(document)
    links = "".join(f'<a href="#{_anchor(area)}">{escape(area)}</a>' for area in areas)
    sections = "".join(
        f'<section id="{_anchor(area)}"><h2>{escape(area)}</h2>{"".join(articles)}</section>'
        for area, articles in areas.items()
    )
    shapes = "".join(_shape(name, schema) for name, schema in _schemas(document))
    title = escape(document["info"]["title"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} API</title><style>{STYLE}</style></head><body><h1>{title} API</h1>"
        f"<p>{escape(document['info']['description'])}</p>"
        '<p>For programs: <a href="/api/openapi.json">openapi.json</a>.</p>'
        f'<nav aria-label="Areas">{links}<a href="#shapes">Shapes</a></nav><main>{sections}'
        f'<section id="shapes"><h2>Shapes</h2>{shapes}</section></main></body></html>'
    )


def _areas(document: dict[str, Any]) -> dict[str, list[str]]:
    areas: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            area = operation["tags"][0]
            areas.setdefault(area, []).append(_article(path, method, operation))
    return areas


def _article(path: str, method: str, operation: dict[str, Any]) -> str:
    answers = _table(("Status", "Meaning"), _answers(operation["responses"]))
    return (
        f'<article><h3><span class="method">{escape(method.upper())}</span>'
        f" <code>{escape(path)}</code></h3><p>{escape(operation['summary'])}"
        f" {escape(operation.get('description', ''))}</p>"
        f"{_parameters(operation['parameters'])}{_body(operation)}"
        f"<h4>Answers</h4>{answers}</article>"
    )


def _parameters(parameters: list[dict[str, Any]]) -> str:
    if not parameters:
        return ""
    rows = [
        (escape(p["name"]), escape(p["in"]), _type(p["schema"]), escape(p.get("description", "")))
        for p in parameters
    ]
    return f"<h4>Parameters</h4>{_table(('Name', 'Where', 'Type', ''), rows)}"


def _body(operation: dict[str, Any]) -> str:
    if "requestBody" not in operation:
        return ""
    return f"<h4>Body</h4><p>{_content(operation['requestBody'])}</p>"


def _answers(responses: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for status, answer in responses.items():
        if "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            yield escape(status), f"{escape(name)}: {_link('Error')}"
        else:
            yield escape(status), f"{escape(answer['description'])} {_content(answer)}"


def _content(holder: dict[str, Any]) -> str:
    return " ".join(_type(media["schema"]) for media in holder.get("content", {}).values())


def _schemas(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(document["components"]["schemas"].items())


def _shape(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    rows = [
        (escape(field), _type(told), "required" if field in required else "", _rules(told))
        for field, told in schema.get("properties", {}).items()
    ]
    table = _table(("Field", "Type", "", "Rules"), rows)
    return f'<article id="{_anchor(name)}"><h3>{escape(name)}</h3>{table}</article>'


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _link(schema["$ref"].removeprefix(PREFIX))
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return " or ".join(_type(inner) for inner in schema[choice])
    if "items" in schema:
        return f"list of {_type(schema['items'])}"
    types = schema.get("type", "any")
    words = types if isinstance(types, list) else [types]
    shown = " or ".join(words)
    return escape(f"{shown} ({schema['format']})" if "format" in schema else shown)


def _rules(schema: dict[str, Any]) -> str:
    words = (
        [f"one of {', '.join(str(word) for word in schema['enum'])}"] if "enum" in schema else []
    )
    limits = ("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum")
    words += [f"{name} {schema[name]}" for name in limits if name in schema]
    return escape("; ".join(words + [schema.get("description", "")]).strip("; "))


def _link(name: str) -> str:
    return f'<a href="#{_anchor(name)}">{escape(name)}</a>'


def _table(heads: tuple[str, ...], rows: Any) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td>{cell}</td>" for cell in itertools.islice(row, 1, None))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _anchor(name: str) -> str:
    return escape("".join(char if char.isalnum() else "-" for char in name.lower()), quote=True)
