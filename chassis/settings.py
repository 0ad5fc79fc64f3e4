"""Everything the environment decides, read once at start. Nothing else reads the environment."""

import json
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import TypeVar

from cryptography.fernet import Fernet

from chassis import setting_values
from chassis.keys import Keys
from chassis.production import production_problems
from chassis.setting_values import DEV, PRODUCTION, Address

T = TypeVar("T")
D = TypeVar("D")

KNOWN_SERVICEPRO_NAMES = ("SERVICEPRO_ENV", "SERVICEPRO_HOME")


class SettingsError(Exception):
    """Every problem found, one sentence per line; never the value of a secret."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Built by `load`; tests may build one directly."""

    env: str = DEV
    gateway_address: Address = Address("127.0.0.1", 8000)
    public_base_url: str = "http://127.0.0.1:8000"
    # A static document for callers while nothing of ours answers; phone has one of its own.
    voice_fallback_url: str | None = None
    home: Path = Path("var")
    # Like the home, from where the program is started.
    web_dist: Path = Path("web/dist")
    amqp_uri: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    database_prefix: str = "servicepro"
    secret_key: str = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    # Accepted beside SECRET_KEY while it is replaced; nothing new is made with them.
    previous_secret_keys: tuple[str, ...] = field(default=(), repr=False)
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

    @cached_property
    def keys(self) -> Keys:
        return Keys(self.secret_key, self.previous_secret_keys)

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


def load(environ: Mapping[str, str], *, services: Collection[str] | None = None) -> Settings:
    """Raises SettingsError with every problem at once. `services` are those that are to run, None
    for all; in production each needs settings of its own.

    The only effect: in dev, without keys of its own, the random ones of `dev_secrets` are used.
    """
    reader = _Reader(environ)
    _refuse_misspelt_names(reader)
    env = reader.value("SERVICEPRO_ENV", setting_values.environment, DEV)
    settings = _read(reader, env)
    if env == PRODUCTION:
        reader.problems.extend(
            production_problems(settings, is_set=reader.is_set, services=services)
        )
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
        return str(stored["secret_key"]), setting_values.fernet_key(str(stored["encryption_key"]))
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

    def is_set(self, name: str) -> bool:
        return self.text(name) is not None

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
    gateway = reader.value("GATEWAY_ADDRESS", setting_values.address, Address("127.0.0.1", 8000))
    secret_key, encryption_keys = _keys(reader, env, home)
    return Settings(
        env=env,
        gateway_address=gateway,
        public_base_url=reader.value(
            "PUBLIC_BASE_URL", setting_values.base_url, f"http://{gateway}"
        ),
        voice_fallback_url=reader.value("VOICE_FALLBACK_URL", setting_values.document_url, None),
        home=home,
        web_dist=Path(reader.text("WEB_DIST") or "web/dist"),
        amqp_uri=reader.value("AMQP_URI", setting_values.amqp_uri, None),
        database_url=reader.value("DATABASE_URL", setting_values.database_url, None),
        database_prefix=reader.value(
            "DATABASE_PREFIX", setting_values.database_prefix, "servicepro"
        ),
        secret_key=secret_key,
        encryption_keys=encryption_keys,
        previous_secret_keys=reader.value("SECRET_KEY_PREVIOUS", setting_values.secret_keys, ()),
        twilio_account_sid=reader.value(
            "TWILIO_ACCOUNT_SID", setting_values.twilio_sid("AC"), None
        ),
        twilio_auth_token=reader.text("TWILIO_AUTH_TOKEN"),
        twilio_api_base=reader.value("TWILIO_API_BASE", setting_values.base_url, None),
        twilio_primary_profile_sid=reader.value(
            "TWILIO_PRIMARY_PROFILE_SID", setting_values.twilio_sid("BU"), None
        ),
        compliance_email=reader.value("COMPLIANCE_EMAIL", setting_values.email, None),
        cookie_insecure=reader.value("COOKIE_INSECURE", setting_values.flag, False),
        trusted_proxies=reader.value("TRUSTED_PROXIES", setting_values.networks, ()),
        sandbox_address=reader.value(
            "SANDBOX_ADDRESS", setting_values.address, Address("127.0.0.1", 9898)
        ),
        sandbox_speed=reader.value("SANDBOX_SPEED", setting_values.positive_number, 60.0),
        max_workers=reader.value("MAX_WORKERS", setting_values.worker_count, 10),
        log_level=reader.value("LOG_LEVEL", setting_values.log_level, "INFO"),
    )


def _keys(reader: _Reader, env: str, home: Path) -> tuple[str, tuple[str, ...]]:
    secret_key = reader.text("SECRET_KEY")
    encryption_keys = reader.value("ENCRYPTION_KEY", setting_values.fernet_keys, ())
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


def _refuse_half_a_twilio_account(reader: _Reader, settings: Settings) -> None:
    if settings.is_production:
        return
    sid, token = reader.text("TWILIO_ACCOUNT_SID"), reader.text("TWILIO_AUTH_TOKEN")
    if sid and not token:
        reader.problems.append("TWILIO_ACCOUNT_SID is set but TWILIO_AUTH_TOKEN is not.")
    if token and not sid:
        reader.problems.append("TWILIO_AUTH_TOKEN is set but TWILIO_ACCOUNT_SID is not.")
