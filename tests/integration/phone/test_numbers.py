import uuid

import pytest
import sqlalchemy as sa

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError
from sandbox.twilio.constants import CLEAN_MACHINE_NUMBER_SID, CLEAN_MACHINE_SERVICE_SID
from services.phone.domain.lines import Capabilities
from services.phone.models import messaging_services, number_routes, numbers
from services.phone.ports import CarrierNumber, CarrierRefused, CarrierUnclear

SID = "PN" + "3" * 32
OTHER_SID = "PN" + "4" * 32
NUMBER = "+15125550123"
OTHER_NUMBER = "+15125550124"
LIVE_NUMBER = "+15125550100"


def assign(phone, tenant_id=SHINE_STUDIO, **values):
    known = {"phone_number": NUMBER, "twilio_sid": SID}
    return phone("assign_number", tenant_id, **(known | values))


def refusal_of(phone, *args, **values):
    with pytest.raises(ServiceError) as caught:
        assign(phone, *args, **values)
    return caught.value


def live_rows(store):
    """Whole rows with PostgreSQL's own marks of when each was written."""
    found = []
    with store.database.transaction(CLEAN_MACHINE) as connection:
        for table in (numbers, messaging_services):
            marks = sa.select(table, sa.text("xmin"), sa.text("ctid"))
            rows = connection.execute(marks.where(table.c.is_protected))
            found += [tuple(row) for row in rows]
        route = sa.select(number_routes).where(number_routes.c.tenant_id == CLEAN_MACHINE)
        found += [tuple(row) for row in connection.execute(route)]
    return found


def test_the_first_number_becomes_the_primary_one(phone, events):
    config = assign(phone)

    number = config["primary_number"]
    assert number["phone_number"] == NUMBER
    assert number["registration_status"] == "UNREGISTERED"
    assert (number["protected"], number["can_send"]) == (False, False)
    assert config["numbers"] == [number]
    assert events() == [("number_assigned_v1", {"number_id": number["id"], "is_primary": True})]


def test_capabilities_are_those_that_twilio_names(phone, carrier):
    carrier.numbers[SID] = CarrierNumber(
        twilio_sid=SID, phone_number=NUMBER, capabilities=Capabilities(mms=False)
    )

    assert assign(phone)["primary_number"]["capabilities"] == {
        "sms": True,
        "mms": False,
        "voice": True,
    }


def test_a_sid_of_another_number_is_refused(phone, carrier):
    carrier.numbers[SID] = CarrierNumber(
        twilio_sid=SID, phone_number=OTHER_NUMBER, capabilities=Capabilities()
    )

    refusal = refusal_of(phone)

    assert (refusal.kind, list(refusal.fields)) == (Kind.INVALID, ["twilio_sid"])
    assert phone("get_config")["numbers"] == []


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (CarrierRefused(20003), Kind.UPSTREAM),
        (CarrierUnclear(is_over=True), Kind.UNAVAILABLE),
    ],
)
def test_nothing_is_assigned_while_twilio_does_not_say(phone, carrier, trouble, kind):
    carrier.troubles = [trouble]

    refusal = refusal_of(phone)

    assert (refusal.kind, refusal.code) == (kind, Code.PHONE_TWILIO_ERROR)
    assert phone("get_config")["numbers"] == []


def test_assigning_again_changes_nothing(phone, events):
    first = assign(phone)

    assert assign(phone) == first
    assert len(events()) == 1


def test_a_repeat_with_the_same_key_gives_the_first_answer(phone, events):
    first = assign(phone, idempotency_key="k")
    assign(phone, phone_number=OTHER_NUMBER, twilio_sid=OTHER_SID)

    assert assign(phone, idempotency_key="k") == first
    assert len(events()) == 2
    refusal = refusal_of(phone, idempotency_key="k", phone_number="+15125550125")
    assert refusal.code == Code.IDEMPOTENCY_KEY_REUSED


