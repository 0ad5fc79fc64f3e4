"""The service as it runs: over the wire, its tables, its demo data."""

import logging

import pytest
import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis.isolation import rls_violations
from chassis.tables import EXEMPT_TABLES as CHASSIS_EXEMPT
from chassis.tables import outbox
from contracts.demo import CASEY, CLEAN_MACHINE, PASSWORD, SAM, SHINE_STUDIO
from contracts.errors import Kind, ServiceError
from services.tenants import demo
from services.tenants.digests import KeyedDigests
from services.tenants.models import EXEMPT_TABLES, metadata


@pytest.fixture
def loader(store, passwords, settings):
    return demo.Loader(store.database, passwords, KeyedDigests(settings.keys))


def test_row_level_security_has_no_gaps(store):
    with store.database.transaction() as connection:
        assert rls_violations(connection, CHASSIS_EXEMPT | EXEMPT_TABLES) == []


def test_the_models_are_the_migrated_tables(store):
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)
    migrated = sa.MetaData()
    migrated.reflect(engine, only=list(metadata.tables))
    for name, table in metadata.tables.items():
        found = {column.name: column.nullable for column in migrated.tables[name].columns}
        assert found == {column.name: column.nullable for column in table.columns}


def test_demo_people_sign_in_with_their_real_passwords(store, call, settings):
    demo.load(store.database, settings)
    roles = {
        email: call("authenticate", email=email, password=PASSWORD, source="203.0.113.5")["role"]
        for people in demo.PEOPLE.values()
        for email in [person.email for person in people if person.has_password]
    }
    assert roles == {
        "owner@clean-machine.test": "owner",
        "casey@clean-machine.test": "customer",
        "owner@shine.test": "owner",
        "staff@shine.test": "staff",
        "sam@shine.test": "customer",
        "operator@servicepro.test": "operator",
    }
    with pytest.raises(ServiceError) as refused:
        call("authenticate", email="dana@clean-machine.test", password=PASSWORD, source="::1")
    assert refused.value.code == "INVALID_CREDENTIALS"
    assert call("get_tenant", tenant_id=CLEAN_MACHINE)["is_root"] is True
    assert call("get_tenant", tenant_id=SHINE_STUDIO)["is_root"] is False
    assert call("get_user", user_id=CASEY)["email"] == "casey@clean-machine.test"
    assert call("get_user", user_id=SAM)["email"] == "sam@shine.test"


def test_demo_data_loaded_again_hash_and_change_nothing(loader, passwords, told, monkeypatch):
    loader.load()
    known = told()
    monkeypatch.setattr(passwords, "hash", lambda password: pytest.fail("hashed again"))
    loader.load()
    assert told() == known


def test_demo_data_tell_what_they_bring(loader, told):
    loader.load()
    assert [(type, tenant) for type, tenant, _ in told()] == [
        ("tenant_created_v1", CLEAN_MACHINE),
        *[("customer_registered_v1", CLEAN_MACHINE)] * 6,
        ("tenant_created_v1", SHINE_STUDIO),
        *[("customer_registered_v1", SHINE_STUDIO)] * 3,
    ]


def test_customers_that_the_demo_data_did_not_have_before_are_added(loader, told, monkeypatch):
    everybody = demo.PEOPLE
    who = {scope: [one for one in group if one.has_password] for scope, group in everybody.items()}
    monkeypatch.setattr(demo, "PEOPLE", who)
    loader.load()
    known = told()
    monkeypatch.setattr(demo, "PEOPLE", everybody)
    loader.load()
    added = [(type, data["name"]) for type, _, data in told()[len(known) :]]
    names = ("Dana Brooks", "Eli Novak", "Farah Aziz", "Gus Moreno", "Hana Ito")
    names += ("Ines Duarte", "Jon Abara")
    assert added == [("customer_registered_v1", name) for name in names]


def test_a_process_that_loads_demo_data_at_the_same_time_does_no_harm(loader, told):
    loader.load()
    known = told()
    looks = []
    missing = loader._missing

    def as_seen_before_the_other_was_done():
        looks.append(None)
        return dict(demo.PEOPLE) if len(looks) == 1 else missing()

    loader._missing = as_seen_before_the_other_was_done
    loader.load()
    assert told() == known


def test_every_write_works_over_the_wire(store, call):
    tenant = call(
        "create_tenant",
        name="Wash Works",
        time_zone="Europe/Vienna",
        owner_name="Wanda",
        owner_email="wanda@wash.test",
        owner_password="correct horse battery",
    )
    new = {
        "tenant_id": tenant["id"],
        "name": "Kim",
        "email": "kim@wash.test",
        "idempotency_key": "k",
    }
    customer = call("register_customer", **new)
    assert call("register_customer", **new) == customer
    changed = call(
        "update_customer", tenant_id=tenant["id"], customer_id=customer["id"], name="Kay"
    )
    assert call("list_customers", tenant_id=tenant["id"]) == {
        "items": [changed],
        "page": 1,
        "page_size": 20,
        "total": 1,
    }
    in_order = sa.select(outbox.c.type).order_by(outbox.c.id)
    with store.database.transaction() as connection:
        assert connection.execute(in_order).scalars().all() == [
            "tenant_created_v1",
            "customer_registered_v1",
            "customer_updated_v1",
        ]
    assert call("health")["database"] is True


def test_a_refused_sign_in_logs_neither_email_nor_password(call, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ServiceError) as refused:
        call("authenticate", email="who@shine.test", password="hunter2hunter2", source="x")
    assert (refused.value.kind, refused.value.code) == (Kind.FORBIDDEN, "INVALID_CREDENTIALS")
    assert "who@" not in caplog.text
    assert "hunter2" not in caplog.text
