"""Clean Machine's live line, and Shine Studio's right to choose its own; dev only."""

import importlib
from datetime import UTC, datetime

import sqlalchemy as sa

from chassis.database import Database
from chassis.settings import Settings
from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from contracts.enums import ProvisioningMode, RegistrationStatus, RoutingMode
from services.phone.domain.lines import MessagingService, Number
from services.phone.domain.setup import PhoneSettings, Routing
from services.phone.ports import Work
from services.phone.repository import unit_of_work

LIVE_SINCE = datetime(2025, 1, 6, 15, 0, tzinfo=UTC)
_ID = "00000000-0000-4000-8000-0000000000"
GREETING = (
    "Thanks for calling Clean Machine. We're out making something shine."
    " Leave your name and number and we'll call you right back."
)


def load(database: Database, settings: Settings) -> None:
    """Does nothing for a tenant that has settings: each comes whole, in one transaction."""
    begin = unit_of_work(database, _record_nothing)
    for tenant_id, add in ((CLEAN_MACHINE, _add_live_line), (SHINE_STUDIO, _add_self_service)):
        try:
            with begin(tenant_id) as work:
                if work.settings.find() is None:
                    add(work)
        except sa.exc.IntegrityError:
            # A process that started at the same time was faster.
            with begin(tenant_id) as work:
                if work.settings.find() is None:
                    raise


def _add_live_line(work: Work) -> None:
    # By name and only here: what is deployed to production need not contain the sandbox.
    live = importlib.import_module("sandbox.twilio.constants")
    routing = Routing(mode=RoutingMode.VOICEMAIL, greeting=GREETING)
    _add_settings(work, PhoneSettings(routing=routing))
    service = MessagingService(
        id=f"{_ID}f2",
        campaign_id=None,
        twilio_sid=live.CLEAN_MACHINE_SERVICE_SID,
        is_protected=True,
        linked_at=LIVE_SINCE,
    )
    work.services.add(service, now=LIVE_SINCE)
    number = Number(
        id=f"{_ID}f1",
        phone_number=live.CLEAN_MACHINE_PHONE_NUMBER,
        twilio_sid=live.CLEAN_MACHINE_NUMBER_SID,
        is_primary=True,
        is_protected=True,
        registration_status=RegistrationStatus.EXTERNAL,
        messaging_service_sid=live.CLEAN_MACHINE_SERVICE_SID,
    )
    work.numbers.add(number, now=LIVE_SINCE)
    work.routes.add(twilio_sid=number.twilio_sid, phone_number=number.phone_number)
    sid = number.twilio_sid
    work.catch_ups.add(number_sid=sid, phone_number=number.phone_number, now=LIVE_SINCE)


def _add_self_service(work: Work) -> None:
    _add_settings(work, PhoneSettings(provisioning_mode=ProvisioningMode.SELF_SERVICE))


def _add_settings(work: Work, settings: PhoneSettings) -> None:
    work.settings.lock(now=LIVE_SINCE)
    work.settings.save(settings, now=LIVE_SINCE)


def _record_nothing(*_: object, **__: object) -> None:
    """Nothing happened that anybody would have to hear of."""
