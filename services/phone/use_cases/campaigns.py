"""What the registration side tells of campaigns decides whether texts may go out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.enums import CampaignStatus
from services.phone.domain.lines import Standing
from services.phone.ports import Ports
from services.phone.use_cases.connections import queue_connections


def note_campaign_status(
    ports: Ports, tenant_id: str, told: Mapping[str, Any], occurred_at: datetime
) -> None:
    """May come twice and out of order: what is older than the last word is dropped."""
    standing = Standing(
        campaign_id=told["campaign_id"],
        status=CampaignStatus(told["status"]),
        is_primary=told["is_primary"],
        occurred_at=occurred_at,
    )
    with ports.unit_of_work(tenant_id) as work:
        if work.standings.record(standing):
            queue_connections(ports, work)
