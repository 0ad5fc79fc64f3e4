"""Whoever signs in: the answer, what it costs, and how often it may be tried."""

from dataclasses import replace

import eventlet
import pytest
import sqlalchemy as sa

from chassis.settings import Settings
from contracts import catalogue
from contracts.demo import CASEY, CLEAN_MACHINE, PASSWORD, SHINE_STUDIO
from contracts.errors import Kind, ServiceError, unavailable
from services.tenants import upkeep
from services.tenants.digests import KeyedDigests
from services.tenants.models import account_routes, customers, sign_in_attempts, staff_users
from services.tenants.use_cases import ATTEMPTS_PER_EMAIL, ATTEMPTS_PER_SOURCE
from services.tenants.use_cases import sign_in as sign_in_module

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def sign_in(ask):
    def attempt(email="owner@shine.test", password=PASSWORD, source="203.0.113.5"):
        return ask("authenticate", email=email, password=password, source=source)

    return attempt


def refusal_of(attempt, *args, **kwargs):
    with pytest.raises(ServiceError) as refused:
        attempt(*args, **kwargs)
    return refused.value


def fail(sign_in, *, times, **attempt):
    return [refusal_of(sign_in, password="wrong", **attempt).code for _ in range(times)]


def test_a_staff_user_signs_in_without_naming_the_tenant(sign_in):
    user = sign_in("staff@shine.test")
    assert user["role"] == "staff"
    assert user["email"] == "staff@shine.test"
    assert user["tenant_id"] == SHINE_STUDIO
    assert user["tenant_name"] == "Shine Studio"
    assert user["time_zone"] == "America/New_York"


def test_a_customer_signs_in_to_their_tenant(sign_in):
    user = sign_in("casey@clean-machine.test")
    assert (user["id"], user["role"], user["tenant_id"]) == (CASEY, "customer", CLEAN_MACHINE)


def test_an_operator_has_no_tenant(sign_in):
    user = sign_in("operator@servicepro.test")
    assert user["role"] == "operator"
    assert (user["tenant_id"], user["tenant_name"], user["time_zone"]) == (None, None, None)


def test_the_case_of_an_email_does_not_matter(sign_in):
    assert sign_in("Owner@Shine.TEST")["email"] == "owner@shine.test"


def test_an_unknown_email_and_a_wrong_password_get_one_answer(sign_in):
    unknown = refusal_of(sign_in, "nobody@shine.test")
    wrong = refusal_of(sign_in, password="wrong")
    assert unknown.args == wrong.args
    assert wrong.kind is Kind.FORBIDDEN
    assert wrong.code == "INVALID_CREDENTIALS"


def test_a_password_is_verified_for_an_unknown_email_too(sign_in, passwords):
    refusal_of(sign_in, "nobody@shine.test")
    assert passwords.verified == [None]


def test_an_unknown_email_asks_the_database_what_a_known_one_does(store, sign_in):
    asked = []
    listener = (store.database.engine, "after_cursor_execute", lambda *a: asked.append(a[2]))
    sa.event.listen(*listener)
    refusal_of(sign_in, password="wrong")
    for_known = list(asked)
    asked.clear()
    refusal_of(sign_in, "nobody@shine.test")
    sa.event.remove(*listener)
    assert asked == for_known


def test_a_customer_without_a_password_cannot_sign_in(ask, sign_in, passwords):
    ask("register_customer", tenant_id=SHINE_STUDIO, name="Kim", email="kim@shine.test")
    assert refusal_of(sign_in, "kim@shine.test").code == "INVALID_CREDENTIALS"
    assert passwords.verified == [None]


def test_a_customer_signs_in_with_the_password_they_registered_with(ask, sign_in):
    ask(
        "register_customer",
        tenant_id=SHINE_STUDIO,
        name="Kim",
        email="Kim@shine.test",
        password="correct horse battery",
    )
    assert sign_in("kim@shine.test", "correct horse battery")["name"] == "Kim"


