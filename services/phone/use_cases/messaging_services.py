"""One messaging service for each campaign, however often and by however many it is asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.errors import Code, conflict, unavailable
from services.phone.domain.webhooks import Webhooks
from services.phone.ports import CarrierRefused, CarrierUnclear, Ports
from services.phone.use_cases import setup
from services.phone.use_cases.connections import connect, queue_connections, webhooks_for
from services.phone.use_cases.refusals import carrier_refused, carrier_unclear
from services.phone.use_cases.replies import Reply

# Whoever holds the lease begins to create only while this much of it is left: a call to Twilio ends
# within 12 s, so nobody else can come in between.
LEASE = timedelta(seconds=60)
NEEDED_TO_CREATE = timedelta(seconds=20)
# After a call without an answer Twilio may still be busy with it: looking at once would miss it.
SETTLING = timedelta(seconds=5)
WAIT = timedelta(seconds=8)
POLL_SECONDS = 0.2

NO_CAMPAIGN = "Prepare your texting campaign first: the messaging service belongs to it."
REFUSED = "Twilio refused to set up texting for this campaign. Try again later or contact support."


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The right to create one campaign's service at Twilio, for a while."""

    tenant_id: str
    campaign_id: str
    service_id: str
    lease: str
    until: datetime
    webhooks: Webhooks


def ensure_messaging_service(ports: Ports, tenant_id: str, campaign_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        sid = work.services.find_linked(campaign_id)
    return {"messaging_service_sid": sid or _wait_and_link(ports, tenant_id, campaign_id)}


def link_messaging_service(ports: Ports, tenant_id: str, idempotency_key: str | None) -> Reply:
    """For the primary campaign. A tenant whose live service was here before us has one already.

    The key is not needed: however often it is asked, a campaign has one service.
    """
    with ports.unit_of_work(tenant_id) as work:
        line = work.line()
    has_live_service = any(service.is_protected for service in line.services)
    if line.primary_campaign is None and not has_live_service:
        raise conflict(Code.CAMPAIGN_NOT_SUBMITTED, NO_CAMPAIGN)
    if line.primary_campaign is not None:
        ensure_messaging_service(ports, tenant_id, line.primary_campaign.campaign_id)
    return setup.get_config(ports, tenant_id)


def _wait_and_link(ports: Ports, tenant_id: str, campaign_id: str) -> str:
    give_up_at = ports.clock.now() + WAIT
    while True:
        claimed = _claim(ports, tenant_id, campaign_id)
        if isinstance(claimed, str):
            return claimed
        if claimed is not None:
            return _link(ports, claimed, _find_or_create(ports, claimed))
        if ports.clock.now() >= give_up_at:
            raise unavailable("phone")
        ports.clock.sleep(POLL_SECONDS)


def _claim(ports: Ports, tenant_id: str, campaign_id: str) -> Attempt | str | None:
    """The intent is stored before Twilio hears of it. A SID when it is linked, None when busy."""
    now, lease = ports.clock.now(), ports.ids.new()
    with ports.unit_of_work(tenant_id) as work:
        claim = work.services.claim(
            campaign_id, new_id=ports.ids.new(), lease=lease, now=now, until=now + LEASE
        )
        webhooks = webhooks_for(ports, work)
    if not claim.is_ours:
        return claim.service.twilio_sid
    return Attempt(
        tenant_id=tenant_id,
        campaign_id=campaign_id,
        service_id=claim.service.id,
        lease=lease,
        until=now + LEASE,
        webhooks=webhooks,
    )


def _find_or_create(ports: Ports, attempt: Attempt) -> str:
    """Twilio has no idempotency keys: the ids in the name are how we recognise ours."""
    # Twilio takes 64 characters. The tenant's part keeps one tenant from ever finding another's.
    name = f"ServicePro {attempt.campaign_id} of {attempt.tenant_id[:8]}"
    try:
        found = ports.carrier.find_service(name)
        if found is not None:
            return found
        if ports.clock.now() > attempt.until - NEEDED_TO_CREATE:
            raise CarrierUnclear(is_over=True)
        return ports.carrier.create_service(name, attempt.webhooks)
    except CarrierRefused as refused:
        _free(ports, attempt, ports.clock.now())
        raise carrier_refused(REFUSED, refused.code) from refused
    except CarrierUnclear as unclear:
        pause = timedelta(0) if unclear.is_over else SETTLING
        _free(ports, attempt, ports.clock.now() + pause)
        raise carrier_unclear() from unclear


def _free(ports: Ports, attempt: Attempt, at: datetime) -> None:
    with ports.unit_of_work(attempt.tenant_id) as work:
        work.services.free(attempt.service_id, lease=attempt.lease, at=at)


def _link(ports: Ports, attempt: Attempt, sid: str) -> str:
    now = ports.clock.now()
    with ports.unit_of_work(attempt.tenant_id) as work:
        if work.services.link(attempt.service_id, twilio_sid=sid, now=now):
            data = {"campaign_id": attempt.campaign_id, "messaging_service_sid": sid}
            work.emit("messaging_service_linked_v1", data)
        waiting = queue_connections(ports, work)
    for number_id in waiting:
        connect(ports, attempt.tenant_id, number_id)
    return sid
