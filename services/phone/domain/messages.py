"""Texts in and out: what a customer's word means, and how a delivery ends."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.enums import MessageDirection, MessageStatus, RegistrationStatus


class Intent(StrEnum):
    """What a customer's text asks for; STOP and START are the customer's right."""

    TEXT = "TEXT"
    STOP = "STOP"
    START = "START"
    HELP = "HELP"


# Twilio's own lists: it answers these words itself, and blocks texts after a STOP.
STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
    # Canada's, in French. Whom we stop and Twilio does not merely gets less.
    | {"ARRET"}
)
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})

# With dots, spaces and signs that nobody sees.
LONGEST_COMMAND = 40

# A report may overtake another; one that is further along is never undone.
RANKS = {
    MessageStatus.SENDING: 0,
    MessageStatus.UNCERTAIN: 0,
    MessageStatus.SENT: 1,
    MessageStatus.DELIVERED: 2,
    MessageStatus.UNDELIVERED: 2,
    MessageStatus.FAILED: 2,
}
TWILIO_STATUSES = {
    "accepted": MessageStatus.SENDING,
    "scheduled": MessageStatus.SENDING,
    "queued": MessageStatus.SENDING,
    "sending": MessageStatus.SENDING,
    "sent": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.DELIVERED,
    "undelivered": MessageStatus.UNDELIVERED,
    "failed": MessageStatus.FAILED,
    "canceled": MessageStatus.FAILED,
}

# Twilio's codes for a text that did not arrive.
EXPLANATIONS = {
    21211: "That is not a phone number that can get texts.",
    21266: "That is your own number. Text another phone.",
    21408: "Texts to that country are not enabled.",
    21610: "This person has replied STOP and gets no more texts until they reply START.",
    21614: "That number is not a mobile phone.",
    30003: "The phone is switched off or out of reach.",
    30004: "This person's carrier blocks texts from you.",
    30005: "That number does not exist or is out of service.",
    30006: "That number is a landline or its carrier takes no texts.",
    30007: "The carrier filtered this text as unwanted. Make it sound less like advertising,"
    " and avoid shortened links.",
    30008: "The carrier gave no reason. Try again later.",
    30034: "Carriers do not know your number as registered yet. That takes up to a day after your"
    " campaign is approved; contact support if it lasts longer.",
    30035: "Carriers are still registering your number. Try again in a few hours.",
}
UNEXPLAINED = "The text was not delivered. Contact support if it happens again."
UNCERTAIN = (
    "Twilio has not said yet whether it took this text. We are finding out; it is never sent twice."
)
NEVER_LEFT = "This text never left. Send it again."

# What a delivery proves about the number that sent it. That it is not registered holds for a while
# only: nobody need tell us when it is.
NOT_REGISTERED_CODES = frozenset({30034, 30035})
DOUBT = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class Message:
    id: str
    direction: MessageDirection
    twilio_sid: str | None
    from_number: str | None
    to_number: str
    body: str
    status: MessageStatus
    created_at: datetime
    error_code: int | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has told yet what became of it."""
        is_waiting = self.status in (MessageStatus.SENDING, MessageStatus.UNCERTAIN)
        return self.twilio_sid is None and is_waiting

    @property
    def is_unsent(self) -> bool:
        """We gave up on it before Twilio had it, as far as we could see."""
        is_ended = self.status == MessageStatus.FAILED and self.error_code is None
        return self.twilio_sid is None and is_ended

    def takes(self, told: MessageStatus) -> bool:
        """Whether a report changes it; one about a text that we gave up on proves us wrong."""
        return self.is_unsent or is_progress(self.status, told)

    @property
    def explanation(self) -> str | None:
        if self.status == MessageStatus.UNCERTAIN:
            return UNCERTAIN
        if self.is_unsent:
            return NEVER_LEFT
        if self.error_code is None:
            return None
        return EXPLANATIONS.get(self.error_code, UNEXPLAINED)


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """The latest of each kind; None where there was none."""

    inbound: Message | None = None
    outbound: Message | None = None
    failed: Message | None = None


@dataclass(frozen=True, kw_only=True)
class Voicemail:
    id: str
    recording_sid: str
    call_sid: str
    from_number: str | None
    duration_seconds: int
    recording_url: str
    received_at: datetime
    heard_at: datetime | None = None


def intent_of(body: str) -> Intent:
    """Only a word that stands alone counts, as with Twilio: "stop by at noon" is a text.

    However it is written: accents, full width, dots and signs that nobody sees are left out.
    """
    if len(body.strip()) > LONGEST_COMMAND:
        return Intent.TEXT
    letters = unicodedata.normalize("NFKD", body).upper()
    word = "".join(letter for letter in letters if letter.isalnum())
    if word in STOP_WORDS:
        return Intent.STOP
    if word in START_WORDS:
        return Intent.START
    return Intent.HELP if word in HELP_WORDS else Intent.TEXT


def is_progress(known: MessageStatus, told: MessageStatus) -> bool:
    return RANKS.get(told, -1) > RANKS.get(known, 3) or (
        known == MessageStatus.UNCERTAIN and told == MessageStatus.SENDING
    )


def registration_shown_by(
    status: MessageStatus, error_code: int | None
) -> RegistrationStatus | None:
    if error_code in NOT_REGISTERED_CODES:
        return RegistrationStatus.PENDING
    return RegistrationStatus.REGISTERED if status == MessageStatus.DELIVERED else None
