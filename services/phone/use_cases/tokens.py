"""Which tenant a webhook is for."""

from contracts.errors import not_found
from services.phone.ports import Ports


def tenant_of(ports: Ports, token: str) -> str:
    """The token in the address is all that says so; a wrong one is like a wrong address."""
    known = ports.known_tokens.get(token)
    if known is not None:
        return known
    with ports.unit_of_work(None) as work:
        tenant_id = work.tokens.tenant_of(token)
    if tenant_id is None:
        raise not_found("address")
    ports.known_tokens[token] = tenant_id
    return tenant_id
