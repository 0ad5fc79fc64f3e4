"""One call of each area with the generated client: `calls.py BASE_URL` prints one line per area.

A program of its own, since pytest is patched by eventlet and a user's program is not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from servicepro_client.api.bookings import list_bookings
from servicepro_client.api.bookings_for_customers import list_services
from servicepro_client.api.business_profile import get_business_profile
from servicepro_client.api.campaigns import create_campaign
from servicepro_client.api.customers import list_customers
from servicepro_client.api.live_updates import stream_events
from servicepro_client.api.loyalty import get_loyalty_summary
from servicepro_client.api.loyalty_for_customers import get_rewards
from servicepro_client.api.operator import list_tenants
from servicepro_client.api.phone import get_phone_config
from servicepro_client.api.platform import get_live
from servicepro_client.api.registration import get_timeline
from servicepro_client.api.session import create_token
from servicepro_client.api.set_up import get_wizard_status
from servicepro_client.api.twilio import receive_message
from servicepro_client.client import AuthenticatedClient, Client
from servicepro_client.models import Credentials, IncomingMessage, NewCampaign

OWNER, TENANT = "owner@shine.test", "owner@clean-machine.test"
CUSTOMER, OPERATOR = "casey@clean-machine.test", "operator@servicepro.test"
PASSWORD = "demo-password"


def sign_in(base: str, email: str) -> AuthenticatedClient:
    credentials = Credentials(email=email, password=PASSWORD)
    token = create_token.sync(client=Client(base_url=base), body=credentials)
    return AuthenticatedClient(
        base_url=base, token=token.access_token, raise_on_unexpected_status=True
    )


def first_bytes_of_stream(client: AuthenticatedClient) -> str:
    """The generated call waits for the end of a stream, which has none."""
    asked = stream_events._get_kwargs()
    with client.get_httpx_client().stream(**asked) as response:
        return f"{response.status_code} {response.headers['content-type']}"


def unsigned_text(base: str) -> str:
    body = IncomingMessage(
        message_sid="SM" + "0" * 32, from_="+15125550199", to="+15125550123", body="Hello"
    )
    answer = receive_message.sync_detailed("no-such-token", client=Client(base_url=base), body=body)
    return str(answer.status_code.value)


def main(base: str) -> None:
    owner, tenant = sign_in(base, OWNER), sign_in(base, TENANT)
    customer, operator = sign_in(base, CUSTOMER), sign_in(base, OPERATOR)
    draft = NewCampaign(name="From a generated client")
    calls: dict[str, Callable[[], Any]] = {
        "Bookings": lambda: list_bookings.sync(client=tenant).total,
        "Bookings, for customers": lambda: list_services.sync(client=customer).items[0].name,
        "Business profile": lambda: get_business_profile.sync(client=owner).brand_type.value,
        "Campaigns": lambda: create_campaign.sync(client=owner, body=draft).status.value,
        "Customers": lambda: list_customers.sync(client=tenant).items[0].name,
        "Live updates": lambda: first_bytes_of_stream(tenant),
        "Loyalty": lambda: get_loyalty_summary.sync(client=tenant).total_points_outstanding,
        "Loyalty, for customers": lambda: get_rewards.sync(client=customer).points_balance,
        "Operator": lambda: list_tenants.sync(client=operator).total,
        "Phone": lambda: get_phone_config.sync(client=tenant).provisioning_mode.value,
        "Platform": lambda: get_live.sync(client=Client(base_url=base)).status,
        "Registration": lambda: len(get_timeline.sync(client=owner).steps),
        "Session": lambda: bool(sign_in(base, OWNER).token),
        "Set-up": lambda: get_wizard_status.sync(client=owner).step2.state.value,
        "Twilio": lambda: unsigned_text(base),
    }
    for area, call in calls.items():
        sys.stdout.write(f"{area}: {call()}\n")


if __name__ == "__main__":
    main(sys.argv[1])
