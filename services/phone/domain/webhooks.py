"""The public addresses that Twilio calls: an opaque token says for which tenant."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    voice: str
    sms: str
    status: str

    @property
    def recording(self) -> str:
        return f"{self.voice}/recording"

    def gather(self, reading: int) -> str:
        """Says which reading of the menu is answered, so that nothing need be remembered."""
        return f"{self.voice}/gather?reading={reading}"

    def status_of(self, message_id: str) -> str:
        """Names our message, so that a report finds it even if Twilio's answer never came."""
        return f"{self.status}?message={message_id}"


def webhooks_of(public_base_url: str, token: str) -> Webhooks:
    base = f"{public_base_url.rstrip('/')}/webhooks/twilio"
    return Webhooks(
        voice=f"{base}/voice/{token}", sms=f"{base}/sms/{token}", status=f"{base}/status/{token}"
    )
