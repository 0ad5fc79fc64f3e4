"""The one refusal that is told otherwise than all others: points that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from contracts.errors import Code, ServiceError
from services.gateway.http import Problem


@contextmanager
def of_redemptions() -> Iterator[None]:
    """Callers rely on the code in the place of the sentence, and on the sentence as `message`."""
    try:
        yield
    except ServiceError as refusal:
        if refusal.code != Code.LOYALTY_REDEMPTION_BLOCKED:
            raise
        raise _blocked(refusal) from refusal


def _blocked(refusal: ServiceError) -> Problem:
    problem = Problem(400, refusal.code, refusal.code)
    problem.parts = {
        "reasonCode": refusal.details.get("reason_code"),
        "message": refusal.message,
        "fix": refusal.details.get("fix"),
    }
    return problem
