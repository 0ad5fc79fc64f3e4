"""What `booking` offers and tells: a catalogue, quotes, and bookings that may use points."""

from marshmallow import fields
from marshmallow.validate import Length, Range

from contracts.enums import BookingStatus, RedemptionBlock
from contracts.fields import (
    Flag,
    Id,
    PageRequest,
    Reply,
    Request,
    TenantRequest,
    UtcDateTime,
    WriteRequest,
    one_of,
    page_of,
)
from contracts.health import health_of
from contracts.shapes import CallKind, EventContract, RpcContract

SERVICE = "booking"

MOST_PER_SERVICE = 20
MOST_SERVICES = 20
MOST_POINTS = 1_000_000_000


class ServiceReply(Reply):
    id = Id(required=True)
    name = fields.String(required=True)
    price_cents = fields.Integer(required=True)
    duration_minutes = fields.Integer(required=True)
    is_core = fields.Boolean(required=True)


ServicePage = page_of(ServiceReply, "ServicePage")


class WantedService(Request):
    """Each service once; more of the same by quantity."""

    service_id = Id(required=True)
    quantity = fields.Integer(strict=True, load_default=1, validate=Range(1, MOST_PER_SERVICE))


class WantedPoints(Request):
    """Without `use_points`, or with no points requested, loyalty is not asked at all."""

    use_points = Flag(required=True)
    # A negative wish is loyalty's to refuse, with its reason.
    points_requested = fields.Integer(
        strict=True, load_default=0, validate=Range(-MOST_POINTS, MOST_POINTS)
    )


class ListFreeTimesRequest(TenantRequest):
    """Asks with what is to be booked, so that its length is never the caller's to know.

    For a customer who is named, what an own attempt without an answer holds is free.
    """

    customer_id = Id(load_default=None, allow_none=True)
    services = fields.List(
        fields.Nested(WantedService), required=True, validate=Length(1, MOST_SERVICES)
    )
    # In the tenant's time zone.
    date = fields.Date(required=True)


class FreeTimeReply(Reply):
    time = fields.String(required=True)
    starts_at = UtcDateTime(required=True)


class FreeTimesReply(Reply):
    """Each start that a booking of these services could have now, earliest first."""

    date = fields.String(required=True)
    time_zone = fields.String(required=True)
    duration_minutes = fields.Integer(required=True)
    items = fields.List(fields.Nested(FreeTimeReply), required=True)
    # For the customer, where there is none.
    message = fields.String(required=True, allow_none=True)


class _WantedBooking(Request):
    customer_id = Id(required=True)
    services = fields.List(
        fields.Nested(WantedService), required=True, validate=Length(1, MOST_SERVICES)
    )
    # In the tenant's time zone.
    date = fields.Date(required=True)
    time = fields.Time(format="%H:%M", required=True)
    loyalty = fields.Nested(WantedPoints, load_default=None, allow_none=True)


class QuoteBookingRequest(TenantRequest, _WantedBooking):
    """Changes nothing and holds nothing; refuses what creating would refuse, but for points."""


class CreateBookingRequest(WriteRequest, _WantedBooking):
    pass


class ItemReply(Reply):
    """A service as it was priced for this booking; later changes of the catalogue leave it."""

    service_id = Id(required=True)
    name = fields.String(required=True)
    quantity = fields.Integer(required=True)
    price_cents = fields.Integer(required=True)
    duration_minutes = fields.Integer(required=True)
    is_core = fields.Boolean(required=True)
    total_cents = fields.Integer(required=True)


class QuotedPoints(Reply):
    """What the wish for points comes to. `message` is for the customer, `reason_code` is not."""

    use_points = fields.Boolean(required=True)
    points_requested = fields.Integer(required=True)
    can_redeem = fields.Boolean(required=True)
    points_used = fields.Integer(required=True)
    discount_cents = fields.Integer(required=True)
    # What the customer has, and could use at most on this cart; None when loyalty did not answer.
    points_balance = fields.Integer(required=True, allow_none=True)
    most_points = fields.Integer(required=True, allow_none=True)
    reason_code = one_of(RedemptionBlock, required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)
    # What would make it possible.
    fix = fields.String(required=True, allow_none=True)


