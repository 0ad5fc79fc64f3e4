"""JSON lines on stderr: one event, key=value, with the correlation id and nothing personal."""

import json
import logging
import math
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# Set by whoever enters a call; empty outside of one.
correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")

# They print requests with their parameters, or every step of their own.
NOISY_LOGGERS = ("twilio", "urllib3", "alembic", "kombu", "amqp", "nameko", "eventlet", "werkzeug")
FIELDS = "event_fields"
STANDARD_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", FIELDS}

HIDDEN = "[redacted]"
# Any word of a key's name: `auth_token`, `messageBody` and `SmsBody` are all caught.
SENSITIVE_WORDS = frozenset(
    "auth authorization body cookie cookies credentials ein otp passwd password pin secret"
    " signature sms ssn token tokens".split()
)
SENSITIVE_NAMES = frozenset(
    "amqp_uri api_key business_registration_number database_url encryption_key registration_number"
    " secret_key".split()
)
# A long number under such a name is a measurement, not a telephone.
MEASURES = ("_ns", "_us", "_ms", "_seconds", "_bytes", "_count")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def event(
    logger: logging.Logger, name: str, /, *, level: int = logging.INFO, **fields: object
) -> None:
    """`event(log, "outbox_published", count=3)`; the name is a word of ours, never a value."""
    logger.log(level, name, extra={FIELDS: fields}, stacklevel=2)


def configure(level: str = "INFO") -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("nameko.containers").addFilter(OneLineRefusals())
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


class OneLineRefusals(logging.Filter):
    """nameko tells of each refusal with a traceback; a refusal is an answer, not an accident."""

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("(expected)"):
            record.exc_info = None
            record.levelno, record.levelname = logging.INFO, "INFO"
        return True


