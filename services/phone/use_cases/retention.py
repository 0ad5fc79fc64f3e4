"""What is not kept for ever: the record that a call came in, of each tenant once a day.

Texts and voicemails are the tenant's own and stay; who replied STOP stays for as long as texts are
sent. Call records only serve to tell one call from another and when the last one came.
"""

from datetime import timedelta

from services.phone.ports import Ports

# A year, to compare one season with the last, and a month to do it in.
KEEP_CALLS = timedelta(days=396)
PAUSE = timedelta(days=1)
TENANTS_AT_ONCE = 10
CALLS_AT_ONCE = 1_000


def forget_old_calls(ports: Ports) -> bool:
    """Whether there may be more to do at once."""
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        due = work.tokens.claim_untidied(since=now - PAUSE, now=now, limit=TENANTS_AT_ONCE)
    for tenant_id in due:
        while _forget_some(ports, tenant_id) == CALLS_AT_ONCE:
            pass
    return len(due) == TENANTS_AT_ONCE


def _forget_some(ports: Ports, tenant_id: str) -> int:
    """A transaction for each lot: calls that come in meanwhile do not wait for long."""
    before = ports.clock.now() - KEEP_CALLS
    with ports.unit_of_work(tenant_id) as work:
        return work.calls.forget(before=before, limit=CALLS_AT_ONCE)
