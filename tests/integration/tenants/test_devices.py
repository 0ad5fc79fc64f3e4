"""A browser that signed in before is judged by itself, whatever strangers guess meanwhile."""

import pytest

from contracts.demo import PASSWORD
from contracts.errors import ServiceError
from services.tenants.models import staff_users
from services.tenants.use_cases import ATTEMPTS_PER_EMAIL, ATTEMPTS_PER_SOURCE

pytestmark = pytest.mark.usefixtures("people")
OWNER, STAFF = "owner@shine.test", "staff@shine.test"


@pytest.fixture
def sign_in(ask):
    def attempt(email=OWNER, password=PASSWORD, device=None, source="203.0.113.5"):
        told = {"email": email, "password": password, "source": source, "device": device}
        return ask("open_session", **told)["device"]

    return attempt


def code_of(sign_in, *args, **kwargs):
    with pytest.raises(ServiceError) as refused:
        sign_in(*args, **kwargs)
    return refused.value.code


def guess(sign_in, times, **attempt):
    return {code_of(sign_in, password="wrong", **attempt) for _ in range(times)}


def test_others_guesses_do_not_lock_the_owner_out(sign_in):
    device = sign_in()
    guess(sign_in, ATTEMPTS_PER_EMAIL, source="198.51.100.7")
    assert code_of(sign_in) == "TOO_MANY_ATTEMPTS"
    assert sign_in(device=device)
    # Nor does it help the others.
    assert code_of(sign_in, source="198.51.100.7") == "TOO_MANY_ATTEMPTS"


def test_failures_of_others_behind_one_source_do_not_matter_to_it(sign_in):
    device = sign_in()
    for number in range(ATTEMPTS_PER_SOURCE + 20):
        code_of(sign_in, f"guess{number}@shine.test")
    assert sign_in(device=device)


def test_a_browser_that_fails_too_often_is_a_stranger(sign_in):
    device = sign_in()
    codes = guess(sign_in, ATTEMPTS_PER_EMAIL, device=device)
    assert codes == {"INVALID_CREDENTIALS"}
    guess(sign_in, ATTEMPTS_PER_EMAIL, device=device)
    assert code_of(sign_in, device=device) == "TOO_MANY_ATTEMPTS"


def test_its_own_failures_do_not_lock_strangers_out(sign_in):
    device = sign_in()
    guess(sign_in, ATTEMPTS_PER_EMAIL, device=device)
    assert sign_in()


def test_a_browser_of_another_account_is_a_stranger(sign_in):
    others = sign_in(STAFF)
    guess(sign_in, ATTEMPTS_PER_EMAIL)
    assert code_of(sign_in, device=others) == "TOO_MANY_ATTEMPTS"


def test_a_browser_knows_several_accounts(sign_in):
    device = sign_in(STAFF, device=sign_in())
    guess(sign_in, ATTEMPTS_PER_EMAIL)
    guess(sign_in, ATTEMPTS_PER_EMAIL, email=STAFF)
    assert sign_in(device=device)
    assert sign_in(STAFF, device=device)


@pytest.mark.parametrize(
    "change", [lambda device: device[:-1], lambda device: f"x{device[1:]}", lambda device: "~.~"]
)
def test_a_forged_proof_is_none(sign_in, change):
    forged = change(sign_in())
    guess(sign_in, ATTEMPTS_PER_EMAIL)
    assert code_of(sign_in, device=forged) == "TOO_MANY_ATTEMPTS"


def test_another_password_makes_strangers_of_all_browsers(sign_in, store):
    device = sign_in()
    with store.owner.begin() as connection:
        connection.exec_driver_sql("alter table staff_users no force row level security")
        connection.execute(
            staff_users.update()
            .where(staff_users.c.email == OWNER)
            .values(password_hash="new:another password")
        )
        connection.exec_driver_sql("alter table staff_users force row level security")
    guess(sign_in, ATTEMPTS_PER_EMAIL)
    again = {"password": "another password", "device": device}
    assert code_of(sign_in, **again) == "TOO_MANY_ATTEMPTS"


def test_the_proof_names_nobody_and_is_no_password(sign_in):
    device = sign_in()
    assert "shine" not in device
    assert code_of(sign_in, password="wrong", device=device) == "INVALID_CREDENTIALS"
