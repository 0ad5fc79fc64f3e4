"""Refuses settings that a production installation must not start with."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from chassis.secret_strength import estimated_bits, estimated_bits_of_bytes

if TYPE_CHECKING:
    from chassis.settings import Settings

Network = IPv4Network | IPv6Network

_TWILIO = {"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"}
# What each service cannot work without. A process gets no other service's secrets.
REQUIRED: dict[str, frozenset[str]] = {
    "gateway": frozenset({"AMQP_URI", "PUBLIC_BASE_URL", "TRUSTED_PROXIES", *_TWILIO}),
    "tenants": frozenset({"AMQP_URI", "DATABASE_URL"}),
    "a2p": frozenset(
        {
            *("AMQP_URI", "DATABASE_URL", "ENCRYPTION_KEY", "COMPLIANCE_EMAIL"),
            *(_TWILIO | {"TWILIO_PRIMARY_PROFILE_SID"}),
        }
    ),
    "phone": frozenset({"AMQP_URI", "DATABASE_URL", "PUBLIC_BASE_URL", *_TWILIO}),
    "loyalty": frozenset({"AMQP_URI", "DATABASE_URL"}),
    "booking": frozenset({"AMQP_URI", "DATABASE_URL"}),
}
MIN_SECRET_LENGTH = 32
# A random key of 32 bytes has 256, one of 16 bytes 128.
MIN_SECRET_BITS = 100
MIN_TWILIO_TOKEN_BITS = 64
# What the compose file, images and examples come with.
DEFAULT_PASSWORDS = frozenset(
    "admin change-me change_me changeme default example guest password placeholder postgres"
    " rabbitmq root secret servicepro test".split()
)
SUPERUSER = "postgres"
PLAIN_SSL_MODES = frozenset({"disable", "allow"})
# More than all proxies of a large content network and all private networks together.
MAX_TRUSTED_IPV4_ADDRESSES = 2**26
MAX_TRUSTED_IPV6_ADDRESSES = 2**112
IPV4_IN_IPV6 = IPv6Network("::ffff:0:0/96")


def production_problems(
    settings: Settings,
    *,
    is_set: Callable[[str], bool],
    services: Collection[str] | None = None,
) -> Iterator[str]:
    """Yields one sentence per problem; `is_set` tells whether a variable has a value.

    `services` are those that the process runs, None for all of them.
    """
    for name in _required(services):
        if not is_set(name):
            yield f"{name} must be set in production{HINTS.get(name, '')}."
    yield from _secret_problems(settings)
    yield from _broker_problems(settings.amqp_uri)
    yield from _database_problems(settings.database_url, runs_services=services != ())
    yield from _proxy_problems(settings.trusted_proxies)
    if settings.twilio_api_base is not None:
        yield "TWILIO_API_BASE must not be set in production: it is for tests."
    if settings.cookie_insecure:
        yield "COOKIE_INSECURE must not be set in production."
    if is_set("PUBLIC_BASE_URL") and not settings.public_base_url.startswith("https://"):
        yield "PUBLIC_BASE_URL must start with https:// in production."


HINTS = {
    "TRUSTED_PROXIES": ": the addresses of the proxies in front of the gateway, or none",
}


def _required(services: Collection[str] | None) -> list[str]:
    chosen = REQUIRED if services is None else services
    return sorted(frozenset[str]().union(*(REQUIRED.get(name, frozenset()) for name in chosen)))


def _secret_problems(settings: Settings) -> Iterator[str]:
    if not settings.secret_key:
        yield "SECRET_KEY must be set in production."
    elif len(settings.secret_key) < MIN_SECRET_LENGTH:
        yield f"SECRET_KEY must be at least {MIN_SECRET_LENGTH} characters in production."
    elif estimated_bits(settings.secret_key) < MIN_SECRET_BITS:
        yield _easy_to_guess("SECRET_KEY")
    weak = (estimated_bits(key) < MIN_SECRET_BITS for key in settings.previous_secret_keys)
    if any(weak):
        yield _easy_to_guess("SECRET_KEY_PREVIOUS")
    if any(_is_weak_fernet_key(key) for key in settings.encryption_keys):
        yield _easy_to_guess("ENCRYPTION_KEY")
    token = settings.twilio_auth_token
    if token is not None and estimated_bits(token) < MIN_TWILIO_TOKEN_BITS:
        yield (
            "TWILIO_AUTH_TOKEN is not one of Twilio's in production: whoever guesses it can forge"
            " Twilio's requests."
        )


def _easy_to_guess(name: str) -> str:
    return (
        f"{name} is easy to guess: in production use 32 random bytes, as"
        " `openssl rand -base64 32` prints them."
    )


def _is_weak_fernet_key(key: str) -> bool:
    content = base64.urlsafe_b64decode(key)
    return min(estimated_bits(key), estimated_bits_of_bytes(content)) < MIN_SECRET_BITS


def _broker_problems(amqp_uri: str | None) -> Iterator[str]:
    if amqp_uri is None:
        return
    parts = urlsplit(amqp_uri)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    # RabbitMQ's clients fill in `guest` where a URI names nobody.
    if user.lower() in ("", "guest"):
        yield "AMQP_URI must name a user of its own in production, not guest."
    elif _is_default_password(password, user):
        yield "AMQP_URI has a default password: choose a random one in production."


def _is_default_password(password: str, user: str) -> bool:
    return password.lower() in DEFAULT_PASSWORDS | {"", user.lower()}


def _database_problems(database_url: str | None, *, runs_services: bool) -> Iterator[str]:
    if database_url is None:
        return
    parameters = _parameters_of(database_url)
    user = parameters.get("user", "")
    if runs_services and user == SUPERUSER:
        yield (
            f"DATABASE_URL must not name the superuser {SUPERUSER} in production: a service needs"
            " a role with fewer rights."
        )
    password = parameters.get("password")
    if password is not None and _is_default_password(password, user):
        yield "DATABASE_URL has a default password: choose a random one in production."
    mode = parameters.get("sslmode", "prefer")
    hosts = f"{parameters.get('host', '')},{parameters.get('hostaddr', '')}".split(",")
    if mode in PLAIN_SSL_MODES and not all(_is_local(host) for host in hosts):
        yield (
            f"DATABASE_URL must not say sslmode={mode} in production unless the server is on this"
            " machine."
        )


def _parameters_of(database_url: str) -> dict[str, str]:
    """As libpq reads the URL: what stands in its query counts, too."""
    # The gateway, which has no database, does not pay for the driver.
    import psycopg2
    from psycopg2.extensions import parse_dsn

    try:
        return dict(parse_dsn(database_url))
    except psycopg2.ProgrammingError:
        return {}


def _is_local(host: str) -> bool:
    """Also a socket's directory, and what is not said: libpq then takes a socket."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _proxy_problems(trusted: Iterable[Network]) -> Iterator[str]:
    ipv4 = [each for each in trusted if isinstance(each, IPv4Network)]
    ipv6 = [each for each in trusted if isinstance(each, IPv6Network)]
    ipv4 += [_inner(each) for each in ipv6 if each.subnet_of(IPV4_IN_IPV6)]
    holds_all_ipv4 = any(each.supernet_of(IPV4_IN_IPV6) for each in ipv6)
    public = [each for each in ipv6 if not each.is_private]
    if (
        holds_all_ipv4
        or _count(collapse_addresses(ipv4)) > MAX_TRUSTED_IPV4_ADDRESSES
        or _count(collapse_addresses(public)) > MAX_TRUSTED_IPV6_ADDRESSES
    ):
        yield (
            "TRUSTED_PROXIES names a large part of the internet: whoever is in it could claim any"
            " address. Name your proxies only."
        )


def _inner(network: IPv6Network) -> IPv4Network:
    address = int(network.network_address) & (2**32 - 1)
    return IPv4Network((address, network.prefixlen - 96))


def _count(networks: Iterable[Network]) -> int:
    return sum(network.num_addresses for network in networks)
