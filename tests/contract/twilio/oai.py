"""Holds requests to Twilio, and answers of the sandbox, against Twilio's own OpenAPI documents.

The documents know the shapes; the counts and lengths stand only in Twilio's prose, so they are
written down here a second time, on purpose apart from the sandbox's own copy.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

REPOSITORY = Path(__file__).parents[3]
DOCUMENTS = {
    "api.twilio.com": "twilio_api_v2010.json",
    "messaging.twilio.com": "twilio_messaging_v1.json",
    "trusthub.twilio.com": "twilio_trusthub_v1.json",
    "events.twilio.com": "twilio_events_v1.json",
}
FORM = "application/x-www-form-urlencoded"
SID = re.compile(r"\b([A-Z]{2})[0-9a-f]{32}\b")
# Of the connection rather than of the request.
PASSING_HEADERS = {"host", "content-length", "user-agent", "connection"}
JSON = "application/json"
METHODS = ("get", "post", "delete")

LENGTHS = {
    "Description": (40, 4096),
    "MessageFlow": (40, 2048),
    "MessageSamples": (20, 1024),
    "OptInMessage": (20, 320),
    "OptOutMessage": (20, 320),
    "HelpMessage": (20, 320),
}
COUNTS = {"MessageSamples": (2, 5)}
KEYWORDS = ("OptInKeywords", "OptOutKeywords", "HelpKeywords")
MAX_KEYWORD_CHARACTERS = 255
MAX_REGISTRATION_NUMBER = 21
MAX_MESSAGE = 1600
E164 = re.compile(r"\+[1-9]\d{7,14}")


def documents_directory() -> Path:
    return (REPOSITORY / os.environ.get("TWILIO_OAI_DIR", "../shared/twilio-oai")).resolve()


def are_documents_present() -> bool:
    directory = documents_directory()
    return all((directory / name).exists() for name in DOCUMENTS.values())


def skip_without_documents() -> None:
    """They are Twilio's, not ours: a checkout without them skips these tests and says why."""
    if are_documents_present():
        return
    missing = (
        f"Twilio's OpenAPI documents are not in {documents_directory()};"
        " clone github.com/twilio/twilio-oai and point TWILIO_OAI_DIR at its spec/json."
    )
    if os.environ.get("REQUIRE_TWILIO_DOCUMENTS") == "1":
        pytest.fail(f"REQUIRE_TWILIO_DOCUMENTS is set: {missing}")
    pytest.skip(missing)


