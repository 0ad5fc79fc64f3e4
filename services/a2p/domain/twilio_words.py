"""Twilio's status words in ours. An unknown word means "not decided yet" and is kept as it came."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.enums import BrandStatus, BrandType


class Outcome(StrEnum):
    """How far Twilio has got with something."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    SUSPENDED = "SUSPENDED"


@dataclass(frozen=True)
class ReportedOutcome:
    """`raw` is Twilio's own word, for the log when it is not known."""

    outcome: Outcome
    raw: str
    is_known: bool = True


@dataclass(frozen=True)
class ReportedBrandStatus:
    status: BrandStatus
    raw: str
    is_known: bool = True


# REST words and event words side by side: events say "success" where the resource says "VERIFIED".
_CAMPAIGN_WORDS = {
    "PENDING": Outcome.PENDING,
    "IN_PROGRESS": Outcome.PENDING,
    "VERIFIED": Outcome.APPROVED,
    "SUCCESS": Outcome.APPROVED,
    "FAILED": Outcome.REJECTED,
    "FAILURE": Outcome.REJECTED,
    "SUSPENDED": Outcome.SUSPENDED,
}
_BUNDLE_WORDS = {
    "DRAFT": Outcome.PENDING,
    "PENDING_REVIEW": Outcome.PENDING,
    "IN_REVIEW": Outcome.PENDING,
    "TWILIO_APPROVED": Outcome.APPROVED,
    "TWILIO_REJECTED": Outcome.REJECTED,
}
_EVENT_BRAND_WORDS = {
    "REGISTERED": BrandStatus.APPROVED,
    "REGISTRATION_FAILED": BrandStatus.FAILED,
}
_VERIFIED_IDENTITIES = frozenset({"VERIFIED", "VETTED_VERIFIED"})


def campaign_outcome(word: str | None) -> ReportedOutcome:
    """Of `campaign_status`, or of an event's `campaignregistrationstatus`."""
    return _outcome(_CAMPAIGN_WORDS, word)


def bundle_outcome(word: str | None) -> ReportedOutcome:
    """Of a customer profile or trust product, such as `twilio-approved`."""
    return _outcome(_BUNDLE_WORDS, word)


def brand_status(word: str | None) -> ReportedBrandStatus:
    raw = word or ""
    key = _key(raw)
    if key in _EVENT_BRAND_WORDS:
        return ReportedBrandStatus(_EVENT_BRAND_WORDS[key], raw)
    if key in BrandStatus.__members__ and key != BrandStatus.NOT_STARTED:
        return ReportedBrandStatus(BrandStatus(key), raw)
    return ReportedBrandStatus(BrandStatus.PENDING, raw, is_known=False)


def brand_is_usable(
    status: BrandStatus, *, brand_type: BrandType, identity_status: str | None
) -> bool:
    """Approved is not enough for a sole proprietor: the texted code must have been answered."""
    if status is not BrandStatus.APPROVED:
        return False
    if brand_type is not BrandType.SOLE_PROPRIETOR:
        return True
    return is_identity_verified(identity_status)


def is_identity_verified(identity_status: str | None) -> bool:
    return _key(identity_status or "") in _VERIFIED_IDENTITIES


def _outcome(words: dict[str, Outcome], word: str | None) -> ReportedOutcome:
    raw = word or ""
    known = words.get(_key(raw))
    return ReportedOutcome(known or Outcome.PENDING, raw, is_known=known is not None)


def _key(word: str) -> str:
    return word.strip().upper().replace("-", "_")
