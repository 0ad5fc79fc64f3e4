"""A tenant's guardrails and what a point is worth."""

from dataclasses import asdict

from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.ports import Ports, Reply


def get_loyalty_settings(ports: Ports, tenant_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        guardrails, is_configured = work.settings.overview()
    return asdict(guardrails) | {"is_configured": is_configured}


def put_loyalty_settings(
    ports: Ports,
    tenant_id: str,
    idempotency_key: str | None,
    guardrail_message: str | None,
    **values: int | bool | None,
) -> Reply:
    body = {**values, "guardrail_message": (guardrail_message or "").strip() or None}
    guardrails = Guardrails(**body)  # type: ignore[arg-type]  # as the contract loads them
    with ports.unit_of_work(tenant_id) as work:

        def change() -> Reply:
            work.settings.save(guardrails)
            return asdict(guardrails) | {"is_configured": True}

        return work.once("put_loyalty_settings", key=idempotency_key, body=body, action=change)


def note_time_zone(ports: Ports, tenant_id: str, time_zone: str) -> None:
    with ports.unit_of_work(tenant_id) as work:
        work.settings.note_time_zone(time_zone)
