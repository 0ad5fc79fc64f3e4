"""A call to one of our numbers, walked from the first ring to the last word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from sandbox.twilio.call_log import end_call, note_call
from sandbox.twilio.deliveries import queue_form
from sandbox.twilio.questions import Address, Questioner, places
from sandbox.twilio.recordings import new_recording
from sandbox.twilio.twiml import Verb
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.twilio.world import World

PATIENCE = 40  # documents that a caller listens to before hanging up
SILENCE = " ,w"  # in the keys to press: nothing is pressed this time
RECORD_FINISH_KEYS = "1234567890*#"
DIAL_OUTCOMES = ("answered", "no-answer", "busy", "failed", "canceled")
APPLICATION_ERROR = "We are sorry, an application error has occurred. Goodbye."


@dataclass(frozen=True)
class Behaviour:
    """What the people on both ends do: keys pressed, who picks up, how long a message is left."""

    digits: str = ""
    dial: str = "answered"
    dial_seconds: int = 30
    recording_seconds: int = 7
    forwarded_from: str | None = None


@dataclass(frozen=True)
class Go:
    """Where the call goes next, and what its new document is told."""

    url: str
    method: str = "POST"
    told: dict[str, str] = field(default_factory=dict)


HANG_UP = Go("")


class Walk:
    """One call; `transcript` is what the caller hears and does."""

    def __init__(self, world: World, number: Json, *, from_: str, behaviour: Behaviour) -> None:
        self.sid = world.new_sid("CA")
        self.transcript: list[Json] = []
        self.questioner = Questioner(world)
        self.keys = behaviour.digits
        self._world = world
        self._number = number
        self._behaviour = behaviour
        self._form = _form(world, number, sid=self.sid, from_=from_, behaviour=behaviour)
        self._url = ""
        self._seconds = 0
        note_call(world, number, sid=self.sid, from_=from_, forwarded_from=behaviour.forwarded_from)

    def run(self) -> None:
        if not self._number["voice_url"]:
            self.hear("Reject", text="The number has no voice_url.")
            end_call(self._world, self.sid, seconds=0)
            return
        method = self._number["voice_method"] or "POST"
        go: Go | None = Go(self._number["voice_url"], method)
        status = "ringing"
        for _ in range(PATIENCE):
            go = self._step(go, status=status) if go else None
            if go is None or go is HANG_UP:
                break
            status = "in-progress"
        else:
            self.hear("Hangup", text=f"The caller gives up after {PATIENCE} documents.")
        self._report_end()

    def hear(self, verb: str, **what: object) -> None:
        self.transcript.append({"verb": verb, **what})

    def _step(self, go: Go, *, status: str) -> Go | None:
        """Ask for one document and follow it; None at its end, where Twilio hangs up."""
        self._url = urljoin(self._url, go.url)
        address = Address(
            self._url,
            go.method,
            self._number["voice_fallback_url"],
            self._number["voice_fallback_method"] or "POST",
        )
        verbs = self.questioner.ask(address, {**self._form, "CallStatus": status, **go.told})
        if verbs is None:
            self.hear("Say", text=APPLICATION_ERROR)
            return None
        for verb in verbs:
            next_ = VERBS.get(verb.name, _ignore)(self, verb)
            if next_ is not None:
                return next_
        self.hear("Hangup")
        return None

    def speak(self, verb: Verb) -> None:
        self._seconds += verb.number("length", 1) or 1
        self.transcript.append(verb.shown())

    def press(self, verb: Verb) -> str:
        """The keys that this menu takes; what is left is for the next one."""
        if self.keys and self.keys[0] in SILENCE:
            self.keys = self.keys[1:]
            return ""
        finish = verb.attributes.get("finishOnKey", "#")
        most = verb.number("numDigits")
        pressed = ""
        while self.keys and self.keys[0] not in SILENCE and len(pressed) != most:
            key, self.keys = self.keys[0], self.keys[1:]
            if key in finish:
                break
            pressed += key
        return pressed

    def finish_recording(self, verb: Verb) -> str | None:
        """The key that ended the message; None where the caller hung up."""
        keys = verb.attributes.get("finishOnKey", RECORD_FINISH_KEYS)
        if not self.keys or self.keys[0] not in keys:
            return None
        key, self.keys = self.keys[0], self.keys[1:]
        return key

    def action(self, verb: Verb, told: dict[str, str]) -> Go:
        """Without an address of its own a verb comes back to the document it stands in."""
        url = urljoin(self._url, verb.attributes.get("action", "") or self._url)
        return Go(url, verb.attributes.get("method", "POST").upper(), told)

    def tell_end_of_recording(self, go: Go) -> None:
        """Asked although the caller is gone: nobody hears what it answers."""
        form = {**self._form, "CallStatus": "completed", **go.told}
        self.questioner.ask(Address(go.url, go.method), form)

    def report(self, url: str, told: dict[str, str]) -> None:
        target = urljoin(self._url, url)
        queue_form(self._world, target, {**self._form, **told}, lane=self.sid)

    def recording(self) -> dict[str, str]:
        seconds = self._behaviour.recording_seconds
        self._seconds += seconds
        return new_recording(self._world, call_sid=self.sid, seconds=seconds)

    def dial_result(self) -> dict[str, str]:
        outcome = self._behaviour.dial
        told = {"DialCallSid": self._world.new_sid("CA")}
        if outcome != "answered":
            return told | {"DialCallStatus": outcome}
        self._seconds += self._behaviour.dial_seconds
        return told | {
            "DialCallStatus": "completed",
            "DialCallDuration": str(self._behaviour.dial_seconds),
        }

    def says_nothing(self) -> bool:
        return self._behaviour.recording_seconds <= 0

    def _report_end(self) -> None:
        end_call(self._world, self.sid, seconds=self._seconds)
        if self._number["status_callback"]:
            told = {"CallStatus": "completed", "CallDuration": str(self._seconds)}
            self.report(self._number["status_callback"], told)


def make_call(world: World, number: Json, *, from_: str, behaviour: Behaviour) -> Json:
    walk = Walk(world, number, from_=from_, behaviour=behaviour)
    walk.run()
    return {
        "call_sid": walk.sid,
        "from": from_,
        "to": number["phone_number"],
        "transcript": walk.transcript,
        "unused_digits": walk.keys,
        "requests": walk.questioner.asked,
    }


def _form(
    world: World, number: Json, *, sid: str, from_: str, behaviour: Behaviour
) -> dict[str, str]:
    to = number["phone_number"]
    form = {
        "AccountSid": world.account_sid,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": "in-progress",
        "Called": to,
        "Caller": from_,
        "Direction": "inbound",
        "From": from_,
        "To": to,
        **places(from_=from_, to=to),
    }
    if behaviour.forwarded_from:
        form["ForwardedFrom"] = behaviour.forwarded_from
    return form


def _speak(walk: Walk, verb: Verb) -> Go | None:
    walk.speak(verb)
    return None


def _gather(walk: Walk, verb: Verb) -> Go | None:
    for child in verb.children:
        walk.speak(child)
    pressed = walk.press(verb)
    walk.hear("Gather", pressed=pressed or None)
    if not pressed and not verb.flag("actionOnEmptyResult"):
        return None
    return walk.action(verb, {"Digits": pressed, "msg": "Gather End"})


def _redirect(walk: Walk, verb: Verb) -> Go | None:
    walk.hear("Redirect", url=verb.said)
    return Go(verb.said, verb.attributes.get("method", "POST").upper())


def _dial(walk: Walk, verb: Verb) -> Go | None:
    result = walk.dial_result()
    numbers = [child.said for child in verb.children] or [verb.said]
    walk.hear("Dial", numbers=numbers, outcome=result["DialCallStatus"])
    return walk.action(verb, result) if verb.attributes.get("action") else None


def _record(walk: Walk, verb: Verb) -> Go | None:
    """Silence goes on with the next verb, as if there had been no beep."""
    if walk.says_nothing():
        walk.hear("Record", seconds=0)
        return None
    recording = walk.recording()
    walk.hear("Record", seconds=int(recording["RecordingDuration"]))
    callback = verb.attributes.get("recordingStatusCallback")
    key = walk.finish_recording(verb)
    go = walk.action(verb, {**recording, "Digits": key or "hangup"})
    if key is None:
        walk.hear("Hangup", text="The caller hangs up.")
        walk.tell_end_of_recording(go)
    if callback:
        told = {"RecordingStatus": "completed", "RecordingChannels": "1"}
        walk.report(callback, {**recording, **told, "RecordingSource": "RecordVerb"})
    return HANG_UP if key is None else go


def _hang_up(walk: Walk, verb: Verb) -> Go | None:
    walk.hear(verb.name)
    return HANG_UP


def _ignore(walk: Walk, verb: Verb) -> Go | None:
    walk.hear(verb.name, text="The sandbox does not play this verb.")
    return None


VERBS: dict[str, Callable[[Walk, Verb], Go | None]] = {
    "Say": _speak,
    "Play": _speak,
    "Pause": _speak,
    "Gather": _gather,
    "Redirect": _redirect,
    "Dial": _dial,
    "Record": _record,
    "Hangup": _hang_up,
    "Reject": _hang_up,
}
