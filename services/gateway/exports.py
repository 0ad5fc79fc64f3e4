"""Lists as tables for spreadsheets, when `format=csv` asks for one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema
from werkzeug.wrappers import Response

from services.gateway.schemas import CSV

MEDIA = "text/csv"
# A spreadsheet takes what begins so for a formula and runs it, whoever wrote it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows_of(query: Mapping[str, Any], *, at_most: int) -> int:
    """A table is as long as its service allows; of longer ones `page` gives the rest."""
    return at_most if query["format"] == CSV else int(query["page_size"])


def as_asked(page: dict[str, Any], query: Mapping[str, Any], item: type[Schema], name: str) -> Any:
    if query["format"] != CSV:
        return page
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(
        table(item, page["items"]), 200, headers, content_type=f"{MEDIA}; charset=utf-8"
    )


def table(item: type[Schema], rows: Sequence[Mapping[str, Any]]) -> str:
    """One line for each row under the names that JSON has for the fields."""
    schema = item()
    written = io.StringIO()
    writer = csv.DictWriter(written, [str(field.data_key) for field in schema.fields.values()])
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in schema.dump(row).items()})
    return written.getvalue()


def _cell(value: Any) -> Any:
    """Numbers stay numbers, with their sign; only text can be taken for a formula."""
    is_formula = isinstance(value, str) and (
        value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)
    )
    return f"'{value}" if is_formula else value
