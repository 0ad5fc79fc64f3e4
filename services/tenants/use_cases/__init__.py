"""What the service does, one method per thing."""

from services.tenants.use_cases.people import People
from services.tenants.use_cases.sessions import Sessions
from services.tenants.use_cases.sign_in import (
    ATTEMPTS_PER_EMAIL,
    ATTEMPTS_PER_SOURCE,
    SIGN_INS_PER_SOURCE,
)

__all__ = ["ATTEMPTS_PER_EMAIL", "ATTEMPTS_PER_SOURCE", "SIGN_INS_PER_SOURCE", "UseCases"]


class UseCases(People, Sessions):
    """All of them, on one set of ports."""
