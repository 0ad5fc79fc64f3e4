import io
import json
import logging
import re
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import logs
from chassis.logs import redact, redact_text

A_UUID = "12345678-1234-1234-1234-123456789012"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to +15125550100 sent", "to +1*******00 sent"),
        ("whatsapp:+15125550100", "whatsapp:+1*******00"),
        ("+1 (512) 555-0100", "+1*******00"),
        ("tel 5125550100.", "tel *******00."),
        ("(512) 555-0100", "*******00"),
        ("512-555-0100", "*******00"),
        ("512.555.0100", "*******00"),
        ("1-512-555-0100", "*******00"),
        ("+44 20 7946 0958", "*******58"),
        (r"'\n5125550100'", r"'\n*******00'"),
        ("To=%2B15125550100&x=1", "To=%2B*******00&x=1"),
        ("EIN 12-3456789", "EIN [redacted]"),
        ("number 123456789 given", "number [redacted] given"),
        ("casey@clean-machine.test", "c***@clean-machine.test"),
        ("amqp://guest:hunter2@host:5672//", "amqp://[redacted]@host:5672//"),
        ("Authorization: Bearer abc.def-ghi", "Authorization:[redacted]"),
        ("got Bearer abcdefgh12 here", "got [redacted] here"),
        ("eyJhbGciOi.eyJzdWIi.c2lnbmF0", "[redacted]"),
        ("password='it''s' x", "password=[redacted]'s' x"),
        ('{"body": "Hi, it is \\"me\\"", "n": 1}', '{"body":[redacted], "n": 1}'),
        ("{'Body': 'Hi Ann', 'n': 1}", "{'Body':[redacted], 'n': 1}"),
        ("auth_token=abc123&n=1", "auth_token=[redacted]&n=1"),
        ("auth=" + "c0ffee00" * 4, "auth=[redacted]"),
        (f"auth=('AC{'0' * 32}', '{'c0ffee00' * 4}') x", "auth=[redacted] x"),
        (f"https://AC{'0' * 32}:{'c0ffee00' * 4}@api.x/", "https://[redacted]@api.x/"),
        ("Body=Hi Ann, see you at 5\nnext", "Body=[redacted]\nnext"),
        ("body: Hi Ann & all", "body:[redacted]& all"),
        ("Body=Hi+Ann&SmsStatus=sent", "Body=[redacted]&SmsStatus=sent"),
        ("body='Hi Ann, cut off", "body=[redacted]"),
        (
            "DETAIL:  Key (tenant_id, name)=(x, Ann Lee) already exists.\nnext",
            "DETAIL:  Key (tenant_id, name)=[redacted]\nnext",
        ),
        ("Failing row contains (1, Ann (Lee), 3).\nnext", "Failing row contains [redacted]\nnext"),
    ],
)
def test_personal_and_secret_text_is_masked(text, expected):
    assert redact_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "AC" + "1234567890" * 3 + "12",
        "QE2c6890da8086d771620e9b13fadeba0b",
        A_UUID,
        "evt 00000000-0000-0000-0000-000000000000 done",
        "c0ffee00" * 4,
        "1234567890" * 4,
        "2026-11-23T02:47:11.123456+00:00",
        "2026-11-23 02:47:11,123",
        "2026-11-23",
        "127.0.0.1:8000",
        "[::1]:15672",
        "took 0.123456789123 s",
        "12.5 ms, 100 rows, code 21610, port 65535",
        "192.168.100.200:5672",
        'File "/app/chassis/rpc.py", line 1234, in call',
        "campaign_status_changed_v1 stored",
    ],
)
def test_identifiers_times_and_ports_stay_readable(text):
    assert redact_text(text) == text


WORDS = st.text(st.characters(exclude_categories=["N", "Cs"]), max_size=20)
SEPARATORS = st.sampled_from(["", " ", "-", ".", ") ", " - "])


@given(
    before=WORDS,
    plus=st.sampled_from(["", "+"]),
    digits=st.text("0123456789", min_size=10, max_size=15),
    after=WORDS,
)
def test_no_undivided_phone_number_survives(before, plus, digits, after):
    redacted = redact_text(f"{before}{plus}{digits}{after}")
    assert not re.search(r"\d{3}", redacted)


@given(
    before=WORDS,
    digits=st.text("0123456789", min_size=10, max_size=10),
    first=SEPARATORS,
    second=SEPARATORS,
    country=st.sampled_from(["", "1 ", "+1", "+1 (", "1-"]),
    after=WORDS,
)
def test_no_divided_phone_number_survives(before, digits, first, second, country, after):
    number = f"{country}{digits[:3]}{first}{digits[3:6]}{second}{digits[6:]}"
    assert not re.search(r"\d{3}", redact_text(f"{before}{number}{after}"))


