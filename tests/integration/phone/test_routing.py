import uuid

import pytest

from contracts.demo import CLEAN_MACHINE
from contracts.errors import Code, Kind, ServiceError

TARGET = "+15125550199"
MENU = {
    "greeting": "Thanks for calling Shine Studio.",
    "options": [
        {"digit": "1", "label": "bookings", "action": "FORWARD", "forward_to": TARGET},
        {"digit": "2", "label": "opening hours", "action": "MESSAGE", "message": "Nine to five."},
        {"digit": "3", "label": "a message", "action": "VOICEMAIL"},
    ],
    "fallback": "VOICEMAIL",
}


def refusal_of(phone, method, **request):
    with pytest.raises(ServiceError) as caught:
        phone(method, **request)
    return caught.value


def test_a_routing_is_stored_whole_and_told_once(phone, events):
    stored = phone("put_routing", mode="FORWARD", forward_to=TARGET)
    phone("put_routing", mode="FORWARD", forward_to=TARGET)

    assert stored == {"mode": "FORWARD", "forward_to": TARGET, "greeting": None}
    assert phone("get_config")["routing"] == stored
    assert TARGET in phone("get_setup_status")["routing"]["summary"]
    assert events() == [("routing_changed_v1", {"mode": "FORWARD"})]
    assert phone("put_routing", mode="VOICEMAIL", greeting="Hi.")["forward_to"] is None


def test_a_refused_routing_changes_nothing(phone, events):
    refusal = refusal_of(phone, "put_routing", mode="FORWARD")

    assert (refusal.kind, list(refusal.fields)) == (Kind.INVALID, ["forward_to"])
    assert phone("get_config")["routing"]["mode"] == "VOICEMAIL"
    assert phone("get_setup_status")["has_phone_config"] is False
    assert events() == []


@pytest.mark.parametrize("owner", ["ours", "theirs"])
def test_forwarding_to_any_line_of_this_system_is_refused(phone, owner):
    tenant = {} if owner == "ours" else {"tenant_id": str(uuid.uuid4())}
    phone("assign_number", phone_number=TARGET, twilio_sid="PN" + "9" * 32, **tenant)

    refused = refusal_of(phone, "put_routing", mode="FORWARD", forward_to=TARGET)
    menu_refused = refusal_of(phone, "put_ivr_menu", **MENU)

    assert "round in circles" in refused.fields["forward_to"][0]
    assert "Key 1" in menu_refused.fields["options"][0]


def test_a_tenant_without_a_menu_has_one_to_begin_with(phone):
    menu = phone("get_ivr_menu")

    assert (menu["options"], menu["fallback"]) == ([], "VOICEMAIL")
    assert menu["greeting"]


def test_a_menu_is_stored_whole_and_told_once(phone, events):
    stored = phone("put_ivr_menu", **MENU)
    phone("put_ivr_menu", **MENU)

    assert phone("get_ivr_menu") == stored
    assert [option["digit"] for option in stored["options"]] == ["1", "2", "3"]
    assert stored["options"][0] == MENU["options"][0] | {"message": None}
    assert [name for name, _ in events()] == ["routing_changed_v1"]
    assert phone("get_ivr_menu", CLEAN_MACHINE)["options"] == []


def test_a_menu_that_cannot_be_followed_changes_nothing(phone):
    phone("put_ivr_menu", **MENU)
    twice = MENU | {"options": [MENU["options"][2]] * 2, "fallback": "FORWARD"}

    refusal = refusal_of(phone, "put_ivr_menu", **twice)

    assert sorted(refusal.fields) == ["fallback", "options"]
    assert len(phone("get_ivr_menu")["options"]) == 3


def test_a_repeated_key_puts_back_nothing(phone):
    phone("put_routing", mode="IVR", idempotency_key="k")
    phone("put_routing", mode="VOICEMAIL")

    assert phone("put_routing", mode="IVR", idempotency_key="k")["mode"] == "IVR"
    assert phone("get_config")["routing"]["mode"] == "VOICEMAIL"
    phone("put_ivr_menu", **MENU, idempotency_key="k")
    changed = MENU | {"greeting": "Hello."}
    refusal = refusal_of(phone, "put_ivr_menu", **changed, idempotency_key="k")
    assert refusal.code == Code.IDEMPOTENCY_KEY_REUSED


def test_a_menu_is_tried_before_it_is_saved_and_nothing_is_stored(phone, events):
    tried = phone("walk_ivr_menu", menu=MENU, digits=["9", "2"])

    assert [step["turn"] for step in tried["steps"]] == ["KEY", "KEY", "HANG_UP"]
    assert tried["steps"][0]["said"].startswith("Thanks for calling Shine Studio.")
    assert tried["steps"][2]["said"] == "Nine to five. Goodbye."
    assert tried["is_ended"] is True
    assert phone("get_ivr_menu")["options"] == []
    assert phone("get_setup_status")["has_phone_config"] is False
    assert events() == []


def test_without_a_menu_the_saved_one_is_walked(phone):
    phone("put_ivr_menu", **MENU)

    tried = phone("walk_ivr_menu", digits=["1"])

    assert tried["steps"][1]["forward_to"] == TARGET
    assert phone("walk_ivr_menu")["is_ended"] is False


def test_a_menu_that_could_not_be_saved_cannot_be_walked(phone):
    refusal = refusal_of(phone, "walk_ivr_menu", menu=MENU | {"fallback": "FORWARD"})

    assert (refusal.kind, list(refusal.fields)) == (Kind.INVALID, ["menu.fallback"])
