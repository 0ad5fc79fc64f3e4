"""Reports that nobody waits for: message statuses, recordings, events; tried a few times."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.twilio import constants
from sandbox.twilio.webhooks import Outcome, send_form, send_json
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

RETRIES = {"form": constants.CALLBACK_RETRY_SECONDS, "json": constants.EVENT_RETRY_SECONDS}


def queue_form(
    world: World, url: str, form: Mapping[str, str], *, lane: str, at: float | None = None
) -> None:
    """Reports of one lane follow each other; lanes do not wait for one another."""
    due = world.clock.now() if at is None else at
    what = {"url": url, "form": dict(form), "once": secrets.token_hex(16)}
    world.schedule.add(due, "deliver", lane=lane, attempts=0, **what)


def queue_json(world: World, url: str, body: str, *, lane: str, at: float) -> None:
    world.schedule.add(at, "deliver", lane=lane, attempts=0, url=url, json=body)


def deliver(world: World, item: Json) -> Json:
    """Try once, and finish the work or put it off; gives the line for the log."""
    outcome = _send(world, item)
    item["attempts"] += 1
    retries = RETRIES["json" if "json" in item else "form"]
    is_hopeless = outcome.problem is not None and outcome.problem.startswith("refused")
    if outcome.is_ok or is_hopeless or item["attempts"] > len(retries):
        world.schedule.finish(item)
    else:
        wait = retries[item["attempts"] - 1]
        world.schedule.put_off(item, until=world.clock.now() + wait)
    return {
        "url": item["url"],
        "form": item.get("form"),
        "json": item.get("json"),
        "attempt": item["attempts"],
        "status": outcome.status,
        "problem": outcome.problem,
        "virtual_time": world.clock.now(),
        "wall_time": world.clock.wall(),
    }


def _send(world: World, item: Json) -> Outcome:
    if "json" in item:
        return send_json(world.auth_token, item["url"], item["json"])
    return send_form(world.auth_token, item["url"], item["form"], once=item["once"])
