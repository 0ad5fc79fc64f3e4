"""Calls as they come in: each question of Twilio's is answered from what is stored now."""

from collections.abc import Callable

from services.phone.domain import calls
from services.phone.domain.calls import Call, Steps
from services.phone.domain.menu import Menu
from services.phone.domain.setup import PhoneSettings, Routing
from services.phone.domain.webhooks import webhooks_of
from services.phone.ports import Ports, Work
from services.phone.use_cases.replies import Reply
from services.phone.use_cases.tokens import tenant_of

ANSWERED = ("completed", "answered")


def answer_call(
    ports: Ports,
    token: str,
    *,
    from_number: str,
    forwarded_from: str | None,
    dial_status: str | None,
    call_sid: str | None,
) -> Reply:
    """Asked when a call comes in, and again with a `dial_status` when its forwarding has ended."""
    tenant_id = tenant_of(ports, token)
    call = Call(caller=from_number, forwarded_from=forwarded_from)

    def decide(routing: Routing, menu: Menu) -> Steps:
        if dial_status is not None:
            return calls.after_forward(routing, was_answered=dial_status in ANSWERED)
        return calls.answer(routing, menu, call)

    with ports.unit_of_work(tenant_id) as work:
        if call_sid:
            work.calls.add(call_sid, from_number=from_number, now=ports.clock.now())
        return _answer(ports, work, token, decide)


def press_key(
    ports: Ports,
    token: str,
    *,
    from_number: str,
    forwarded_from: str | None,
    digit: str,
    reading: int,
) -> Reply:
    call = Call(caller=from_number, forwarded_from=forwarded_from)

    def decide(routing: Routing, menu: Menu) -> Steps:
        return calls.press(menu, routing, call, digit=digit, reading=reading)

    with ports.unit_of_work(tenant_of(ports, token)) as work:
        return _answer(ports, work, token, decide)


def _answer(
    ports: Ports, work: Work, token: str, decide: Callable[[Routing, Menu], Steps]
) -> Reply:
    routing = (work.settings.find() or PhoneSettings()).routing
    steps = decide(routing, work.menus.find() or Menu())
    if rung := calls.targets(steps):
        steps = calls.never_in_circles(steps, routing, own=work.routes.ours_of(rung))
    return {"twiml": ports.markup.voice(steps, webhooks_of(ports.public_base_url, token))}
