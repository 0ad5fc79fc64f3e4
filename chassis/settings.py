"""Everything the environment decides, read once at start. Nothing else reads the environment."""

import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import Fernet

T = TypeVar("T")
D = TypeVar("D")

DEV = "dev"
PRODUCTION = "production"
KNOWN_SERVICEPRO_NAMES = ("SERVICEPRO_ENV", "SERVICEPRO_HOME")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MINIMUM_SECRET_LENGTH = 32
# A key typed to get past the length check: "xxxx…", "change-me-change-me-…".
MINIMUM_DISTINCT_CHARACTERS = 10
PLACEHOLDER = re.compile(r"change.?me|placeholder|your.?secret|secret.?key|example", re.IGNORECASE)


class SettingsError(Exception):
    """Every problem found, one sentence per line; never the value of a secret."""


class Address(NamedTuple):
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Built by `load`; tests may build one directly."""

    env: str = DEV
    gateway_address: Address = Address("127.0.0.1", 8000)
    public_base_url: str = "http://127.0.0.1:8000"
    home: Path = Path("var")
    # Like the home, from where the program is started.
    web_dist: Path = Path("web/dist")
    amqp_uri: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    database_prefix: str = "servicepro"
    secret_key: str = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = field(default=None, repr=False)
    twilio_api_base: str | None = None
    twilio_primary_profile_sid: str | None = None
    compliance_email: str | None = None
    cookie_insecure: bool = False
    # Whose word about a caller's address is taken; nobody's unless said.
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    sandbox_address: Address = Address("127.0.0.1", 9898)
    sandbox_speed: float = 60.0
    max_workers: int = 10
    log_level: str = "INFO"

    @property
    def is_production(self) -> bool:
        return self.env == PRODUCTION

    @property
    def uses_sandbox(self) -> bool:
        return not self.is_production and self.twilio_account_sid is None

    @property
    def loads_demo_data(self) -> bool:
        """Real credentials never meet demo data."""
        return self.uses_sandbox

    @property
    def uses_embedded_database(self) -> bool:
        return self.database_url is None

    @property
    def uses_embedded_broker(self) -> bool:
        return self.amqp_uri is None


def load(environ: Mapping[str, str]) -> Settings:
    """Raises SettingsError with every problem at once.

    The only effect: in dev, without keys of its own, the random ones of `dev_secrets` are used.
    """
    reader = _Reader(environ)
    _refuse_misspelt_names(reader)
    env = reader.value("SERVICEPRO_ENV", _environment, DEV)
    settings = _read(reader, env)
    if env == PRODUCTION:
        _refuse_unfit_for_production(reader, settings)
    _refuse_half_a_twilio_account(reader, settings)
    if reader.problems:
        raise SettingsError("\n".join(reader.problems))
    return settings


def dev_secrets(home: Path) -> tuple[str, str]:
    """The secret key and encryption key of this home, created once so that data stays readable."""
    path = home / "secrets.json"
    home.mkdir(parents=True, exist_ok=True)
    created = {
        "secret_key": secrets.token_urlsafe(48),
        "encryption_key": Fernet.generate_key().decode(),
    }
    draft = home / f".secrets-{os.getpid()}-{secrets.token_hex(4)}"
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(created, file)
    try:
        # link() refuses to replace: of two first starts at once, both end with the same keys.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _stored_secrets(path)


def _stored_secrets(path: Path) -> tuple[str, str]:
    try:
        stored = json.loads(path.read_text())
        return str(stored["secret_key"]), _fernet_key(str(stored["encryption_key"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path} holds this installation's keys but cannot be read. Restore it; if no data is"
            " worth keeping, delete the whole directory."
        ) from error


class _Reader:
    """Reads names, collecting sentences instead of stopping at the first problem."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str) -> str | None:
        """An empty value counts as unset: that is how compose files say "not set"."""
        return self.environ.get(name, "").strip() or None

    def value(self, name: str, parse: Callable[[str], T], default: D) -> T | D:
        raw = self.text(name)
        if raw is None:
            return default
        try:
            return parse(raw)
        except ValueError as error:
            self.problems.append(f"{name} {error}.")
            return default


def _read(reader: _Reader, env: str) -> Settings:
    home = Path(reader.text("SERVICEPRO_HOME") or "var")
    gateway = reader.value("GATEWAY_ADDRESS", _address, Address("127.0.0.1", 8000))
    secret_key, encryption_keys = _keys(reader, env, home)
    return Settings(
        env=env,
        gateway_address=gateway,
        public_base_url=reader.value("PUBLIC_BASE_URL", _base_url, f"http://{gateway}"),
        home=home,
        web_dist=Path(reader.text("WEB_DIST") or "web/dist"),
        amqp_uri=reader.value("AMQP_URI", _amqp_uri, None),
        database_url=reader.value("DATABASE_URL", _database_url, None),
        database_prefix=reader.value("DATABASE_PREFIX", _prefix, "servicepro"),
        secret_key=secret_key,
        encryption_keys=encryption_keys,
        twilio_account_sid=reader.value("TWILIO_ACCOUNT_SID", _sid("AC"), None),
        twilio_auth_token=reader.text("TWILIO_AUTH_TOKEN"),
        twilio_api_base=reader.value("TWILIO_API_BASE", _base_url, None),
        twilio_primary_profile_sid=reader.value("TWILIO_PRIMARY_PROFILE_SID", _sid("BU"), None),
        compliance_email=reader.value("COMPLIANCE_EMAIL", _email, None),
        cookie_insecure=reader.value("COOKIE_INSECURE", _flag, False),
        trusted_proxies=reader.value("TRUSTED_PROXIES", _networks, ()),
        sandbox_address=reader.value("SANDBOX_ADDRESS", _address, Address("127.0.0.1", 9898)),
        sandbox_speed=reader.value("SANDBOX_SPEED", _positive_number, 60.0),
        max_workers=reader.value("MAX_WORKERS", _worker_count, 10),
        log_level=reader.value("LOG_LEVEL", _log_level, "INFO"),
    )


