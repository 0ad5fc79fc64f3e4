"""Builds for nameko what the use cases need."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.dependencies import ServiceDatabase
from chassis.events import OutboxRelay
from chassis.twilio import access_from
from services.phone.adapters.twilio import TwilioCarrier
from services.phone.adapters.twiml import Twiml
from services.phone.domain.webhooks import DEFAULT_VOICE_FALLBACK_URL
from services.phone.ports import Ports
from services.phone.repository import unit_of_work

TOKEN_BYTES = 24


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())

    def token(self) -> str:
        return secrets.token_urlsafe(TOKEN_BYTES)


class PhonePorts(DependencyProvider):
    """One object for all workers: of state it holds Twilio's connection pool and known tokens."""

    database = ServiceDatabase()
    outbox = OutboxRelay()

    def setup(self) -> None:
        settings = self.container.config["SETTINGS"]
        self._ports = Ports(
            unit_of_work=unit_of_work(self.database.get(), self.outbox.record),
            carrier=TwilioCarrier(access_from(settings)),
            markup=Twiml(),
            clock=SystemClock(),
            ids=RandomIds(),
            public_base_url=settings.public_base_url,
            voice_fallback_url=settings.voice_fallback_url or DEFAULT_VOICE_FALLBACK_URL,
        )

    def get_dependency(self, worker_ctx: Any) -> Ports:
        return self._ports
