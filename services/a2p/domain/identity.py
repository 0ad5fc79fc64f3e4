"""Who confirms a brand in person: a sole proprietor by a texted code, a public company by mail."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.enums import BrandStatus
from services.a2p.domain.profile import BusinessProfile, digits_of
from services.a2p.domain.schedule import CODE_REPLY_WINDOW, EMAIL_CHECK_WINDOW, time_left
from services.a2p.domain.text import plain
from services.a2p.domain.twilio_words import is_identity_verified

# Twilio asks for no pause; a person who presses twice means one code.
RESEND_PAUSE = timedelta(seconds=60)
_UNDER_REVIEW = frozenset({BrandStatus.PENDING, BrandStatus.IN_REVIEW})


@dataclass(frozen=True)
class TextedCode:
    """There is no call that takes the code: the person replies to the text."""

    sent_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + CODE_REPLY_WINDOW

    @property
    def resend_allowed_at(self) -> datetime:
        return self.sent_at + RESEND_PAUSE

    def seconds_left(self, now: datetime) -> int:
        return int(time_left(now, self.sent_at, CODE_REPLY_WINDOW).total_seconds())

    def seconds_until_resend(self, now: datetime) -> int:
        return max(0, math.ceil((self.resend_allowed_at - now).total_seconds()))


def awaits_code(
    profile: BusinessProfile, *, status: BrandStatus, identity_status: str | None
) -> bool:
    """Registered, but not confirmed by its owner: APPROVED alone is not enough here."""
    is_open = status is BrandStatus.APPROVED and not is_identity_verified(identity_status)
    return profile.is_sole_proprietor and is_open


def awaits_email_check(
    profile: BusinessProfile, *, status: BrandStatus, identity_status: str | None
) -> bool:
    if profile.is_sole_proprietor or not profile.is_public_company:
        return False
    is_open = status is BrandStatus.APPROVED and not is_identity_verified(identity_status)
    return status in _UNDER_REVIEW or is_open


def next_step(
    profile: BusinessProfile, *, status: BrandStatus, identity_status: str | None
) -> str | None:
    """What only the tenant's own people can do now."""
    if awaits_code(profile, status=status, identity_status=identity_status):
        return _REPLY_TO_CODE.format(last4=digits_of(profile.mobile_phone)[-4:])
    if awaits_email_check(profile, status=status, identity_status=identity_status):
        email, days = plain(profile.brand_contact_email), EMAIL_CHECK_WINDOW.days
        return _CONFIRM_EMAIL.format(email=email, days=days)
    return None


_REPLY_TO_CODE = (
    "A code was texted to the mobile phone ending in {last4}. Reply to that text with the code "
    "within 24 hours; your registration then goes on by itself."
)
_CONFIRM_EMAIL = (
    "A public company is confirmed by e-mail. Open the message that carriers send to {email} "
    "and follow its link within {days} days; look into the spam folder too."
)
