"""`servicepro twilio connect`, against the sandbox."""

from chassis.twilio import access_from, make_client
from services.a2p.adapters import event_streams


def test_connecting_twice_makes_one_sink_and_one_subscription(sandbox, settings):
    client = make_client(access_from(settings))
    first = list(event_streams.connect(client, "http://127.0.0.1:8000"))
    again = list(event_streams.connect(client, "http://127.0.0.1:8000"))
    assert first[0].startswith("Created the sink")
    assert first[1].startswith("Subscribed it to 15 types")
    assert again[1] == "It is subscribed already."
    [sink] = client.events.v1.sinks.list()
    assert sink.sink_configuration["destination"].endswith("/webhooks/twilio/events")
    [subscription] = client.events.v1.subscriptions.list()
    assert subscription.sink_sid == sink.sid
