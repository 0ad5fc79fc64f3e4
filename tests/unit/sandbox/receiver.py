"""The customer's side of a webhook: takes what the sandbox posts, and answers as it was told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet.green import socket
from twilio.request_validator import RequestValidator
from werkzeug.wrappers import Request, Response

from sandbox.twilio.constants import SANDBOX_AUTH_TOKEN


@dataclass
class Taken:
    """One request, and whether the SDK takes its signature for Twilio's."""

    path: str
    form: dict[str, str]
    text: str
    headers: dict[str, str]
    is_signed: bool

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Receiver:
    taken: list[Taken] = field(default_factory=list)
    # By path: bodies, or statuses, in turn; the last one for ever.
    answers: dict[str, list[str | int]] = field(default_factory=dict)
    url: str = ""

    def start(self) -> None:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._listener = listener
        self._thread = eventlet.spawn(
            eventlet.wsgi.server, listener, self._serve, log_output=False, debug=False
        )

    def stop(self) -> None:
        self._thread.kill()
        self._listener.close()

    def at(self, path: str) -> list[Taken]:
        return [each for each in self.taken if each.path == path]

    def _serve(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        text = request.get_data(as_text=True)
        self.taken.append(
            Taken(
                path=request.path,
                form=request.form.to_dict() or request.args.to_dict(),
                text=text,
                headers=dict(request.headers),
                is_signed=self._is_signed(request, text),
            )
        )
        return self._answer(request.path)(environ, start_response)

    def _is_signed(self, request: Request, text: str) -> bool:
        query = request.query_string.decode()
        url = f"{self.url}{request.path}{'?' + query if query else ''}"
        is_json = request.mimetype == "application/json"
        told = text if is_json else request.form.to_dict()
        signature = request.headers["X-Twilio-Signature"]
        return bool(RequestValidator(SANDBOX_AUTH_TOKEN).validate(url, told, signature))

    def _answer(self, path: str) -> Response:
        scripted = self.answers.get(path, [""])
        answer = scripted.pop(0) if len(scripted) > 1 else scripted[0]
        if isinstance(answer, int):
            return Response("", answer)
        return Response(answer, 200, content_type="text/xml")
