import hashlib
import hmac
import json
import types
import uuid
from datetime import timedelta

import eventlet
import pytest
import sqlalchemy as sa
from eventlet import event

from chassis import idempotency
from chassis.database import Database
from chassis.idempotency import BodyHashes, prune, run_once
from chassis.keys import Key, Keys
from chassis.tables import idempotency as replies
from chassis.tables import idempotency_tenants
from contracts.errors import Code, Kind, ServiceError
from tests.integration.conftest import SECRET_KEY

TENANT = uuid.uuid4()
BODY = {"name": "Shine", "count": 2}


class Counter:
    """An action that tells how often it ran."""

    def __init__(self):
        self.runs = 0

    def __call__(self):
        self.runs += 1
        return {"id": uuid.UUID(int=self.runs), "run": self.runs}


def ask(notes, action, *, key="k1", body=BODY, operation="add_note", tenant=TENANT):
    with notes.database.transaction(tenant) as connection:
        return run_once(
            connection, tenant_id=tenant, operation=operation, key=key, body=body, action=action
        )


def stored(notes, tenant=TENANT):
    with notes.database.transaction(tenant) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(replies)).scalar_one()


def test_the_second_time_gets_the_first_reply(notes):
    action = Counter()
    first, second = ask(notes, action), ask(notes, action)
    assert first == second == {"id": str(uuid.UUID(int=1)), "run": 1}
    assert action.runs == 1


def test_the_order_of_fields_does_not_matter(notes):
    action = Counter()
    ask(notes, action)
    ask(notes, action, body=dict(reversed(BODY.items())))
    assert action.runs == 1


def test_a_row_whose_hash_was_cleared_has_its_key_and_reply(notes):
    action = Counter()
    first = ask(notes, action)
    with notes.database.transaction(TENANT) as connection:
        connection.execute(sa.update(replies).values(body_hash=None))
    assert ask(notes, action) == first
    assert action.runs == 1


def test_a_tenant_with_replies_is_found_without_row_level_security(notes):
    ask(notes, Counter())
    ask(notes, Counter(), key="k2")
    with notes.database.transaction() as connection:
        assert list(connection.execute(sa.select(idempotency_tenants)).scalars()) == [TENANT]


@pytest.mark.parametrize("other", [{"key": "k2"}, {"operation": "else"}, {"tenant": uuid.uuid4()}])
def test_another_key_operation_or_tenant_runs_again(notes, other):
    action = Counter()
    ask(notes, action)
    ask(notes, action, **other)
    assert action.runs == 2


def test_without_a_key_every_time_runs_and_nothing_is_stored(notes):
    action = Counter()
    ask(notes, action, key=None)
    ask(notes, action, key=None)
    assert (action.runs, stored(notes)) == (2, 0)


def test_the_same_key_with_another_body_is_refused(notes):
    action = Counter()
    ask(notes, action)
    with pytest.raises(ServiceError) as refusal:
        ask(notes, action, body={"name": "other"})
    assert (refusal.value.kind, refusal.value.code) == (Kind.CONFLICT, Code.IDEMPOTENCY_KEY_REUSED)
    assert action.runs == 1


def test_a_refusal_is_not_stored_and_may_be_retried(notes):
    def refuse():
        raise ServiceError(Kind.CONFLICT, Code.CAMPAIGN_BUSY, "Later.")

    with pytest.raises(ServiceError):
        ask(notes, refuse)
    assert stored(notes) == 0
    assert ask(notes, Counter())["run"] == 1


def twins(notes, first_action):
    """A twin asks while the first one is inside its action; gives both greenthreads."""
    entered, release, second = event.Event(), event.Event(), Counter()

    def slow():
        entered.send()
        release.wait()
        return first_action()

    first_thread = eventlet.spawn(ask, notes, slow)
    entered.wait()
    second_thread = eventlet.spawn(ask, notes, second)
    wait_until_one_is_blocked(notes)
    release.send()
    return first_thread, second_thread, second


def wait_until_one_is_blocked(notes):
    waiting = "select count(*) from pg_locks where not granted"
    with eventlet.Timeout(3):
        while True:
            with notes.database.transaction() as connection:
                if connection.exec_driver_sql(waiting).scalar_one():
                    return


def test_a_concurrent_twin_waits_and_gets_the_same_reply(notes):
    first_thread, second_thread, second = twins(notes, Counter())
    assert first_thread.wait() == second_thread.wait()
    assert second.runs == 0


