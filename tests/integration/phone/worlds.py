"""A line's whole world, comparable: its rows and what it has at Twilio, with ids as places."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from chassis.tables import outbox
from services.phone.models import metadata
from services.phone.ports import CarrierUnclear, Ports, Work

CUT_OFF = CarrierUnclear(is_over=False)
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:PN|MG|SM)[0-9a-f]{32}")
# When something happened, and who was at it, may differ; what there is may not.
PASSING = {"lease", "leased_until", "done_until", "attempts"}
# A text whose answer was lost is uncertain for a while, and says so.
PASSING_EVENTS = {"message_status_changed_v1"}


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Cut:
    """Counts the steps of a life of the process and ends it at one of them, or at none.

    A step is a transaction or a call to Twilio; `how` says on which side of its effect.
    """

    at: int | None = None
    how: str = "crash before"
    steps: list[str] = field(default_factory=list)

    def take(self, name: str) -> tuple[Callable[[], None], Callable[[], None]]:
        self.steps.append(name)
        if self.at is not None and len(self.steps) - 1 == self.at:
            return self._trouble("before", name), self._trouble("after", name)
        return _nothing, _nothing

    def _trouble(self, side: str, name: str) -> Callable[[], None]:
        kind, _, when = self.how.partition(" ")

        def trouble() -> None:
            if when == side:
                raise Crash if kind == "crash" else CUT_OFF

        return trouble


def _nothing() -> None:
    pass


class CutCarrier:
    def __init__(self, carrier: Any, cut: Cut) -> None:
        self._carrier, self._cut = carrier, cut

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            before, after = self._cut.take(f"twilio {name}")
            before()
            result = getattr(self._carrier, name)(*args, **named)
            after()
            return result

        return call


def cut_ports(ports: Ports, carrier: Any, cut: Cut) -> Ports:
    """A process that begins knowing nothing, and ends where it is told to."""
    begin: Callable[[str | None], AbstractContextManager[Work]] = ports.unit_of_work

    @contextmanager
    def unit_of_work(tenant_id: str | None) -> Iterator[Work]:
        before, after = cut.take("transaction")
        with begin(tenant_id) as work:
            yield work
            before()
        after()

    return replace(
        ports, unit_of_work=unit_of_work, carrier=CutCarrier(carrier, cut), known_tokens={}
    )


def rows_of(database: Any, tenant_id: str) -> dict[str, list[Any]]:
    """Every row of the tenant as it stands, table by table."""
    found = {}
    with database.transaction(tenant_id) as connection:
        for table in (*metadata.sorted_tables, outbox):
            query = sa.select(table).where(table.c.tenant_id == tenant_id)
            found[table.name] = [dict(row) for row in connection.execute(query).mappings()]
    return found


def world_of(database: Any, carrier: Any, tenant_id: str, *also: str) -> dict[str, Any]:
    """Without times, leases and chance: two worlds that came about differently can be equal."""
    rows = {
        name: sorted(map(str, map(_lasting, found)), key=_placeless)
        for name, found in rows_of(database, tenant_id).items()
        if name != outbox.name
    }
    told = sorted(rows_of(database, tenant_id)[outbox.name], key=lambda each: each["id"])
    events = [str((each["type"], each["data"])) for each in told if _is_lasting(each["type"])]
    at_twilio = [
        sorted(map(str, each), key=_placeless)
        for each in (
            carrier.services.items(),
            carrier.pools.items(),
            carrier.bought.items(),
            carrier.configured.items(),
            carrier.sent,
        )
    ]
    return _with_places({"rows": rows, "events": events, "twilio": at_twilio}, also)


def _is_lasting(event: str) -> bool:
    return event not in PASSING_EVENTS


def _lasting(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.items()
        if name not in PASSING and not name.endswith("_at")
    }


def _placeless(text: str) -> str:
    return IDS.sub("#", text)


def _with_places(world: Any, also: tuple[str, ...]) -> Any:
    """Each id becomes the place where it first occurs, so that what refers to what still shows."""
    places: dict[str, str] = {name: f"<{index}>" for index, name in enumerate(also)}

    def named(found: re.Match[str]) -> str:
        return places.setdefault(found[0], f"#{len(places)}")

    def walk(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: walk(inner) for name, inner in part.items()}
        if isinstance(part, list):
            return [walk(inner) for inner in part]
        for name in also:
            part = part.replace(name, places[name])
        return IDS.sub(named, part)

    return walk(world)
