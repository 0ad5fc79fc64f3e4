"""A table that a spreadsheet can open without running what somebody wrote into it."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway import exports, schemas

ENTRY = {
    "id": "22222222-2222-4222-8222-222222222222",
    "type": "ADJUST",
    "points": -50,
    "reason": "Goodwill",
    "description": None,
    "created_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    "balance_after": 450,
}


def read_back(rows):
    text = exports.table(schemas.Transaction, rows)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_a_table_has_the_names_and_values_of_the_json():
    assert read_back([ENTRY]) == [
        {
            "id": ENTRY["id"],
            "type": "ADJUST",
            "points": "-50",
            "reason": "Goodwill",
            "description": "",
            "createdAt": "2026-01-02T03:04:05Z",
            "balanceAfter": "450",
        }
    ]


def test_a_table_without_rows_still_names_its_columns():
    header = exports.table(schemas.Transaction, [])
    assert header == "\ufeffid,type,points,reason,description,createdAt,balanceAfter\r\n"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("x")']
    + ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\ufe621", "\u22121"]
    + ["\u200b=1", "\ufeff=1", "\u202e=1", "\u2060\u00ad+1", "\u00a0\u3000=1", "\x01=1"],
)
def test_text_that_would_run_is_quoted(text):
    assert read_back([{**ENTRY, "reason": text}])[0]["reason"] == f"'{text}"


@pytest.mark.parametrize("text", ["Goodwill", "a=b", "1-2", "", 'say "hi", twice', "a\nb"])
def test_other_text_is_as_it_was(text):
    assert read_back([{**ENTRY, "reason": text}])[0]["reason"] == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_text_at_all_begins_a_formula(text):
    cell = read_back([{**ENTRY, "reason": text}])[0]["reason"]
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell.removeprefix("'") == text.removeprefix("'")
