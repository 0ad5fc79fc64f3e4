"""The nightly comparison of what Twilio holds with what we do; it changes nothing there."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from contracts.enums import CampaignStatus, DriftSubject
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.drift import (
    AFTER_FAILURE,
    STATUS,
    Drift,
    brand_drift,
    campaign_drift,
    missing,
    pause,
)
from services.a2p.ports import Brand, Crew, Ports, TwilioRefused, TwilioUncertain
from services.a2p.use_cases.insight import fetch_use_cases
from services.a2p.use_cases.views import View, page_view

log = logging.getLogger(__name__)

# Twilio delivers an event for four hours; what is older than this cannot come again.
KEEP_EVENTS = timedelta(days=7)


def reconcile_due_tenants(ports: Ports, *, limit: int, crew: Crew) -> int:
    now = ports.clock.now()
    ports.reconciliations.forget_events(before=now - KEEP_EVENTS)
    due = ports.reconciliations.take_due(now=now, limit=limit, pause=AFTER_FAILURE)
    for tenant_id in due:
        crew.start(partial(_reconcile, ports, tenant_id))
    crew.wait()
    return len(due)


def list_drift(ports: Ports, tenant_id: str, *, page: int, page_size: int) -> View:
    with ports.unit_of_work(tenant_id) as work:
        found, total = work.drift.page(page=page, page_size=page_size)
        checked_at = work.drift.checked_at()
    views = [
        {**_named(drift), "ours": drift.ours, "twilio": drift.twilio, "found_at": found_at}
        for drift, found_at in found
    ]
    shown = page_view(views, page=page, page_size=page_size, total=total)
    return {**shown, "checked_at": checked_at}


@dataclass(frozen=True)
class _Held:
    """What we believe of one tenant."""

    tenant_id: str
    brand: Brand
    approved: Sequence[Campaign]


def _reconcile(ports: Ports, tenant_id: str) -> None:
    """A Twilio that refuses or is silent says nothing about drift: it is asked again in an hour."""
    with ports.unit_of_work(tenant_id) as work:
        approved = [c for c in work.campaigns.all() if c.status is CampaignStatus.APPROVED]
        held = _Held(tenant_id, work.brands.get(), approved)
    try:
        found = [*_of_brand(ports, held), *_of_campaigns(ports, held)]
    except (TwilioRefused, TwilioUncertain):
        log.warning("reconcile_without_answer")
        return
    _store(ports, tenant_id, found)
    if held.brand.sid is not None:
        services = (campaign.messaging_service_sid for campaign in approved)
        fetch_use_cases(ports, tenant_id, held.brand.sid, service_sid=next(services, None))


def _of_brand(ports: Ports, held: _Held) -> Iterator[Drift]:
    if held.brand.sid is None:
        return
    try:
        snapshot = ports.twilio.fetch_brand(held.brand.sid)
    except TwilioRefused as refused:
        if refused.status != 404:
            raise
        yield missing(DriftSubject.BRAND, held.tenant_id)
        return
    yield from brand_drift(held.tenant_id, held.brand.status, snapshot.status)


def _of_campaigns(ports: Ports, held: _Held) -> Iterator[Drift]:
    for campaign in held.approved:
        service_sid = str(campaign.messaging_service_sid)
        if not ports.twilio.has_service(service_sid):
            yield missing(DriftSubject.MESSAGING_SERVICE, campaign.id)
            continue
        snapshot = ports.twilio.find_campaign(service_sid)
        if snapshot is None:
            yield missing(DriftSubject.CAMPAIGN, campaign.id)
            continue
        yield from campaign_drift(campaign, snapshot.status, snapshot.content)


def _store(ports: Ports, tenant_id: str, found: Sequence[Drift]) -> None:
    now = ports.clock.now()
    with ports.unit_of_work(tenant_id) as work:
        new = work.drift.replace(found, now=now)
        work.drift.checked(at=now, next_at=now + pause(ports.clock.jitter()))
        if new:
            told = {"found": [_named(drift) for drift in new]}
            work.emit("registration_drift_found_v1", told)
        if any(drift.field == STATUS for drift in found):
            # Not taken from here: the ordinary look decides what it means.
            work.due.want(at=now)


def _named(drift: Drift) -> View:
    of_brand = drift.subject is DriftSubject.BRAND
    campaign_id = None if of_brand else drift.subject_id
    return {"subject": drift.subject, "campaign_id": campaign_id, "field": drift.field}
