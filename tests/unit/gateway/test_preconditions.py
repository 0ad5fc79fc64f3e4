"""`If-Match` and `If-None-Match` as RFC 9110 writes them (8.8.3, 13.1.1, 13.1.2)."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from services.gateway.http import Problem
from services.gateway.http.preconditions import MAX_TAGS, entity_tag, expected_versions

OPAQUE = st.text(
    [c for c in map(chr, range(0x21, 0x7F)) if c != '"'] + ["\x80", "\xff"], max_size=40
)


def asked(**headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return expected_versions(Request(EnvironBuilder(headers=named).get_environ()))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("*", None),
        (" * ", None),
        ('"xyzzy"', ["xyzzy"]),
        # The three examples of RFC 9110, 13.1.1.
        ('"xyzzy", "r2d2xxxx", "c3piozzzz"', ["xyzzy", "r2d2xxxx", "c3piozzzz"]),
        ('"a","b"', ["a", "b"]),
        ('"a" ,\t"b"', ["a", "b"]),
        # Empty elements of a list are ignored (5.6.1), and a tag may hold what separates a list.
        (', "a",, "b" ,', ["a", "b"]),
        ('"a,b"', ["a,b"]),
        # Weak tags never match by strong comparison (8.8.3.2); they are no mistake.
        ('W/"a"', [""]),
        ('W/"a", "b"', ["b"]),
        ('""', [""]),
        ('"' + "x" * 201 + '"', [""]),
        ("", []),
    ],
)
def test_what_a_header_expects(header, expected):
    assert asked(If_Match=header) == expected


def test_without_a_header_no_version_is_named():
    assert asked() == []


@pytest.mark.parametrize(
    "header",
    [
        "abc",
        '"a b"',
        "'abc'",
        '"abc',
        'abc"',
        '"a" "b"',
        '*, "a"',
        '"a", *',
        'w/"a"',
        'W/ "a"',
        '"a"b',
        "**",
    ],
)
def test_what_is_no_etag_is_refused_by_name(header):
    with pytest.raises(Problem) as refused:
        asked(If_Match=header)
    assert refused.value.status == 400
    assert list(refused.value.fields) == ["If-Match"]


def test_a_first_save_may_ask_that_there_is_nothing_yet():
    assert asked(If_None_Match="*") == ["none"]


@pytest.mark.parametrize(
    "headers", [{"If_None_Match": '"a"'}, {"If_None_Match": "*", "If_Match": "*"}]
)
def test_other_uses_of_if_none_match_are_refused(headers):
    with pytest.raises(Problem) as refused:
        asked(**headers)
    assert list(refused.value.fields) == ["If-None-Match"]


@given(st.lists(OPAQUE, min_size=1, max_size=MAX_TAGS), st.sampled_from([",", ", ", " ,\t", ",,"]))
def test_every_list_of_tags_is_read_as_written(opaque, separator):
    header = separator.join(entity_tag(each) for each in opaque)
    assert asked(If_Match=header) == opaque


def test_more_tags_than_anybody_needs_are_refused():
    with pytest.raises(Problem):
        asked(If_Match=",".join(['"a"'] * (MAX_TAGS + 1)))


@given(
    st.text(string.printable, max_size=30).map(
        lambda text: text.replace("\n", " ").replace("\r", " ")
    )
)
def test_whatever_is_sent_is_understood_or_refused(header):
    try:
        found = asked(If_Match=header)
    except Problem:
        return
    assert found is None or all(isinstance(each, str) for each in found)