def test_an_outdated_hash_is_renewed_at_sign_in(store, sign_in):
    def stored(set_to=None):
        with store.database.transaction(SHINE_STUDIO) as connection:
            if set_to:
                connection.execute(sa.update(staff_users).values(password_hash=set_to))
            return set(connection.execute(sa.select(staff_users.c.password_hash)).scalars())

    stored(set_to=f"old:{PASSWORD}")
    sign_in("staff@shine.test")
    assert stored() == {f"old:{PASSWORD}", f"new:{PASSWORD}"}


def test_the_eleventh_attempt_on_an_email_waits(sign_in, passwords):
    codes = fail(sign_in, times=ATTEMPTS_PER_EMAIL)
    assert set(codes) == {"INVALID_CREDENTIALS"}
    refused = refusal_of(sign_in)
    assert refused.kind is Kind.RATE_LIMITED
    assert refused.code == "TOO_MANY_ATTEMPTS"
    assert refused.details == {"retry_after_seconds": "900"}
    assert len(passwords.verified) == ATTEMPTS_PER_EMAIL


def test_other_emails_from_the_same_source_are_not_held_up(sign_in):
    fail(sign_in, times=ATTEMPTS_PER_EMAIL + 1)
    assert sign_in("staff@shine.test")["role"] == "staff"


def test_an_unknown_email_is_held_up_like_a_known_one(sign_in):
    fail(sign_in, email="nobody@shine.test", times=ATTEMPTS_PER_EMAIL)
    assert refusal_of(sign_in, "nobody@shine.test").code == "TOO_MANY_ATTEMPTS"


def test_the_right_password_works_again_when_the_window_ends(sign_in, clock):
    fail(sign_in, times=ATTEMPTS_PER_EMAIL)
    clock.advance(minutes=14)
    # Trying meanwhile does not make the wait longer.
    assert refusal_of(sign_in).details == {"retry_after_seconds": "60"}
    clock.advance(minutes=1)
    assert sign_in()["role"] == "owner"


def test_a_success_starts_the_count_of_its_email_afresh(sign_in):
    fail(sign_in, times=ATTEMPTS_PER_EMAIL - 1)
    sign_in()
    assert set(fail(sign_in, times=ATTEMPTS_PER_EMAIL)) == {"INVALID_CREDENTIALS"}


def guess(sign_in, *numbers):
    return [refusal_of(sign_in, f"guess{number}@shine.test").code for number in numbers]


def test_a_source_that_tries_many_emails_is_slowed_down(sign_in, clock):
    guess(sign_in, *range(ATTEMPTS_PER_SOURCE))
    assert guess(sign_in, "a", "b") == ["INVALID_CREDENTIALS", "TOO_MANY_ATTEMPTS"]
    assert refusal_of(sign_in).details == {"retry_after_seconds": "1"}
    clock.advance(seconds=1)
    assert guess(sign_in, "c", "d") == ["INVALID_CREDENTIALS", "TOO_MANY_ATTEMPTS"]
    assert sign_in(source="198.51.100.7")["role"] == "owner"


def test_a_source_is_slowed_down_more_the_longer_it_goes_on(sign_in, clock):
    guess(sign_in, *range(ATTEMPTS_PER_SOURCE))
    in_each_minute = []
    for minute in range(6):
        codes = []
        for second in range(60):
            clock.advance(seconds=1)
            codes += guess(sign_in, f"{minute}-{second}")
        in_each_minute.append(codes.count("INVALID_CREDENTIALS"))
    assert in_each_minute[0] > 45
    assert in_each_minute == sorted(in_each_minute, reverse=True)
    assert in_each_minute[-1] <= 60 / 4


