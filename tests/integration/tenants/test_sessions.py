"""Staying signed in: how a session begins, is renewed and ends, and who learns of it."""

from datetime import timedelta

import eventlet
import pytest
import sqlalchemy as sa

from contracts.demo import PASSWORD, SHINE_STUDIO
from contracts.errors import ServiceError
from services.tenants.models import sessions, staff_users
from services.tenants.ports import PLATFORM
from services.tenants.use_cases import ATTEMPTS_PER_EMAIL
from services.tenants.use_cases import sessions as sessions_module

pytestmark = pytest.mark.usefixtures("people")

OWNER, STAFF, CUSTOMER = "owner@shine.test", "staff@shine.test", "casey@clean-machine.test"
NOBODYS = "5e55104e-0000-4000-8000-00000000dead"


@pytest.fixture
def open_(ask):
    def attempt(email=OWNER, password=PASSWORD, **more):
        return ask("open_session", email=email, password=password, source="203.0.113.5", **more)

    return attempt


@pytest.fixture
def renew(ask):
    def attempt(opened, **changed):
        told = {"session_id": opened["session_id"], "secret": opened["secret"]} | changed
        return ask("renew_session", **told)

    return attempt


@pytest.fixture
def rows(store):
    def read():
        with store.database.transaction() as connection:
            query = sa.select(sessions).order_by(sessions.c.created_at)
            return connection.execute(query).all()

    return read


@pytest.fixture
def ended(told):
    return lambda: [
        (tenant, data["session_id"])
        for type_, tenant, data in told()
        if type_ == "session_ended_v1"
    ]


def refusal_of(attempt, *args, **kwargs):
    with pytest.raises(ServiceError) as refused:
        attempt(*args, **kwargs)
    return refused.value


def is_over(renew, opened):
    return refusal_of(renew, opened).code == "UNAUTHENTICATED"


def test_opening_tells_who_signed_in_and_keeps_no_secret(open_, rows, clock):
    opened = open_()
    assert (opened["user"]["email"], opened["user"]["tenant_id"]) == (OWNER, SHINE_STUDIO)
    assert len(opened["secret"]) == 43  # 256 bits in base64
    [row] = rows()
    assert (row.id, row.tenant_id, row.role) == (opened["session_id"], SHINE_STUDIO, "owner")
    assert (row.created_at, row.last_seen_at, row.ended_at) == (clock.now(), clock.now(), None)
    assert opened["secret"] not in str(row)
    assert "shine" not in str(row)


def test_every_session_has_an_id_and_a_secret_of_its_own(open_):
    one, other = open_(), open_()
    assert one["session_id"] != other["session_id"]
    assert one["secret"] != other["secret"]


def test_a_wrong_password_and_an_unknown_email_open_nothing_and_get_one_answer(
    open_, rows, passwords
):
    wrong = refusal_of(open_, password="wrong")
    unknown = refusal_of(open_, "nobody@shine.test")
    assert wrong.args == unknown.args
    assert wrong.code == "INVALID_CREDENTIALS"
    assert len(passwords.verified) == 2
    assert rows() == []


def test_opening_and_authenticating_share_one_count(ask, open_):
    for _ in range(ATTEMPTS_PER_EMAIL):
        refusal_of(ask, "authenticate", email=OWNER, password="wrong", source="203.0.113.5")
    assert refusal_of(open_).code == "TOO_MANY_ATTEMPTS"


def test_a_renewal_tells_the_user_afresh(store, open_, renew):
    opened = open_()
    with store.database.transaction(SHINE_STUDIO) as connection:
        renamed = sa.update(staff_users).where(staff_users.c.email == OWNER)
        connection.execute(renamed.values(name="Olga"))
    renewed = renew(opened)
    assert renewed["user"]["name"] == "Olga"
    assert renewed["session_id"] == opened["session_id"]
    assert "secret" not in renewed


def test_renewals_at_the_same_moment_all_succeed(open_, renew):
    opened = open_()
    answers = [eventlet.spawn(renew, opened) for _ in range(8)]
    assert {answer.wait()["session_id"] for answer in answers} == {opened["session_id"]}


def test_the_secret_and_the_session_belong_together(open_, renew, rows, clock):
    one, other = open_(), open_(STAFF)
    began = clock.now()
    clock.advance(minutes=1)
    wrong = [
        refusal_of(renew, one, secret=other["secret"]),
        refusal_of(renew, one, secret="x"),
        refusal_of(renew, one, session_id=NOBODYS),
    ]
    assert {str(error) for error in wrong} == {"UNAUTHENTICATED: Please sign in first."}
    assert {row.last_seen_at for row in rows()} == {began}


