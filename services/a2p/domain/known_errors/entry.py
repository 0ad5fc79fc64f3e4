"""The shape of an entry, and short ways to write one."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What an error is about."""

    PROFILE = "PROFILE"
    BRAND = "BRAND"
    CAMPAIGN = "CAMPAIGN"
    NUMBER = "NUMBER"


class Fixer(StrEnum):
    """Who can do something about it."""

    TENANT = "TENANT"
    SUPPORT = "SUPPORT"
    WAIT = "WAIT"


@dataclass(frozen=True)
class KnownError:
    """`resubmittable_fields` are Twilio's field words that make a code fixable that else is not."""

    code: int
    subject: Subject
    field: str | None
    fixer: Fixer
    message: str
    fix: str
    can_resubmit: bool
    resubmittable_fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class About:
    """Writes entries on one subject, named after who can fix them."""

    subject: Subject

    def tenant(self, code: int, field: str | None, message: str, fix: str) -> KnownError:
        return KnownError(code, self.subject, field, Fixer.TENANT, message, fix, True)

    def support(
        self, code: int, message: str, fix: str, *, field: str | None = None, unless: str = ""
    ) -> KnownError:
        """Not resubmittable, unless Twilio names one of these fields."""
        fields = frozenset(unless.split())
        return KnownError(
            code,
            self.subject,
            field,
            Fixer.SUPPORT,
            message,
            fix,
            False,
            resubmittable_fields=fields,
        )

    def wait(self, code: int, message: str, fix: str, *, can_resubmit: bool = True) -> KnownError:
        return KnownError(code, self.subject, None, Fixer.WAIT, message, fix, can_resubmit)
