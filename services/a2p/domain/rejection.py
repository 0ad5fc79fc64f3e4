"""One reason for a rejection, in words that a tenant can act on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class RejectionReason:
    """`code` is Twilio's; it identifies the reason and never appears in `message`."""

    code: int
    field: str | None
    message: str
    fix: str
    can_resubmit: bool
    is_known: bool = True


def summary(reasons: Iterable[RejectionReason]) -> str:
    """The sentences a tenant reads first, each once."""
    return " ".join(dict.fromkeys(reason.message for reason in reasons))


def may_resubmit(reasons: Iterable[RejectionReason]) -> bool:
    """One reason that only support can lift is enough to make a further try useless."""
    return all(reason.can_resubmit for reason in reasons)
