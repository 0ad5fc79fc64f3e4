from http.client import parse_headers
from io import BytesIO

import pytest

from services.gateway.http.errors import Problem
from services.gateway.http.protocol import BoundedReader, is_well_framed
from services.gateway.http.reading import parse, sane_request_id


@pytest.mark.parametrize("raw", [b"{}", b'{"a": [1, 2.5, null, "\xc3\xa9 \\ud83d\\ude00"]}', b"[]"])
def test_json_is_read(raw):
    parse(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"nothing",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"a": ["\\u0000"]}',
        b'{"\\u0000": 1}',
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a": ' * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_strict_json_is_refused(raw):
    with pytest.raises(Problem, match="not valid JSON"):
        parse(raw)


def test_a_field_given_twice_is_named():
    with pytest.raises(Problem) as refused:
        parse(b'{"name": "a", "name": "b"}')
    assert refused.value.fields == {"name": ["Given more than once."]}


@pytest.mark.parametrize("text", ["abc-1", "A.b_c:d", "0" * 64])
def test_a_sane_request_id_is_kept(text):
    assert sane_request_id(text) == text


@pytest.mark.parametrize("text", [None, "", "a b", "x" * 65, "<script>", "a\n", "é"])
def test_any_other_request_id_is_replaced(text):
    assert sane_request_id(text) is None


def framed(head, version="HTTP/1.1"):
    return is_well_framed(version, parse_headers(BytesIO(head + b"\r\n")))


@pytest.mark.parametrize(
    "head",
    [
        b"Host: x\r\n",
        b"Host: x\r\nContent-Length: 3\r\n",
        b"Host: x\r\nTransfer-Encoding: Chunked\r\n",
    ],
)
def test_one_way_to_tell_the_length_is_well_framed(head):
    assert framed(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Host: x\r\nHost: y\r\n",
        b"Host: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
        b"Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        b"Host: x\r\nTransfer-Encoding: gzip, chunked\r\n",
        b"Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Host: x\r\nContent-Length: +3\r\n",
        b"Host: x\r\nContent-Length: 1_0\r\n",
        b"Host: x\r\nContent-Length: -1\r\n",
        b"Host: x\r\nContent-Length:\r\n",
        b"Host: x\r\nContent-Length: " + b"9" * 30 + b"\r\n",
        b"Host: x\r\nX-Folded: a\r\n b\r\n",
        b"Host: x\r\nContent-Length : 3\r\n",
    ],
)
def test_a_doubtful_length_is_badly_framed(head):
    assert not framed(head)


def test_an_old_or_unknown_version_is_badly_framed_with_chunks():
    assert framed(b"", version="HTTP/1.0")
    assert not framed(b"Transfer-Encoding: chunked\r\n", version="HTTP/1.0")
    assert not framed(b"", version="HTTP/0.9")


def test_a_body_cannot_take_more_than_its_limit_off_the_wire():
    reader = BoundedReader(BytesIO(b"x" * 100), 10)
    assert reader.read(8) == b"x" * 8
    with pytest.raises(Problem, match="larger"):
        reader.readline()
