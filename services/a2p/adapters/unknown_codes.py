"""Codes of Twilio's that we have no words for, logged once so that somebody writes them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from chassis.logs import event
from services.a2p.models import unknown_twilio_codes

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SqlUnknownCodes:
    """Once over all processes; each asks the database once about a code."""

    database: Database
    _asked: set[int] = field(default_factory=set)

    def note(self, code: int) -> None:
        if code in self._asked:
            return
        new = insert(unknown_twilio_codes).values(code=code).on_conflict_do_nothing()
        with self.database.transaction() as connection:
            is_new = connection.execute(new).rowcount == 1
        self._asked.add(code)
        if is_new:
            # The code only: Twilio's text repeats what was submitted.
            event(log, "unknown_twilio_code", level=logging.WARNING, code=code)
