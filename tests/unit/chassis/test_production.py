"""What a production installation refuses to start with, and what it must not refuse."""

import base64
import secrets
import string

import pytest
from cryptography.fernet import Fernet

from chassis.production import MIN_SECRET_BITS, REQUIRED
from chassis.secret_strength import estimated_bits
from chassis.settings import SettingsError, load
from contracts import catalogue
from tests.unit.chassis.test_settings import PRODUCTION, SECRET_KEY, problems_of

GUESSABLE = [
    "abcdefghijklmnopqrstuvwxyzabcdef",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456",
    "zyxwvutsrqponmlkjihgfedcbazyxwvu",
    "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQ",
    "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
    "0123456789abcdef" * 4,
    "12345678901234567890123456789012",
    "qwertyuiopasdfghjklzxcvbnm123456",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9",
    "!@#$%^&*()_+!@#$%^&*()_+!@#$%^&*()",
    "deadbeef" * 8,
    "x" * 64,
    "k7Jd92Lm" * 4,
    "00000000000000000000000000000001",
    "passwordpasswordpasswordpassword",
    "Password1Password2Password3Password4",
    "change-me-before-you-run-this-anywhere-1234",
    "V3rY-l0ng-and-r4ndom-en0ugh-for-anyone",
    "ServicePro-Production-Secret-Key-2026!!",
    "SECRET_KEY_FOR_SERVICEPRO_PRODUCTION_ENV",
    "insecure-development-key-do-not-use-in-prod",
    "correct-horse-battery-staple-correct-horse",
    "the-quick-brown-fox-jumps-over-the-lazy-dog",
    "this is a very long secret key that nobody would ever guess in production",
    "My dog's name is Rex and he was born in 2014!!",
    "31415926535897932384626433832795",
    base64.b64encode(b"change-me-change-me-change-me-xx").decode(),
    b"a secret key that was only encoded".hex(),
]
ALPHANUMERIC = string.ascii_letters + string.digits
RANDOM = {
    "urlsafe": lambda: secrets.token_urlsafe(32),
    "base64": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "base32": lambda: base64.b32encode(secrets.token_bytes(32)).decode(),
    "hex": lambda: secrets.token_hex(32),
    "HEX": lambda: secrets.token_hex(32).upper(),
    "hex of 16 bytes": lambda: secrets.token_hex(16),
    "letters and digits": lambda: "".join(secrets.choice(ALPHANUMERIC) for _ in range(32)),
    "small letters": lambda: "".join(secrets.choice(string.ascii_lowercase) for _ in range(48)),
}
PLAIN = "postgresql://app:hunter2@{}/servicepro_a2p?sslmode={}"


@pytest.mark.parametrize("key", GUESSABLE)
def test_a_secret_that_can_be_guessed_is_refused(key):
    assert problems_of({**PRODUCTION, "SECRET_KEY": key}) == [
        "SECRET_KEY is easy to guess: in production use 32 random bytes, as"
        " `openssl rand -base64 32` prints them."
    ]
    assert len(problems_of({**PRODUCTION, "SECRET_KEY_PREVIOUS": f"{SECRET_KEY},{key}"})) == 1


@pytest.mark.parametrize("make", RANDOM.values(), ids=RANDOM.keys())
def test_a_random_secret_is_never_refused(make):
    """Of 100,000 keys in each of the first forms the fewest bits found were 119."""
    assert min(estimated_bits(make()) for _ in range(500)) >= MIN_SECRET_BITS


@pytest.mark.parametrize("content", [bytes(32), bytes(range(32)), b"change-me-" * 3 + b"xx"])
def test_an_encryption_key_that_can_be_guessed_is_refused(content):
    weak = base64.urlsafe_b64encode(content).decode()
    [problem] = problems_of({**PRODUCTION, "ENCRYPTION_KEY": weak})
    assert problem.startswith("ENCRYPTION_KEY is easy to guess")


def test_random_encryption_keys_are_not_refused():
    for _ in range(200):
        load({**PRODUCTION, "ENCRYPTION_KEY": Fernet.generate_key().decode()})


@pytest.mark.parametrize("token", ["a-token", "your_auth_token", "0" * 32, "x"])
def test_a_token_that_is_not_twilios_is_refused(token):
    [problem] = problems_of({**PRODUCTION, "TWILIO_AUTH_TOKEN": token})
    assert problem.startswith("TWILIO_AUTH_TOKEN is not one of Twilio's")


