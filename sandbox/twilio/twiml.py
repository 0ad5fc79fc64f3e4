"""Reads TwiML: a small tree of verbs. Entities and document types are refused, as at Twilio."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from sandbox.twilio.wire import Json


class TwimlError(Exception):
    """The document is not one that Twilio could follow."""


@dataclass
class Verb:
    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Verb] = field(default_factory=list)

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self.attributes.get(name, "")
        return int(value) if value.isdigit() else default

    def flag(self, name: str) -> bool:
        return self.attributes.get(name, "").lower() == "true"

    @property
    def said(self) -> str:
        return " ".join(self.text.split())

    def shown(self) -> Json:
        """For a transcript: what there is to hear, or where it leads."""
        return {"verb": self.name, "text": self.said} if self.said else {"verb": self.name}


class _Reader:
    def __init__(self) -> None:
        self.root: Verb | None = None
        self._open: list[Verb] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        verb = Verb(name, attributes)
        if self._open:
            self._open[-1].children.append(verb)
        else:
            self.root = verb
        self._open.append(verb)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].text += text


def _refuse_doctype(*_: object) -> None:
    raise TwimlError("A document type is not allowed.")


def read_twiml(text: str) -> list[Verb]:
    """The verbs of the response, in their order."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text.strip().encode(), True)
    except expat.ExpatError as error:
        raise TwimlError(f"The document is not XML: {error}") from error
    if reader.root is None or reader.root.name != "Response":
        raise TwimlError("The document is not a <Response>.")
    return reader.root.children