def test_one_account_is_guessed_at_three_times_from_such_a_source(sign_in, clock):
    guess(sign_in, *range(ATTEMPTS_PER_SOURCE))
    codes = []
    for _ in range(5):
        clock.advance(seconds=10)
        codes += guess(sign_in, "again")
    assert codes == ["INVALID_CREDENTIALS"] * 3 + ["TOO_MANY_ATTEMPTS"] * 2


def test_others_behind_the_same_source_still_sign_in(sign_in, clock):
    guess(sign_in, *range(ATTEMPTS_PER_SOURCE + 1))
    for email in ("owner@shine.test", "staff@shine.test", "sam@shine.test"):
        clock.advance(seconds=1)
        assert sign_in(email)["email"] == email


def test_a_source_that_must_wait_uses_up_nobodys_attempts(sign_in):
    for number in range(ATTEMPTS_PER_SOURCE):
        refusal_of(sign_in, f"guess{number}@shine.test")
    fail(sign_in, times=ATTEMPTS_PER_EMAIL + 1)
    assert sign_in(source="198.51.100.7")["role"] == "owner"


def test_an_account_of_ones_own_does_not_reset_the_source(sign_in):
    for number in range(ATTEMPTS_PER_SOURCE - 1):
        refusal_of(sign_in, f"guess{number}@shine.test")
    sign_in("staff@shine.test")
    guesses = guess(sign_in, "x", "y", "z")
    assert guesses == ["INVALID_CREDENTIALS", "INVALID_CREDENTIALS", "TOO_MANY_ATTEMPTS"]


def test_successes_do_not_use_up_a_sources_attempts(sign_in):
    for _ in range(ATTEMPTS_PER_SOURCE + 5):
        sign_in()


def test_even_successes_are_slowed_down_for_one_source(sign_in, monkeypatch, passwords):
    monkeypatch.setattr(sign_in_module, "SIGN_INS_PER_SOURCE", 60)
    for _ in range(61):
        sign_in()
    refused = refusal_of(sign_in)
    assert (refused.code, refused.details) == ("TOO_MANY_ATTEMPTS", {"retry_after_seconds": "1"})
    assert len(passwords.verified) == 61
    assert sign_in(source="198.51.100.7")["role"] == "owner"


def test_an_attempt_that_nobody_could_look_at_is_none(sign_in, monkeypatch, passwords):
    def be_busy(password, stored):
        raise unavailable("tenants")

    with monkeypatch.context() as busy:
        busy.setattr(passwords, "verify", be_busy)
        for _ in range(ATTEMPTS_PER_SOURCE + 1):
            assert refusal_of(sign_in).kind is Kind.UNAVAILABLE
    assert set(fail(sign_in, times=ATTEMPTS_PER_EMAIL)) == {"INVALID_CREDENTIALS"}


def test_attempts_at_the_same_moment_are_all_counted(sign_in, passwords):
    burst = [
        eventlet.spawn(refusal_of, sign_in, password="wrong", source=f"198.51.100.{n}")
        for n in range(3 * ATTEMPTS_PER_EMAIL)
    ]
    codes = [attempt.wait().code for attempt in burst]
    assert codes.count("INVALID_CREDENTIALS") == ATTEMPTS_PER_EMAIL
    assert codes.count("TOO_MANY_ATTEMPTS") == 2 * ATTEMPTS_PER_EMAIL
    assert len(passwords.verified) == ATTEMPTS_PER_EMAIL


def test_counts_whose_window_is_over_are_pruned(ask, store, sign_in, clock):
    refusal_of(sign_in, "early@shine.test", source="early")
    clock.advance(minutes=10)
    refusal_of(sign_in, "late@shine.test", source="late")
    clock.advance(minutes=5)
    assert ask.use_cases.prune_sign_in_attempts() is False
    count = sa.select(sa.func.count()).select_from(sign_in_attempts)
    with store.database.transaction() as connection:
        # By e-mail, by source, and by source in all.
        assert connection.execute(count).scalar_one() == 3


