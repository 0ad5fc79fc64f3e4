"""Posting an entry that may have been posted before."""

from collections.abc import Sequence
from dataclasses import replace

from services.loyalty.ports import Entry, Ledger, Posted, PostStatus


def post_once(ledger: Ledger, entry: Entry, forms: Sequence[bytes]) -> Posted:
    """`forms`: see `BodyHashes`. An entry stored under an older key is the same entry."""
    posted = ledger.post(entry)
    for form in forms[1:]:
        if posted.status is not PostStatus.KEY_REUSED:
            break
        posted = ledger.post(replace(entry, body_hash=form))
    return posted
