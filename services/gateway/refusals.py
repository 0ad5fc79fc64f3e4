"""The refusals that tell more than others: points that cannot be used, numbers that are gone,
changes to a version that is no longer the current one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from marshmallow import Schema

from contracts.errors import Code, ServiceError
from services.gateway import schemas
from services.gateway.http import Problem
from services.gateway.http.errors import problem_of
from services.gateway.http.preconditions import entity_tag


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


@contextmanager
def of_stale_changes(
    read: Callable[[], Mapping[str, Any]], *, yours: Mapping[str, Any], shape: type[Schema]
) -> Iterator[None]:
    """The usual body, and beside it both versions: what is stored now and what was sent."""
    try:
        yield
    except ServiceError as refusal:
        problem = problem_of(refusal)
        if refusal.code != Code.PRECONDITION_FAILED or problem is None:
            raise
        current = read()
        tag = entity_tag(current["version"])
        problem.parts = shape(only=("etag", "current", "yours")).dump(
            {"etag": tag, "current": current, "yours": yours}
        )
        problem.headers["ETag"] = tag
        raise problem from refusal
