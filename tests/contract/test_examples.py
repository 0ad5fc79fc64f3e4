"""Every message has a golden example, and both sides mean the same by it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from marshmallow import ValidationError

from contracts import catalogue
from tests.contract.golden import EXAMPLES, MESSAGES, OWNERS, Message, examples_of

REQUESTS = [message for message in MESSAGES if message.is_request]
ANSWERS = [message for message in MESSAGES if not message.is_request]


def with_one_more_field(example: dict[str, Any]) -> dict[str, Any]:
    return {**example, "added_by_a_later_release": "yes"}


@pytest.mark.parametrize("message", MESSAGES, ids=str)
def test_what_an_example_dumps_loads_again_and_equals(message: Message) -> None:
    schema = message.schema()
    loaded = schema.load(message.example())
    on_the_wire = json.loads(json.dumps(schema.dump(loaded)))
    assert schema.load(on_the_wire) == loaded


@pytest.mark.parametrize("message", ANSWERS, ids=str)
def test_nothing_in_a_reply_or_event_example_is_lost_on_the_way(message: Message) -> None:
    schema = message.schema()
    assert schema.dump(schema.load(message.example())) == message.example()


@pytest.mark.parametrize("message", REQUESTS, ids=str)
def test_a_request_refuses_a_field_that_it_does_not_know(message: Message) -> None:
    with pytest.raises(ValidationError, match="added_by_a_later_release"):
        message.schema().load(with_one_more_field(message.example()))


@pytest.mark.parametrize("message", ANSWERS, ids=str)
def test_a_reply_or_event_may_grow_without_breaking_its_readers(message: Message) -> None:
    schema = message.schema()
    assert schema.load(with_one_more_field(message.example())) == schema.load(message.example())


@pytest.mark.parametrize("service", OWNERS)
def test_there_is_an_example_of_exactly_what_the_catalogue_lists(service: str) -> None:
    examples = examples_of(service)
    rpcs = {rpc.method for rpc in catalogue.RPCS.values() if rpc.service == service}
    events = {event.name for event in catalogue.EVENTS.values() if event.service == service}
    assert (set(examples["rpcs"]), set(examples["events"])) == (rpcs, events)


def test_every_file_of_examples_belongs_to_a_service() -> None:
    assert sorted(path.stem for path in EXAMPLES.iterdir()) == list(OWNERS)


@pytest.mark.parametrize("message", MESSAGES, ids=str)
def test_messages_about_a_tenant_name_it_only_where_the_contract_says(message: Message) -> None:
    """An event's tenant stands in its envelope, never a second time in its data."""
    if message.group == "events":
        assert "tenant_id" not in message.schema().fields
