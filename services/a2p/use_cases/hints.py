"""Events of Twilio's stream: each makes us look, and none is believed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.a2p.domain.hints import Hint, hint_of
from services.a2p.ports import Ports
from services.a2p.use_cases.views import View


def take_twilio_events(ports: Ports, events: Sequence[Mapping[str, object]]) -> View:
    """Verified by the caller. They come twice, late and out of order, which changes nothing."""
    read = [hint_of(event) for event in events]
    hints = [hint for hint in read if hint is not None and _is_of_our_account(ports, hint)]
    owners = ports.routes.owners_of({sid for hint in hints for sid in hint.sids})
    by_tenant: dict[str, list[Hint]] = defaultdict(list)
    for hint in hints:
        owner = next((owners[sid] for sid in hint.sids if sid in owners), None)
        if owner is not None:
            by_tenant[owner].append(hint)
    accepted = sum(_take(ports, tenant, told) for tenant, told in by_tenant.items())
    known = sum(len(told) for told in by_tenant.values())
    return {
        "accepted": accepted,
        "duplicates": known - accepted,
        "ignored": len(events) - known,
    }


def _take(ports: Ports, tenant_id: str, hints: Sequence[Hint]) -> int:
    """How many of them were new. The tenant is due at once, and the poller asks Twilio itself."""
    now = ports.clock.now()
    with ports.unit_of_work(tenant_id) as work:
        fresh = work.hints.take({hint.event_id for hint in hints}, now=now)
        if not fresh:
            return 0
        work.due.want(at=now)
        for hint in hints:
            if hint.messaging_service_sid and hint.campaign_sid:
                work.hints.note_campaign_sid(hint.messaging_service_sid, hint.campaign_sid)
        return len(fresh)


def _is_of_our_account(ports: Ports, hint: Hint) -> bool:
    return hint.account_sid is None or hint.account_sid == ports.twilio.account_sid
