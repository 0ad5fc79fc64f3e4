import uuid

import pytest

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from services.phone import demo


def test_a_tenant_that_never_touched_its_phone_gets_a_clean_answer(phone):
    stranger = str(uuid.uuid4())

    assert phone("get_setup_status", stranger) == {
        "has_phone_config": False,
        "phone_number": None,
        "messaging_service_sid": None,
        "routing": {
            "mode": "VOICEMAIL",
            "summary": "Callers hear your greeting and can leave a voicemail.",
        },
        "provisioning": {
            "mode": "MANAGED",
            "message": "Phone provisioning is currently managed for you."
            " We’ll notify you once your line is ready.",
        },
    }
    assert phone("get_config", stranger) == {
        "provisioning_mode": "MANAGED",
        "primary_number": None,
        "numbers": [],
        "messaging_service_sid": None,
        "routing": {"mode": "VOICEMAIL", "forward_to": None, "greeting": None},
    }


def test_asking_leaves_no_trace(phone):
    phone("get_config")

    assert phone("get_setup_status")["has_phone_config"] is False


def test_the_demonstration_tenants_stand_as_promised(demo_store, phone):
    clean = phone("get_setup_status", CLEAN_MACHINE)
    shine = phone("get_setup_status", SHINE_STUDIO)

    assert clean["has_phone_config"]
    assert clean["phone_number"] == "+15125550100"
    assert clean["provisioning"] == {"mode": "MANAGED", "message": "Your line is ready."}
    assert shine["phone_number"] is None
    assert shine["messaging_service_sid"] is None
    assert shine["provisioning"]["mode"] == "SELF_SERVICE"


def test_demonstration_data_loaded_again_change_nothing(demo_store, phone, settings):
    phone("set_provisioning", SHINE_STUDIO, mode="MANAGED")

    demo.load(demo_store.database, settings)

    assert phone("get_config", SHINE_STUDIO)["provisioning_mode"] == "MANAGED"


@pytest.mark.parametrize("mode", ["MANAGED", "SELF_SERVICE"])
def test_provisioning_is_changed_for_one_tenant_only(phone, mode):
    assert phone("set_provisioning", mode=mode)["provisioning_mode"] == mode

    assert phone("get_config")["provisioning_mode"] == mode
    assert phone("get_config", CLEAN_MACHINE)["provisioning_mode"] == "MANAGED"


def test_a_repeated_key_changes_provisioning_once(phone):
    phone("set_provisioning", mode="SELF_SERVICE", idempotency_key="k")
    phone("set_provisioning", mode="MANAGED")

    assert (
        phone("set_provisioning", mode="SELF_SERVICE", idempotency_key="k")["provisioning_mode"]
        == "SELF_SERVICE"
    )
    assert phone("get_config")["provisioning_mode"] == "MANAGED"