class JsonFormatter(logging.Formatter):
    """Redacts every part of the line: message, values, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": redact_text(_message(record)),
        }
        if identifier := correlation_id.get():
            line["correlation_id"] = redact_text(identifier)
        for name, value in _fields(record).items():
            line.setdefault(name, redact(name, value))
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["traceback"] = redact_text("".join(traceback.format_exception(*record.exc_info)))
        # Not orjson: it refuses lone surrogates and large integers, and no line may be lost.
        return json.dumps(line, default=str)


def redact(name: str, value: object) -> object:
    """A value as it may be logged under this name; containers are followed."""
    if value is None or isinstance(value, bool):
        return value
    if is_sensitive(name):
        return HIDDEN
    if isinstance(value, Mapping):
        return {redact_text(str(key)): redact(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(name, item) for item in value]
    if isinstance(value, int | float):
        return _redact_number(name, value)
    return redact_text(str(value))


def redact_text(text: str) -> str:
    """Free text: what looks personal or secret is masked; ids, times and ports are kept."""
    return FINDING.sub(_mask, text)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # A third party's wrong format string must not lose the line.
        return str(record.msg)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    extra = {k: v for k, v in vars(record).items() if k not in STANDARD_ATTRIBUTES}
    return extra | dict(getattr(record, FIELDS, {}))


def is_sensitive(name: str) -> bool:
    """Whether what has this name is never logged, nor hashed as it is."""
    words = [word.lower() for word in WORD.findall(name)]
    return not SENSITIVE_WORDS.isdisjoint(words) or "_".join(words) in SENSITIVE_NAMES


def _redact_number(name: str, number: int | float) -> int | float | str:
    if isinstance(number, float):
        # JSON has no word for the others.
        return number if math.isfinite(number) else str(number)
    text = str(number)
    if name.endswith(MEASURES) or redact_text(text) == text:
        return number
    return redact_text(text)


def _mask(found: re.Match[str]) -> str:
    return MASKS[str(found.lastgroup)](found.group())


def _mask_row(text: str) -> str:
    """PostgreSQL quotes the refused values after the names of their columns."""
    start = text.index("(") if text.startswith("Failing") else text.index(")=(") + 2
    return text[:start] + HIDDEN


def _mask_assignment(text: str) -> str:
    """The name stays, so that a reader sees what was hidden."""
    return re.split(r"(?<=[=:])", text, maxsplit=1)[0] + HIDDEN


def _mask_phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return f"{'+1' if text.startswith('+1') else ''}*******{digits[-2:]}"


MASKS: dict[str, Callable[[str], str]] = {
    "url": lambda _: HIDDEN,
    "keep": lambda text: text,
    "row": _mask_row,
    "bearer": lambda _: HIDDEN,
    "body": _mask_assignment,
    "assignment": _mask_assignment,
    "email": lambda text: f"{text[0]}***@",
    "phone": _mask_phone,
    "tax": lambda _: HIDDEN,
}
_GAP = r"[\s.()/\-\u2010-\u2015]{0,3}"
_NAMED = (
    r"\w{0,30}auth|authorization|\w{0,30}password|passwd|\w{0,30}secret\w{0,30}|\w{0,30}token"
    r"|\w{0,30}cookie|\w{0,30}registration_number|ein|api_?key|otp|signature"
)
_QUOTED = r""" "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' """
# One pass, first match wins: what must be kept comes before the digits inside it are looked at, and
# behind the addresses that are secrets as a whole.
# Every repetition is bounded or anchored, so that a long line cannot stall the process.
FINDING = re.compile(
    rf"""
    (?P<url> (?<=://) [^\s/@:]{{0,100}}:[^\s/@]{{1,200}} (?=@) )
  | (?P<keep>
        (?<![0-9a-fA-F]) [0-9a-fA-F]{{8}} (?:-[0-9a-fA-F]{{4}}){{3}} -[0-9a-fA-F]{{12}}
        (?![0-9a-fA-F])
      | (?<![0-9a-zA-Z]) (?:[A-Z]{{2}})? (?:[0-9a-f]{{64}}|[0-9a-f]{{40}}|[0-9a-fA-F]{{32}})
        (?![0-9a-zA-Z])
      | (?<!\d) \d{{4}}-\d\d-\d\d (?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{{1,9}})?)?
        (?:Z|[+-]\d\d:?\d\d)?)? (?!\d)
      | (?<![\d.]) 0\.\d+ (?![\d.])
    )
  | (?P<row> Failing[ ]row[ ]contains[ ]\([^\n]* | Key[ ]\([^\n)]{{1,200}}\)=\([^\n]* )
  | (?P<bearer>
        (?<![a-zA-Z]) (?i:bearer|basic)\s{{1,3}}[\w.~+/=\-]{{8,}}
      | (?<![\w\-]) eyJ[\w\-]+\.[\w\-]+\.[\w\-]*
    )
  | (?P<body>
        (?<![a-zA-Z_]) (?i:(?:message_?|sms_?)?body) ["']? \s{{0,3}}[=:]\s{{0,3}}
        (?: {_QUOTED} | [^\n&]+ )
    )
  | (?P<assignment>
        (?<![a-zA-Z_]) (?i:{_NAMED}) ["']? \s{{0,3}}[=:]\s{{0,3}}
        (?: {_QUOTED} | \([^\n)]{{0,300}}\)
          | (?:(?i:bearer|basic)\s{{1,3}})? [^\s,;&)}}\]"']+ )
    )
  | (?P<email> (?<![\w.+%\-]) [\w.+%\-]{{1,64}}@ (?=[\w\-]+\.\w) )
  | (?P<phone>
        \+ \d (?:{_GAP}\d){{7,14}} (?!\d)
      | (?<!\d) (?:\d{{1,3}}{_GAP})? \(?\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}} (?!\d)
      | (?<!\d) \d{{10,}} (?!\d)
    )
  | (?P<tax>
        (?<!\d) (?:\d{{2}}[\-\u2010-\u2015 ]\d{{7}} | \d{{9}} | \d{{3}}-\d{{2}}-\d{{4}}) (?!\d)
    )
    """,
    re.VERBOSE,
)
