import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet

from chassis.setting_values import Address
from chassis.settings import SettingsError, dev_secrets, load

FERNET_KEY, OLD_FERNET_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET_KEY = "vyD-Ki31Bzkm2i5M5qMnS_8Lrv3lGwXSAzSOmQ3PA3w"
TOKEN = "5f8d3c0e9ab14d27b6c1f0e2a7d94b38"

PRODUCTION = {
    "SERVICEPRO_ENV": "production",
    "PUBLIC_BASE_URL": "https://app.shine.test/",
    "AMQP_URI": "amqp://user:hunter2@rabbit:5672/vhost",
    "DATABASE_URL": "postgresql+psycopg2://admin:hunter2@db:5432/postgres?sslmode=require",
    "SECRET_KEY": SECRET_KEY,
    "ENCRYPTION_KEY": FERNET_KEY,
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TRUSTED_PROXIES": "none",
    "TWILIO_PRIMARY_PROFILE_SID": "BU" + "0" * 32,
    "COMPLIANCE_EMAIL": "compliance@shine.test",
}


def problems_of(environ):
    with pytest.raises(SettingsError) as refusal:
        load(environ)
    return str(refusal.value).splitlines()


def load_dev(tmp_path, **environ):
    return load({"SERVICEPRO_HOME": str(tmp_path / "var"), **environ})


def test_nothing_set_is_a_working_development_setup(tmp_path):
    settings = load_dev(tmp_path)
    assert (settings.env, settings.log_level, settings.max_workers) == ("dev", "INFO", 10)
    assert settings.gateway_address == Address("127.0.0.1", 8000)
    assert settings.sandbox_address == Address("127.0.0.1", 9898)
    assert settings.public_base_url == "http://127.0.0.1:8000"
    assert settings.database_prefix == "servicepro"
    assert settings.uses_embedded_database
    assert settings.uses_embedded_broker
    assert settings.uses_sandbox
    assert settings.loads_demo_data
    assert not settings.cookie_insecure


def test_a_complete_production_setup_is_accepted():
    settings = load(PRODUCTION)
    assert settings.is_production
    assert settings.public_base_url == "https://app.shine.test"
    assert settings.database_url == "postgresql://admin:hunter2@db:5432/postgres?sslmode=require"
    assert not settings.uses_sandbox
    assert not settings.loads_demo_data
    assert not settings.uses_embedded_database
    assert not settings.uses_embedded_broker


def test_loading_production_touches_no_file(tmp_path):
    load({**PRODUCTION, "SERVICEPRO_HOME": str(tmp_path / "var")})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", sorted(PRODUCTION.keys() - {"SERVICEPRO_ENV"}), ids=lambda name: name
)
def test_production_refuses_to_start_without(name):
    missing = {key: value for key, value in PRODUCTION.items() if key != name}
    for environ in (missing, {**missing, name: " "}):
        [problem] = problems_of(environ)
        assert problem.startswith(f"{name} must be set in production")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be at least 32 characters in production."),
        (
            "TWILIO_API_BASE",
            "https://mock.test",
            "TWILIO_API_BASE must not be set in production: it is for tests.",
        ),
        ("COOKIE_INSECURE", "1", "COOKIE_INSECURE must not be set in production."),
        (
            "PUBLIC_BASE_URL",
            "http://app.shine.test",
            "PUBLIC_BASE_URL must start with https:// in production.",
        ),
    ],
)
def test_production_refuses(name, value, sentence):
    assert problems_of({**PRODUCTION, name: value}) == [sentence]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SERVICEPRO_ENV", "prod", "must be dev or production."),
        ("GATEWAY_ADDRESS", "8000", "must be a host and a port, like 127.0.0.1:8000."),
        ("GATEWAY_ADDRESS", "localhost:70000", "must be a host and a port, like 127.0.0.1:8000."),
        ("SANDBOX_ADDRESS", "localhost:x", "must be a host and a port, like 127.0.0.1:8000."),
        ("PUBLIC_BASE_URL", "shine.test", "must be a web address, like https://app.example.com."),
        ("PUBLIC_BASE_URL", "http://a.test/?b", "must have no query and no fragment."),
        (
            "AMQP_URI",
            "redis://user:hunter2@host",
            "must be an AMQP address, like amqp://user:password@host:5672/vhost.",
        ),
        (
            "DATABASE_URL",
            "mysql://user:hunter2@host/x",
            "must be a PostgreSQL address, like postgresql://user:password@host:5432/postgres.",
        ),
        (
            "DATABASE_URL",
            "postgresql://user:hunter2@host:port/x",
            "must be a PostgreSQL address, like postgresql://user:password@host:5432/postgres.",
        ),
        (
            "DATABASE_PREFIX",
            "Shine-1",
            "must be 1 to 30 lower-case letters, digits and underscores.",
        ),
        (
            "ENCRYPTION_KEY",
            f"{FERNET_KEY},hunter2",
            "must be one or more Fernet keys (32 bytes, URL-safe base64), separated by commas.",
        ),
        ("TWILIO_ACCOUNT_SID", "SK123", "must be AC followed by 32 hexadecimal digits."),
        ("TWILIO_PRIMARY_PROFILE_SID", "x", "must be BU followed by 32 hexadecimal digits."),
        ("COMPLIANCE_EMAIL", "nobody", "must be an e-mail address."),
        ("COOKIE_INSECURE", "maybe", "must be 1 or 0."),
        (
            "TRUSTED_PROXIES",
            "10.0.0.0/8, proxy",
            "must be addresses or networks, separated by commas, like 10.0.0.0/8.",
        ),
        ("SANDBOX_SPEED", "0", "must be a number above 0."),
        ("SANDBOX_SPEED", "nan", "must be a number above 0."),
        ("SANDBOX_SPEED", "fast", "must be a number above 0."),
        ("MAX_WORKERS", "0", "must be a whole number from 1 to 200."),
        ("MAX_WORKERS", "1.5", "must be a whole number from 1 to 200."),
        ("LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
    ],
)
def test_a_malformed_value_is_a_sentence_without_the_value(tmp_path, name, value, expected):
    environ = {"SERVICEPRO_HOME": str(tmp_path), "TWILIO_AUTH_TOKEN": "", name: value}
    if name == "TWILIO_ACCOUNT_SID":
        environ["TWILIO_AUTH_TOKEN"] = "a-token"
    problems = problems_of(environ)
    assert problems == [f"{name} {expected}"]
    assert "hunter2" not in problems[0]


