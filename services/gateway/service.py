"""The HTTP door of all services. What it answers stands in `routes`; nothing is decided here."""

from __future__ import annotations

from services.gateway.dependencies import CallContext
from services.gateway.routes.a2p import BusinessProfileRoutes, CampaignRoutes, RegistrationRoutes
from services.gateway.routes.booking import BookingRoutes, PortalRoutes
from services.gateway.routes.customers import CustomerRoutes
from services.gateway.routes.live import LiveRoutes
from services.gateway.routes.loyalty import LoyaltyRoutes, RewardsRoutes
from services.gateway.routes.phone import PhoneRoutes
from services.gateway.routes.platform import PlatformRoutes
from services.gateway.routes.session import SessionRoutes
from services.gateway.routes.setup import OperatorRoutes, SetupRoutes
from services.gateway.routes.webhooks import WebhookRoutes


class GatewayService(
    SessionRoutes,
    BusinessProfileRoutes,
    CampaignRoutes,
    RegistrationRoutes,
    SetupRoutes,
    PhoneRoutes,
    CustomerRoutes,
    LoyaltyRoutes,
    RewardsRoutes,
    BookingRoutes,
    PortalRoutes,
    OperatorRoutes,
    WebhookRoutes,
    LiveRoutes,
    PlatformRoutes,
):
    name = "gateway"
    # They wait for other services and hold no database connection: ten slow submissions must not
    # keep everybody else out.
    max_workers = 100
    call_context = CallContext()
