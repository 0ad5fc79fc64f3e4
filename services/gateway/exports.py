"""Lists as tables for spreadsheets, when `format=csv` asks for one."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from marshmallow import Schema
from werkzeug.wrappers import Response

from services.gateway.schemas import CSV

MEDIA = "text/csv"
# Without it spreadsheets take UTF-8 for the code page of the machine.
BYTE_ORDER_MARK = "\ufeff"
PAGES_OF_A_TABLE = 20
# A spreadsheet takes what begins so for a formula and runs it, whoever wrote it.
FORMULA_SIGNS = "=+-@\N{MINUS SIGN}"
LINE_SIGNS = "\t\r\n"
# Spaces, and what is invisible: control and format characters, like a zero-width space.
SKIPPED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn"})

Row = Mapping[str, Any]
Page = dict[str, Any]


def as_asked(
    read: Callable[..., Page],
    query: Mapping[str, Any],
    item: type[Schema],
    name: str,
    *,
    rows_at_once: int,
) -> Any:
    """A page as JSON, or the whole list as a table. Of one that no table may hold `page` gives the
    parts, and the name of each says which it is."""
    page, size = query["page"], query["page_size"]
    if query["format"] != CSV:
        return read(page=page, page_size=size)
    first = (page - 1) * PAGES_OF_A_TABLE + 1
    told = read(page=first, page_size=rows_at_once)
    parts = -(-told["total"] // (PAGES_OF_A_TABLE * rows_at_once))
    title = f"{name}-part-{page}-of-{parts}" if parts > 1 else name
    headers = {"Content-Disposition": f'attachment; filename="{title}.csv"'}
    # Not streamed: a page that fails is then a refusal, and no table that merely ends too early.
    text = table(item, _rows(read, told, first, rows_at_once))
    return Response(text, 200, headers, content_type=f"{MEDIA}; charset=utf-8")


def _rows(read: Callable[..., Page], told: Page, first: int, size: int) -> Iterator[Row]:
    """What comes meanwhile pushes others to the next page, where they are passed over."""
    seen: set[str] = set()
    for page in range(first, first + PAGES_OF_A_TABLE):
        if page > first:
            told = read(page=page, page_size=size)
        yield from (row for row in told["items"] if row["id"] not in seen)
        seen.update(row["id"] for row in told["items"])
        if page * size >= told["total"]:
            return


def table(item: type[Schema], rows: Iterable[Row]) -> str:
    """One line for each row under the names that JSON has for the fields."""
    schema = item()
    written = io.StringIO()
    written.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(written, [str(field.data_key) for field in schema.fields.values()])
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in schema.dump(row).items()})
    return written.getvalue()


def _cell(value: Any) -> Any:
    """Numbers stay numbers, with their sign; only text can be taken for a formula."""
    return f"'{value}" if isinstance(value, str) and _is_formula(value) else value


def _is_formula(text: str) -> bool:
    """By the first visible character, full-width forms included."""
    if text.startswith(tuple(LINE_SIGNS)):
        return True
    for char in text:
        if unicodedata.category(char) not in SKIPPED_CATEGORIES:
            return unicodedata.normalize("NFKC", char)[:1] in FORMULA_SIGNS
    return False
