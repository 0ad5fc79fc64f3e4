"""Bookings: a customer's own, and all of a tenant's for its staff."""

from __future__ import annotations

from typing import Any

from services.gateway import refusals, schemas, views
from services.gateway.auth import CUSTOMERS, STAFF
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Options, route

BOOKINGS = "/api/portal/bookings"
ALL_BOOKINGS = "/api/admin/bookings"
BOOKING = "<uuid:booking_id>"

OWN = Options(roles=CUSTOMERS, area="Bookings, for customers")
ONE = Options(roles=STAFF, area="Bookings", reply=schemas.Booking)

Answer = dict[str, Any]


class PortalRoutes:
    """The customer is the token's, as the tenant is."""

    booking = neighbour("booking")

    @route(
        "GET",
        "/api/portal/services",
        OWN,
        query=schemas.PageQuery,
        reply=schemas.ServicePage,
    )
    def list_services(self, call: Call) -> Answer:
        """What can be booked."""
        return self.booking.list_services(tenant_id=call.tenant_id, **call.query)

    @route(
        "GET",
        "/api/portal/free-times",
        OWN,
        query=schemas.FreeTimesQuery,
        reply=schemas.FreeTimes,
    )
    def list_free_times(self, call: Call) -> Answer:
        """When a booking of these services could start on a day; where never, why."""
        told = self.booking.list_free_times(
            tenant_id=call.tenant_id,
            customer_id=call.actor_id,
            date=call.query["date"],
            services=call.query["services"],
        )
        return told | views.paged(told["items"], call.query)

    @route("POST", f"{BOOKINGS}/quote", OWN, request=schemas.QuoteRequest, reply=schemas.Quote)
    def quote_booking(self, call: Call) -> Answer:
        """What a booking would cost, and what points would take off; changes nothing."""
        return self.booking.quote_booking(
            tenant_id=call.tenant_id, customer_id=call.actor_id, **call.body
        )

    @route(
        "POST",
        BOOKINGS,
        OWN,
        request=schemas.NewBooking,
        reply=schemas.Booking,
        status=201,
        refusals={400: schemas.RedemptionRefusal},
    )
    def create_booking(self, call: Call) -> Answer:
        """Books, with points or without; when points cannot be used, there is no booking."""
        with refusals.of_redemptions():
            return self.booking.create_booking(**call.scope, customer_id=call.actor_id, **call.body)

    @route("GET", BOOKINGS, OWN, query=schemas.PageQuery, reply=schemas.BookingPage)
    def list_customer_bookings(self, call: Call) -> Answer:
        """The customer's own bookings, latest start first."""
        return self.booking.list_customer_bookings(
            tenant_id=call.tenant_id, customer_id=call.actor_id, **call.query
        )

    @route("POST", f"{BOOKINGS}/{BOOKING}/cancel", OWN, reply=schemas.Booking)
    def cancel_booking(self, call: Call, booking_id: str) -> Answer:
        """Cancels an own booking, and gives its points back; again: the same answer."""
        return self.booking.cancel_booking(
            **call.scope, customer_id=call.actor_id, booking_id=booking_id
        )


class BookingRoutes:
    booking = neighbour("booking")

    @route(
        "GET",
        ALL_BOOKINGS,
        roles=STAFF,
        area="Bookings",
        query=schemas.BookingsQuery,
        reply=schemas.StaffBookingPage,
    )
    def list_bookings(self, call: Call) -> Answer:
        """All bookings, or those of a status or of some days, latest start first."""
        return self.booking.list_bookings(tenant_id=call.tenant_id, **call.query)

    @route("POST", f"{ALL_BOOKINGS}/{BOOKING}/cancel", ONE)
    def cancel_any_booking(self, call: Call, booking_id: str) -> Answer:
        """Cancels a booking for its customer, and gives the points back."""
        return self.booking.cancel_booking(**call.scope, customer_id=None, booking_id=booking_id)

    @route("POST", f"{ALL_BOOKINGS}/{BOOKING}/complete", ONE)
    def complete_booking(self, call: Call, booking_id: str) -> Answer:
        """Notes that the work is done; again: the same answer."""
        return self.booking.complete_booking(**call.scope, booking_id=booking_id)
