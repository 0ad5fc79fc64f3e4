"""Tenants and their customers: what is stored, told, and kept apart."""

from datetime import UTC, datetime, timedelta

import eventlet
import pytest
import sqlalchemy as sa

from contracts.demo import CASEY, CLEAN_MACHINE, SAM, SHINE_STUDIO
from contracts.errors import Kind, ServiceError
from services.tenants.models import account_routes, customers, staff_users
from services.tenants.ports import PLATFORM

NOWHERE = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture
def register(ask):
    def customer(**changes):
        new = {"tenant_id": SHINE_STUDIO, "name": "Kim", "email": "kim@shine.test"}
        return ask("register_customer", **new | changes)

    return customer


@pytest.fixture
def create(ask):
    def tenant(**changes):
        new = {
            "name": "Wash Works",
            "time_zone": "Europe/Vienna",
            "owner_name": "Wanda",
            "owner_email": "wanda@wash.test",
            "owner_password": "correct horse battery",
        }
        return ask("create_tenant", **new | changes)

    return tenant


def refusal_of(attempt, *args, **kwargs):
    with pytest.raises(ServiceError) as refused:
        attempt(*args, **kwargs)
    return refused.value


@pytest.fixture
def snapshot(store):
    """Every row of both tenants and of the platform."""

    def read():
        rows = []
        for tenant_id in (CLEAN_MACHINE, SHINE_STUDIO, PLATFORM):
            with store.database.transaction(tenant_id) as connection:
                for table in (customers, staff_users, account_routes):
                    ordered = sa.select(table).order_by(*table.primary_key)
                    rows += [tuple(row) for row in connection.execute(ordered)]
        return rows

    return read


def test_a_new_tenant_comes_with_its_owner(create, ask):
    tenant = create()
    assert tenant["time_zone"] == "Europe/Vienna"
    assert tenant["is_root"] is False
    assert ask("get_tenant", tenant_id=tenant["id"]) == tenant
    owner = ask(
        "authenticate",
        email="wanda@wash.test",
        password="correct horse battery",
        source="203.0.113.5",
    )
    assert (owner["role"], owner["tenant_name"]) == ("owner", "Wash Works")
    assert ask("get_user", user_id=owner["id"]) == owner


def test_a_new_tenant_is_told_of(create, told):
    tenant = create()
    assert told() == [
        (
            "tenant_created_v1",
            tenant["id"],
            {"name": "Wash Works", "time_zone": "Europe/Vienna"},
        )
    ]


@pytest.mark.usefixtures("people")
def test_a_tenant_whose_owner_has_an_account_already_is_not_created(create, told, snapshot):
    before = snapshot(), told()
    refused = refusal_of(create, owner_email="SAM@shine.test")
    assert (refused.kind, refused.code) == (Kind.CONFLICT, "EMAIL_TAKEN")
    assert (snapshot(), told()) == before


@pytest.mark.usefixtures("people")
def test_a_registered_customer_is_listed_and_told_of(register, ask, told):
    known = told()
    customer = register(phone="+15125550123")
    page = ask("list_customers", tenant_id=SHINE_STUDIO)
    assert page["items"][0] == customer
    assert page["total"] == 2
    assert told()[len(known) :] == [
        (
            "customer_registered_v1",
            SHINE_STUDIO,
            {"customer_id": customer["id"], "name": "Kim"},
        )
    ]


@pytest.mark.usefixtures("people")
def test_an_email_belongs_to_one_account_on_the_whole_platform(register, told, snapshot):
    before = snapshot(), told()
    refused = refusal_of(register, email="Owner@clean-machine.test")
    assert (refused.kind, refused.code) == (Kind.CONFLICT, "EMAIL_TAKEN")
    assert (snapshot(), told()) == before


@pytest.mark.usefixtures("people")
def test_of_two_registrations_at_once_one_gets_the_email(register):
    def attempt(name):
        try:
            return register(name=name)["name"]
        except ServiceError as refused:
            return refused.code

    both = [eventlet.spawn(attempt, name) for name in ("Kim", "Kay")]
    outcomes = [attempt.wait() for attempt in both]
    assert outcomes.count("EMAIL_TAKEN") == 1


