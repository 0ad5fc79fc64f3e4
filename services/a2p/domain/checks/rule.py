"""The shape of a rule: a row of a table whose last column is a pure function."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from contracts.enums import Severity
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.findings import Suggested
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.text import plain

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING


@dataclass(frozen=True)
class Case:
    """What a rule looks at; `use_cases` are those Twilio offers this brand, when known."""

    content: CampaignContent
    profile: BusinessProfile
    use_cases: frozenset[str] | None = None

    @property
    def description(self) -> str:
        return plain(self.content.description)

    @property
    def flow(self) -> str:
        return plain(self.content.message_flow)

    @property
    def samples(self) -> tuple[str, ...]:
        return tuple(plain(sample) for sample in self.content.sample_messages)

    @property
    def use_case(self) -> str:
        return plain(self.content.use_case).upper()

    @property
    def written(self) -> dict[str, str]:
        """Every text that recipients or reviewers read, by field; samples as one."""
        return {
            "description": self.description,
            "messageFlow": self.flow,
            "sampleMessages": "\n".join(self.samples),
            "optInMessage": plain(self.content.opt_in_message),
            "optOutMessage": plain(self.content.opt_out_message),
            "helpMessage": plain(self.content.help_message),
        }


@dataclass(frozen=True)
class Issue:
    """One thing wrong. `field` only where it is not the rule's own."""

    message: str
    suggestion: str
    suggested: Suggested = None
    field: str | None = None


Check = Callable[[Case], Iterable[Issue]]


@dataclass(frozen=True)
class Rule:
    """`codes` are Twilio's codes for the rejections that this rule prevents."""

    id: str
    severity: Severity
    field: str
    codes: tuple[int, ...]
    check: Check


def when(
    condition: object, message: str, suggestion: str, suggested: Suggested = None
) -> Iterator[Issue]:
    """One issue if the condition holds, else none."""
    if condition:
        yield Issue(message, suggestion, suggested)
