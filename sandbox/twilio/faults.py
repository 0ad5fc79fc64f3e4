"""Trouble on demand: the next matching requests are refused, delayed or cut off."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from sandbox.twilio.wire import ApiError, Json

ACTIONS = ("status", "hang", "slow", "cut_before", "cut_after")
DEFAULT_CODES = {401: 20003, 403: 20403, 404: 20404, 409: 20409, 429: 20429, 503: 20503}
TOO_MANY = 429
DEFAULT_RETRY_AFTER = 1


@dataclass
class Fault:
    """`seconds` are wall seconds: they are there to exceed a caller's time-out.

    `retry_after` is the header of that name, by itself only with 429.
    """

    match: str
    action: str
    status: int = 500
    code: int = 20500
    seconds: float = 0.0
    times: int = 1
    after: bool = False
    retry_after: float | None = None

    def refusal(self) -> ApiError:
        wait = DEFAULT_RETRY_AFTER if self.retry_after is None else self.retry_after
        is_told = self.status == TOO_MANY or self.retry_after is not None
        headers = {"Retry-After": f"{wait:g}"} if is_told else {}
        told = "The sandbox was told to refuse this request."
        return ApiError(self.status, self.code, told, headers=headers)


class Faults:
    """The armed faults, the oldest first; one that is used up is gone."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, asked: Json) -> Fault:
        fault = _read(asked)
        self._armed.append(fault)
        return fault

    def clear(self) -> None:
        self._armed.clear()

    def take(self, request_line: str) -> Fault | None:
        for fault in self._armed:
            if re.search(fault.match, request_line):
                fault.times -= 1
                self._armed = [each for each in self._armed if each.times > 0]
                return fault
        return None

    def shown(self) -> list[Json]:
        return [asdict(fault) for fault in self._armed]


def _read(asked: Json) -> Fault:
    try:
        fault = Fault(**asked)
        re.compile(fault.match)
    except (TypeError, re.error) as error:
        raise ApiError(400, 20001, f"This is not a fault: {error}") from error
    if not all(
        isinstance(each, int | float)
        for each in (fault.seconds, fault.times, fault.retry_after or 0)
    ):
        raise ApiError(400, 20001, "Seconds and times must be numbers.")
    if fault.action not in ACTIONS:
        raise ApiError(400, 20001, f"The action must be one of {', '.join(ACTIONS)}.")
    if "code" not in asked:
        fault.code = DEFAULT_CODES.get(fault.status, 20500)
    return fault
