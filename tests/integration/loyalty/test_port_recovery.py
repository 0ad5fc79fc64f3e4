"""Port Recovery credits everybody once, however it is interrupted or repeated."""

from __future__ import annotations

import uuid
from typing import Any

import eventlet
import pytest
import sqlalchemy as sa

from contracts.demo import CASEY, SAM, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError
from services.loyalty.audit import differences
from services.loyalty.ports import Run
from services.loyalty.repository import TenantRuns


class Killed(BaseException):
    """As if the process died: nothing catches it on the way."""


def finish(loyalty: Any, *, at_most: int = 3) -> None:
    while loyalty.ports.due_runs.credit_next(at_most=at_most):
        pass


def progress(loyalty: Any, run: dict[str, Any]) -> tuple[Any, ...]:
    now = loyalty("get_port_recovery_run", run_id=run["id"])
    return now["state"], now["credited"], now["already_credited"], now["pending"]


@pytest.fixture
def crowd(loyalty: Any) -> list[str]:
    customers = [str(uuid.uuid4()) for _ in range(10)]
    loyalty.knows(*customers)
    return customers


def test_a_run_credits_500_points_with_an_entry_and_an_event(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    run = loyalty("start_port_recovery")
    assert (run["state"], run["credited"], run["pending"]) == ("RUNNING", 0, 1)
    finish(loyalty)
    assert progress(loyalty, run) == ("DONE", 1, 0, 0)
    (entry,) = loyalty.entries()
    assert (entry["type"], entry["points"], entry["balance_after"]) == ("EARN", 500, 500)
    assert entry["reason"] == "Port Recovery Bonus"
    assert loyalty.balance() == 500
    ((type_, data),) = loyalty.events()
    assert (type_, data["transaction_id"], data["points"]) == ("points_earned_v1", entry["id"], 500)


def test_a_run_adds_to_what_customers_have(loyalty: Any, crowd: list[str]) -> None:
    loyalty.earns(50, crowd[0])
    loyalty("start_port_recovery", points=700)
    finish(loyalty)
    assert [loyalty.balance(customer) for customer in crowd] == [750] + [700] * 9
    assert list(differences(loyalty.database)) == []


def test_progress_is_told_chunk_by_chunk(loyalty: Any, crowd: list[str]) -> None:
    run = loyalty("start_port_recovery")
    loyalty.ports.due_runs.credit_next(at_most=4)
    assert progress(loyalty, run) == ("RUNNING", 4, 0, 6)
    finish(loyalty)
    assert progress(loyalty, run) == ("DONE", 10, 0, 0)


def test_a_run_again_credits_only_who_is_new(loyalty: Any, crowd: list[str]) -> None:
    loyalty("start_port_recovery")
    finish(loyalty)
    loyalty.knows(CASEY, str(uuid.uuid4()))
    again = loyalty("start_port_recovery", points=900)
    finish(loyalty)
    assert progress(loyalty, again) == ("DONE", 2, 10, 0)
    assert [loyalty.balance(customer) for customer in crowd] == [500] * 10
    assert loyalty.balance() == 900


def test_a_run_that_is_killed_in_a_chunk_goes_on_and_credits_nobody_twice(
    loyalty: Any, crowd: list[str]
) -> None:
    run = loyalty("start_port_recovery")
    loyalty.ports.due_runs.credit_next(at_most=4)

    def die(*_: Any) -> None:
        raise Killed

    # The chunk has been written by then, but not committed.
    sa.event.listen(loyalty.database.engine, "commit", die)
    with pytest.raises(Killed):
        loyalty.ports.due_runs.credit_next(at_most=4)
    sa.event.remove(loyalty.database.engine, "commit", die)
    assert progress(loyalty, run) == ("RUNNING", 4, 0, 6)
    finish(loyalty)
    assert progress(loyalty, run) == ("DONE", 10, 0, 0)
    assert [loyalty.balance(customer) for customer in crowd] == [500] * 10
    assert list(differences(loyalty.database)) == []


def test_a_second_start_is_answered_with_the_run_that_goes_on(
    loyalty: Any, crowd: list[str]
) -> None:
    first = loyalty("start_port_recovery", idempotency_key="a")
    assert loyalty("start_port_recovery", idempotency_key="b")["id"] == first["id"]
    with pytest.raises(ServiceError) as refused:
        loyalty("start_port_recovery", points=501)
    assert (refused.value.kind, refused.value.code) == (Kind.CONFLICT, Code.PROMOTION_RUNNING)
    finish(loyalty)
    assert len(loyalty.rows("port_recovery_runs")) == 1


def test_a_refused_start_says_what_is_going_on(loyalty: Any, crowd: list[str]) -> None:
    loyalty("start_port_recovery", points=1)
    with pytest.raises(ServiceError, match="A run with 1 point is going on"):
        loyalty("start_port_recovery", points=2)


def test_a_start_while_a_run_ends_starts_another(
    loyalty: Any, crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = loyalty("start_port_recovery")
    look = TenantRuns.running

    def look_when_it_has_ended(runs: TenantRuns) -> Run | None:
        monkeypatch.setattr(TenantRuns, "running", look)
        eventlet.spawn(finish, loyalty).wait()
        return look(runs)

    monkeypatch.setattr(TenantRuns, "running", look_when_it_has_ended)
    second = loyalty("start_port_recovery", points=900)
    assert (second["state"], second["points"]) == ("RUNNING", 900)
    finish(loyalty)
    assert [progress(loyalty, run) for run in (first, second)] == [
        ("DONE", 10, 0, 0),
        ("DONE", 0, 10, 0),
    ]


def test_a_repeated_key_starts_nothing_new(loyalty: Any, crowd: list[str]) -> None:
    first = loyalty("start_port_recovery", idempotency_key="march")
    finish(loyalty)
    assert loyalty("start_port_recovery", idempotency_key="march") == first
    with pytest.raises(ServiceError) as refused:
        loyalty("start_port_recovery", points=501, idempotency_key="march")
    assert refused.value.code == Code.IDEMPOTENCY_KEY_REUSED


def test_without_customers_a_run_is_done_with_nobody(loyalty: Any) -> None:
    run = loyalty("start_port_recovery")
    finish(loyalty)
    assert progress(loyalty, run) == ("DONE", 0, 0, 0)


def test_tenants_are_credited_apart_from_each_other(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    loyalty.knows(SAM, tenant_id=SHINE_STUDIO)
    run = loyalty("start_port_recovery")
    finish(loyalty)
    assert (loyalty.balance(), loyalty.balance(SAM, SHINE_STUDIO)) == (500, 0)
    with pytest.raises(ServiceError) as refused:
        loyalty("get_port_recovery_run", SHINE_STUDIO, run_id=run["id"])
    assert refused.value.kind == Kind.NOT_FOUND
