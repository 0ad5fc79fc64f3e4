from http.client import parse_headers
from io import BytesIO
from ipaddress import ip_network

import pytest
from werkzeug.wrappers import Request

from services.gateway.http.errors import Problem
from services.gateway.http.protocol import BoundedReader, is_well_framed
from services.gateway.http.reading import parse, sane_request_id, source_of


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


TOO_MUCH = {
    "names": b"{%s}" % b",".join(b'"%d":1' % number for number in range(110_000)),
    "a long name": b'{"%s": 1}' % (b"x" * 201),
    "numbers": b'{"a":[%s1]}' % (b"1," * 500_000),
    "fractions": b'{"a":[%s1]}' % (b"1.0," * 250_000),
    "lists": b'{"a":[%s1]}' % (b"[]," * 340_000),
    "objects": b'{"a":[%s1]}' % (b"{}," * 340_000),
    "objects with names": b'{"a":[%s1]}' % (b'{"a":1,"b":2},' * 70_000),
    "lists of lists": b'{"a":[%s1]}' % (b"[1,1,1,1,1,1,1,1]," * 400),
}


@pytest.mark.parametrize("raw", TOO_MUCH.values(), ids=TOO_MUCH)
def test_more_values_than_anybody_needs_are_refused_unread(raw):
    with pytest.raises(Problem, match="too many") as refused:
        parse(raw)
    assert list(refused.value.fields) == ["body"]


def test_as_many_as_a_form_may_have_are_read():
    assert len(parse(b"{%s}" % b",".join(b'"%d":1' % number for number in range(200)))) == 200
    assert len(parse(b'{"a":[%s1]}' % (b"1," * 1_900))["a"]) == 1_901


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


TRUSTED = [ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")]


@pytest.mark.parametrize(
    ("peer", "told", "source"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "198.51.100.7,203.0.113.5, 10.9.9.9", "203.0.113.5"),
        ("10.0.0.1", "10.1.1.1, 10.2.2.2", "10.1.1.1"),
        ("::ffff:10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8::1", " 2001:DB9:0::5 ", "2001:db9::/64"),
        # A network is one caller, and a proxy may write down the port.
        ("2001:db9::1:2:3:4", None, "2001:db9::/64"),
        ("10.0.0.1", "2001:db9:0:1:ffff::9, 10.0.0.2", "2001:db9:0:1::/64"),
        ("10.0.0.1", "203.0.113.5:40112", "203.0.113.5"),
        ("10.0.0.1", "[2001:db9::5]:443", "2001:db9::/64"),
        ("10.0.0.1", "[2001:db9::5], 10.0.0.2:9", "2001:db9::/64"),
        ("10.0.0.1", "[203.0.113.5", "10.0.0.1"),
        # From somebody whom we do not trust, and from somebody who lies to one we trust.
        ("203.0.113.5", "198.51.100.7", "203.0.113.5"),
        ("203.0.113.5", "10.0.0.1", "203.0.113.5"),
        ("10.0.0.1", "10.0.0.2, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "somebody", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7, somebody", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", ",,", "10.0.0.1"),
    ],
)
def test_the_source_is_told_by_those_whom_we_trust(peer, told, source):
    environ = {"REMOTE_ADDR": peer} | ({} if told is None else {"HTTP_X_FORWARDED_FOR": told})
    assert source_of(Request(environ), TRUSTED) == source


def test_without_trust_nobody_is_believed():
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5"}
    assert source_of(Request(environ), ()) == "10.0.0.1"