def _keys(reader: _Reader, env: str, home: Path) -> tuple[str, tuple[str, ...]]:
    secret_key = reader.text("SECRET_KEY")
    encryption_keys = reader.value("ENCRYPTION_KEY", _fernet_keys, ())
    if env != DEV or (secret_key and reader.text("ENCRYPTION_KEY")):
        return secret_key or "", encryption_keys
    try:
        dev_secret, dev_key = dev_secrets(home)
    except SettingsError as error:
        reader.problems.append(str(error))
        return "", ()
    except OSError as error:
        reader.problems.append(f"SERVICEPRO_HOME {home} cannot be written: {error.strerror}.")
        return "", ()
    return secret_key or dev_secret, encryption_keys or (dev_key,)


def _refuse_misspelt_names(reader: _Reader) -> None:
    for name in sorted(reader.environ):
        if name.startswith("SERVICEPRO_") and name not in KNOWN_SERVICEPRO_NAMES:
            known = " and ".join(KNOWN_SERVICEPRO_NAMES)
            reader.problems.append(f"{name} is not a setting; there are {known}.")


def _refuse_unfit_for_production(reader: _Reader, settings: Settings) -> None:
    for name in (
        "ENCRYPTION_KEY",
        "AMQP_URI",
        "DATABASE_URL",
        "PUBLIC_BASE_URL",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_PRIMARY_PROFILE_SID",
        "COMPLIANCE_EMAIL",
    ):
        if reader.text(name) is None:
            reader.problems.append(f"{name} must be set in production.")
    reader.problems.extend(_weaknesses(settings))
    if settings.twilio_api_base is not None:
        reader.problems.append("TWILIO_API_BASE must not be set in production: it is for tests.")
    if settings.cookie_insecure:
        reader.problems.append("COOKIE_INSECURE must not be set in production.")
    if reader.text("PUBLIC_BASE_URL") and not settings.public_base_url.startswith("https://"):
        reader.problems.append("PUBLIC_BASE_URL must start with https:// in production.")


def _weaknesses(settings: Settings) -> list[str]:
    key = settings.secret_key
    if not key:
        return ["SECRET_KEY must be set in production."]
    if len(key) < MINIMUM_SECRET_LENGTH:
        return [f"SECRET_KEY must be at least {MINIMUM_SECRET_LENGTH} characters in production."]
    if len(set(key)) < MINIMUM_DISTINCT_CHARACTERS or PLACEHOLDER.search(key):
        return ["SECRET_KEY looks like a placeholder: use a random one in production."]
    return []


def _refuse_half_a_twilio_account(reader: _Reader, settings: Settings) -> None:
    if settings.is_production:
        return
    sid, token = reader.text("TWILIO_ACCOUNT_SID"), reader.text("TWILIO_AUTH_TOKEN")
    if sid and not token:
        reader.problems.append("TWILIO_ACCOUNT_SID is set but TWILIO_AUTH_TOKEN is not.")
    if token and not sid:
        reader.problems.append("TWILIO_AUTH_TOKEN is set but TWILIO_ACCOUNT_SID is not.")


def _environment(raw: str) -> str:
    if raw not in (DEV, PRODUCTION):
        raise ValueError(f"must be {DEV} or {PRODUCTION}")
    return raw


def _address(raw: str) -> Address:
    host, _, port = raw.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("must be a host and a port, like 127.0.0.1:8000")
    return Address(host, int(port))


def _base_url(raw: str) -> str:
    parts = _split_url(raw, ("http", "https"), "a web address, like https://app.example.com")
    if parts[3] or parts[4]:
        raise ValueError("must have no query and no fragment")
    return raw.rstrip("/")


def _amqp_uri(raw: str) -> str:
    # A URI may hold a password, so the sentence never repeats it.
    _split_url(
        raw,
        ("amqp", "amqps", "pyamqp"),
        "an AMQP address, like amqp://user:password@host:5672/vhost",
    )
    return raw


def _database_url(raw: str) -> str:
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


def _prefix(raw: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,29}", raw):
        raise ValueError("must be 1 to 30 lower-case letters, digits and underscores")
    return raw


def _sid(kind: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if not re.fullmatch(rf"{kind}[0-9a-fA-F]{{32}}", raw):
            raise ValueError(f"must be {kind} followed by 32 hexadecimal digits")
        return raw

    return parse


def _email(raw: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", raw):
        raise ValueError("must be an e-mail address")
    return raw


def _fernet_keys(raw: str) -> tuple[str, ...]:
    return tuple(_fernet_key(key.strip()) for key in raw.split(",") if key.strip())


def _fernet_key(raw: str) -> str:
    try:
        Fernet(raw)
    except ValueError:
        raise ValueError(
            "must be one or more Fernet keys (32 bytes, URL-safe base64), separated by commas"
        ) from None
    return raw


def _flag(raw: str) -> bool:
    flags = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if raw.lower() not in flags:
        raise ValueError("must be 1 or 0")
    return flags[raw.lower()]


def _networks(raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in raw.split(",") if part.strip())
    except ValueError:
        shape = "must be addresses or networks, separated by commas, like 10.0.0.0/8"
        raise ValueError(shape) from None


def _positive_number(raw: str) -> float:
    try:
        number = float(raw)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ValueError("must be a number above 0")
    return number


def _worker_count(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 200:
        raise ValueError("must be a whole number from 1 to 200")
    return int(raw)


def _log_level(raw: str) -> str:
    if raw.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return raw.upper()
