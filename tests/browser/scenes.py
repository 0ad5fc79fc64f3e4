"""Each page in each state: how the played API brings it about, and what tells that it is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from contracts.enums import CampaignStatus, Role
from contracts.errors import Code, Kind, ServiceError, invalid, unavailable
from tests.browser.played import WHO_IS_THIS, Stage, example_of

SOURCES = Path(__file__).parents[2] / "web" / "src"
ADDRESS = re.compile(r"\bpath: \"(?P<path>/[^\"]+)\"")
NOWHERE, SIGN_IN = "/nowhere", "/sign-in"
LOADING, FAILED = "Loading…", "This couldn’t be loaded"

SAM = "00000000-0000-4000-8000-0000000000d2"
SHINE_STUDIO = "00000000-0000-4000-8000-0000000000c2"
DETAIL = "00000000-0000-4000-8000-00000000b101"
PHONE_STEP = "/setup-wizard?step=phone-sms"
POINTS_OF_SAM = f"/admin/customer-points?customer={SAM}"
LINE_OF_SHINE = f"/operator?tenant={SHINE_STUDIO}"
BOOKING_A_DETAIL = f"/booking?services={DETAIL}:1"
BUSINESS = "/settings/a2p?section=business"


def listed_pages() -> list[str]:
    """As the web app itself lists them, so that no page can be forgotten here."""
    files = [SOURCES / entry / "pages.ts" for entry in ("staff", "customer")]
    return [found["path"] for file in files for found in ADDRESS.finditer(file.read_text())]


@dataclass(frozen=True)
class Scene:
    name: str
    address: str
    shows: str
    arrange: Callable[[Stage], None] = lambda stage: None
    act: Callable[[Page], None] | None = None
    by: Role | None = None

    @property
    def role(self) -> Role:
        """Who usually opens this page."""
        if self.by is not None:
            return self.by
        path = self.address.partition("?")[0]
        if path == "/operator":
            return Role.OPERATOR
        return Role.CUSTOMER if path == "/booking" or "/portal" in path else Role.OWNER


# What is there to be seen once everything has come, and what where there is nothing yet.
FULL = {
    "/setup-wizard": "Your business profile is complete.",
    "/settings/a2p": "On a customer’s phone",
    "/admin/phone": "Line health",
    "/admin/ivr-config": "Try your menu",
    "/admin/bookings": "Casey Rivera",
    "/admin/loyalty-insights": "Top customers by points",
    "/admin/customer-points": "sam@shine.test",
    "/admin/settings/loyalty": "Save settings",
    "/operator": "America/Chicago",
    "/portal/rewards": "Your history",
    "/booking": "Full Interior Detail",
    "/portal/bookings": "Book again",
}
EMPTY = {
    "/setup-wizard": "Not started",
    "/settings/a2p": "No campaign yet",
    "/admin/phone": "No number yet",
    "/admin/ivr-config": "No keys yet",
    "/admin/bookings": "No bookings here yet",
    "/admin/loyalty-insights": "No customer has points yet",
    "/admin/customer-points": "No customer matches this.",
    "/admin/settings/loyalty": "Save settings",
    "/operator": "Time zone",
    "/portal/rewards": "Nothing here yet",
    "/booking": "Nothing to book online yet",
    "/portal/bookings": "No bookings yet",
}
NOTHING_KNOWN: dict[tuple[str, str], dict[str, Any]] = {
    ("a2p", "get_registration_summary"): {
        "has_business_profile": False,
        "is_business_profile_complete": False,
        "a2p_status": None,
        "a2p_last_error": None,
    },
    ("phone", "get_setup_status"): {
        "has_phone_config": False,
        "phone_number": None,
        "messaging_service_sid": None,
    },
    ("phone", "get_config"): {
        "primary_number": None,
        "numbers": [],
        "messaging_service_sid": None,
    },
    ("phone", "get_ivr_menu"): {"options": []},
    ("phone", "check_line"): {
        "numbers": [],
        "services": [],
        "last_inbound_at": None,
        "last_error": None,
    },
    ("loyalty", "get_loyalty_settings"): {"min_cart_total_cents": None, "is_configured": False},
    ("loyalty", "get_loyalty_summary"): {
        "total_customers_with_points": 0,
        "total_points_outstanding": 0,
        "total_points_redeemed": 0,
        "total_points_earned": 0,
        "total_points_adjusted": 0,
        "points_earned_last_30_days": 0,
        "points_redeemed_last_30_days": 0,
        "outstanding_liability_cents": 0,
        "top_customers": [],
    },
    ("loyalty", "get_rewards"): {
        "points_balance": 0,
        "approximate_value_cents": 0,
        "recent_transactions": [],
    },
}


def _with_nothing(stage: Stage) -> None:
    stage.tell_of_nothing(NOTHING_KNOWN)


def _held(stage: Stage) -> None:
    stage.holds = True


def _broken(stage: Stage) -> None:
    stage.fails = True


def states_of_every_page() -> Iterator[Scene]:
    for path in listed_pages():
        yield Scene("loading", path, LOADING, _held)
        yield Scene("error", path, FAILED, _broken)
        yield Scene("empty", path, EMPTY[path], _with_nothing)
        yield Scene("full", path, FULL[path])


def campaign_in(status: CampaignStatus) -> Callable[[Stage], None]:
    """Nothing of the example's rejection is left where there was none."""
    changes: dict[str, Any] = {"status": status, "manual_task": None, "rejected_at": None}
    if status is not CampaignStatus.REJECTED:
        changes["rejection_reasons"] = []
    if status in (CampaignStatus.DRAFT, CampaignStatus.READY_TO_SUBMIT):
        changes |= {"submitted_at": None, "fixed_fields": [], "twilio_campaign_sid": None}
    if status is CampaignStatus.SUSPENDED:
        changes |= {"suspended_at": "2026-03-01T09:30:00Z", "deletion_at": "2026-03-31T09:30:00Z"}

    def arrange(stage: Stage) -> None:
        for method in ("get_campaign", "refresh_campaign_status", "submit_campaign"):
            stage.tell("a2p", method, **changes)
        stage.tell("a2p", "list_campaigns", items=[stage.replies["a2p", "get_campaign"]])

    return arrange


