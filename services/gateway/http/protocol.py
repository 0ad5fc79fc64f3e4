"""One connection: heads within limits and in time, JSON even for what is not HTTP."""

from __future__ import annotations

import re
import socket
import time
import uuid
from contextlib import suppress
from email.errors import MultipartInvariantViolationDefect, StartBoundaryNotFoundDefect
from http import HTTPStatus
from typing import Any

import eventlet
from eventlet.wsgi import ChunkReadError, HeaderLineTooLong, HeadersTooLarge
from nameko.web.server import HttpOnlyProtocol

from services.gateway.http.errors import invalid_request, too_large

# For a whole line or head, not between two bytes: a caller cannot keep us by dripping.
IDLE_SECONDS = 30.0
HEAD_SECONDS = 10.0
# Chunks have their own overhead; a body made of the tiniest ones is refused a little early.
LONGEST_RAW_BODY = 2 * 1024 * 1024
LONGEST_LINE = 8192
LINGER_SECONDS = 2.0
LINGER_BYTES = 16 * 1024 * 1024
LONGEST_LENGTH_HEADER = 18
SIZE_OF_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]*)?\r\n")

# Of a body with parts, which the standard library's parser of heads misses in every such head.
NO_DEFECTS = (StartBoundaryNotFoundDefect, MultipartInvariantViolationDefect)

# The place in a connection's state behind those that eventlet knows.
IDLE_SINCE = 3

SENTENCES = {
    400: "This is not a well-formed HTTP request.",
    414: "The address is too long.",
    431: "The headers are too large.",
    505: "Only HTTP/1.1 is spoken here.",
}


class BoundedReader:
    """Limits what a body may take off the wire, headers of chunks and trailers included."""

    def __init__(self, rfile: Any, limit: int) -> None:
        self._rfile = rfile
        self._left = limit

    def read(self, size: int) -> bytes:
        return self._counted(self._rfile.read(min(size, self._left + 1)))

    def readline(self, size: int = LONGEST_LINE) -> bytes:
        return self._counted(self._rfile.readline(min(size, self._left + 1)))

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise too_large()
        return data


class ChunkedReader(BoundedReader):
    """Eventlet takes `+0x_5` for a size and any line for the end of a chunk; a proxy before us may
    read the same bytes otherwise, and where a request ends must be beyond doubt.
    """

    def __init__(self, rfile: Any, limit: int) -> None:
        super().__init__(rfile, limit)
        self._is_end_due = False
        self._is_over = False

    def readline(self, size: int = LONGEST_LINE) -> bytes:
        """In turn the size of a chunk and, behind its data, its end; trailers after the last."""
        line = super().readline(size)
        if self._is_end_due:
            if line != b"\r\n":
                raise ChunkReadError("no end of a chunk")
        elif not self._is_over:
            told = SIZE_OF_CHUNK.fullmatch(line)
            if told is None:
                raise ChunkReadError("no size of a chunk")
            self._is_over = int(told[1], 16) == 0
        self._is_end_due = not self._is_end_due and not self._is_over
        return line


class Protocol(HttpOnlyProtocol):
    application: Any
    _lingers = False

    def _read_request_line(self) -> bytes:
        self.conn_state[IDLE_SINCE] = time.monotonic()
        with eventlet.Timeout(IDLE_SECONDS, TimeoutError()):
            line: bytes = super()._read_request_line() or b""
        if len(line) >= self.server.url_length_limit:
            self.send_error(414)
            return b""
        return line

    def parse_request(self) -> bool:
        try:
            with eventlet.Timeout(HEAD_SECONDS, TimeoutError()):
                if not super().parse_request():
                    return False
        except (HeaderLineTooLong, HeadersTooLarge):
            self.send_error(431)
            return False
        if not is_well_framed(self.request_version, self.headers):
            self.send_error(400)
            return False
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """In place of the standard library's HTML page; quotes nothing of what was sent."""
        status = HTTPStatus(code)
        request_id = uuid.uuid4().hex
        problem = invalid_request(SENTENCES.get(code, status.phrase), status=code)
        body = problem.response(request_id).get_data()
        head = (
            f"HTTP/1.1 {code} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nX-Request-Id: {request_id}\r\n"
            "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
            "Connection: close\r\n\r\n"
        )
        self.wfile.write(head.encode() + body)
        self.close_connection = True
        self._lingers = True

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        stream = environ["eventlet.input"]
        reader = ChunkedReader if stream.chunked_input else BoundedReader
        stream.rfile = reader(self.rfile, LONGEST_RAW_BODY)
        environ["gateway.connection"] = self.connection
        return environ

    def handle_one_response(self) -> None:
        application = self.application

        def answer(environ: dict[str, Any], start_response: Any) -> Any:
            result = application(environ, start_response)
            if not _is_read(environ["eventlet.input"]):
                # Nobody wants the rest: close rather than read it, and say so in the answer.
                self.close_connection = True
                self._lingers = True
            return result

        self.application = answer
        super().handle_one_response()

    def finish(self) -> None:
        # The caller may be gone before the answer; each part is let go of all the same.
        with suppress(OSError):
            self.wfile.flush()
            if self._lingers:
                self._linger()
        for part in (self.wfile, self.rfile, self.connection):
            with suppress(OSError):
                part.close()

    def _linger(self) -> None:
        """Closing with unread bytes resets the connection, and the answer would be lost."""
        self.connection.shutdown(socket.SHUT_WR)
        left = LINGER_BYTES
        with eventlet.Timeout(LINGER_SECONDS, False):
            while left > 0 and (data := self.connection.recv(65536)):
                left -= len(data)


def is_well_framed(version: str, headers: Any) -> bool:
    """Where a body ends must be beyond doubt, or two readers in a row disagree about requests."""
    defects = [each for each in headers.defects if not isinstance(each, NO_DEFECTS)]
    if defects or any(not _is_one_line(value) for value in headers.values()):
        return False
    if version == "HTTP/1.1" and len(headers.get_all("host", [])) != 1:
        return False
    lengths = headers.get_all("content-length", [])
    encodings = [value.strip().lower() for value in headers.get_all("transfer-encoding", [])]
    if encodings:
        return version == "HTTP/1.1" and encodings == ["chunked"] and not lengths
    return version in ("HTTP/1.0", "HTTP/1.1") and (
        not lengths or (len(lengths) == 1 and _is_length(lengths[0]))
    )


def _is_one_line(value: str) -> bool:
    return not any(char in value for char in "\r\n\0")


def _is_length(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= LONGEST_LENGTH_HEADER


def _is_read(stream: Any) -> bool:
    if stream.chunked_input:
        return bool(stream.chunk_length == 0)
    return bool(stream.position >= (stream.content_length or 0))