def test_a_concurrent_twin_runs_when_the_first_is_refused(notes):
    def refuse():
        raise ServiceError(Kind.CONFLICT, Code.CAMPAIGN_BUSY, "Later.")

    first_thread, second_thread, second = twins(notes, refuse)
    assert second_thread.wait()["run"] == 1
    with pytest.raises(ServiceError):
        first_thread.wait()
    assert second.runs == 1


def age(notes, days):
    with notes.database.transaction(TENANT) as connection:
        older = sa.func.now() - timedelta(days=days)
        connection.execute(sa.update(replies).values(created_at=older))


def test_pruning_forgets_only_the_tenants_old_replies(notes):
    neighbour = uuid.uuid4()
    ask(notes, Counter(), tenant=neighbour)
    ask(notes, Counter())
    age(notes, days=31)
    ask(notes, Counter(), key="fresh")
    with notes.database.transaction(TENANT) as connection:
        assert prune(connection, older_than=timedelta(days=30)) == 1
    assert (stored(notes), stored(notes, neighbour)) == (1, 1)


def test_writes_prune_now_and_then_by_themselves(notes):
    pruning_key = next(k for k in map(str, range(10_000)) if idempotency._is_one_in_256(k))
    ask(notes, Counter(), key="old")
    age(notes, days=31)
    ask(notes, Counter(), key=pruning_key)
    assert stored(notes) == 1


def body_hash_of(notes, tenant=TENANT):
    with notes.database.transaction(tenant) as connection:
        return connection.execute(sa.select(replies.c.body_hash)).scalar_one()


PROFILE = {"legal_name": "Shine LLC", "registration_number": "12-3456789"}


def test_a_copy_of_the_database_gives_no_ein_away(notes):
    """Everything is known but the number's last digits and the key."""
    ask(notes, Counter(), body=PROFILE)
    key_id, _, stored = body_hash_of(notes).partition(".")
    guesses = [{**PROFILE, "registration_number": f"12-345{n:04}"} for n in range(10_000)]
    written = [json.dumps(guess, separators=(",", ":"), sort_keys=True) for guess in guesses]
    for name in ("sha1", "sha256", "sha512", "md5", "blake2b"):
        assert stored not in {hashlib.new(name, text.encode()).hexdigest() for text in written}
    known = key_id.encode()
    assert stored not in {hmac.new(known, text.encode(), "sha256").hexdigest() for text in written}


def test_what_is_hashed_holds_no_secret(notes, monkeypatch):
    hashed = []
    monkeypatch.setattr(Key, "tag", lambda key, message: hashed.append(message) or "of.it")
    BodyHashes(Keys(SECRET_KEY)).of({"outer": [PROFILE], "password": "hunter2", "count": 1})
    assert b"Shine LLC" in hashed[-1]
    assert b"3456789" not in hashed[-1]
    assert b"hunter2" not in hashed[-1]


@pytest.mark.parametrize("other", [{"registration_number": "98-7654321"}, {"legal_name": "Else"}])
def test_another_secret_is_another_request(notes, other):
    ask(notes, Counter(), body=PROFILE)
    with pytest.raises(ServiceError, match=Code.IDEMPOTENCY_KEY_REUSED):
        ask(notes, Counter(), body=PROFILE | other)


def with_key(notes, *secrets):
    secret_key, *previous = secrets
    database = Database(notes.app_url, pool_size=1, keys=Keys(secret_key, previous))
    return types.SimpleNamespace(database=database)


def test_a_repeat_under_the_next_key_gets_the_first_reply(notes):
    first = ask(notes, Counter(), body=PROFILE)
    assert ask(with_key(notes, "the next key", SECRET_KEY), Counter(), body=PROFILE) == first
    with pytest.raises(ServiceError, match=Code.IDEMPOTENCY_KEY_REUSED):
        ask(with_key(notes, "the next key"), Counter(), body=PROFILE)


def test_a_repeat_of_what_the_release_before_has_stored_gets_its_reply(notes):
    first = ask(notes, Counter())
    plain = json.dumps(BODY, separators=(",", ":"), sort_keys=True).encode()
    with notes.database.transaction(TENANT) as connection:
        earlier = {"body_hash": hashlib.sha256(plain).hexdigest()}
        connection.execute(sa.update(replies).values(**earlier))
    assert ask(notes, Counter()) == first
    with pytest.raises(ServiceError, match=Code.IDEMPOTENCY_KEY_REUSED):
        ask(notes, Counter(), body=PROFILE)


def test_without_keys_nothing_is_hashed(notes):
    keyless = types.SimpleNamespace(database=Database(notes.app_url, pool_size=1))
    with pytest.raises(RuntimeError, match="without keys"):
        ask(keyless, Counter())