STATUS_NAMES = {status: status.capitalize() for status in CampaignStatus} | {
    CampaignStatus.READY_TO_SUBMIT: "Ready"
}


def campaigns_of_every_status() -> Iterator[Scene]:
    for status, name in STATUS_NAMES.items():
        yield Scene(status.lower(), "/settings/a2p", name, campaign_in(status))


def _refusing(service: str, method: str, *fields: str) -> Callable[[Stage], None]:
    refusal = invalid("Some fields need your attention.", {name: ["Say more."] for name in fields})
    return lambda stage: stage.refuse(service, method, refusal)


def both(*steps: Callable[[Any], None]) -> Callable[[Any], None]:
    def take(whom: Any) -> None:
        for step in steps:
            step(whom)

    return take


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name).first.click()


def write(label: str, text: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_label(label, exact=True).first.fill(text)


def _choose_a_time(page: Page) -> None:
    page.get_by_text("9:30 AM").first.click()


def _apply_points(page: Page) -> None:
    page.get_by_role("switch", name="Apply points to this booking").check()


def numbers_to_choose(stage: Stage) -> None:
    stage.tell("phone", "get_config", provisioning_mode="SELF_SERVICE")


def line_that_sends(stage: Stage) -> None:
    (number,) = stage.replies["phone", "get_config"]["numbers"]
    number = {**number, "registration_status": "REGISTERED", "can_send": True}
    number |= {"cannot_send_reason": None, "whose_move": None}
    stage.tell("phone", "get_config", numbers=[number], primary_number=number)


def call_begun(stage: Stage) -> None:
    """The golden call has ended; here the caller has not pressed a key yet."""
    steps = stage.replies["phone", "walk_ivr_menu"]["steps"]
    stage.tell("phone", "walk_ivr_menu", steps=steps[:1], is_ended=False)


def call_ended(stage: Stage) -> None:
    stage.tell("phone", "walk_ivr_menu", **example_of("phone", "walk_ivr_menu"))


def points_to_use(stage: Stage) -> None:
    """Just as many as the golden quote is asked for."""
    loyalty = stage.replies["booking", "quote_booking"]["loyalty"]
    most = loyalty["points_requested"]
    loyalty = {**loyalty, "most_points": most, "points_balance": most}
    stage.tell("booking", "quote_booking", loyalty=loyalty)
    stage.tell("loyalty", "get_rewards", points_balance=most)


def nobody_signed_in(stage: Stage) -> None:
    stage.refuse(*WHO_IS_THIS, ServiceError(Kind.FORBIDDEN, Code.UNAUTHENTICATED, "Who are you?"))


def booking_to_come(stage: Stage) -> None:
    """The golden booking has been canceled; this one is still to come."""
    for method in ("list_customer_bookings", "list_bookings"):
        (booking,) = stage.replies["booking", method]["items"]
        stage.tell("booking", method, items=[{**booking, "status": "CONFIRMED"}])


def _too_cheap(stage: Stage) -> None:
    blocked = {
        "can_redeem": False,
        "points_used": 0,
        "discount_cents": 0,
        "reason_code": "MIN_TOTAL_NOT_MET",
        "message": "To use your points, your booking total must be at least $75.",
        "fix": "Add $25.00 to your booking.",
    }
    loyalty = stage.replies["booking", "quote_booking"]["loyalty"]
    stage.tell("booking", "quote_booking", loyalty={**loyalty, **blocked})


def _phone_away(stage: Stage) -> None:
    stage.refuse("phone", "get_setup_status", unavailable("phone"))


_DRAFT, _READY = campaign_in(CampaignStatus.DRAFT), campaign_in(CampaignStatus.READY_TO_SUBMIT)
_UNDER_REVIEW = campaign_in(CampaignStatus.SUBMITTED)
_BAD_CODES = ServiceError(Kind.FORBIDDEN, Code.INVALID_CREDENTIALS, "No such account.")

MOMENTS = (
    Scene("manual task", "/settings/a2p", "Paste the corrected campaign"),
    Scene("dialog", "/settings/a2p", "What can’t be undone", _READY, press("Submit to Twilio")),
    Scene(
        "dialog to resubmit",
        "/settings/a2p",
        "What can’t be undone",
        act=press("Resubmit with Fixes"),
    ),
    Scene("toast", "/settings/a2p", "Status refreshed", _UNDER_REVIEW, press("Refresh Status")),
    Scene(
        "fields refused",
        "/settings/a2p",
        "Say more.",
        both(_DRAFT, _refusing("a2p", "update_campaign", "description")),
        both(write("Campaign description", "Reminders."), press("Save draft")),
    ),
    Scene("new campaign", "/settings/a2p", "Campaign name", act=press("New campaign")),
    Scene("business", BUSINESS, "What to fix"),
    Scene(
        "business refused",
        BUSINESS,
        "Say more.",
        _refusing("a2p", "put_business_profile", "legal_name", "address.city"),
        both(write("Legal name", "Shine"), press("Save business")),
    ),
    Scene("phone step", PHONE_STEP, "Inbound Routing & IVR"),
    Scene("phone step, nothing yet", PHONE_STEP, "What texting needs", _with_nothing),
    Scene("a part away", PHONE_STEP, "Not answering right now", _phone_away),
    Scene("loyalty step", "/setup-wizard?step=loyalty", "Decide what points are worth"),
    Scene("messages", "/admin/phone?view=messages", "Are you open today?"),
    Scene("voicemails", "/admin/phone?view=voicemails", "Mark as heard"),
    Scene(
        "search for numbers",
        "/admin/phone",
        "1 number to choose from",
        numbers_to_choose,
        both(press("Add a number"), press("Search numbers")),
    ),
    Scene(
        "dialog",
        "/admin/bookings",
        "Cancel this booking?",
        booking_to_come,
        press("Cancel booking"),
    ),
    Scene("as table", "/admin/loyalty-insights", "Date", act=lambda page: _open_table(page)),
    Scene("one customer", POINTS_OF_SAM, "Points history"),
    Scene("nothing written", POINTS_OF_SAM, "Enter a reason", act=press("Adjust points")),
    Scene("toast", "/admin/settings/loyalty", "Settings saved", act=press("Save settings")),
    Scene(
        "fields refused",
        "/admin/settings/loyalty",
        "Say more.",
        _refusing("loyalty", "put_loyalty_settings", "point_value_cents"),
        press("Save settings"),
    ),
    Scene("dialog", "/admin/settings/loyalty", "Give each", act=press("Run Port Recovery")),
    Scene("one tenant", LINE_OF_SHINE, "Line of Shine Studio"),
    Scene("fields missing", LINE_OF_SHINE, "Enter a number like", act=press("Assign number")),
    Scene(
        "with points",
        BOOKING_A_DETAIL,
        "Estimated discount",
        act=both(_choose_a_time, _apply_points),
    ),
    Scene(
        "points refused",
        BOOKING_A_DETAIL,
        "Turn off points",
        _too_cheap,
        both(_choose_a_time, _apply_points),
    ),
    Scene("nothing chosen", "/booking", "Choose at least one service.", act=press("Book")),
    Scene(
        "booked",
        BOOKING_A_DETAIL,
        "You’re booked",
        points_to_use,
        both(_choose_a_time, _apply_points, press("Book for")),
    ),
    Scene("dialog", "/portal/bookings", "Keep booking", booking_to_come, press("Cancel booking")),
    Scene("full", SIGN_IN, "Welcome back", nobody_signed_in),
    Scene("fields missing", SIGN_IN, "Enter your password.", nobody_signed_in, press("Sign in")),
    Scene(
        "refused",
        SIGN_IN,
        "don’t match an account",
        both(nobody_signed_in, lambda stage: stage.refuse("tenants", "open_session", _BAD_CODES)),
        both(write("E-mail", "me@x.test"), write("Password", "guess"), press("Sign in")),
    ),
    Scene("signed out", f"{SIGN_IN}?signed-out", "You’re signed out.", nobody_signed_in),
    Scene("no page", NOWHERE, "There’s no page here", nobody_signed_in),
    Scene("not for staff", "/settings/a2p", "isn’t for your role", by=Role.STAFF),
    Scene("not for owners", "/booking", "customers", by=Role.OWNER),
)


def _open_table(page: Page) -> None:
    page.get_by_text("Show as table").click()


SCENES = (*states_of_every_page(), *campaigns_of_every_status(), *MOMENTS)
