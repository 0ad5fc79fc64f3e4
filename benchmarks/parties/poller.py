"""One process of a2p, as far as it looks after what is due: real claims, database and SDK."""

# isort: off
from benchmarks.parties import green

# isort: on
import sys
import time
from typing import Any

from nameko.containers import ServiceContainer

from chassis.settings import Settings
from services.a2p.dependencies import A2pPorts
from services.a2p.service import A2pService


def poll(twilio: str, database_url: str) -> None:
    settings = Settings(
        secret_key="of this run only",  # noqa: S106
        encryption_keys=("Yk0jyEHtC8OQNIT_58lCnNKaEx4SoWAzRQONzBM2Hd8=",),
        twilio_account_sid="AC00000000000000000000000000000001",
        twilio_auth_token="of this run only",  # noqa: S106
        twilio_api_base=f"http://{twilio}",
    )
    config = {
        "AMQP_URI": "inproc://polling",
        "DATABASES": {"a2p": database_url},
        "SETTINGS": settings,
    }
    container = ServiceContainer(A2pService, config)
    provider = next(each for each in container.dependencies if isinstance(each, A2pPorts))
    for extension in (provider.database, provider.outbox, provider.rpc_client):
        extension.setup()
    service: Any = A2pService()
    service.ports = provider.background_ports

    def look_at_everything(command: dict[str, Any]) -> dict[str, float]:
        """As the background does it: round after round, until one was not full."""
        cpu = time.process_time()
        while service.go_on_with_registrations():
            pass
        return {"cpu": time.process_time() - cpu}

    green.converse(look_at_everything)
    provider.presence.stop()
    provider.database.stop()


if __name__ == "__main__":
    poll(*sys.argv[1:])