@pytest.mark.parametrize(
    ("uri", "sentence"),
    [
        ("amqp://guest:guest@10.0.0.5", "AMQP_URI must name a user of its own"),
        ("amqps://guest:k7Jd92LmQx0P@rabbit/vhost", "AMQP_URI must name a user of its own"),
        ("amqp://%67uest:k7Jd92LmQx0P@rabbit", "AMQP_URI must name a user of its own"),
        ("amqp://Guest:k7Jd92LmQx0P@rabbit", "AMQP_URI must name a user of its own"),
        ("amqp://rabbit:5672//", "AMQP_URI must name a user of its own"),
        ("amqp://servicepro:servicepro@rabbit", "AMQP_URI has a default password"),
        ("amqp://app:change-me@rabbit", "AMQP_URI has a default password"),
        ("amqp://app:%63hangeme@rabbit", "AMQP_URI has a default password"),
        ("amqp://someone:Someone@rabbit", "AMQP_URI has a default password"),
        ("amqp://app@rabbit", "AMQP_URI has a default password"),
    ],
)
def test_a_broker_that_anybody_may_use_is_refused(uri, sentence):
    [problem] = problems_of({**PRODUCTION, "AMQP_URI": uri})
    assert problem.startswith(sentence)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://postgres:k7Jd92Lm@db/x", "DATABASE_URL must not name the superuser"),
        ("postgresql://db/x?user=postgres", "DATABASE_URL must not name the superuser"),
        ("postgresql://app:servicepro@db/x", "DATABASE_URL has a default password"),
        ("postgresql://app:postgres@db/x", "DATABASE_URL has a default password"),
        ("postgresql://app@db/x?password=change-me", "DATABASE_URL has a default password"),
        ("postgresql://app:%61pp@db/x", "DATABASE_URL has a default password"),
        (PLAIN.format("db", "disable"), "DATABASE_URL must not say sslmode=disable"),
        (PLAIN.format("db", "allow"), "DATABASE_URL must not say sslmode=allow"),
        (PLAIN.format("10.0.0.5:5432", "disable"), "DATABASE_URL must not say sslmode=disable"),
        (PLAIN.format("localhost,db", "disable"), "DATABASE_URL must not say sslmode=disable"),
        (
            PLAIN.format("localhost", "disable") + "&hostaddr=10.0.0.5",
            "DATABASE_URL must not say sslmode=disable",
        ),
    ],
)
def test_a_database_that_others_could_reach_or_read_is_refused(url, sentence):
    [problem] = problems_of({**PRODUCTION, "DATABASE_URL": url})
    assert problem.startswith(sentence)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:5433", "[::1]"])
def test_a_server_on_this_machine_needs_no_encryption(host):
    load({**PRODUCTION, "DATABASE_URL": PLAIN.format(host, "disable")})


def test_a_socket_needs_no_encryption_and_no_password():
    socket = "postgresql://app@/x?host=/run/postgresql&sslmode=disable"
    load({**PRODUCTION, "DATABASE_URL": socket})


def test_whoever_runs_no_service_may_be_the_superuser():
    load({**PRODUCTION, "DATABASE_URL": "postgresql://postgres:k7Jd92Lm@db/x"}, services=())


@pytest.mark.parametrize(
    "proxies",
    [
        "0.0.0.0/0",
        "::/0",
        "0.0.0.0/1,128.0.0.0/1",
        "10.0.0.0/8, 64.0.0.0/2",
        ",".join(f"{first}.0.0.0/8" for first in range(1, 6)),
        ",".join(f"{first}.0.0.0/4" for first in range(0, 256, 16)),
        "::/1,8000::/1",
        "2000::/3",
        "2000::/12",
        "::ffff:0:0/96",
        "::ffff:0:0/97",
        "::/64",
    ],
)
def test_proxies_in_a_large_part_of_the_internet_are_refused(proxies):
    [problem] = problems_of({**PRODUCTION, "TRUSTED_PROXIES": proxies})
    assert problem.startswith("TRUSTED_PROXIES names a large part of the internet")


@pytest.mark.parametrize(
    "proxies",
    [
        "none",
        "NONE",
        "203.0.113.7",
        "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8,fc00::/7",
        "104.16.0.0/13,172.64.0.0/13,162.158.0.0/15,2400:cb00::/32,2606:4700::/32",
        "::ffff:10.0.0.0/104",
    ],
)
def test_ones_own_proxies_are_not_refused(proxies):
    load({**PRODUCTION, "TRUSTED_PROXIES": proxies})


def test_what_must_be_set_is_said_for_each_service():
    assert set(REQUIRED) == set(catalogue.SERVICES)
    for service, needed in REQUIRED.items():
        own = {name: PRODUCTION[name] for name in {"SERVICEPRO_ENV", "SECRET_KEY", *needed}}
        load(own, services=(service,))
        for name in needed:
            with pytest.raises(SettingsError, match=f"{name} must be set in production"):
                load({key: own[key] for key in own if key != name}, services=(service,))


def test_every_refusal_is_told_at_once():
    unsafe = {
        "SECRET_KEY": "abcdefghijklmnopqrstuvwxyzabcdef",
        "AMQP_URI": "amqp://guest:guest@10.0.0.5",
        "DATABASE_URL": "postgresql://postgres:servicepro@10.0.0.5/postgres?sslmode=disable",
        "TRUSTED_PROXIES": "0.0.0.0/0",
    }
    problems = problems_of({**PRODUCTION, **unsafe})
    assert [problem.split()[0] for problem in problems] == [
        *("SECRET_KEY", "AMQP_URI", "DATABASE_URL", "DATABASE_URL", "DATABASE_URL"),
        "TRUSTED_PROXIES",
    ]
    for secret in ("servicepro", "guest:", "abcdefg"):
        assert secret not in " ".join(problems)
