"""Answers that stay open: server-sent events, without a worker and without a deadline."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar, Unpack

import eventlet
from eventlet.queue import Empty, LightQueue
from nameko.extensions import SharedExtension
from werkzeug.wrappers import Request, Response

from chassis.logs import event
from contracts.errors import Code, Kind, ServiceError, unavailable
from services.gateway.http.errors import Problem
from services.gateway.http.route import Options, Route, answering
from services.gateway.http.server import shut

log = logging.getLogger(__name__)

MEDIA = "text/event-stream"
# Proxies end what is silent for a minute; a caller who is gone is found by writing only.
HEARTBEAT_SECONDS = 15.0
# A page whose session or access has ended hears nothing more after so long.
CHECK_SECONDS = 1.0
ASK_SECONDS = 1.0
HEARTBEAT = b": still here\n\n"
# Of a burst the first event leaves at once and the others together, a little later.
PAUSE_SECONDS = 0.05
MOST_WAITING = 1_000
# A browser opens six connections to one host, so its own pages never displace one another.
MOST_PER_USER = 8
# Half of all connections: the other half is for everybody's requests.
MOST_STREAMS = 256

RETRY_MS = 3_000
OPENING = b"retry: %d\n\n" % RETRY_MS
DISPLACED = b"retry: %d\n\n" % (20 * RETRY_MS)

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Audience(Protocol):
    """Who listens: streams are found by group, and counted by person."""

    @property
    def group(self) -> str: ...

    @property
    def person(self) -> str: ...


class Stream:
    """One open answer and what it has not been sent yet."""

    def __init__(self, audience: Any, connection: Any, is_admitted: Callable[[], bool]) -> None:
        self.audience = audience
        self._connection = connection
        self._is_admitted = is_admitted
        self._waiting: LightQueue = LightQueue()
        self._is_ending = False
        self._is_sending = False

    def send(self, frame: bytes) -> None:
        if self._is_ending:
            return
        if self._waiting.qsize() >= MOST_WAITING:
            # Its page connects again and reads what it shows anew.
            event(log, "stream_too_slow", level=logging.DEBUG)
            self.end()
            return
        self._waiting.put(frame)

    def end(self, last: bytes = b"") -> None:
        """After what is waiting; at once when the caller does not take it."""
        self._is_ending = True
        if self._is_sending:
            shut(self._connection)
        self._waiting.put(last)
        self._waiting.put(None)

    def frames(self) -> Iterator[bytes]:
        yield from self._sent(OPENING)
        beat_at, is_over = time.monotonic() + HEARTBEAT_SECONDS, False
        check_at = time.monotonic() + min(CHECK_SECONDS, HEARTBEAT_SECONDS)
        while not is_over:
            frames, is_over = self._wait(min(beat_at, check_at) - time.monotonic())
            if frames:
                yield from self._sent(frames)
                eventlet.sleep(PAUSE_SECONDS)
            if time.monotonic() >= check_at:
                if not self._is_admitted():
                    return
                check_at = time.monotonic() + min(CHECK_SECONDS, HEARTBEAT_SECONDS)
            if time.monotonic() >= beat_at:
                yield from self._sent(HEARTBEAT)
                beat_at = time.monotonic() + HEARTBEAT_SECONDS

    def _sent(self, data: bytes) -> Iterator[bytes]:
        """The server writes while the generator stands still."""
        self._is_sending = True
        yield data
        self._is_sending = False

    def _wait(self, seconds: float) -> tuple[bytes, bool]:
        """What is to be sent by now, and whether that is all there will ever be."""
        found = []
        try:
            found.append(self._waiting.get(timeout=max(seconds, 0.0)))
            while self._waiting.qsize():
                found.append(self._waiting.get_nowait())
        except Empty:
            return b"", False
        return b"".join(frame for frame in found if frame), None in found


class Streams(SharedExtension):
    """All that are open in this process, by group."""

    def __init__(self) -> None:
        super().__init__()
        self._open: defaultdict[str, list[Stream]] = defaultdict(list)
        self.count = 0
        self._is_closing = False

    def of(self, group: str) -> tuple[Stream, ...]:
        return tuple(self._open.get(group, ()))

    def add(self, stream: Stream) -> None:
        if self._is_closing or self.count >= MOST_STREAMS:
            raise _too_many()
        audience: Audience = stream.audience
        mine = [each for each in self.of(audience.group) if _is_same(each.audience, audience)]
        if len(mine) >= MOST_PER_USER:
            # The oldest, which is most likely of a page that is closed; if not, it returns later.
            mine[0].end(DISPLACED)
            self.remove(mine[0])
        self._open[audience.group].append(stream)
        self.count += 1

    def remove(self, stream: Stream) -> None:
        """May be called more than once."""
        group = stream.audience.group
        if stream in self._open.get(group, ()):
            self._open[group].remove(stream)
            self.count -= 1
            if not self._open[group]:
                del self._open[group]

    def close(self) -> None:
        self._is_closing = True
        for streams in list(self._open.values()):
            for stream in list(streams):
                stream.end()


class StreamRoute(Route):
    """The handler says for whom the stream is; it runs beside the workers."""

    streams = Streams()

    def __init__(self, url: str, **options: Unpack[Options]) -> None:
        super().__init__("GET", url, **options)

    def respond(self, request: Request, values: dict[str, str]) -> Response:
        call = self._load(request)
        if request.method == "HEAD":
            return _open_answer(())
        audience = getattr(self.container.service_cls(), self.method_name)(call, **values)
        connection = request.environ["gateway.connection"]
        stream = Stream(audience, connection, lambda: self._is_admitted(request))
        self.streams.add(stream)
        request.environ["eventlet.minimum_write_chunk_size"] = 0
        response = _open_answer(stream.frames())
        response.call_on_close(lambda: self.streams.remove(stream))
        return response

    def stop(self) -> None:
        self.streams.close()
        super().stop()

    def _is_admitted(self, request: Request) -> bool:
        """Whether the same request would still be let in: sessions end while streams are open."""
        try:
            with eventlet.Timeout(ASK_SECONDS, unavailable("tenants")):
                self._load(request)
        except ServiceError as refusal:
            # While nobody can be asked, nobody is known to be gone, provided that this process
            # would have heard of it.
            return refusal.kind is Kind.UNAVAILABLE and self.server.callers.period is not None
        except Problem:
            return False
        return True


def stream(url: str, **options: Unpack[Options]) -> Callable[[Handler], Handler]:
    return answering(StreamRoute, url, media=(MEDIA,), **options)


def _open_answer(frames: Any) -> Response:
    # The second header is for nginx, which would otherwise collect before it hands on.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(frames, 200, headers, content_type=f"{MEDIA}; charset=utf-8")


def _is_same(one: Audience, other: Audience) -> bool:
    return one.person == other.person


def _too_many() -> Problem:
    message = "Too many pages are listening. This one asks from time to time instead."
    return Problem(503, Code.SERVICE_UNAVAILABLE, message, headers={"Retry-After": "60"})
