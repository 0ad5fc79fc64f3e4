"""Which numbers a request may name."""

import pytest
from marshmallow import ValidationError

from contracts.phone import BuyNumberRequest, SendTestMessageRequest

TENANT = "11111111-1111-4111-8111-111111111111"


def buy(number):
    return BuyNumberRequest().load({"tenant_id": TENANT, "phone_number": number})


@pytest.mark.parametrize("number", ["+15125550142", "+14165550142", "+17875550142"])
def test_a_local_number_of_the_us_or_canada_may_be_bought(number):
    assert buy(number)["phone_number"] == number


@pytest.mark.parametrize(
    "number",
    [
        "+442071838750",
        "+18005550142",
        "+18335550142",
        "+19005550142",
        "+18765550142",
        "+12425550142",
        "+15121550142",
        "+1512555014",
        "+1512555014٣",
    ],
)
def test_no_other_number_may_be_bought(number):
    with pytest.raises(ValidationError) as refused:
        buy(number)
    assert list(refused.value.messages) == ["phone_number"]


def test_a_number_is_written_in_plain_digits():
    with pytest.raises(ValidationError):
        SendTestMessageRequest().load({"tenant_id": TENANT, "to": "+1512555٠١٤٢"})
