import uuid

import pytest

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from contracts.errors import Kind, ServiceError
from services.phone.ports import CarrierRefused, CarrierUnclear, Recording

SOUND = Recording(content=b"RIFF\x00\xff", media_type="audio/wav")


@pytest.fixture
def voicemail(phone, carrier):
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        token = work.tokens.get(proposed="t0ken")
    phone(
        "store_recording",
        token=token,
        call_sid="CA1",
        recording_sid="RE1",
        recording_url="https://api.twilio.com/RE1",
        duration_seconds=5,
    )
    carrier.recordings["RE1"] = SOUND
    return phone("list_voicemails")["items"][0]


def refusal_of(phone, method, **request):
    with pytest.raises(ServiceError) as caught:
        phone(method, **request)
    return caught.value


def test_a_voicemail_is_heard_as_it_was_spoken(phone, voicemail):
    heard = phone("get_voicemail_audio", voicemail_id=voicemail["id"])
    assert heard == {"media_type": "audio/wav", "content": SOUND.content}


@pytest.mark.parametrize("method", ["get_voicemail_audio", "mark_voicemail"])
def test_another_tenants_voicemail_is_not_there(phone, voicemail, carrier, method):
    more = {"is_heard": True} if method == "mark_voicemail" else {}
    for tenant_id, voicemail_id in ((CLEAN_MACHINE, voicemail["id"]), (SHINE_STUDIO, _an_id())):
        request = {"tenant_id": tenant_id, "voicemail_id": voicemail_id}
        assert refusal_of(phone, method, **request, **more).kind == Kind.NOT_FOUND
    assert "fetch_recording" not in carrier.asked
    assert phone("list_voicemails")["items"][0]["heard_at"] is None


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (None, Kind.NOT_FOUND),
        (CarrierRefused(413), Kind.UPSTREAM),
        (CarrierUnclear(is_over=False), Kind.UNAVAILABLE),
    ],
)
def test_a_recording_that_cannot_be_had_is_told_in_words(phone, voicemail, carrier, trouble, kind):
    carrier.recordings.clear()
    carrier.troubles = [trouble]
    refusal = refusal_of(phone, "get_voicemail_audio", voicemail_id=voicemail["id"])
    assert refusal.kind == kind
    assert refusal.message.endswith(".")


def test_a_voicemail_is_new_until_somebody_heard_it(phone, voicemail, clock):
    assert voicemail["heard_at"] is None
    first = phone("mark_voicemail", voicemail_id=voicemail["id"], is_heard=True)
    clock.advance(hours=1)
    again = phone("mark_voicemail", voicemail_id=voicemail["id"], is_heard=True)
    assert again == first
    assert phone("list_voicemails")["items"] == [first]
    fresh = phone("mark_voicemail", voicemail_id=voicemail["id"], is_heard=False)
    assert fresh["heard_at"] is None
    assert phone("list_voicemails")["items"] == [fresh]


def _an_id():
    return str(uuid.uuid4())
