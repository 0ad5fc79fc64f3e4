from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from services.phone.models import calls
from services.phone.use_cases import retention
from services.phone.use_cases.retention import KEEP_CALLS, forget_old_calls


@pytest.fixture(autouse=True)
def addresses(phone):
    for tenant_id in (SHINE_STUDIO, CLEAN_MACHINE):
        with phone.ports.unit_of_work(tenant_id) as work:
            work.tokens.get(proposed=tenant_id)


def add_calls(phone, tenant_id, count, *, age):
    at = phone.ports.clock.now() - age
    with phone.ports.unit_of_work(tenant_id) as work:
        for call in range(count):
            sid = f"CA{call}-{age.days}"
            work.calls.add(sid, from_number="+15125550111", now=at - timedelta(seconds=call))


def kept(store, tenant_id):
    with store.database.transaction(tenant_id) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(calls)).scalar_one()


def test_calls_of_more_than_thirteen_months_go_and_all_others_stay(phone, store):
    for tenant_id in (SHINE_STUDIO, CLEAN_MACHINE):
        add_calls(phone, tenant_id, 3, age=KEEP_CALLS + timedelta(days=1))
        add_calls(phone, tenant_id, 2, age=KEEP_CALLS - timedelta(days=1))
    assert forget_old_calls(phone.ports) is False
    assert [kept(store, tenant) for tenant in (SHINE_STUDIO, CLEAN_MACHINE)] == [2, 2]


def test_many_go_in_lots_of_their_own(phone, store, monkeypatch):
    monkeypatch.setattr(retention, "CALLS_AT_ONCE", 4)
    lots, begin = [], phone.ports.unit_of_work
    counted = replace(phone.ports, unit_of_work=lambda tenant: lots.append(tenant) or begin(tenant))
    add_calls(phone, SHINE_STUDIO, 10, age=KEEP_CALLS + timedelta(days=1))
    forget_old_calls(counted)
    assert kept(store, SHINE_STUDIO) == 0
    assert lots.count(SHINE_STUDIO) == 3


def test_each_tenant_is_tidied_once_a_day(phone, store, clock):
    forget_old_calls(phone.ports)
    add_calls(phone, SHINE_STUDIO, 1, age=KEEP_CALLS + timedelta(days=1))
    forget_old_calls(phone.ports)
    assert kept(store, SHINE_STUDIO) == 1
    clock.advance(days=1)
    forget_old_calls(phone.ports)
    assert kept(store, SHINE_STUDIO) == 0


def test_more_tenants_than_fit_in_one_go_are_asked_for_at_once(phone, monkeypatch):
    monkeypatch.setattr(retention, "TENANTS_AT_ONCE", 1)
    assert [forget_old_calls(phone.ports) for _ in range(3)] == [True, True, False]
