import eventlet
import pytest
from argon2 import PasswordHasher

from contracts.errors import Kind, ServiceError
from services.tenants.passwords import (
    HASHES_AT_ONCE,
    MEMORY_KIB,
    MOST_WAITING,
    PASSES,
    Argon2Passwords,
)

AT_MOST = HASHES_AT_ONCE + MOST_WAITING


@pytest.fixture
def quick():
    """The real algorithm with the least memory that it allows."""
    return Argon2Passwords(memory_kib=8, passes=1)


def test_the_right_password_matches_its_hash(quick):
    stored = quick.hash("correct horse battery")
    assert quick.verify("correct horse battery", stored)
    assert not quick.verify("correct horse batterz", stored)


def test_equal_passwords_have_different_hashes(quick):
    assert quick.hash("correct horse battery") != quick.hash("correct horse battery")


def test_no_password_matches_an_absent_hash(quick):
    assert not quick.verify("", None)
    assert not quick.verify("correct horse battery", None)


def test_an_absent_hash_costs_what_a_stored_one_does():
    checked = []

    class Watched(Argon2Passwords):
        def _matches(self, password, stored):
            checked.append(stored.rsplit("$", 2)[0])
            return super()._matches(password, stored)

    passwords = Watched(memory_kib=8, passes=1)
    passwords.verify("anything at all", passwords.hash("something else"))
    passwords.verify("anything at all", None)
    assert checked[0] == checked[1] == "$argon2id$v=19$m=8,t=1,p=1"


def test_the_default_cost_is_what_owasp_asks_for_or_more():
    assert MEMORY_KIB >= 47_104
    assert PASSES >= 1


def test_a_hash_made_with_other_parameters_is_outdated(quick):
    weaker = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash("a password")
    assert quick.is_outdated(weaker)
    assert not quick.is_outdated(quick.hash("a password"))


def test_other_greenthreads_run_while_a_password_is_hashed():
    turns = 0

    def count():
        nonlocal turns
        while True:
            turns += 1
            eventlet.sleep(0)

    counting = eventlet.spawn(count)
    Argon2Passwords().hash("a password")
    counting.kill()
    assert turns > 10


def test_only_so_many_hashes_run_at_once(monkeypatch, quick):
    running, most = 0, 0

    def in_a_thread(work):
        nonlocal running, most
        running += 1
        most = max(most, running)
        eventlet.sleep(0)
        running -= 1
        return work()

    monkeypatch.setattr(eventlet.tpool, "execute", in_a_thread)
    pile = [eventlet.spawn(quick.hash, "a password") for _ in range(AT_MOST)]
    for each in pile:
        each.wait()
    assert most == HASHES_AT_ONCE


def test_whoever_comes_when_several_wait_already_is_told_to_come_again(monkeypatch, quick):
    """Those who wait are workers, and others need some, too."""
    go_on = eventlet.event.Event()
    monkeypatch.setattr(eventlet.tpool, "execute", lambda work: go_on.wait() or work())
    pile = [eventlet.spawn(quick.hash, "a password") for _ in range(AT_MOST)]
    eventlet.sleep(0)
    for ask in (quick.hash, lambda password: quick.verify(password, None)):
        with pytest.raises(ServiceError) as refused:
            ask("one more")
        assert refused.value.kind is Kind.RATE_LIMITED
        assert refused.value.details == {"retry_after_seconds": "1"}
    go_on.send()
    assert all(each.wait() for each in pile)
    assert quick.hash("a password")
