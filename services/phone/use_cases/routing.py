"""Who answers a tenant's calls: its routing and its phone menu."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from contracts.enums import CallTurn, MenuAction, MenuFallback, RoutingMode
from contracts.errors import invalid
from services.phone.domain.menu import (
    Menu,
    Option,
    Problems,
    menu_problems,
    routing_problems,
    targets,
    without_leftovers,
)
from services.phone.domain.setup import PhoneSettings, Routing
from services.phone.domain.walk import walk
from services.phone.ports import Ports, Work
from services.phone.use_cases.replies import Reply

NOT_VALID = "Calls could not follow this. Correct what is marked."


def put_routing(
    ports: Ports,
    tenant_id: str,
    *,
    mode: str,
    forward_to: str | None,
    greeting: str | None,
    idempotency_key: str | None,
) -> Reply:
    routing = Routing(mode=RoutingMode(mode), forward_to=forward_to, greeting=greeting)
    with ports.unit_of_work(tenant_id) as work:

        def put() -> Reply:
            now = ports.clock.now()
            settings = work.settings.lock(now=now)
            menu = work.menus.find() or Menu()
            own = work.routes.ours_of(targets(routing, menu))
            _refuse(routing_problems(routing, menu, own=own))
            if routing != settings.routing:
                work.settings.save(replace(settings, routing=routing), now=now)
                work.emit("routing_changed_v1", {"mode": routing.mode})
            return asdict(routing)

        body = asdict(routing)
        return work.once("put_routing", key=idempotency_key, body=body, action=put)


def get_ivr_menu(ports: Ports, tenant_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        return _menu_reply(work.menus.find() or Menu())


def put_ivr_menu(ports: Ports, tenant_id: str, idempotency_key: str | None, **given: Any) -> Reply:
    menu = _menu(given)
    with ports.unit_of_work(tenant_id) as work:
        return work.once(
            "put_ivr_menu",
            key=idempotency_key,
            body=_menu_reply(menu),
            action=lambda: _put_menu(ports, work, menu),
        )


def walk_ivr_menu(
    ports: Ports, tenant_id: str, *, menu: Mapping[str, Any] | None, digits: Sequence[str]
) -> Reply:
    """Refuses what could not be saved; stores nothing."""
    with ports.unit_of_work(tenant_id) as work:
        routing = (work.settings.find() or PhoneSettings()).routing
        tried = _menu(menu) if menu else work.menus.find() or Menu()
        if menu:
            own = work.routes.ours_of(targets(routing, tried))
            _refuse_menu(menu_problems(tried, routing, own=own))
    steps = walk(tried, routing, digits)
    is_ended = steps[-1].turn != CallTurn.KEY
    return {"steps": [asdict(step) for step in steps], "is_ended": is_ended}


def _put_menu(ports: Ports, work: Work, menu: Menu) -> Reply:
    now = ports.clock.now()
    routing = work.settings.lock(now=now).routing
    own = work.routes.ours_of(targets(routing, menu))
    _refuse(menu_problems(menu, routing, own=own))
    if menu != work.menus.find():
        work.menus.save(menu, now=now)
        work.emit("routing_changed_v1", {"mode": routing.mode})
    return _menu_reply(menu)


def _menu(given: Mapping[str, Any]) -> Menu:
    options = [Option(**each | {"action": MenuAction(each["action"])}) for each in given["options"]]
    return Menu(
        greeting=given["greeting"],
        options=tuple(without_leftovers(option) for option in options),
        fallback=MenuFallback(given["fallback"]),
    )


def _menu_reply(menu: Menu) -> Reply:
    reply = asdict(menu)
    return reply | {"options": list(reply["options"])}


def _refuse_menu(problems: Problems) -> None:
    """By the names that the fields have in the request."""
    _refuse({f"menu.{name}": messages for name, messages in problems.items()})


def _refuse(problems: Problems) -> None:
    if problems:
        raise invalid(NOT_VALID, problems)
