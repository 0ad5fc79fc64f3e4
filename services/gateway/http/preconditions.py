"""Conditional writes (RFC 9110, 13.1): which versions of a resource a change may be made to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from werkzeug.wrappers import Request

from services.gateway.http.errors import Problem, invalid_request

MAX_TAGS = 20
MAX_TAG_LENGTH = 200
ANY = "*"
# What a2p calls the version of a thing that was never saved.
NO_VERSION = "none"
NEVER = ""
# entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE; obs-text stands as latin-1 in a WSGI header.
TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
# A list may hold empty elements (RFC 9110, 5.6.1), and a tag may hold commas.
ELEMENT = re.compile(r'[ \t]*((?:W/)?"[\x21\x23-\x7e\x80-\xff]*")?[ \t]*(?:,|$)')


def expected_versions(request: Request) -> list[str] | None:
    """None where any version will do; an empty list where the request does not say."""
    match = request.headers.get("If-Match", "").strip()
    none_match = request.headers.get("If-None-Match", "").strip()
    if none_match:
        return _never_saved(match, none_match)
    if match == ANY:
        return None
    return _strong(_tags(match))


def entity_tag(version: str) -> str:
    return f'"{version}"'


def _never_saved(match: str, none_match: str) -> list[str]:
    if match or none_match != ANY:
        raise _refused("If-None-Match", "Only * is understood here, and only without If-Match.")
    return [NO_VERSION]


def _tags(header: str) -> list[str]:
    tags, position = [], 0
    while position < len(header):
        element = ELEMENT.match(header, position)
        if element is None:
            raise _refused("If-Match", 'One or more ETags, each in double quotes, or *: "abc".')
        if element[1]:
            tags.append(element[1])
        position = element.end()
    if len(tags) > MAX_TAGS:
        raise _refused("If-Match", f"At most {MAX_TAGS} ETags.")
    return tags


def _strong(tags: Sequence[str]) -> list[str]:
    """Weak tags never match (RFC 9110, 8.8.3.2), and none of ours is that long."""
    found = [TAG.fullmatch(tag) for tag in tags]
    usable = [tag[2] for tag in found if tag and not tag[1] and len(tag[2]) <= MAX_TAG_LENGTH]
    return usable if usable or not tags else [NEVER]


def _refused(header: str, message: str) -> Problem:
    return invalid_request("Some of what was sent is not valid.", {header: [message]})
