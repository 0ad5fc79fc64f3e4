"""How much of a campaign is read, so that reading it takes bounded time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.checks.lengths import (
    DESCRIPTION_LENGTH,
    MESSAGE_FLOW_LENGTH,
    REPLY_LENGTH,
    SAMPLE_LENGTH,
    SAMPLES_COUNT,
)
from services.a2p.domain.checks.rule import Case
from services.a2p.domain.text import plain

# Beyond its limit a text is blocked for its length; a few characters more are read all the same.
_MARGIN = 80
_READABLE = {
    "description": DESCRIPTION_LENGTH[1] + _MARGIN,
    "message_flow": MESSAGE_FLOW_LENGTH[1] + _MARGIN,
    "opt_in_message": REPLY_LENGTH[1] + _MARGIN,
    "opt_out_message": REPLY_LENGTH[1] + _MARGIN,
    "help_message": REPLY_LENGTH[1] + _MARGIN,
}
_READABLE_SAMPLES = SAMPLES_COUNT[1] * (SAMPLE_LENGTH[1] + _MARGIN)


@dataclass(frozen=True)
class Reading:
    """A case whole, and as far as it is read; `cut` names what is not read to its end."""

    whole: Case
    part: Case
    cut: frozenset[str]


def reading_of(case: Case) -> Reading:
    texts = {name: plain(getattr(case.content, name)) for name in _READABLE}
    cut: dict[str, object] = {
        name: text[: _READABLE[name]] for name, text in texts.items() if len(text) > _READABLE[name]
    }
    if sum(map(len, case.samples)) > _READABLE_SAMPLES:
        cut["sample_messages"] = tuple(_shortened(case.samples))
    return Reading(case, replace(case, content=_changed(case.content, cut)), frozenset(cut))


def _changed(content: CampaignContent, values: dict[str, object]) -> CampaignContent:
    return replace(content, **values) if values else content  # type: ignore[arg-type]


def _shortened(samples: Iterable[str]) -> Iterator[str]:
    left = _READABLE_SAMPLES
    for sample in samples:
        yield sample[:left]
        left -= min(left, len(sample))
