"""Voicemails: stored as Twilio tells of them, listed, played and marked as heard."""

from dataclasses import asdict, replace
from typing import Any

from contracts.errors import Code, Kind, ServiceError, not_found
from services.phone.domain import calls
from services.phone.domain.messages import Voicemail
from services.phone.domain.webhooks import webhooks_of
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports, Work
from services.phone.use_cases.refusals import carrier_refused, carrier_unclear
from services.phone.use_cases.replies import Reply
from services.phone.use_cases.tokens import tenant_of

CANNOT_PLAY = "Twilio would not hand out this recording. Contact support if it happens again."
GONE = "This recording is no longer kept: it was deleted at Twilio."


def store_recording(ports: Ports, token: str, **told: Any) -> Reply:
    """Told twice, as the caller's last step and as a report; who hung up at once left nothing."""
    tenant_id = tenant_of(ports, token)
    if told["recording_sid"] and told["recording_url"] and told["duration_seconds"]:
        now = ports.clock.now()
        _store(ports, tenant_id, Voicemail(id=ports.ids.new(), received_at=now, **told))
    webhooks = webhooks_of(ports.public_base_url, token)
    return {"twiml": ports.markup.voice(calls.after_voicemail(), webhooks)}


def list_voicemails(ports: Ports, tenant_id: str, *, page: int, page_size: int) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        found, total = work.voicemails.page(limit=page_size, offset=(page - 1) * page_size)
    items = [asdict(voicemail) for voicemail in found]
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def get_voicemail_audio(ports: Ports, tenant_id: str, voicemail_id: str) -> Reply:
    """From Twilio each time: the recording stays there, and its address is nobody's to know."""
    with ports.unit_of_work(tenant_id) as work:
        voicemail = _get(work, voicemail_id)
    try:
        recording = ports.carrier.fetch_recording(voicemail.recording_sid)
    except CarrierRefused as refused:
        raise carrier_refused(CANNOT_PLAY, refused.code) from refused
    except CarrierUnclear as unclear:
        raise carrier_unclear() from unclear
    if recording is None:
        raise ServiceError(Kind.NOT_FOUND, Code.NOT_FOUND, GONE)
    return asdict(recording)


def mark_voicemail(
    ports: Ports,
    tenant_id: str,
    *,
    voicemail_id: str,
    is_heard: bool,
    idempotency_key: str | None,
) -> Reply:
    """Who marks it again keeps the moment when it was first heard."""
    with ports.unit_of_work(tenant_id) as work:

        def mark() -> Reply:
            voicemail = _get(work, voicemail_id)
            if is_heard != (voicemail.heard_at is not None):
                voicemail = replace(voicemail, heard_at=ports.clock.now() if is_heard else None)
                work.voicemails.mark(voicemail_id, heard_at=voicemail.heard_at)
            return asdict(voicemail)

        body = {"voicemail_id": voicemail_id, "is_heard": is_heard}
        return work.once("mark_voicemail", key=idempotency_key, body=body, action=mark)


def _get(work: Work, voicemail_id: str) -> Voicemail:
    voicemail = work.voicemails.find(voicemail_id)
    if voicemail is None:
        raise not_found("voicemail")
    return voicemail


def _store(ports: Ports, tenant_id: str, voicemail: Voicemail) -> None:
    with ports.unit_of_work(tenant_id) as work:
        if work.voicemails.add(voicemail):
            data = {"voicemail_id": voicemail.id, "duration_seconds": voicemail.duration_seconds}
            work.emit("voicemail_received_v1", data)
        else:
            work.voicemails.complete(voicemail)
