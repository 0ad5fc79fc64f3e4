"""What travels with a call besides its payload: who acts, for what, and until when it matters."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from chassis import logs


@dataclass(frozen=True)
class CallContext:
    correlation_id: str
    actor_id: str | None = None
    # Seconds since the epoch, by the wall clock: the only clock that two processes share.
    deadline: float | None = None

    def seconds_left(self) -> float | None:
        return None if self.deadline is None else self.deadline - time.time()

    def with_deadline(self, seconds: float) -> CallContext:
        """The same call with at most this much time; never more than it had."""
        proposed = time.time() + seconds
        sooner = proposed if self.deadline is None else min(proposed, self.deadline)
        return replace(self, deadline=sooner)

    def as_headers(self) -> dict[str, Any]:
        """In nameko's context data, where any nameko service finds them."""
        headers: dict[str, Any] = {"nameko.correlation_id": self.correlation_id}
        if self.actor_id is not None:
            headers["nameko.actor_id"] = self.actor_id
        if self.deadline is not None:
            headers["nameko.deadline"] = str(self.deadline)
        return headers


def new_context(*, actor_id: str | None = None, correlation_id: str | None = None) -> CallContext:
    return CallContext(correlation_id=correlation_id or uuid.uuid4().hex, actor_id=actor_id)


def from_context_data(data: Mapping[str, Any]) -> CallContext:
    """Reads nameko's context data; a stock caller that sets none gets a fresh context."""
    deadline = data.get("deadline")
    return CallContext(
        correlation_id=str(data.get("correlation_id") or uuid.uuid4().hex),
        actor_id=data.get("actor_id"),
        deadline=float(deadline) if deadline is not None else None,
    )


_current: ContextVar[CallContext | None] = ContextVar("call_context", default=None)


def current() -> CallContext:
    """The context of the work that this greenlet does; a fresh one outside of any call."""
    return _current.get() or new_context()


@contextmanager
def use(context: CallContext) -> Iterator[CallContext]:
    token, log_token = _current.set(context), logs.correlation_id.set(context.correlation_id)
    try:
        yield context
    finally:
        _current.reset(token)
        logs.correlation_id.reset(log_token)


def enter(context: CallContext) -> None:
    """For a greenlet that does nothing else: its context ends with it."""
    _current.set(context)
    logs.correlation_id.set(context.correlation_id)
