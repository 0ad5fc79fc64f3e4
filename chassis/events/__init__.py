"""Events at least once, effects exactly once: outbox, relay, inbox, retries, dead letters."""

from chassis.events.inbox import EventHandler, event_handler
from chassis.events.outbox import OutboxRelay

__all__ = ["EventHandler", "OutboxRelay", "event_handler"]
