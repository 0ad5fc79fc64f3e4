"""A sole proprietor's code, texted once more."""

from __future__ import annotations

from datetime import datetime

from contracts.enums import CampaignStage, CampaignStatus
from contracts.errors import Code, Kind, ServiceError, conflict
from services.a2p.domain.identity import TextedCode, awaits_code
from services.a2p.domain.profile import BusinessProfile
from services.a2p.ports import Brand, Ports, TwilioRefused, Work
from services.a2p.use_cases.insight import asking_twilio
from services.a2p.use_cases.views import View, code_view

_OPERATION = "resend_brand_otp"


class _Unanswered(Exception):
    """This idempotency key has had no answer yet."""


def resend_brand_otp(ports: Ports, tenant_id: str, *, key: str | None) -> View:
    """Only while the code is awaited, and once a minute at most."""
    answered = _first_answer(ports, tenant_id, key)
    if answered is not None:
        return answered
    now = ports.clock.now()
    with ports.unit_of_work(tenant_id) as work:
        before = _reserve(work, now)
    with asking_twilio():
        try:
            ports.twilio.resend_code(str(before.sid))
        except TwilioRefused:
            with ports.unit_of_work(tenant_id) as work:
                work.brands.note_code_sent(before.code_sent_at)
            raise
    with ports.unit_of_work(tenant_id) as work:
        work.due.want(at=now)
        return work.once(
            _OPERATION, key=key, body={}, action=lambda: code_view(TextedCode(now), now=now)
        )


def _first_answer(ports: Ports, tenant_id: str, key: str | None) -> View | None:
    def unanswered() -> View:
        raise _Unanswered

    try:
        with ports.unit_of_work(tenant_id) as work:
            return work.once(_OPERATION, key=key, body={}, action=unanswered)
    except _Unanswered:
        return None


def _reserve(work: Work, now: datetime) -> Brand:
    """Noted before the call, so that two callers at once text one code; gives what was before."""
    work.profiles.lock_tenant()
    profile, brand = work.profiles.find() or BusinessProfile(), work.brands.get()
    waiting = any(
        (campaign.status, campaign.stage)
        == (CampaignStatus.SUBMITTED, CampaignStage.IDENTITY_CHECK)
        for campaign in work.campaigns.all()
    )
    is_open = awaits_code(profile, status=brand.status, identity_status=brand.identity_status)
    if not (waiting and is_open):
        raise conflict(Code.BRAND_OTP_NOT_PENDING, _NOT_PENDING)
    if brand.code_sent_at is not None:
        _require_pause(TextedCode(brand.code_sent_at), now)
    work.brands.note_code_sent(now)
    return brand


def _require_pause(code: TextedCode, now: datetime) -> None:
    seconds = code.seconds_until_resend(now)
    if seconds > 0:
        details = {"retry_after_seconds": str(seconds)}
        raise ServiceError(Kind.RATE_LIMITED, Code.TOO_MANY_ATTEMPTS, _TOO_SOON, details)


_NOT_PENDING = "No code is awaited from you at the moment, so there is none to send again."
_TOO_SOON = "A code was texted less than a minute ago. Wait a little before asking for another."