def test_a_customer_of_no_tenant_is_refused(register):
    assert refusal_of(register, tenant_id=NOWHERE).kind is Kind.NOT_FOUND
    assert refusal_of(register, tenant_id=PLATFORM).kind is Kind.NOT_FOUND


@pytest.mark.usefixtures("people")
def test_a_repeated_registration_gives_the_first_answer(register, ask, told):
    first = register(idempotency_key="k", password="correct horse battery")
    known = told()
    assert register(idempotency_key="k", password="correct horse battery") == first
    assert told() == known
    assert ask("list_customers", tenant_id=SHINE_STUDIO)["total"] == 2


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("change", [{"name": "Kay"}, {"password": "another long password"}])
def test_a_key_used_for_another_registration_is_refused(register, change):
    register(idempotency_key="k", password="correct horse battery")
    refused = refusal_of(
        register, **{"idempotency_key": "k", "password": "correct horse battery"} | change
    )
    assert refused.code == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.usefixtures("people")
def test_a_refused_registration_may_use_its_key_again(register):
    refusal_of(register, email="sam@shine.test", idempotency_key="k")
    assert register(email="kim@shine.test", idempotency_key="k")["name"] == "Kim"


@pytest.mark.usefixtures("people")
def test_an_update_changes_only_what_it_names(ask, told):
    known = told()
    ids = {"tenant_id": SHINE_STUDIO, "customer_id": SAM}
    assert ask("update_customer", **ids, phone="+15125550123")["name"] == "Sam Porter"
    updated = ask("update_customer", **ids, name="Sam P.")
    assert (updated["name"], updated["phone"]) == ("Sam P.", "+15125550123")
    assert ask("update_customer", **ids, phone=None)["phone"] is None
    assert [data["name"] for _, _, data in told()[len(known) :]] == [
        "Sam Porter",
        "Sam P.",
        "Sam P.",
    ]


@pytest.mark.usefixtures("people")
def test_an_update_that_changes_nothing_tells_nothing(ask, told):
    known = told()
    ask("update_customer", tenant_id=SHINE_STUDIO, customer_id=SAM, name="Sam Porter")
    assert told() == known


@pytest.mark.usefixtures("people")
def test_a_repeated_update_does_not_undo_a_later_one(ask, told):
    ids = {"tenant_id": SHINE_STUDIO, "customer_id": SAM}
    first = ask("update_customer", **ids, name="Sam A.", idempotency_key="k")
    ask("update_customer", **ids, name="Sam B.")
    known = told()
    assert ask("update_customer", **ids, name="Sam A.", idempotency_key="k") == first
    assert told() == known
    assert ask("list_customers", tenant_id=SHINE_STUDIO)["items"][0]["name"] == "Sam B."


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("customer_id", [CASEY, NOWHERE, "00000000-0000-4000-8000-0000000000e3"])
def test_what_is_no_customer_of_the_tenant_is_not_found_and_not_changed(
    ask, told, snapshot, customer_id
):
    before = snapshot(), told()
    refused = refusal_of(
        ask, "update_customer", tenant_id=SHINE_STUDIO, customer_id=customer_id, name="Mine now"
    )
    assert refused.kind is Kind.NOT_FOUND
    assert (snapshot(), told()) == before


@pytest.mark.usefixtures("people")
def test_a_list_holds_the_customers_of_its_tenant_alone(ask):
    ids = [item["id"] for item in ask("list_customers", tenant_id=SHINE_STUDIO)["items"]]
    assert ids == [SAM]


@pytest.mark.usefixtures("people")
def test_an_idempotency_key_of_another_tenant_is_another_key(register):
    ours = register(idempotency_key="k")
    theirs = register(idempotency_key="k", tenant_id=CLEAN_MACHINE, email="kim@clean.test")
    assert ours["id"] != theirs["id"]