@given(st.uuids(), st.datetimes(), st.integers(0, 65535), st.floats(0, 1))
def test_what_a_reader_needs_is_never_mangled(identifier, moment, port, seconds):
    text = (
        f"{identifier} {identifier.hex} SM{identifier.hex} {moment.isoformat()} :{port} {seconds:f}"
    )
    assert redact_text(text) == text


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("auth_token", "x", "[redacted]"),
        ("authToken", "x", "[redacted]"),
        ("Set-Cookie", "x", "[redacted]"),
        ("message_body", "Hello", "[redacted]"),
        ("SmsBody", "Hello", "[redacted]"),
        ("ein", 123456789, "[redacted]"),
        ("registration_number", "1", "[redacted]"),
        ("password_hash", ["x"], "[redacted]"),
        ("has_token", True, True),
        ("token", None, None),
        ("phone", "+15125550100", "+1*******00"),
        ("phone", 15125550100, "*******00"),
        ("count", 12, 12),
        ("elapsed_ns", 1_700_000_000_000, 1_700_000_000_000),
        ("seconds", 1234567890.5, 1234567890.5),
        ("tenant_id", uuid.UUID(A_UUID), A_UUID),
        ("numbers", ["+15125550100", 3], ["+1*******00", 3]),
        ("data", {"body": "Hi", "ok": 1}, {"body": "[redacted]", "ok": 1}),
        ("data", {"+15125550100": 2}, {"+1*******00": 2}),
    ],
)
def test_a_value_is_judged_by_its_name_and_its_content(name, value, expected):
    assert redact(name, value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "1-" * 25_000,
        "a.b" * 20_000,
        "(" * 50_000,
        "token " * 9_000,
        "body='" + "\\'" * 20_000,
        "body " * 10_000,
        "://a:" * 10_000,
        "auth=(" * 8_000,
        "12 " * 20_000,
        "Key (" * 10_000,
        "eyJ" * 20_000,
    ],
    ids=lambda text: text[:8],
)
def test_no_line_stalls_the_process(text):
    started = time.perf_counter()
    redact_text(text)
    assert time.perf_counter() - started < 1


@pytest.fixture
def lines():
    """What a logger of its own writes, as parsed lines."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter())
    logger = logging.getLogger(f"test.{uuid.uuid4().hex}")
    logger.handlers, logger.propagate, logger.level = [handler], False, logging.DEBUG
    return logger, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_fields(lines):
    logger, read = lines
    logs.event(logger, "outbox_published", count=3, phone="+15125550100", name="x", level=10)
    [line] = read()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {
        "level": "debug",
        "logger": logger.name,
        "event": "outbox_published",
        "count": 3,
        "phone": "+1*******00",
        "name": "x",
    }


def test_the_correlation_id_is_on_every_line(lines):
    logger, read = lines
    token = logs.correlation_id.set("abc-1")
    logger.info("inside")
    logs.correlation_id.reset(token)
    logger.info("outside")
    assert [line.get("correlation_id") for line in read()] == ["abc-1", None]


def test_a_field_cannot_replace_what_the_line_is_about(lines):
    logger, read = lines
    logger.info("real", extra={"event": "forged", "level": "forged"})
    [line] = read()
    assert (line["event"], line["level"]) == ("real", "info")


def test_a_traceback_is_redacted(lines):
    logger, read = lines
    try:
        raise ValueError("no reply from +15125550100 to 'casey@shine.test'")
    except ValueError:
        logger.exception("failed for %s", "+15125550100")
    [line] = read()
    assert line["exception"] == "ValueError"
    assert line["event"] == "failed for +1*******00"
    assert "+1*******00 to 'c***@shine.test'" in line["traceback"]
    assert "5125550100" not in json.dumps(line)


def test_a_wrong_format_string_loses_no_line():
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "a %s and %s", ("one",), None)
    assert json.loads(logs.JsonFormatter().format(record))["event"] == "a %s and %s"


def test_values_that_json_cannot_hold_are_written_as_text(lines):
    logger, read = lines
    logs.event(logger, "odd", value=object, big=2**70, text="\ud800", number=float("nan"))
    [line] = read()
    assert line["value"] == "<class 'object'>"
    assert line["number"] == "nan"


@pytest.fixture
def _root_logger():
    root = logging.getLogger()
    before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.NOISY_LOGGERS}
    yield
    root.handlers[:], root.level = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("_root_logger")
def test_configuring_silences_libraries_that_print_parameters(capsys):
    logs.configure("DEBUG")
    logging.getLogger("twilio.http_client").info("PAYLOAD: Body=Hi")
    logging.getLogger("chassis.test").debug("ours")
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "ours"


def test_an_expected_refusal_is_one_line_without_a_traceback():
    logger = logging.getLogger("nameko.containers")
    record = logger.makeRecord(
        logger.name, logging.WARNING, "f", 1, "(expected) error handling worker %s: %s",
        ("<ctx>", "CAMPAIGN_BUSY: busy"), (ValueError, ValueError("x"), None),
    )  # fmt: skip
    assert logs.OneLineRefusals().filter(record)
    line = json.loads(logs.JsonFormatter().format(record))
    assert line["level"] == "info"
    assert "traceback" not in line
