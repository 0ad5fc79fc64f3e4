"""What an event is about is read from every form it may come in, and from nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.a2p.domain.hints import Hint, hint_of

TYPE = "com.twilio.messaging.compliance.campaign-registration.campaign-approved"
TOLD = {"accountsid": "AC1", "brandsid": "BN1", "messagingservicesid": "MG1", "campaignsid": "CM1"}
HINT = Hint("EZ1", "AC1", "BN1", "MG1", "CM1")


@pytest.mark.parametrize(
    "event",
    [
        {"id": "EZ1", "type": TYPE, "data": TOLD},
        {"id": "EZ1", "type": TYPE, "data": json.dumps(TOLD)},
        {
            "id": "EZ1",
            "type": TYPE,
            "account_sid": "AC1",
            "brand_sid": "BN1",
            "messaging_service_sid": "MG1",
            "campaign_sid": "CM1",
            "occurred_at": "2026-03-04T09:30:00Z",
        },
    ],
)
def test_each_form_of_an_event_gives_the_same_hint(event: dict[str, Any]) -> None:
    assert hint_of(event) == HINT


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"id": "EZ1"},
        {"id": 7, "type": TYPE, "data": TOLD},
        {"id": "", "type": TYPE, "data": TOLD},
        {"id": "EZ1", "type": None, "data": TOLD},
        {"id": "EZ1" * 100, "type": TYPE, "data": TOLD},
        {"id": "EZ\x001", "type": TYPE, "data": TOLD},
        {"id": "EZ1", "type": "com.twilio.messaging.compliance.number-registration.successful"},
    ],
)
def test_what_is_not_about_a_brand_or_campaign_is_no_hint(event: dict[str, Any]) -> None:
    assert hint_of(event) is None


@pytest.mark.parametrize("data", [None, 7, [], "no JSON", "[1]", {"brandsid": 7}, {"brandsid": ""}])
def test_data_of_any_other_form_names_nobody(data: object) -> None:
    hint = hint_of({"id": "EZ1", "type": TYPE, "data": data})
    assert hint is not None
    assert hint.sids == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["id", "type", "data", "brand_sid", "x"]), JSON))
def test_no_event_whatever_breaks_the_reading(event: dict[str, Any]) -> None:
    hint_of(event)
