"""Twilio's limits on length and count, in characters; each is a plain refusal when broken."""

from collections.abc import Iterator
from functools import partial

from services.a2p.domain.checks.rule import BLOCKING, Case, Issue, Rule, when
from services.a2p.domain.profile import snake_case
from services.a2p.domain.text import plain

DESCRIPTION_LENGTH = (40, 4096)
# One of Twilio's pages says 2049; the smaller limit is safe under both.
MESSAGE_FLOW_LENGTH = (40, 2048)
SAMPLE_LENGTH = (20, 1024)
SAMPLES_COUNT = (2, 5)
REPLY_LENGTH = (20, 320)


def _required_text(
    case: Case, *, field: str, name: str, limits: tuple[int, int]
) -> Iterator[Issue]:
    value = plain(getattr(case.content, snake_case(field)))
    low, high = limits
    if not value:
        yield Issue(f"The {name} is missing.", f"Write {low} to {high:,} characters.")
    elif len(value) < low:
        yield Issue(
            f"The {name} is too short: {len(value)} characters, at least {low} are needed.",
            "Say more: reviewers reject what leaves them guessing.",
        )
    elif len(value) > high:
        yield Issue(
            f"The {name} is too long: {len(value):,} characters, at most {high:,} are accepted.",
            "Keep what a reviewer needs and leave out the rest.",
        )


def _reply_text(case: Case, *, field: str, name: str) -> Iterator[Issue]:
    value = plain(getattr(case.content, snake_case(field)))
    low, high = REPLY_LENGTH
    return when(
        value and not low <= len(value) <= high,
        f"The {name} has {len(value)} characters; {low} to {high} are accepted.",
        f"Bring it to between {low} and {high} characters.",
    )


def _samples_count(case: Case) -> Iterator[Issue]:
    low, high = SAMPLES_COUNT
    given = [sample for sample in case.samples if sample]
    if len(given) < low:
        had = "There is only one sample message" if given else "There are no sample messages"
        yield Issue(
            f"{had}; at least {low} are needed.", "Add messages as customers will get them."
        )
    elif len(given) > high:
        yield Issue(
            f"There are {len(given)} sample messages; at most {high} are accepted.",
            "Keep the five that show the range best.",
            given[:high],
        )


def _sample_length(case: Case) -> Iterator[Issue]:
    low, high = SAMPLE_LENGTH
    wrong = [i for i, s in enumerate(case.samples, 1) if not low <= len(s) <= high]
    kept = [sample for sample in case.samples if sample]
    return when(
        wrong,
        f"Sample {wrong[0] if wrong else ''} has {len(case.samples[wrong[0] - 1]) if wrong else 0} "
        f"characters; {low} to {high:,} are accepted.",
        "Write each sample as a whole message, with your business name and the details.",
        kept if len(kept) < len(case.samples) else None,
    )


RULES = (
    Rule(
        "description-length",
        BLOCKING,
        "description",
        (21728, 30886),
        partial(
            _required_text,
            field="description",
            name="campaign description",
            limits=DESCRIPTION_LENGTH,
        ),
    ),
    Rule(
        "message-flow-length",
        BLOCKING,
        "messageFlow",
        (21728, 30896, 30909),
        partial(
            _required_text,
            field="messageFlow",
            name="description of how customers opt in",
            limits=MESSAGE_FLOW_LENGTH,
        ),
    ),
    Rule("samples-count", BLOCKING, "sampleMessages", (21727, 30538, 30893), _samples_count),
    Rule("sample-length", BLOCKING, "sampleMessages", (21728, 30893), _sample_length),
    Rule(
        "opt-in-message-length",
        BLOCKING,
        "optInMessage",
        (21728,),
        partial(_reply_text, field="optInMessage", name="opt-in message"),
    ),
    Rule(
        "opt-out-message-length",
        BLOCKING,
        "optOutMessage",
        (21728, 30887),
        partial(_reply_text, field="optOutMessage", name="opt-out message"),
    ),
    Rule(
        "help-message-length",
        BLOCKING,
        "helpMessage",
        (21728, 30890),
        partial(_reply_text, field="helpMessage", name="help message"),
    ),
)