@pytest.mark.usefixtures("people")
def test_pages_are_newest_first_and_without_overlap(register, ask, clock):
    clock.advance(days=1)
    for number in range(5):
        clock.advance(minutes=1)
        register(name=f"Kim {number}", email=f"kim{number}@shine.test")
    pages = [
        ask("list_customers", tenant_id=SHINE_STUDIO, page=page, page_size=2)
        for page in (1, 2, 3, 4)
    ]
    names = [[item["name"] for item in page["items"]] for page in pages]
    assert names == [["Kim 4", "Kim 3"], ["Kim 2", "Kim 1"], ["Kim 0", "Sam Porter"], []]
    assert {page["total"] for page in pages} == {6}


FOUND_BY = [
    ("sam", ["Sam Porter"]),
    ("SAM P", ["Sam Porter"]),
    ("port", ["Sam Porter"]),
    ("  porter ", ["Sam Porter"]),
    ("sam@shine", ["Sam Porter"]),
    ("ärger", ["Zoë Ärger"]),
    ("100%", ["100%_Wash \\ Co"]),
    ("_wash", []),
    ("\\", ["100%_Wash \\ Co"]),
    ("%", []),
    ("_", []),
    ("orter", []),
    ("'; drop table customers; --", []),
    ("", ["100%_Wash \\ Co", "Zoë Ärger", "Sam Porter"]),
    ("   ", ["100%_Wash \\ Co", "Zoë Ärger", "Sam Porter"]),
]


@pytest.mark.usefixtures("people")
def test_customers_are_found_by_how_a_word_or_the_e_mail_begins(register, ask, clock):
    for name, email in (("Zoë Ärger", "z@shine.test"), ("100%_Wash \\ Co", "w@shine.test")):
        clock.advance(days=400)
        register(name=name, email=email)
    for search, names in FOUND_BY:
        page = ask("list_customers", tenant_id=SHINE_STUDIO, search=search)
        assert [item["name"] for item in page["items"]] == names, search
        assert page["total"] == len(names)


@pytest.mark.usefixtures("people")
def test_a_search_finds_customers_of_its_tenant_alone(ask):
    assert ask("list_customers", tenant_id=SHINE_STUDIO, search="casey")["items"] == []
    assert ask("list_customers", tenant_id=CLEAN_MACHINE, search="casey")["total"] == 1


@pytest.mark.usefixtures("people")
def test_operators_see_every_tenant_newest_first(ask, create, clock):
    clock.advance(days=400)
    new = create()
    pages = [ask("list_tenants", page=page, page_size=2) for page in (1, 2, 3)]
    ids = [[item["id"] for item in page["items"]] for page in pages]
    assert ids == [[new["id"], SHINE_STUDIO], [CLEAN_MACHINE], []]
    assert {page["total"] for page in pages} == {3}
    assert pages[0]["items"][0] == new


@pytest.mark.usefixtures("people")
def test_looking_at_all_tenants_leaves_the_caller_with_what_it_saw_before(begin):
    with begin(SHINE_STUDIO) as work:
        assert len(work.tenants.page(limit=10, offset=0)[0]) == 2
        assert work.tenants.find(CLEAN_MACHINE) is None
        assert work.tenants.find(SHINE_STUDIO) is not None
    with begin(None) as work:
        work.tenants.page(limit=10, offset=0)
        assert work.tenants.find(SHINE_STUDIO) is None


@pytest.mark.usefixtures("people")
def test_unknown_users_and_tenants_are_not_found(ask):
    assert refusal_of(ask, "get_user", user_id=NOWHERE).kind is Kind.NOT_FOUND
    assert refusal_of(ask, "get_tenant", tenant_id=NOWHERE).kind is Kind.NOT_FOUND
    assert refusal_of(ask, "get_tenant", tenant_id=PLATFORM).kind is Kind.NOT_FOUND


@pytest.mark.usefixtures("people")
def test_a_user_is_found_by_id_whatever_their_role(ask):
    customer = ask("get_user", user_id=CASEY)
    assert (customer["role"], customer["tenant_id"]) == ("customer", CLEAN_MACHINE)


@pytest.mark.usefixtures("people")
def test_the_time_of_registration_is_the_clocks(register, clock):
    assert register()["created_at"] == clock.now()
    assert datetime.now(UTC) - clock.now() > timedelta(days=1)
