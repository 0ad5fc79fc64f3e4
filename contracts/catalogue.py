"""Who offers, emits, calls and hears what. The allowed graph between services is this data."""

from contracts import a2p, booking, gateway, loyalty, phone, tenants
from contracts.shapes import EventContract, RpcContract

SERVICES = (
    gateway.SERVICE,
    tenants.SERVICE,
    a2p.SERVICE,
    phone.SERVICE,
    loyalty.SERVICE,
    booking.SERVICE,
)
_OWNERS = (tenants, a2p, phone, loyalty, booking)

RPCS: dict[tuple[str, str], RpcContract] = {rpc.key: rpc for owner in _OWNERS for rpc in owner.RPCS}

EVENTS: dict[tuple[str, str], EventContract] = {
    event.key: event for owner in _OWNERS for event in owner.EVENTS
}

# Who may call whom. A chain is at most gateway → a2p → phone; everything else travels as events.
CALLS: dict[str, frozenset[str]] = {
    gateway.SERVICE: frozenset(
        {tenants.SERVICE, a2p.SERVICE, phone.SERVICE, loyalty.SERVICE, booking.SERVICE}
    ),
    tenants.SERVICE: frozenset(),
    a2p.SERVICE: frozenset({phone.SERVICE}),
    phone.SERVICE: frozenset(),
    loyalty.SERVICE: frozenset(),
    booking.SERVICE: frozenset({loyalty.SERVICE}),
}

# These hear by broadcast while they run, and keep nothing of it: they have no queue to be filled.
KEEP_NOTHING = frozenset({gateway.SERVICE})

# Handler names are part of the queue names at the broker: deployed contract, never renamed.
HEARS: dict[str, dict[str, tuple[str, str]]] = {
    gateway.SERVICE: {
        "on_session_ended": (tenants.SERVICE, "session_ended_v1"),
        "on_access_ended": (tenants.SERVICE, "access_ended_v1"),
        "on_campaign_submitted": (a2p.SERVICE, "campaign_submitted_v1"),
        "on_campaign_status_changed": (a2p.SERVICE, "campaign_status_changed_v1"),
        "on_brand_status_changed": (a2p.SERVICE, "brand_status_changed_v1"),
        "on_registration_drift_found": (a2p.SERVICE, "registration_drift_found_v1"),
        "on_routing_changed": (phone.SERVICE, "routing_changed_v1"),
        "on_number_assigned": (phone.SERVICE, "number_assigned_v1"),
        "on_number_registration_changed": (phone.SERVICE, "number_registration_changed_v1"),
        "on_messaging_service_linked": (phone.SERVICE, "messaging_service_linked_v1"),
        "on_message_received": (phone.SERVICE, "message_received_v1"),
        "on_message_status_changed": (phone.SERVICE, "message_status_changed_v1"),
        "on_voicemail_received": (phone.SERVICE, "voicemail_received_v1"),
        "on_points_earned": (loyalty.SERVICE, "points_earned_v1"),
        "on_points_redeemed": (loyalty.SERVICE, "points_redeemed_v1"),
        "on_points_adjusted": (loyalty.SERVICE, "points_adjusted_v1"),
        "on_redemption_reversed": (loyalty.SERVICE, "redemption_reversed_v1"),
        "on_booking_confirmed": (booking.SERVICE, "booking_confirmed_v1"),
        "on_booking_cancelled": (booking.SERVICE, "booking_cancelled_v1"),
        "on_booking_completed": (booking.SERVICE, "booking_completed_v1"),
    },
    phone.SERVICE: {
        "on_campaign_status_changed": (a2p.SERVICE, "campaign_status_changed_v1"),
    },
    loyalty.SERVICE: {
        "on_customer_registered": (tenants.SERVICE, "customer_registered_v1"),
        "on_customer_updated": (tenants.SERVICE, "customer_updated_v1"),
        "on_tenant_created": (tenants.SERVICE, "tenant_created_v1"),
    },
    booking.SERVICE: {
        "on_customer_registered": (tenants.SERVICE, "customer_registered_v1"),
        "on_customer_updated": (tenants.SERVICE, "customer_updated_v1"),
        "on_tenant_created": (tenants.SERVICE, "tenant_created_v1"),
    },
}
