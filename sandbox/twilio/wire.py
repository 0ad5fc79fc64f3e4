"""What a handler is given and what it answers, in the shapes that Twilio uses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

if TYPE_CHECKING:
    from sandbox.twilio.world import World

Json = dict[str, Any]
DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000


class ApiError(Exception):
    """A refusal, sent as Twilio's error body."""

    def __init__(
        self, status: int, code: int, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def body(self) -> Json:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


@dataclass(frozen=True)
class Call:
    """One request, with the original Twilio host already split off the path."""

    method: str
    host: str
    path: str
    query: MultiDict[str, str]
    form: MultiDict[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.path}"

    def text(self, name: str) -> str | None:
        return self.form.get(name)

    def texts(self, name: str) -> list[str]:
        return self.form.getlist(name)

    def require(self, name: str) -> str:
        """The form value, or 20001 where it is absent or empty."""
        value = self.form.get(name)
        if not value:
            raise missing(name)
        return value

    def flag(self, name: str, *, default: bool | None = None) -> bool | None:
        value = self.form.get(name)
        if value is None:
            return default
        if value.lower() not in ("true", "false"):
            raise ApiError(400, 20001, f"Parameter {name} must be true or false.")
        return value.lower() == "true"


@dataclass(frozen=True)
class Answer:
    """JSON, nothing, or a file of a type."""

    status: int
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    file: bytes | None = None
    file_type: str = ""


Handler = Callable[..., Answer]
Route = tuple[str, str, Handler]


def not_found(call: Call) -> ApiError:
    return ApiError(404, 20404, f"The requested resource {call.path} was not found")


def missing(name: str) -> ApiError:
    return ApiError(400, 20001, f"Missing required parameter {name} in the post body")


def read_json(call: Call) -> Json:
    """The body of a request to the control endpoints."""
    try:
        asked = json.loads(call.body or b"{}")
    except ValueError as error:
        raise ApiError(400, 20001, "The body must be a JSON object.") from error
    if not isinstance(asked, dict):
        raise ApiError(400, 20001, "The body must be a JSON object.")
    return asked


def check_among(value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ApiError(400, 20001, f"{value} is not one of {', '.join(allowed)}.")


def find(world: World, call: Call, table: str, sid: str) -> Json:
    """The record, or Twilio's 404."""
    record = world.table(table).get(sid)
    if record is None:
        raise not_found(call)
    return record


def public(record: Json) -> Json:
    """The record without what only the sandbox knows."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc2822(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")


def _page_position(call: Call) -> tuple[int, int]:
    try:
        size = int(call.query.get("PageSize", DEFAULT_PAGE_SIZE))
        page = int(call.query.get("Page", 0))
    except ValueError as error:
        raise ApiError(400, 20001, "Page and PageSize must be numbers.") from error
    if page < 0 or not 1 <= size <= MAX_PAGE_SIZE:
        raise ApiError(400, 20001, f"PageSize must be between 1 and {MAX_PAGE_SIZE}.")
    return page, size


def _page_link(call: Call, *, page: int, size: int) -> str:
    kept = [
        (name, value)
        for name, value in call.query.items(multi=True)
        if name not in ("Page", "PageSize", "PageToken")
    ]
    query = [*kept, ("PageSize", str(size)), ("Page", str(page))]
    if page:
        query.append(("PageToken", f"PA{page * size}"))
    return f"{call.path}?{urlencode(query)}"


def listed(call: Call, items: Sequence[Json], *, key: str) -> Answer:
    """One page in the envelope of the v1 APIs."""
    page, size = _page_position(call)
    root = f"https://{call.host}"
    more = len(items) > (page + 1) * size
    link = {number: root + _page_link(call, page=number, size=size) for number in (0, page)}
    meta = {
        "page": page,
        "page_size": size,
        "first_page_url": link[0],
        "previous_page_url": root + _page_link(call, page=page - 1, size=size) if page else None,
        "url": link[page],
        "next_page_url": root + _page_link(call, page=page + 1, size=size) if more else None,
        "key": key,
    }
    return Answer(200, {key: list(items[page * size : (page + 1) * size]), "meta": meta})


def listed_v2010(call: Call, items: Sequence[Json], *, key: str) -> Answer:
    """One page in the flat envelope of the 2010 API, whose links have no host."""
    page, size = _page_position(call)
    shown = list(items[page * size : (page + 1) * size])
    more = len(items) > (page + 1) * size
    envelope = {
        key: shown,
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(len(shown) - 1, 0),
        "uri": _page_link(call, page=page, size=size),
        "first_page_uri": _page_link(call, page=0, size=size),
        "previous_page_uri": _page_link(call, page=page - 1, size=size) if page else None,
        "next_page_uri": _page_link(call, page=page + 1, size=size) if more else None,
    }
    return Answer(200, envelope)
