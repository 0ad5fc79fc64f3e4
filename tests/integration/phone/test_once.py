"""Whatever is repeated, timed out or cut off midway: the line ends as if asked once.

Every RPC has a row here. One that writes is asked undisturbed, and then once more for each step
that it takes, with the process ending or Twilio not answering just there; who asked asks again, and
the world must be the same. One that only reads must leave the world as it was.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest

from contracts import catalogue, phone_webhooks
from contracts.demo import CLEAN_MACHINE
from contracts.errors import Kind, ServiceError
from services.gateway.http import routes_of
from services.gateway.service import GatewayService
from services.phone.domain.lines import Capabilities
from services.phone.ports import CarrierNumber
from tests.integration.phone.conftest import CALLS, FakeCarrier, Phone
from tests.integration.phone.worlds import Crash, Cut, cut_ports, rows_of, world_of

CUSTOMER = "+15125550177"
TARGET = "+15125550199"
WAYS = ("crash before", "crash after", "timeout before", "timeout after")
MENU = {
    "greeting": "Hello.",
    "options": [{"digit": "1", "label": "hours", "action": "MESSAGE", "message": "Nine to five."}],
    "fallback": "VOICEMAIL",
}
PHONE_RPCS = sorted(method for service, method in catalogue.RPCS if service == "phone")
NUMBERS = count()


class Line:
    """A tenant of its own for each try, with a Twilio of its own."""

    def __init__(self, phone: Phone, clock: Any) -> None:
        self.tenant, self.campaign = str(uuid.uuid4()), str(uuid.uuid4())
        self.carrier = FakeCarrier()
        self.clock = clock
        self.phone = Phone(replace(phone.ports, carrier=self.carrier, known_tokens={}))
        digits = f"2{next(NUMBERS):05}"
        self.number, self.spare = f"+1512{digits}0", f"+1512{digits}1"
        self.carrier.for_sale = [self.spare]
        self.sent_before = ("", "")
        self.number_sid = f"PN{uuid.uuid4().hex}"
        with phone.ports.unit_of_work(self.tenant) as work:
            self.token = work.tokens.get(proposed=uuid.uuid4().hex)

    def ask(self, method: str, **request: Any) -> Any:
        return self.phone(method, self.tenant, **request)

    def hook(self, method: str, **told: Any) -> Any:
        return self.phone(method, token=self.token, **told)

    def approve(self) -> None:
        at = self.clock.now()
        self.phone.hears(self.tenant, at=at, campaign_id=self.campaign, status="APPROVED")

    def assign(self) -> None:
        self.ask("assign_number", phone_number=self.number, twilio_sid=self.number_sid)

    def complete(self) -> None:
        self.approve()
        self.ask("ensure_messaging_service", campaign_id=self.campaign)
        self.assign()

    def sent(self) -> tuple[str, str]:
        """A text that has left: its id and its SID."""
        message = self.ask("send_test_message", to=CUSTOMER)
        return message["id"], self.carrier.sent[-1][3]

    def voicemail(self) -> str:
        self.hook("store_recording", **RECORDING)
        return str(self.ask("list_voicemails")["items"][0]["id"])

    def drift(self) -> None:
        """Somebody changed the line at Twilio behind our back."""
        self.complete()
        self.carrier.numbers[self.number_sid] = CarrierNumber(
            twilio_sid=self.number_sid,
            phone_number=self.number,
            capabilities=Capabilities(),
            voice_url="https://elsewhere.example",
        )
        for sid, webhooks in self.carrier.webhooks.items():
            self.carrier.webhooks[sid] = replace(webhooks, sms="https://elsewhere.example")
        self.carrier.pools.clear()

    def world(self, database: Any) -> Any:
        # Eight of its characters stand in the name of a messaging service.
        ours = (self.tenant, self.tenant[:8], self.campaign, self.token)
        ours += (self.number_sid, self.number, self.spare)
        return world_of(database, self.carrier, self.tenant, *ours)


RECORDING = {
    "call_sid": "CA1",
    "recording_sid": "RE1",
    "recording_url": "https://api.twilio.com/RE1",
    "duration_seconds": 5,
}
TEXT = {"message_sid": "SM1", "from_number": CUSTOMER, "to_number": "+15125550123"}


@dataclass(frozen=True)
class Case:
    """What is asked, of a line that was prepared so far."""

    ask: Callable[[Line], Any]
    prepare: Callable[[Line], Any] = field(default=lambda line: None)


def rpc(method: str, prepare: Callable[[Line], Any] | None = None, **request: Any) -> Case:
    def ask(line: Line) -> Any:
        known = {name: each(line) if callable(each) else each for name, each in request.items()}
        return line.ask(method, **known)

    return Case(ask, prepare or (lambda line: None))


def hook(method: str, prepare: Callable[[Line], Any] | None = None, **told: Any) -> Case:
    return Case(lambda line: line.hook(method, **told), prepare or (lambda line: None))


def reported(line: Line) -> Any:
    message_id, sid = line.sent_before
    told = {"message_sid": sid, "message_id": message_id, "status": "delivered"}
    return line.hook("note_message_status", **told)


def registered(line: Line) -> Any:
    event = {
        "type": "com.twilio.messaging.compliance.number-registration.successful",
        "time": "2030-03-01T12:00:00Z",
        "data": {"phonenumbersid": line.number_sid, "externalstatus": "registered"},
    }
    return line.phone("note_twilio_events", events=[event])


def sends_first(line: Line) -> None:
    line.complete()
    line.sent_before = line.sent()


def says_stop_first(line: Line) -> None:
    line.hook("receive_message", **TEXT | {"message_sid": "SM0", "body": "STOP"})


def serves_itself(line: Line) -> None:
    line.approve()
    line.ask("ensure_messaging_service", campaign_id=line.campaign)
    line.ask("set_provisioning", mode="SELF_SERVICE")


KEY = {"idempotency_key": "the same"}
WRITES: dict[str, list[Case]] = {
    "set_provisioning": [rpc("set_provisioning", mode="SELF_SERVICE", **KEY)],
    "put_routing": [rpc("put_routing", mode="FORWARD", forward_to=TARGET, **KEY)],
    "put_ivr_menu": [rpc("put_ivr_menu", **MENU, **KEY)],
    "mark_voicemail": [
        rpc("mark_voicemail", Line.voicemail, voicemail_id=Line.voicemail, is_heard=True, **KEY)
    ],
    "assign_number": [
        rpc(
            "assign_number",
            prepare,
            phone_number=lambda line: line.number,
            twilio_sid=lambda line: line.number_sid,
            **key,
        )
        for prepare in (None, Line.approve)
        for key in (KEY, {})
    ],
    "buy_number": [
        rpc("buy_number", serves_itself, phone_number=lambda line: line.spare, **KEY),
        rpc("buy_number", serves_itself, area_code="512", **KEY),
    ],
    "ensure_messaging_service": [
        rpc("ensure_messaging_service", Line.assign, campaign_id=lambda line: line.campaign)
    ],
    "link_messaging_service": [
        rpc("link_messaging_service", lambda line: (line.assign(), line.approve()), **KEY)
    ],
    "check_line": [rpc("check_line", Line.complete)],
    "repair_line": [rpc("repair_line", Line.complete), rpc("repair_line", Line.drift)],
    "send_test_message": [rpc("send_test_message", Line.complete, to=CUSTOMER, **KEY)],
    "answer_call": [hook("answer_call", from_number=CUSTOMER, call_sid="CA1")],
    "store_recording": [hook("store_recording", **RECORDING)],
    "receive_message": [
        hook("receive_message", body="Hi", **TEXT),
        hook("receive_message", body="STOP", **TEXT),
        hook("receive_message", says_stop_first, body="START", **TEXT),
    ],
    "note_message_status": [Case(reported, sends_first)],
    "note_twilio_events": [Case(registered, Line.complete)],
}
READS: dict[str, Case] = {
    "get_setup_status": rpc("get_setup_status"),
    "get_config": rpc("get_config"),
    "get_ivr_menu": rpc("get_ivr_menu"),
    "walk_ivr_menu": rpc("walk_ivr_menu", menu=MENU, digits=["1"]),
    "search_numbers": rpc("search_numbers", area_code="512"),
    "list_voicemails": rpc("list_voicemails"),
    "get_voicemail_audio": rpc("get_voicemail_audio", voicemail_id=Line.voicemail),
    "list_messages": rpc("list_messages"),
    "press_key": hook("press_key", from_number=CUSTOMER, digit="1"),
}
CASES = [
    pytest.param(case, id=f"{method}-{number}")
    for method, cases in WRITES.items()
    for number, case in enumerate(cases)
]


@pytest.fixture
def line(phone, clock):
    return lambda: Line(phone, clock)


@pytest.fixture(autouse=True)
def clean_machine(demo_store):
    """Stands beside it all, and nothing of it moves."""
    before = rows_of(demo_store.database, CLEAN_MACHINE)
    assert any(row["is_protected"] for row in before["numbers"])
    yield
    assert rows_of(demo_store.database, CLEAN_MACHINE) == before


def test_every_rpc_has_a_row():
    assert sorted([*WRITES, *READS, "health"]) == PHONE_RPCS
    assert set(CALLS) == {*WRITES, *READS}


def test_every_webhook_has_a_row():
    hooks = {name for name, route, _ in routes_of(GatewayService) if "/webhooks/" in route.url}
    shapes = {shape for shape in vars(phone_webhooks).values() if isinstance(shape, type)}
    of_webhooks = {
        method
        for (service, method), contract in catalogue.RPCS.items()
        if service == "phone" and contract.request in shapes
    }
    assert hooks - {"take_twilio_events"} == of_webhooks - {"note_twilio_events"}
    assert of_webhooks <= {*WRITES, *READS}


@pytest.mark.parametrize("method", READS)
def test_a_question_changes_nothing(line, store, method):
    asked = line()
    asked.complete()
    asked.voicemail()
    asked.ask("set_provisioning", mode="SELF_SERVICE")
    before = rows_of(store.database, asked.tenant)
    for _ in range(2):
        _calmly(lambda: READS[method].ask(asked))
    assert rows_of(store.database, asked.tenant) == before


@pytest.mark.parametrize("case", CASES)
def test_what_is_repeated_happens_once(line, store, case):
    once, often = line(), line()
    _play(once, case, times=1)
    _play(often, case, times=4)
    assert often.world(store.database) == once.world(store.database)


@pytest.mark.parametrize("case", CASES)
def test_what_is_cut_off_anywhere_and_asked_again_happens_once(line, store, case):
    clean, cut = line(), Cut()
    _play(clean, case, cut=cut)
    expected = clean.world(store.database)
    assert cut.steps
    for how in WAYS:
        for step, name in enumerate(cut.steps):
            if how.startswith("timeout") and name == "transaction":
                continue
            tried = line()
            _play(tried, case, cut=Cut(at=step, how=how))
            assert tried.world(store.database) == expected, f"{how} step {step}: {name}"


def _play(line: Line, case: Case, *, times: int = 1, cut: Cut | None = None) -> None:
    """The process that is cut is followed by one that is whole, and by the sweeps."""
    case.prepare(line)
    whole = line.phone
    if cut is not None:
        line.phone = Phone(cut_ports(whole.ports, line.carrier, cut))
        _calmly(lambda: case.ask(line))
        line.phone = Phone(replace(whole.ports, known_tokens={}))
    for _ in range(times):
        _patiently(line, case)
    for _ in range(3):
        line.clock.advance(seconds=61)
        line.phone.sweeps()


def _calmly(ask: Callable[[], Any]) -> None:
    try:
        ask()
    except (Crash, ServiceError):
        pass


def _patiently(line: Line, case: Case) -> None:
    """As a caller does: again while the answer is "not now"."""
    for _ in range(4):
        try:
            case.ask(line)
            return
        except ServiceError as refused:
            if refused.kind != Kind.UNAVAILABLE:
                raise
            line.clock.advance(seconds=61)
    raise AssertionError("never answered")
