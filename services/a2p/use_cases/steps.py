"""One durable step: intend, call, record; after a crash or silence, look before repeating."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.a2p.ports import Claim, NotYet, Ports, Step, TwilioRefused

# Longer than any call of ours may be under way (12 s), with room for Twilio to finish what it had
# begun: only after that does "not in the list" mean "was not made".
SETTLING = timedelta(seconds=20)


@dataclass(frozen=True)
class Recipe:
    """How one thing at Twilio is made. What is `paid` is never made twice."""

    name: str
    make_from: Mapping[str, Any]
    find: Callable[[], str | None]
    create: Callable[[], str]
    # Without it, what exists stays as it is whatever it was made from.
    update: Callable[[str], None] | None = None
    paid: bool = False


class Journal:
    """The steps of one owner (a tenant's brand, a campaign), under one claim."""

    def __init__(self, ports: Ports, claim: Claim, owner_id: str) -> None:
        self._ports, self._claim, self._owner_id = ports, claim, owner_id

    def ensure(self, recipe: Recipe) -> str:
        """The SID of what the recipe makes, made or brought up to date if need be."""
        fingerprints = self._ports.fingerprints
        wanted = fingerprints.of(recipe.make_from)
        step = self._find(recipe.name)
        if step is not None and step.sid is not None:
            is_same = step.fingerprint in fingerprints.accepted(recipe.make_from)
            if not is_same and recipe.update is not None:
                recipe.update(step.sid)
                self._finish(recipe.name, step.sid, wanted)
            return step.sid
        if step is not None:
            self._wait_until_settled(recipe, step.begun_at)
            found = recipe.find()
            if found is not None:
                # Made from what was wanted then: an older fingerprint brings it up to date.
                self._finish(recipe.name, found, step.fingerprint)
                return self.ensure(recipe)
        return self._create(recipe, wanted)

    def _wait_until_settled(self, recipe: Recipe, begun_at: datetime) -> None:
        settled_at = begun_at + SETTLING
        if recipe.paid and self._ports.clock.now() < settled_at:
            raise NotYet(settled_at)

    def _create(self, recipe: Recipe, wanted: str) -> str:
        if recipe.paid:
            self._ports.gate.pass_through()
        self._begin(recipe.name, wanted)
        try:
            sid = recipe.create()
        except TwilioRefused:
            self._forget(recipe.name)
            raise
        self._finish(recipe.name, sid, wanted)
        return sid

    def _find(self, name: str) -> Step | None:
        with self._ports.unit_of_work(self._claim.tenant_id) as work:
            return work.steps.find(self._owner_id, name)

    def _begin(self, name: str, fingerprint: str) -> None:
        with self._ports.unit_of_work(self._claim.tenant_id) as work:
            work.due.hold(self._claim)
            now = self._ports.clock.now()
            work.steps.begin(self._owner_id, name, fingerprint=fingerprint, now=now)

    def _finish(self, name: str, sid: str, fingerprint: str) -> None:
        with self._ports.unit_of_work(self._claim.tenant_id) as work:
            work.steps.finish(self._owner_id, name, sid=sid, fingerprint=fingerprint)

    def _forget(self, name: str) -> None:
        with self._ports.unit_of_work(self._claim.tenant_id) as work:
            work.steps.forget(self._owner_id, name)
