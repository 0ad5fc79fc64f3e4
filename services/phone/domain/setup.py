"""What the set-up wizard says about a tenant's line."""

from dataclasses import dataclass

from contracts.enums import ProvisioningMode, RoutingMode
from services.phone.domain.lines import Number


@dataclass(frozen=True, kw_only=True)
class Routing:
    mode: RoutingMode = RoutingMode.VOICEMAIL
    forward_to: str | None = None
    greeting: str | None = None


@dataclass(frozen=True, kw_only=True)
class PhoneSettings:
    """The defaults are those of a tenant that never touched its phone."""

    provisioning_mode: ProvisioningMode = ProvisioningMode.MANAGED
    routing: Routing = Routing()


def provisioning_message(mode: ProvisioningMode, number: Number | None) -> str:
    if number is not None and number.is_connected:
        return "Your line is ready."
    if number is not None:
        return "Your number is chosen. We’re still connecting it to the phone network."
    if mode == ProvisioningMode.MANAGED:
        return (
            "Phone provisioning is currently managed for you."
            " We’ll notify you once your line is ready."
        )
    return "You don’t have a line yet. Choose a number and we’ll set it up for you."


def routing_summary(routing: Routing) -> str:
    if routing.mode == RoutingMode.FORWARD:
        return f"Calls are forwarded to {routing.forward_to}; unanswered ones go to voicemail."
    if routing.mode == RoutingMode.IVR:
        return "Callers hear your menu and choose with their keypad."
    return "Callers hear your greeting and can leave a voicemail."
