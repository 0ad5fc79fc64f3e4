"""Everything the sandbox remembers, kept in a file so that a restart goes on where it was."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sandbox.twilio import constants
from sandbox.twilio.clock import VirtualClock
from sandbox.twilio.schedule import Schedule
from sandbox.twilio.seeds import seed
from sandbox.twilio.wire import Json, iso, rfc2822

FORMAT = 1


class World:
    """Records by table and SID, the virtual clock, work to come and the fees charged so far."""

    def __init__(
        self,
        *,
        account_sid: str = constants.SANDBOX_ACCOUNT_SID,
        auth_token: str = constants.SANDBOX_AUTH_TOKEN,
        state_file: Path | None = None,
        speed: float = 1.0,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.clock = VirtualClock(speed=speed, wall=wall)
        self.fees: list[Json] = []
        self._tables: dict[str, dict[str, Json]] = {}
        self._file = state_file
        self.schedule = Schedule()
        if state_file is not None and state_file.exists():
            self._load(state_file)
            return
        self.schedule.take_over(self.table("due"))
        seed(self)

    def table(self, name: str) -> dict[str, Json]:
        return self._tables.setdefault(name, {})

    def settings(self, name: str, defaults: Json) -> Json:
        """A switch of the sandbox's own, changed in place."""
        return self.table("settings").setdefault(name, dict(defaults))

    def newest_first(self, name: str) -> list[Json]:
        return list(reversed(self.table(name).values()))

    def new_sid(self, prefix: str) -> str:
        return prefix + secrets.token_hex(16)

    def iso_now(self) -> str:
        """Dates shown to clients are wall time: only reviews live in virtual time."""
        return iso(self.clock.wall())

    def rfc2822_now(self) -> str:
        return rfc2822(self.clock.wall())

    def charge(self, kind: str, *, sid: str, cents: int) -> None:
        fee = {"kind": kind, "sid": sid, "cents": cents, "time": self.iso_now()}
        self.fees.append({**fee, "virtual_time": self.clock.now()})

    def reset(self) -> None:
        """Forget all but the seeded records; the clock keeps its speed."""
        self._tables.clear()
        self.fees.clear()
        self.clock = VirtualClock(speed=self.clock.speed, wall=self.clock.wall)
        self.schedule.take_over(self.table("due"))
        seed(self)
        self.save()

    def save(self) -> None:
        """Write the state file whole or not at all: a reader never sees half of it."""
        if self._file is None:
            return
        # Whole before it is written: nothing may change the tables in between.
        text = json.dumps(self._dump())
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._file.parent, prefix=self._file.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            os.replace(temporary, self._file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _dump(self) -> Json:
        return {
            "format": FORMAT,
            "account_sid": self.account_sid,
            "clock": self.clock.dump(),
            "fees": self.fees,
            "tables": self._tables,
        }

    def _load(self, path: Path) -> None:
        dumped = json.loads(path.read_text(encoding="utf-8"))
        if dumped.get("format") != FORMAT or dumped.get("account_sid") != self.account_sid:
            raise ValueError(f"{path} is not a state file of this sandbox account; remove it.")
        self.clock.restore(dumped["clock"])
        self.fees = dumped["fees"]
        self._tables = dumped["tables"]
        self.schedule.take_over(self.table("due"))
