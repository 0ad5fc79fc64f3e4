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
class Named:
    """What a code means instead where Twilio names this field, in its word: the tenant can act."""

    field: str
    message: str
    fix: str


@dataclass(frozen=True)
class KnownError:
    code: int
    subject: Subject
    field: str | None
    fixer: Fixer
    message: str
    fix: str
    can_resubmit: bool
    when_named: Named | None = None


@dataclass(frozen=True)
class About:
    """Writes entries on one subject, named after who can fix them."""

    subject: Subject

    def tenant(self, code: int, field: str | None, message: str, fix: str) -> KnownError:
        return KnownError(code, self.subject, field, Fixer.TENANT, message, fix, True)

    def support(
        self,
        code: int,
        message: str,
        fix: str,
        *,
        field: str | None = None,
        when_named: Named | None = None,
    ) -> KnownError:
        """Not resubmittable, unless Twilio names the field of another meaning."""
        return KnownError(
            code,
            self.subject,
            field,
            Fixer.SUPPORT,
            message,
            fix,
            False,
            when_named=when_named,
        )

    def wait(self, code: int, message: str, fix: str, *, can_resubmit: bool = True) -> KnownError:
        return KnownError(code, self.subject, None, Fixer.WAIT, message, fix, can_resubmit)
