"""What can be booked, when, and the bookings themselves, with points or without."""

from datetime import datetime
from typing import Any

from chassis.background import background
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from contracts.tenants import CustomerRegistered, CustomerUpdated, TenantCreated
from services.booking.dependencies import BookingPorts
from services.booking.use_cases import bookings, creation, customers, quotes, recovery, tenants


class BookingService(Service):
    name = "booking"
    ports = BookingPorts()

    @rpc
    def list_services(self, request: dict[str, Any]) -> dict[str, Any]:
        return quotes.list_services(self.ports, **request)

    @rpc
    def list_free_times(self, request: dict[str, Any]) -> dict[str, Any]:
        return quotes.list_free_times(self.ports, request)

    @rpc
    def quote_booking(self, request: dict[str, Any]) -> dict[str, Any]:
        return quotes.quote_booking(self.ports, request)

    @rpc
    def create_booking(self, request: dict[str, Any]) -> dict[str, Any]:
        return creation.create_booking(self.ports, request)

    @rpc
    def list_customer_bookings(self, request: dict[str, Any]) -> dict[str, Any]:
        return bookings.list_customer_bookings(self.ports, **request)

    @rpc
    def cancel_booking(self, request: dict[str, Any]) -> dict[str, Any]:
        return bookings.cancel_booking(self.ports, request)

    @rpc
    def list_bookings(self, request: dict[str, Any]) -> dict[str, Any]:
        return bookings.list_bookings(self.ports, **request)

    @rpc
    def complete_booking(self, request: dict[str, Any]) -> dict[str, Any]:
        return bookings.complete_booking(self.ports, request)

    @event_handler("tenants", "tenant_created_v1")
    def on_tenant_created(self, envelope: dict[str, Any]) -> None:
        told = TenantCreated().load(envelope["data"])
        tenants.welcome_tenant(self.ports, envelope["tenant_id"], told["time_zone"])

    @event_handler("tenants", "customer_registered_v1")
    def on_customer_registered(self, envelope: dict[str, Any]) -> None:
        self._note_customer(envelope, CustomerRegistered().load(envelope["data"]))

    @event_handler("tenants", "customer_updated_v1")
    def on_customer_updated(self, envelope: dict[str, Any]) -> None:
        self._note_customer(envelope, CustomerUpdated().load(envelope["data"]))

    @background(interval=1.0)
    def settle_with_loyalty(self) -> bool:
        return recovery.sweep(self.ports)

    def _note_customer(self, envelope: dict[str, Any], told: dict[str, Any]) -> None:
        occurred_at = datetime.fromisoformat(envelope["occurred_at"])
        customers.note_customer(self.ports, envelope["tenant_id"], **told, told_at=occurred_at)