class RequestAudit:
    """An `on_request` hook for the sandbox: collects what Twilio would not accept."""

    def __init__(self) -> None:
        self.seen = 0
        self.violations: list[str] = []

    def __call__(
        self, method: str, host: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        url = f"https://{host}{path}"
        self.seen += 1
        kept = tuple((n, v) for n, v in headers.items() if n.lower() not in PASSING_HEADERS)
        found = _judged(method, _alike(url), kept, _alike(body.decode()))
        self.violations += [f"{method} {url}: {each}" for each in found]


def _alike(text: str) -> str:
    """One SID is as good as another of its kind."""
    return SID.sub(lambda sid: sid[1] + "0" * 32, text)


@cache
def _judged(method: str, url: str, headers: tuple[tuple[str, str], ...], body: str) -> list[str]:
    """Most requests are like one before, and judging is slow: a third of the time of such tests."""
    return request_violations(method, url, dict(headers), body.encode())


@dataclass(frozen=True)
class Operation:
    """One method of one path, with a document cut down to just that path."""

    host: str
    template: str
    definition: Mapping[str, Any]
    openapi: OpenAPI

    @property
    def form_properties(self) -> Mapping[str, Any]:
        content = self.definition.get("requestBody", {}).get("content", {})
        properties = content.get(FORM, {}).get("schema", {}).get("properties", {})
        return dict(properties)

    @property
    def query_names(self) -> set[str]:
        parameters = self.definition.get("parameters", [])
        return {each["name"] for each in parameters if each.get("in") == "query"}


def request_violations(method: str, url: str, headers: Mapping[str, str], body: bytes) -> list[str]:
    """What Twilio would not accept, as sentences; empty where all is well."""
    operation = find_operation(method, url)
    if operation is None:
        return [f"{method} {url} is not an operation of Twilio's documents."]
    form = parse_qs(body.decode(), keep_blank_values=True)
    return [
        *_schema_violations(operation, _request(method, url, headers, body)),
        *_unknown_fields(operation, url, form),
        *_repeated_fields(operation, form),
        *_odd_flags(operation, form),
        *_limit_violations(operation.template, form),
    ]


def response_violations(method: str, url: str, status: int, body: bytes) -> list[str]:
    """Where an answer departs from the documents; they describe no answer but 2xx."""
    operation = find_operation(method, url)
    if operation is None:
        return [f"{method} {url} is not an operation of Twilio's documents."]
    if str(status) not in operation.definition["responses"]:
        return [f"{status} is not an answer to {method} {operation.template}."]
    if status == 204:
        return [] if not body else ["204 has no body."]
    request = _request(method, url, {}, b"")
    response = MockResponse(data=body, status_code=status, content_type=JSON)
    try:
        operation.openapi.validate_response(request, response)
    except OpenAPIError as error:
        return [_told(error)]
    return _unknown_keys(operation, status, json.loads(body))


def find_operation(method: str, url: str) -> Operation | None:
    """The operation with the fewest placeholders: `Usecases` is not a SID."""
    parts = urlsplit(url)
    if parts.hostname not in DOCUMENTS:
        return None
    matching = [
        template for template, pattern in _patterns(parts.hostname) if pattern.fullmatch(parts.path)
    ]
    for template in sorted(matching, key=lambda each: each.count("{")):
        operation = _operation(parts.hostname, template, method.lower())
        if operation is not None:
            return operation
    return None


@cache
def _document(host: str) -> Any:
    return json.loads((documents_directory() / DOCUMENTS[host]).read_text(encoding="utf-8"))


@cache
def _patterns(host: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (template, re.compile(re.sub(r"\\{\w+\\}", "[^/]+?", re.escape(template))))
        for template in _document(host)["paths"]
    ]


@cache
def _operation(host: str, template: str, method: str) -> Operation | None:
    document = _document(host)
    path = document["paths"][template]
    if method not in path:
        return None
    kept = {name: value for name, value in path.items() if name not in METHODS}
    small = document | {"paths": {template: kept | {method: path[method]}}}
    config = Config(spec_validator_cls=None)
    openapi = OpenAPI.from_dict(_repaired(small), config=config)
    return Operation(host, template, path[method], openapi)


def _repaired(document: Any) -> Any:
    """Where the documents contradict their own examples, the examples are right.

    A campaign answer is `oneOf` two schemas that both fit any campaign: `anyOf` is meant. A brand
    that is still pending has a null identity status.
    """
    schemas = dict(document["components"]["schemas"])
    for name, schema in schemas.items():
        if "oneOf" in schema:
            schemas[name] = {"anyOf": schema["oneOf"]}
        if name == "brand_registrations_enum_identity_status":
            schemas[name] = schema | {"nullable": True, "enum": [*schema["enum"], None]}
    return document | {"components": document["components"] | {"schemas": schemas}}


def _request(method: str, url: str, headers: Mapping[str, str], body: bytes) -> MockRequest:
    parts = urlsplit(url)
    lower = {name.lower(): value for name, value in headers.items()}
    return MockRequest(
        f"https://{parts.hostname}",
        method.lower(),
        parts.path,
        args=parse_qs(parts.query, keep_blank_values=True),
        headers=dict(headers),
        data=body or None,
        content_type=lower.get("content-type", FORM),
    )


def _schema_violations(operation: Operation, request: MockRequest) -> list[str]:
    try:
        operation.openapi.validate_request(request)
    except OpenAPIError as error:
        return [_told(error)]
    return []


def _told(error: BaseException) -> str:
    """The field and what is wrong with it: the error itself quotes the whole body."""
    details = getattr(error.__cause__, "schema_errors", None) or []
    if details:
        return " | ".join(f"{'.'.join(map(str, each.path))}: {each.message}" for each in details)
    return f"{error} ({error.__cause__})" if error.__cause__ else str(error)


def _unknown_fields(operation: Operation, url: str, form: Mapping[str, list[str]]) -> list[str]:
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    unknown = [*(set(form) - set(operation.form_properties)), *(set(query) - operation.query_names)]
    return [f"{operation.template} has no field {name}." for name in sorted(unknown)]


def _repeated_fields(operation: Operation, form: Mapping[str, list[str]]) -> list[str]:
    return [
        f"{name} is sent {len(values)} times but is not a list."
        for name, values in form.items()
        if len(values) > 1 and operation.form_properties.get(name, {}).get("type") != "array"
    ]


def _odd_flags(operation: Operation, form: Mapping[str, list[str]]) -> list[str]:
    """openapi-core also takes "yes" and "1" for true; Twilio documents true and false."""
    return [
        f"{name} is {value}, not true or false."
        for name, values in form.items()
        for value in values
        if operation.form_properties.get(name, {}).get("type") == "boolean"
        and value.lower() not in ("true", "false")
    ]


def _limit_violations(template: str, form: Mapping[str, list[str]]) -> list[str]:
    if template.endswith("/EndUsers") or template.endswith("/EndUsers/{Sid}"):
        return _attribute_violations(form)
    if template.endswith("/Messages.json"):
        return _message_violations(form)
    if template.endswith("/Subscriptions"):
        return _type_violations(form)
    if "/Compliance/Usa2p" not in template:
        return []
    return [*_length_violations(form), *_count_violations(form), *_keyword_violations(form)]


def _message_violations(form: Mapping[str, list[str]]) -> list[str]:
    """Of a request that sends one; a list has no form."""
    told = [
        f"{name} is {value}, not a number in E.164 form."
        for name in ("To", "From")
        for value in form.get(name, [])
        if not E164.fullmatch(value)
    ]
    if form and not {"From", "MessagingServiceSid"} & set(form):
        told.append("Neither From nor MessagingServiceSid says who sends.")
    if form and not 1 <= len("".join(form.get("Body", []))) <= MAX_MESSAGE:
        told.append(f"Body must have 1 to {MAX_MESSAGE} characters.")
    return told


def _type_violations(form: Mapping[str, list[str]]) -> list[str]:
    """Each of Types is the JSON of an object of its own."""
    told = []
    for text in form.get("Types", []):
        try:
            asked = json.loads(text)
        except ValueError:
            asked = None
        if not isinstance(asked, dict) or not isinstance(asked.get("type"), str):
            told.append(f"Types holds {text}, which names no type.")
    return told


def _length_violations(form: Mapping[str, list[str]]) -> list[str]:
    return [
        f"{name} has {len(value)} characters, not {shortest} to {longest}."
        for name, (shortest, longest) in LENGTHS.items()
        for value in form.get(name, [])
        if not shortest <= len(value) <= longest
    ]


def _count_violations(form: Mapping[str, list[str]]) -> list[str]:
    return [
        f"{name} holds {len(form[name])} items, not {fewest} to {most}."
        for name, (fewest, most) in COUNTS.items()
        if name in form and not fewest <= len(form[name]) <= most
    ]


def _keyword_violations(form: Mapping[str, list[str]]) -> list[str]:
    told = []
    for name in KEYWORDS:
        words = form.get(name, [])
        if any(not word.isalnum() for word in words):
            told.append(f"{name} may hold letters and digits only.")
        if sum(len(word) for word in words) > MAX_KEYWORD_CHARACTERS:
            told.append(f"{name} has more than {MAX_KEYWORD_CHARACTERS} characters in all.")
    return told


def _attribute_violations(form: Mapping[str, list[str]]) -> list[str]:
    told = []
    for text in form.get("Attributes", []):
        try:
            attributes = json.loads(text)
        except ValueError:
            return ["Attributes is not JSON."]
        if not isinstance(attributes, dict):
            return ["Attributes is not a JSON object."]
        told += [f"Attribute {name} is not text." for name in _not_text(attributes)]
        number = attributes.get("business_registration_number", "")
        if len(str(number)) > MAX_REGISTRATION_NUMBER:
            told.append(f"business_registration_number exceeds {MAX_REGISTRATION_NUMBER}.")
    return told


def _not_text(attributes: Mapping[str, Any]) -> list[str]:
    return [name for name, value in attributes.items() if not isinstance(value, str)]


def _unknown_keys(operation: Operation, status: int, body: Any) -> list[str]:
    """A key that the documents lack is a key that the sandbox made up."""
    response = operation.definition["responses"][str(status)]
    schema = response["content"][JSON]["schema"]
    reference = schema.get("$ref", "")
    schemas = _document(operation.host)["components"]["schemas"]
    known = schemas.get(reference.rpartition("/")[2], schema)
    properties: set[str] = set(known.get("properties", {}))
    for option in known.get("oneOf", []):
        properties |= set(schemas[option["$ref"].rpartition("/")[2]]["properties"])
    return [f"{operation.template} answers no {name}." for name in sorted(set(body) - properties)]
