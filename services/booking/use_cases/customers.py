"""Who customers are, as tenants tells of them."""

from datetime import datetime

from services.booking.ports import Ports


def note_customer(
    ports: Ports, tenant_id: str, customer_id: str, name: str, *, told_at: datetime
) -> None:
    with ports.unit_of_work(tenant_id) as work:
        work.customers.note(customer_id, name, told_at=told_at)
