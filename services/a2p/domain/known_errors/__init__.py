"""Every code that Twilio is known to answer with, as data: what happened and what to do."""

from services.a2p.domain.known_errors import brands, campaigns, profiles, sending
from services.a2p.domain.known_errors.entry import Fixer, KnownError, Subject

KNOWN_ERRORS: dict[int, KnownError] = {
    entry.code: entry
    for entry in (
        *profiles.ENTRIES,
        *brands.ENTRIES,
        *campaigns.ENTRIES,
        *sending.ENTRIES,
    )
}

__all__ = ["KNOWN_ERRORS", "Fixer", "KnownError", "Subject"]
