"""The public addresses that Twilio calls: an opaque token says for which tenant."""

from dataclasses import dataclass
from urllib.parse import quote

_NOBODY_ANSWERS = (
    "<Response><Say>We are sorry, we cannot take your call right now. "
    "Please call again in a few minutes, or send a text message to this number.</Say></Response>"
)
# Twilio's echo twimlet answers with the document that its address carries. A TwiML Bin would do as
# well, but is made by hand in Twilio's Console.
DEFAULT_VOICE_FALLBACK_URL = f"https://twimlets.com/echo?Twiml={quote(_NOBODY_ANSWERS, safe='')}"


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    voice: str
    sms: str
    status: str
    # A document that needs none of us: what callers hear while nobody of ours answers.
    voice_fallback: str

    @property
    def recording(self) -> str:
        return f"{self.voice}/recording"

    def gather(self, reading: int) -> str:
        """Says which reading of the menu is answered, so that nothing need be remembered."""
        return f"{self.voice}/gather?reading={reading}"

    def status_of(self, message_id: str) -> str:
        """Names our message, so that a report finds it even if Twilio's answer never came."""
        return f"{self.status}?message={message_id}"


def webhooks_of(
    public_base_url: str, token: str, *, voice_fallback: str = DEFAULT_VOICE_FALLBACK_URL
) -> Webhooks:
    base = f"{public_base_url.rstrip('/')}/webhooks/twilio"
    return Webhooks(
        voice=f"{base}/voice/{token}",
        sms=f"{base}/sms/{token}",
        status=f"{base}/status/{token}",
        voice_fallback=voice_fallback,
    )
