"""What an operator does to the service's data by command."""

from chassis.database import Database
from chassis.settings import Settings
from services.tenants.demo import record_event
from services.tenants.dependencies import use_cases
from services.tenants.repository import unit_of_work


def rebuild_digests(database: Database, settings: Settings) -> str:
    """After `SECRET_KEY` has changed; may run while the service works, and more than once."""
    count = use_cases(unit_of_work(database, record_event), settings).rebuild_digests()
    return f"{count} people can sign in under the SECRET_KEY that is set now."