def test_exempt_tables_name_nobody(store, sign_in):
    refusal_of(sign_in, "nobody@shine.test")
    with store.database.transaction() as connection:
        for table in (account_routes, sign_in_attempts):
            for row in connection.execute(sa.select(table)):
                assert "shine" not in str(row)
                assert "203.0.113.5" not in str(row)


def test_a_forgotten_filter_shows_nothing_without_a_tenant(store):
    with store.database.transaction() as connection:
        for table in (staff_users, customers):
            assert connection.execute(sa.select(table)).all() == []


def test_after_a_change_of_key_people_are_found_again_by_command(store, settings, sign_in, ask):
    new_key = replace(settings, secret_key="another key of these tests")
    moved = replace(ask.use_cases, digests=KeyedDigests(new_key.keys))
    attempt = {"email": "owner@shine.test", "password": PASSWORD, "source": "203.0.113.5"}
    assert refusal_of(moved.authenticate, **attempt).code == "INVALID_CREDENTIALS"
    for _ in range(2):
        assert upkeep.rebuild_digests(store.database, new_key).startswith("6 people can sign in")
    assert moved.authenticate(**attempt)["tenant_id"] == SHINE_STUDIO
    for email, role in [("sam@shine.test", "customer"), ("operator@servicepro.test", "operator")]:
        assert moved.authenticate(**{**attempt, "email": email})["role"] == role
    assert refusal_of(sign_in).code == "INVALID_CREDENTIALS"


def digests_of(store):
    with store.database.transaction() as connection:
        return list(connection.execute(sa.select(account_routes.c.email_digest)).scalars())


def rotated(ask, settings):
    """The same use cases after SECRET_KEY was replaced and the old one is still accepted."""
    newer = Settings(
        secret_key="the next key of these tests",
        encryption_keys=(),
        previous_secret_keys=(settings.secret_key,),
    )
    return replace(ask.use_cases, digests=KeyedDigests(newer.keys))


def test_a_rotation_of_the_key_locks_nobody_out(store, settings, ask):
    moved = rotated(ask, settings)
    attempt = {"email": "owner@shine.test", "password": PASSWORD, "source": "203.0.113.5"}
    assert moved.authenticate(**attempt)["tenant_id"] == SHINE_STUDIO
    assert not moved.renew_outdated_digests()
    assert all(digest.startswith(moved.digests.email_prefix) for digest in digests_of(store))
    assert moved.authenticate(**attempt)["tenant_id"] == SHINE_STUDIO


def test_an_email_stays_taken_while_the_key_is_rotated(store, settings, ask):
    moved = rotated(ask, settings)
    request = {"tenant_id": SHINE_STUDIO, "name": "Twin", "email": "owner@shine.test"}
    loaded = catalogue.RPCS["tenants", "register_customer"].request().load(request)
    assert refusal_of(moved.register_customer, loaded).code == "EMAIL_TAKEN"


def test_digests_without_a_key_id_stay_for_as_long_as_an_upgrade_rolls(store, settings, ask, clock):
    unnamed = ask.use_cases.digests.email_forms("owner@shine.test")[-1]
    with store.database.transaction() as connection:
        renamed = account_routes.c.email_digest.in_(
            ask.use_cases.digests.email_forms("owner@shine.test")
        )
        connection.execute(sa.update(account_routes).where(renamed).values(email_digest=unnamed))
    started = replace(ask.use_cases, started_at=clock.now())
    attempt = {"email": "owner@shine.test", "password": PASSWORD, "source": "203.0.113.5"}
    assert started.authenticate(**attempt)["tenant_id"] == SHINE_STUDIO
    started.renew_outdated_digests()
    assert unnamed in digests_of(store)
    clock.advance(minutes=11)
    started.renew_outdated_digests()
    assert unnamed not in digests_of(store)
    assert started.authenticate(**attempt)["tenant_id"] == SHINE_STUDIO
