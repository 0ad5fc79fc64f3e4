"""Twilio as far as polling meets it: each campaign is under review, said after a fixed time.

Waiting costs it nothing, so that the machine is left to whoever asks.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading

from benchmarks.parties import talk

CAMPAIGN = {
    "sid": "QE2c6890da8086d771620e9b13fadeba0b",
    "account_sid": "AC00000000000000000000000000000001",
    "brand_registration_sid": "BN00000000000000000000000000000001",
    "messaging_service_sid": "MG00000000000000000000000000000001",
    "description": "Shine Studio sends reminders to customers who booked and agreed to texts.",
    "message_samples": ["Shine Studio: see you at [time]. Reply STOP to opt out."] * 2,
    "message_flow": "Customers tick an unchecked box on our booking form. " * 8,
    "us_app_to_person_usecase": "CUSTOMER_CARE",
    "has_embedded_links": False,
    "has_embedded_phone": False,
    "subscriber_opt_in": True,
    "age_gated": False,
    "direct_lending": False,
    "campaign_status": "IN_PROGRESS",
    "campaign_id": None,
    "is_externally_registered": False,
    "rate_limits": None,
    "opt_in_message": None,
    "opt_out_message": "You are unsubscribed.",
    "help_message": "Reply STOP to unsubscribe.",
    "opt_in_keywords": ["START"],
    "opt_out_keywords": ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"],
    "help_keywords": ["HELP", "INFO"],
    "date_created": "2026-03-04T09:30:00Z",
    "date_updated": "2026-03-04T09:30:00Z",
    "url": "https://messaging.twilio.com/v1/Services/x/Compliance/Usa2p/x",
    "mock": False,
    "errors": [],
    "privacy_policy_url": "https://shine.example/privacy",
    "terms_and_conditions_url": "https://shine.example/terms",
}
BODY = json.dumps(CAMPAIGN).encode()
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY


class Reviewer(asyncio.Protocol):
    """One connection, one question at a time; a question is whatever ends with an empty line."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._asked = seconds, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._asked += data
        if self._asked.endswith(b"\r\n\r\n"):
            self._asked = b""
            asyncio.get_running_loop().call_later(self._seconds, self._answer)

    def _answer(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(ANSWER)  # type: ignore[attr-defined]


async def serve(address: str, seconds: float) -> None:
    host, _, port = address.rpartition(":")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Reviewer(seconds), host, int(port), backlog=200)
    told_to_go = asyncio.Event()

    def talk_until_told() -> None:
        talk.converse(lambda command: None)
        loop.call_soon_threadsafe(told_to_go.set)

    threading.Thread(target=talk_until_told, daemon=True).start()
    async with server:
        await told_to_go.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2])))