def test_every_problem_is_told_at_once(tmp_path):
    environ = {"SERVICEPRO_HOME": str(tmp_path), "MAX_WORKERS": "many", "SANDBOX_SPEED": "-1"}
    assert len(problems_of(environ)) == 2
    assert len(problems_of({"SERVICEPRO_ENV": "production"})) == 10


def test_a_misspelt_name_is_refused(tmp_path):
    environ = {"SERVICEPRO_HOME": str(tmp_path), "SERVICEPRO_ENVIRONMENT": "production"}
    assert problems_of(environ) == [
        "SERVICEPRO_ENVIRONMENT is not a setting; there are SERVICEPRO_ENV and SERVICEPRO_HOME."
    ]


def test_half_a_twilio_account_is_refused(tmp_path):
    assert problems_of({"SERVICEPRO_HOME": str(tmp_path), "TWILIO_AUTH_TOKEN": "x"}) == [
        "TWILIO_AUTH_TOKEN is set but TWILIO_ACCOUNT_SID is not."
    ]
    sid = {"TWILIO_ACCOUNT_SID": PRODUCTION["TWILIO_ACCOUNT_SID"]}
    assert problems_of({"SERVICEPRO_HOME": str(tmp_path), **sid}) == [
        "TWILIO_ACCOUNT_SID is set but TWILIO_AUTH_TOKEN is not."
    ]


def test_real_credentials_never_meet_demo_data(tmp_path):
    account = {key: PRODUCTION[key] for key in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")}
    settings = load_dev(tmp_path, **account)
    assert not settings.uses_sandbox
    assert not settings.loads_demo_data


def test_the_public_address_follows_the_gateway_unless_set(tmp_path):
    assert load_dev(tmp_path, GATEWAY_ADDRESS="[::1]:81").public_base_url == "http://[::1]:81"


def test_an_embedded_server_is_addressed_by_its_socket(tmp_path):
    url = "postgresql://postgres@/postgres?host=/run/pg&port=5432"
    assert load_dev(tmp_path, DATABASE_URL=url).database_url == url


def test_the_first_encryption_key_comes_first(tmp_path):
    settings = load_dev(tmp_path, ENCRYPTION_KEY=f"{FERNET_KEY}, {OLD_FERNET_KEY}")
    assert settings.encryption_keys == (FERNET_KEY, OLD_FERNET_KEY)


def test_secrets_are_not_printed():
    printed = repr(load(PRODUCTION))
    for secret in (SECRET_KEY, FERNET_KEY, "hunter2", TOKEN):
        assert secret not in printed


def test_development_secrets_stay_the_same_and_private(tmp_path):
    home = tmp_path / "var"
    assert dev_secrets(home) == dev_secrets(home)
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secrets.json"]
    settings = load({"SERVICEPRO_HOME": str(home)})
    assert (settings.secret_key, settings.encryption_keys[0]) == dev_secrets(home)


def test_own_keys_leave_no_secrets_behind(tmp_path):
    load_dev(tmp_path, SECRET_KEY=SECRET_KEY, ENCRYPTION_KEY=FERNET_KEY)
    assert not (tmp_path / "var").exists()


def test_first_starts_at_once_end_with_the_same_secrets(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(dev_secrets, [tmp_path / "var"] * 8))) == 1


@pytest.mark.parametrize(
    "content", ["", "{}", json.dumps({"secret_key": "x", "encryption_key": "y"})]
)
def test_damaged_secrets_are_never_replaced(tmp_path, content):
    (tmp_path / "secrets.json").write_text(content)
    [problem] = problems_of({"SERVICEPRO_HOME": str(tmp_path)})
    assert "cannot be read. Restore it" in problem
    assert (tmp_path / "secrets.json").read_text() == content


def test_a_home_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "var"
    assert problems_of({"SERVICEPRO_HOME": str(home)}) == [
        f"SERVICEPRO_HOME {home} cannot be written: Not a directory."
    ]


def test_proxies_are_trusted_when_named(tmp_path):
    home = {"SERVICEPRO_HOME": str(tmp_path)}
    assert load(home).trusted_proxies == ()
    named = load({**home, "TRUSTED_PROXIES": "10.0.0.0/8, 203.0.113.7,::1"}).trusted_proxies
    assert [str(network) for network in named] == ["10.0.0.0/8", "203.0.113.7/32", "::1/128"]
