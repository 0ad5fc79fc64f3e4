"""Parses the text of one setting; each function raises ValueError with the end of a sentence."""

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import Fernet

DEV = "dev"
PRODUCTION = "production"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Address(NamedTuple):
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def environment(raw: str) -> str:
    if raw not in (DEV, PRODUCTION):
        raise ValueError(f"must be {DEV} or {PRODUCTION}")
    return raw


def address(raw: str) -> Address:
    host, _, port = raw.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("must be a host and a port, like 127.0.0.1:8000")
    return Address(host, int(port))


def base_url(raw: str) -> str:
    parts = _split_url(raw, ("http", "https"), "a web address, like https://app.example.com")
    if parts[3] or parts[4]:
        raise ValueError("must have no query and no fragment")
    return raw.rstrip("/")


def document_url(raw: str) -> str:
    _split_url(raw, ("https",), "the https address of a document")
    return raw


def amqp_uri(raw: str) -> str:
    # A URI may hold a password, so the sentence never repeats it.
    _split_url(
        raw,
        ("amqp", "amqps", "pyamqp"),
        "an AMQP address, like amqp://user:password@host:5672/vhost",
    )
    return raw


def database_url(raw: str) -> str:
    shape = "a PostgreSQL address, like postgresql://user:password@host:5432/postgres"
    schemes = ("postgresql", "postgres", "postgresql+psycopg2")
    parts = _split_url(raw, schemes, shape, needs_host="host=" not in raw)
    return "postgresql://" + raw.partition("://")[2] if parts else raw


def _split_url(
    raw: str, schemes: tuple[str, ...], shape: str, *, needs_host: bool = True
) -> SplitResult:
    try:
        parts = urlsplit(raw)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError(f"must be {shape}") from None
    if parts.scheme not in schemes or (needs_host and not parts.hostname):
        raise ValueError(f"must be {shape}")
    return parts


def database_prefix(raw: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,29}", raw):
        raise ValueError("must be 1 to 30 lower-case letters, digits and underscores")
    return raw


def twilio_sid(kind: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if not re.fullmatch(rf"{kind}[0-9a-fA-F]{{32}}", raw):
            raise ValueError(f"must be {kind} followed by 32 hexadecimal digits")
        return raw

    return parse


def email(raw: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", raw):
        raise ValueError("must be an e-mail address")
    return raw


def secret_keys(raw: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in raw.split(",") if key.strip())


def fernet_keys(raw: str) -> tuple[str, ...]:
    return tuple(fernet_key(key.strip()) for key in raw.split(",") if key.strip())


def fernet_key(raw: str) -> str:
    try:
        Fernet(raw)
    except ValueError:
        raise ValueError(
            "must be one or more Fernet keys (32 bytes, URL-safe base64), separated by commas"
        ) from None
    return raw


def flag(raw: str) -> bool:
    flags = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if raw.lower() not in flags:
        raise ValueError("must be 1 or 0")
    return flags[raw.lower()]


def networks(raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """`none` says that there are none, where saying nothing may be a mistake."""
    if raw.lower() == "none":
        return ()
    try:
        return tuple(ip_network(part.strip()) for part in raw.split(",") if part.strip())
    except ValueError:
        shape = "must be addresses or networks, separated by commas, like 10.0.0.0/8"
        raise ValueError(shape) from None


def positive_number(raw: str) -> float:
    try:
        number = float(raw)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ValueError("must be a number above 0")
    return number


def worker_count(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 200:
        raise ValueError("must be a whole number from 1 to 200")
    return int(raw)


def log_level(raw: str) -> str:
    if raw.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return raw.upper()
