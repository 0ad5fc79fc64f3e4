"""Phone against a real PostgreSQL, with a carrier that does what a test tells it to."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.settings import Settings
from chassis.tables import outbox
from contracts import catalogue
from contracts.demo import SHINE_STUDIO
from services.phone import demo
from services.phone.adapters.twiml import Twiml
from services.phone.dependencies import RandomIds
from services.phone.domain.lines import Capabilities
from services.phone.domain.orders import AvailableNumber, Wish
from services.phone.domain.webhooks import Webhooks
from services.phone.ports import (
    CarrierMessage,
    CarrierNumber,
    CarrierService,
    Ports,
    ReceivedCall,
    ReceivedPage,
    ReceivedText,
    Recording,
)
from services.phone.repository import unit_of_work
from services.phone.use_cases import (
    calls,
    campaigns,
    catch_up,
    connections,
    line_check,
    messages,
    messaging_services,
    numbers,
    orders,
    registrations,
    routing,
    sending,
    setup,
    voicemails,
)

FALLBACK = "https://handler.twilio.com/twiml/EH1"
CALLS = {
    "get_setup_status": setup.get_setup_status,
    "get_config": setup.get_config,
    "set_provisioning": setup.set_provisioning,
    "assign_number": numbers.assign_number,
    "ensure_messaging_service": messaging_services.ensure_messaging_service,
    "search_numbers": orders.search_numbers,
    "buy_number": orders.buy_number,
    "check_line": line_check.check_line,
    "repair_line": line_check.repair_line,
    "link_messaging_service": messaging_services.link_messaging_service,
    "put_routing": routing.put_routing,
    "get_ivr_menu": routing.get_ivr_menu,
    "put_ivr_menu": routing.put_ivr_menu,
    "walk_ivr_menu": routing.walk_ivr_menu,
    "answer_call": calls.answer_call,
    "press_key": calls.press_key,
    "store_recording": voicemails.store_recording,
    "list_voicemails": voicemails.list_voicemails,
    "get_voicemail_audio": voicemails.get_voicemail_audio,
    "mark_voicemail": voicemails.mark_voicemail,
    "receive_message": messages.receive_message,
    "note_message_status": messages.note_message_status,
    "send_test_message": sending.send_test_message,
    "list_messages": messages.list_messages,
    "note_twilio_events": registrations.note_twilio_events,
}


class Clock:
    """Sleeping lets no time pass but its own; `meanwhile` happens during the next sleep."""

    def __init__(self) -> None:
        self._now = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
        self.meanwhile: list[Callable[[], Any]] = []

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.advance(seconds=seconds)
        if self.meanwhile:
            self.meanwhile.pop(0)()

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)


@dataclass
class FakeCarrier:
    """`troubles` are raised one by one: before the effect, or after it for those in a tuple."""

    services: dict[str, str] = field(default_factory=dict)
    webhooks: dict[str, Webhooks] = field(default_factory=dict)
    pools: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, CarrierNumber] = field(default_factory=dict)
    troubles: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    for_sale: list[str] = field(default_factory=lambda: [f"+1512555014{n}" for n in range(6)])
    bought: dict[str, CarrierNumber] = field(default_factory=dict)
    configured: dict[str, Webhooks] = field(default_factory=dict)
    sent: list[tuple[str, str, str, str]] = field(default_factory=list)
    recordings: dict[str, Recording] = field(default_factory=dict)
    texts: list[ReceivedText] = field(default_factory=list)
    calls: list[ReceivedCall] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 1000
    on_create: Callable[[], Any] = lambda: None
    on_send: Callable[[str, str], Any] = lambda callback, sid: None

    def find_service(self, name: str) -> str | None:
        self.asked.append("find_service")
        return next((sid for sid, known in self.services.items() if known == name), None)

    def create_service(self, name: str, webhooks: Webhooks) -> str:
        trouble = self._begin("create_service")
        self.on_create()
        sid = f"MG{uuid.uuid4().hex}"
        self.services[sid] = name
        self.webhooks[sid] = webhooks
        self._end(trouble)
        return sid

    def read_service(self, service_sid: str) -> CarrierService | None:
        self._begin("read_service")
        webhooks = self.webhooks.get(service_sid)
        if webhooks is None:
            return None
        return CarrierService(inbound_url=webhooks.sms, status_url=webhooks.status)

    def configure_service(self, service_sid: str, webhooks: Webhooks) -> None:
        self._begin("configure_service")
        self.webhooks[service_sid] = webhooks

    def is_in_pool(self, service_sid: str, number_sid: str) -> bool:
        self._begin("is_in_pool")
        return self.pools.get(number_sid) == service_sid

    def join_pool(self, service_sid: str, number_sid: str) -> None:
        trouble = self._begin("join_pool")
        self.pools[number_sid] = service_sid
        self._end(trouble)

    def configure_number(self, number_sid: str, webhooks: Webhooks) -> None:
        trouble = self._begin("configure_number")
        self.configured[number_sid] = webhooks
        self._end(trouble)

    def find_sent(self, *, to: str, since: datetime) -> list[CarrierMessage]:
        self._begin("find_sent")
        return [
            CarrierMessage(
                twilio_sid=sid,
                service_sid=service_sid,
                body=sending.TEST_TEXT,
                status="queued",
                error_code=None,
            )
            for service_sid, recipient, _, sid in self.sent
            if recipient == to
        ]

    def send_message(self, service_sid: str, *, to: str, body: str, status_callback: str) -> str:
        trouble = self._begin("send_message")
        sid = f"SM{uuid.uuid4().hex}"
        self.sent.append((service_sid, to, status_callback, sid))
        self.on_send(status_callback, sid)
        self._end(trouble)
        return sid

    def search_numbers(
        self, *, area_code: str | None, contains: str | None, limit: int
    ) -> list[AvailableNumber]:
        self._begin("search_numbers")
        found = [n for n in self.for_sale if (area_code or "") in n and (contains or "") in n]
        return [
            AvailableNumber(
                phone_number=each, locality="Austin", region="TX", capabilities=Capabilities()
            )
            for each in found[:limit]
        ]

    def find_bought(self, name: str) -> CarrierNumber | None:
        self.asked.append("find_bought")
        return self.bought.get(name)

    def buy_number(self, name: str, wish: Wish, webhooks: Webhooks) -> CarrierNumber:
        trouble = self._begin("buy_number")
        self.on_create()
        chosen = wish.phone_number or next(n for n in self.for_sale if str(wish.area_code) in n)
        self.for_sale.remove(chosen)
        number = CarrierNumber(
            twilio_sid=f"PN{uuid.uuid4().hex}", phone_number=chosen, capabilities=Capabilities()
        )
        self.bought[name] = number
        self.configured[number.twilio_sid] = webhooks
        self._end(trouble)
        return number

    def find_number(self, number_sid: str) -> CarrierNumber | None:
        self._begin("find_number")
        return self.numbers.get(number_sid)

    def fetch_recording(self, recording_sid: str) -> Recording | None:
        self._begin("fetch_recording")
        return self.recordings.get(recording_sid)

    def list_texts(
        self, *, to: str, since: datetime, page: str | None
    ) -> ReceivedPage[ReceivedText]:
        self._begin("list_texts")
        found = [each for each in self.texts if each.received_at >= since]
        return self._page(found, to=to, since=since, page=page)

    def list_calls(
        self, *, to: str, since: datetime, page: str | None
    ) -> ReceivedPage[ReceivedCall]:
        self._begin("list_calls")
        found = [each for each in self.calls if each.started_at >= since]
        return self._page(found, to=to, since=since, page=page)

    def _page(self, found: list[Any], *, page: str | None, **asked: Any) -> ReceivedPage[Any]:
        """Newest first; a page is named by where it begins."""
        self.lists.append(asked | {"page": page})
        start = int(page or 0)
        end = start + self.page_size
        newest_first = found[::-1]
        more = str(end) if end < len(found) else None
        return ReceivedPage(entries=newest_first[start:end], next_page=more)

    def _begin(self, operation: str) -> Any:
        self.asked.append(operation)
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, BaseException):
            raise trouble
        return trouble

    def _end(self, trouble: Any) -> None:
        if isinstance(trouble, tuple):
            raise trouble[0]


class Phone:
    """Calls use cases with requests as the service receives them: loaded by their contracts."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports

    def __call__(self, method: str, tenant_id: str = SHINE_STUDIO, **request: Any) -> Any:
        contract = catalogue.RPCS["phone", method]
        schema = contract.request()
        whose = {"tenant_id": tenant_id} if "tenant_id" in schema.fields else {}
        loaded = schema.load(whose | request)
        reply = contract.reply().dump(CALLS[method](self.ports, **loaded))
        return contract.reply().load(reply)

    def hears(self, tenant_id: str = SHINE_STUDIO, at: datetime | None = None, **told: Any) -> None:
        known = {
            "is_primary": True,
            "previous_status": "DRAFT",
            "stage": None,
            "messaging_service_sid": None,
            "rejection_codes": [],
        }
        moment = at or self.ports.clock.now()
        campaigns.note_campaign_status(self.ports, tenant_id, known | told, moment)

    def catches_up(self) -> bool:
        return catch_up.catch_up(self.ports)

    def sweeps(self) -> None:
        orders.finish_orders(self.ports)
        sending.finish_messages(self.ports)
        connections.connect_waiting_numbers(self.ports)