LIMITS = [
    (OWNER, timedelta(minutes=30), timedelta(hours=12)),
    (STAFF, timedelta(minutes=30), timedelta(hours=12)),
    ("operator@servicepro.test", timedelta(minutes=30), timedelta(hours=12)),
    (CUSTOMER, timedelta(days=30), timedelta(days=90)),
]
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(("email", "unused", "_in_all"), LIMITS)
def test_a_session_that_nobody_uses_ends(open_, renew, clock, email, unused, _in_all):
    opened = open_(email)
    assert opened["ends_at"] == clock.now() + unused
    clock.advance(seconds=(unused - MOMENT).total_seconds())
    assert renew(opened)["ends_at"] == clock.now() + unused
    clock.advance(seconds=unused.total_seconds())
    assert is_over(renew, opened)


@pytest.mark.parametrize(("email", "unused", "in_all"), LIMITS)
def test_a_session_ends_however_much_it_is_used(open_, renew, clock, email, unused, in_all):
    opened, until = open_(email), clock.now() + in_all
    while clock.now() + unused / 2 < until:
        clock.advance(seconds=(unused / 2).total_seconds())
        assert renew(opened)["ends_at"] <= until
    clock.advance(seconds=(unused / 2).total_seconds())
    assert is_over(renew, opened)


def test_an_ended_session_is_over_at_once_and_told_of_once(ask, open_, renew, ended):
    opened, other = open_(), open_(STAFF)
    for _ in range(2):
        assert ask("end_session", session_id=opened["session_id"]) == {}
    assert is_over(renew, opened)
    assert ended() == [(SHINE_STUDIO, opened["session_id"])]
    assert renew(other)


def test_ending_what_never_was_tells_nobody(ask, ended):
    assert ask("end_session", session_id=NOBODYS) == {}
    assert ended() == []


def test_an_operators_session_belongs_to_the_platform(ask, open_, ended):
    opened = open_("operator@servicepro.test")
    ask("end_session", session_id=opened["session_id"])
    assert ended() == [(PLATFORM, opened["session_id"])]


def test_signing_out_everywhere_ends_all_of_ones_own(ask, open_, renew, ended):
    mine, others = [open_(), open_(), open_()], open_(STAFF)
    ask("end_session", session_id=mine[0]["session_id"])
    told = ask("end_all_sessions", user_id=mine[0]["user"]["id"])
    left = {opened["session_id"] for opened in mine[1:]}
    assert set(told["session_ids"]) == left
    assert all(is_over(renew, opened) for opened in mine)
    assert sorted(ended()[1:]) == sorted((SHINE_STUDIO, session) for session in left)
    assert renew(others)


def test_signing_in_again_replaces_the_session_of_the_browser(open_, renew, ended):
    before = open_(CUSTOMER)
    after = open_(STAFF, replaces=before["session_id"])
    assert after["session_id"] != before["session_id"]
    assert is_over(renew, before)
    assert renew(after)
    assert [session for _, session in ended()] == [before["session_id"]]


def test_a_sign_in_that_fails_replaces_nothing(open_, renew):
    before = open_()
    refusal_of(open_, password="wrong", replaces=before["session_id"])
    assert renew(before)


def test_whoever_gets_another_role_signs_in_anew(store, open_, renew, ended):
    opened = open_(STAFF)
    with store.database.transaction(SHINE_STUDIO) as connection:
        promoted = sa.update(staff_users).where(staff_users.c.email == STAFF)
        connection.execute(promoted.values(role="admin"))
    assert is_over(renew, opened)
    assert ended() == [(SHINE_STUDIO, opened["session_id"])]
    assert open_(STAFF)["user"]["role"] == "admin"


def test_what_is_long_over_is_pruned_and_nothing_else(ask, open_, renew, rows, clock):
    signed_out, run_out, kept = open_(CUSTOMER), open_(), open_(CUSTOMER)
    ask("end_session", session_id=signed_out["session_id"])
    clock.advance(days=7)
    assert ask.use_cases.prune_sessions() is False
    assert {row.id for row in rows()} == {run_out["session_id"], kept["session_id"]}
    clock.advance(hours=12)
    ask.use_cases.prune_sessions()
    assert [row.id for row in rows()] == [kept["session_id"]]
    assert renew(kept)


def test_a_users_oldest_sessions_end_beyond_a_number(open_, renew, clock, monkeypatch, ended):
    monkeypatch.setattr(sessions_module, "MOST_PER_USER", 3)
    others = open_(CUSTOMER)
    mine = []
    for _ in range(5):
        clock.advance(seconds=1)
        mine.append(open_())
    assert ended() == [(SHINE_STUDIO, opened["session_id"]) for opened in mine[:2]]
    assert all(is_over(renew, opened) for opened in mine[:2])
    assert all(renew(opened) for opened in [*mine[2:], others])


def test_sign_ins_at_the_same_moment_end_old_sessions_without_waiting(open_, rows, monkeypatch):
    monkeypatch.setattr(sessions_module, "MOST_PER_USER", 2)
    before = [open_()["session_id"] for _ in range(4)]
    burst = [eventlet.spawn(open_, replaces=each) for each in before[2:] * 3]
    for each in burst:
        each.wait()
    open_()
    assert sum(row.ended_at is None for row in rows()) == 2
