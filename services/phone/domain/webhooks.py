"""The public addresses that Twilio calls: an opaque token says for which tenant."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    sms: str
    status: str


def webhooks_of(public_base_url: str, token: str) -> Webhooks:
    base = f"{public_base_url.rstrip('/')}/webhooks/twilio"
    return Webhooks(sms=f"{base}/sms/{token}", status=f"{base}/status/{token}")