@pytest.fixture
def store(service_database: Callable[..., Any]) -> Any:
    return service_database("phone")


@pytest.fixture
def settings() -> Settings:
    return Settings(secret_key="the key of these tests", encryption_keys=())


@pytest.fixture
def demo_store(store: Any, settings: Settings) -> Any:
    demo.load(store.database, settings)
    return store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def carrier() -> FakeCarrier:
    return FakeCarrier()


@pytest.fixture
def phone(store: Any, clock: Clock, carrier: FakeCarrier) -> Phone:
    return Phone(
        Ports(
            unit_of_work=unit_of_work(store.database, _record),
            carrier=carrier,
            markup=Twiml(),
            clock=clock,
            ids=RandomIds(),
            public_base_url="https://app.example.com",
            voice_fallback_url=FALLBACK,
        )
    )


@pytest.fixture
def events(store: Any) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    def read() -> list[tuple[str, dict[str, Any]]]:
        with store.database.transaction() as connection:
            rows = connection.execute(sa.select(outbox).order_by(outbox.c.id)).all()
        return [(row.type, row.data) for row in rows]

    return read


def _record(
    connection: sa.Connection, *, type: str, tenant_id: str, data: Mapping[str, Any]
) -> None:
    """As the relay records, without a service around it."""
    schema = catalogue.EVENTS["phone", type].data()
    dumped = schema.dump(data)
    schema.load(dumped)
    connection.execute(
        sa.insert(outbox).values(
            event_id=str(uuid.uuid4()),
            tenant_id=tenant_id,
            type=type,
            correlation_id="test",
            data=dumped,
            occurred_at=datetime.now(UTC),
        )
    )
