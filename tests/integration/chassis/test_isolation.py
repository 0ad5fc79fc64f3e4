import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis.isolation import rls_violations
from chassis.tables import EXEMPT_TABLES


def violations_after(notes, *statements, exempt=EXEMPT_TABLES):
    """Changes the schema in a transaction of the owner, reads the gaps, and undoes it all."""
    engine = sa.create_engine(notes.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        return rls_violations(connection, exempt)


CREATE = "create table leaky (tenant_id uuid not null, id uuid, primary key (tenant_id, id))"
PROTECT = (
    "alter table leaky enable row level security",
    "alter table leaky force row level security",
    "create policy tenant on leaky using"
    " (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)",
)


def test_a_protected_schema_has_no_gaps(notes):
    assert violations_after(notes) == []
    assert violations_after(notes, CREATE, *PROTECT) == []


def test_the_running_service_sees_the_same(notes):
    with notes.database.transaction() as connection:
        assert rls_violations(connection, EXEMPT_TABLES) == []


def test_an_unprotected_table_is_named(notes):
    assert violations_after(notes, CREATE) == [
        "leaky does not enable row-level security.",
        "leaky does not force row-level security on its owner.",
        "leaky has no policy for all commands.",
    ]


def test_a_table_without_a_tenant_is_named(notes):
    found = violations_after(notes, "create table leaky (id uuid primary key)")
    assert "leaky has no tenant_id uuid not null." in found
    assert "leaky: the unique index leaky_pkey does not start with tenant_id." in found


def test_a_second_permissive_policy_is_named(notes):
    opened = "create policy open on notes for select using (true)"
    assert violations_after(notes, opened) == [
        "notes: the policy open does not compare tenant_id with the current tenant."
    ]


def test_a_unique_index_across_tenants_is_named(notes):
    assert violations_after(notes, "create unique index everywhere on notes (text)") == [
        "notes: the unique index everywhere does not start with tenant_id."
    ]


def test_a_reference_without_the_tenant_is_named(notes):
    found = violations_after(
        notes,
        "alter table notes add unique (id)",
        CREATE,
        *PROTECT,
        "alter table leaky add foreign key (id) references notes (id)",
        "alter table leaky add foreign key (tenant_id, id) references notes",
    )
    assert found == [
        "notes: the unique index notes_id_key does not start with tenant_id.",
        "leaky: the foreign key leaky_id_fkey to notes lacks tenant_id.",
    ]


def test_a_view_with_its_owners_rights_is_named(notes):
    found = violations_after(
        notes,
        "create view all_notes as select * from notes",
        "create view own_notes with (security_invoker=true) as select * from notes",
        "create materialized view kept_notes as select * from notes",
    )
    assert found == [
        "all_notes is a view without security_invoker.",
        "kept_notes is a materialized view: row-level security does not reach it.",
    ]


def test_an_exemption_that_no_longer_exists_is_named(notes):
    assert violations_after(notes, exempt={*EXEMPT_TABLES, "gone"}) == [
        "gone is listed as exempt but there is no such table."
    ]