def test_a_new_number_takes_over_and_the_former_one_stays(phone):
    assign(phone)

    config = assign(phone, phone_number=OTHER_NUMBER, twilio_sid=OTHER_SID)

    assert [n["phone_number"] for n in config["numbers"]] == [OTHER_NUMBER, NUMBER]
    assert config["primary_number"]["phone_number"] == OTHER_NUMBER
    assert assign(phone)["primary_number"]["phone_number"] == NUMBER


def test_a_wrong_sid_can_be_put_right(phone, store):
    assign(phone, twilio_sid=OTHER_SID)

    assert len(assign(phone)["numbers"]) == 1
    with store.database.transaction() as connection:
        routes = connection.execute(sa.select(number_routes.c.twilio_sid)).scalars().all()
    assert routes == [SID]


@pytest.mark.parametrize("values", [{"phone_number": OTHER_NUMBER}, {"twilio_sid": OTHER_SID}])
def test_a_number_of_another_tenant_is_not_given_away(phone, values):
    assign(phone)

    refusal = refusal_of(phone, str(uuid.uuid4()), **values)

    assert (refusal.kind, refusal.code) == (Kind.CONFLICT, Code.NUMBER_TAKEN)
    assert phone("get_config")["primary_number"]["phone_number"] == NUMBER


def test_a_sid_stored_with_another_number_is_not_stored_twice(phone):
    assign(phone)

    assert refusal_of(phone, phone_number=OTHER_NUMBER).code == Code.NUMBER_TAKEN


def test_the_live_line_survives_everything_to_the_byte(demo_store, phone, carrier, clock):
    before = live_rows(demo_store)
    assert len(before) == 3
    campaign = {"tenant_id": CLEAN_MACHINE, "campaign_id": str(uuid.uuid4())}

    own = phone("ensure_messaging_service", **campaign)["messaging_service_sid"]
    for status in ("SUBMITTED", "APPROVED", "SUSPENDED"):
        phone.hears(**campaign, status=status)
        clock.advance(minutes=1)
        phone.sweeps()
    phone("set_provisioning", CLEAN_MACHINE, mode="SELF_SERVICE")
    refusals = [
        refusal_of(phone, CLEAN_MACHINE),
        refusal_of(phone, CLEAN_MACHINE, phone_number=LIVE_NUMBER),
        refusal_of(
            phone,
            CLEAN_MACHINE,
            phone_number=LIVE_NUMBER,
            twilio_sid=CLEAN_MACHINE_NUMBER_SID,
        ),
        refusal_of(phone, phone_number=LIVE_NUMBER),
        refusal_of(phone, twilio_sid=CLEAN_MACHINE_NUMBER_SID),
    ]

    assert {(each.kind, each.code) for each in refusals} == {
        (Kind.CONFLICT, Code.PROTECTED_RESOURCE)
    }
    assert own != CLEAN_MACHINE_SERVICE_SID
    assert carrier.pools == {}
    assert live_rows(demo_store) == before


@pytest.mark.parametrize("table", [numbers, messaging_services], ids=lambda table: table.name)
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_refuses_to_change_what_is_protected(demo_store, table, change):
    statement = (
        sa.delete(table) if change == "delete" else sa.update(table).values(twilio_sid="other")
    )

    with (
        pytest.raises(sa.exc.DatabaseError, match="is protected"),
        demo_store.database.transaction(CLEAN_MACHINE) as connection,
    ):
        connection.execute(statement)


def test_the_live_line_sends_as_it_always_did(demo_store, phone):
    config = phone("get_config", CLEAN_MACHINE)

    number = config["primary_number"]
    assert (number["phone_number"], number["registration_status"]) == (LIVE_NUMBER, "EXTERNAL")
    assert (number["protected"], number["can_send"]) == (True, True)
    assert config["messaging_service_sid"] == CLEAN_MACHINE_SERVICE_SID
    assert config["provisioning_mode"] == "MANAGED"
