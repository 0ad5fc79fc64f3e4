"""What is published is waited for once, however the broker says that it keeps it."""

from collections import defaultdict

import pytest

from chassis.amqp import BrokerDown, ConfirmedPublisher

WHERE = {"exchange": "writer.events", "routing_key": "note_written_v1"}


class Channel:
    """Of a broker that says its `words` in turn: `(event, tag, multiple)`; then nothing in time."""

    def __init__(self, *words):
        self.events = defaultdict(set)
        self.published, self.waits = [], 0
        self._words = iter(words)
        self.connection = self

    def confirm_select(self):
        self.published.clear()

    def basic_publish(self, message, *, exchange, routing_key):
        self.published.append((message, exchange, routing_key))

    def drain_events(self, timeout):
        assert timeout > 0
        self.waits += 1
        word = next(self._words, None)
        if word is None:
            raise TimeoutError
        event, tag, multiple = word
        for callback in self.events[event]:
            callback(tag, multiple)


def publish(channel, *messages):
    publisher = ConfirmedPublisher(channel)
    for message in messages:
        publisher.publish(message, **WHERE)
    return publisher


@pytest.mark.parametrize(
    "words",
    [
        [("basic_ack", 3, True)],
        [("basic_ack", 1, False), ("basic_ack", 3, True)],
        [("basic_ack", 3, False), ("basic_ack", 1, False), ("basic_ack", 2, False)],
    ],
)
def test_all_of_it_is_on_its_way_before_the_first_wait(words):
    channel = Channel(*words)
    publisher = publish(channel, "a", "b", "c")
    assert [message for message, *_ in channel.published] == ["a", "b", "c"]
    assert channel.waits == 0
    publisher.wait(1.0)
    assert channel.waits == len(words)


def test_the_next_batch_is_waited_for_by_itself():
    channel = Channel(("basic_ack", 1, False), ("basic_ack", 2, False))
    publisher = publish(channel, "a")
    publisher.wait(1.0)
    publisher.wait(1.0)  # nothing is left to wait for
    assert channel.waits == 1
    publisher.publish("b", **WHERE)
    publisher.wait(1.0)
    assert channel.waits == 2


@pytest.mark.parametrize("last", ["basic_ack", "basic_nack"])
def test_what_the_broker_cannot_keep_is_told_once_the_rest_is_known(last):
    channel = Channel(("basic_nack", 1, False), (last, 2, False))
    publisher = publish(channel, "a", "b")
    with pytest.raises(BrokerDown):
        publisher.wait(1.0)
    assert channel.waits == 2


def test_a_silent_broker_is_waited_for_only_so_long():
    publisher = publish(Channel(("basic_ack", 1, False)), "a", "b")
    with pytest.raises(TimeoutError):
        publisher.wait(0.1)
