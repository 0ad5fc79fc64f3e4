"""How a tenant's phone is set up, and who provisions it."""

from dataclasses import replace

from contracts.enums import ProvisioningMode
from services.phone.domain.setup import PhoneSettings
from services.phone.ports import Ports
from services.phone.use_cases import replies
from services.phone.use_cases.replies import Reply


def get_setup_status(ports: Ports, tenant_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        settings, line = work.overview()
    return replies.setup_status(settings, line)


def get_config(ports: Ports, tenant_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        settings, line = work.overview()
    return replies.config(settings or PhoneSettings(), line.as_of(ports.clock.now()))


def set_provisioning(ports: Ports, tenant_id: str, mode: str, idempotency_key: str | None) -> Reply:
    with ports.unit_of_work(tenant_id) as work:

        def change() -> Reply:
            now = ports.clock.now()
            settings = work.settings.lock(now=now)
            changed = replace(settings, provisioning_mode=ProvisioningMode(mode))
            if changed != settings:
                work.settings.save(changed, now=now)
            return replies.config(changed, work.line().as_of(now))

        body = {"mode": mode}
        return work.once("set_provisioning", key=idempotency_key, body=body, action=change)
