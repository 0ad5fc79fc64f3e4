"""Who offers, emits, calls and hears what. The allowed graph between services is this data."""

from contracts import a2p, gateway, phone, tenants
from contracts.shapes import EventContract, RpcContract

SERVICES = (gateway.SERVICE, tenants.SERVICE, a2p.SERVICE, phone.SERVICE)

RPCS: dict[tuple[str, str], RpcContract] = {
    rpc.key: rpc for owner in (tenants, a2p, phone) for rpc in owner.RPCS
}

EVENTS: dict[tuple[str, str], EventContract] = {
    event.key: event for owner in (tenants, a2p, phone) for event in owner.EVENTS
}

# Who may call whom. A chain is at most gateway → a2p → phone; everything else travels as events.
CALLS: dict[str, frozenset[str]] = {
    gateway.SERVICE: frozenset({tenants.SERVICE, a2p.SERVICE, phone.SERVICE}),
    tenants.SERVICE: frozenset(),
    a2p.SERVICE: frozenset({phone.SERVICE}),
    phone.SERVICE: frozenset(),
}

# Handler names are part of the queue names at the broker: deployed contract, never renamed.
HEARS: dict[str, dict[str, tuple[str, str]]] = {
    phone.SERVICE: {
        "on_campaign_status_changed": (a2p.SERVICE, "campaign_status_changed_v1"),
    },
}
