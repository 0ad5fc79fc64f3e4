"""The refusals that tell more than others: points that cannot be used, numbers that are gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from contracts.errors import Code, ServiceError
from services.gateway import schemas
from services.gateway.http import Problem
from services.gateway.http.errors import problem_of


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


@contextmanager
def of_purchases() -> Iterator[None]:
    """The usual body, and beside it the numbers that could be bought instead."""
    try:
        yield
    except ServiceError as refusal:
        problem = problem_of(refusal)
        if refusal.code != Code.NUMBER_UNAVAILABLE or problem is None:
            raise
        others = json.loads(refusal.details.get("alternatives", "[]"))
        problem.parts = {"alternatives": schemas.Alternative(many=True).dump(others)}
        raise problem from refusal