class BookedPoints(Reply):
    use_points = fields.Boolean(required=True)
    points_requested = fields.Integer(required=True)
    points_used = fields.Integer(required=True)
    discount_cents = fields.Integer(required=True)
    # Promised at the cancellation; on the account a moment later, or once loyalty is back.
    points_returned = fields.Integer(required=True)


class _Priced(Reply):
    # In the tenant's time zone: 2026-03-02 and 09:30.
    date = fields.String(required=True)
    time = fields.String(required=True)
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    items = fields.List(fields.Nested(ItemReply), required=True)
    subtotal_cents = fields.Integer(required=True)
    discount_cents = fields.Integer(required=True)
    points_used = fields.Integer(required=True)
    total_cents = fields.Integer(required=True)


class QuoteReply(_Priced):
    loyalty = fields.Nested(QuotedPoints, required=True, allow_none=True)


class BookingReply(_Priced):
    id = Id(required=True)
    customer_id = Id(required=True)
    status = one_of(BookingStatus, required=True)
    loyalty = fields.Nested(BookedPoints, required=True, allow_none=True)
    created_at = UtcDateTime(required=True)


BookingPage = page_of(BookingReply, "BookingPage")


class StaffBookingReply(BookingReply):
    # None until tenants has told it.
    customer_name = fields.String(required=True, allow_none=True)


StaffBookingPage = page_of(StaffBookingReply, "StaffBookingPage")


class ListBookingsRequest(PageRequest):
    """From one day to another, both included, in the tenant's time zone."""

    status = one_of(BookingStatus, load_default=None, allow_none=True)
    from_date = fields.Date(load_default=None, allow_none=True)
    to_date = fields.Date(load_default=None, allow_none=True)


class ListCustomerBookingsRequest(PageRequest):
    customer_id = Id(required=True)


class CancelBookingRequest(WriteRequest):
    """With a customer, only a booking of that customer; None is for staff."""

    customer_id = Id(required=True, allow_none=True)
    booking_id = Id(required=True)


class CompleteBookingRequest(WriteRequest):
    booking_id = Id(required=True)


class BookingConfirmed(Reply):
    booking_id = Id(required=True)
    customer_id = Id(required=True)
    starts_at = UtcDateTime(required=True)
    subtotal_cents = fields.Integer(required=True)
    discount_cents = fields.Integer(required=True)
    points_used = fields.Integer(required=True)
    total_cents = fields.Integer(required=True)


class BookingCancelled(BookingConfirmed):
    points_returned = fields.Integer(required=True)


class BookingCompleted(BookingConfirmed):
    pass


def _rpc(method: str, kind: CallKind, request: type, reply: type) -> RpcContract:
    return RpcContract(SERVICE, method, kind, request, reply)


RPCS = [
    health_of(SERVICE),
    _rpc("list_services", CallKind.READ, PageRequest, ServicePage),
    _rpc("list_free_times", CallKind.READ, ListFreeTimesRequest, FreeTimesReply),
    _rpc("quote_booking", CallKind.READ, QuoteBookingRequest, QuoteReply),
    _rpc("create_booking", CallKind.WRITE, CreateBookingRequest, BookingReply),
    _rpc("list_customer_bookings", CallKind.READ, ListCustomerBookingsRequest, BookingPage),
    _rpc("cancel_booking", CallKind.WRITE, CancelBookingRequest, BookingReply),
    _rpc("list_bookings", CallKind.READ, ListBookingsRequest, StaffBookingPage),
    _rpc("complete_booking", CallKind.WRITE, CompleteBookingRequest, BookingReply),
]

EVENTS = [
    EventContract(SERVICE, "booking_confirmed_v1", BookingConfirmed),
    EventContract(SERVICE, "booking_cancelled_v1", BookingCancelled),
    EventContract(SERVICE, "booking_completed_v1", BookingCompleted),
]
