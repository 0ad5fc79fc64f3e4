"""Events at least once, effects exactly once: outbox, relay, inbox, retries, dead letters.

Beside them broadcasts, heard by every process that is there and forgotten.
"""

from chassis.events.broadcast import BroadcastHandler, Broadcasts, broadcast_handler
from chassis.events.inbox import EventHandler, event_handler
from chassis.events.outbox import OutboxRelay

__all__ = [
    "BroadcastHandler",
    "Broadcasts",
    "EventHandler",
    "OutboxRelay",
    "broadcast_handler",
    "event_handler",
]
