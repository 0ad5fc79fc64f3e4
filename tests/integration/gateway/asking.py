"""Each route with a body that it takes, and a way to ask it."""

import re

from contracts.enums import Role
from services.gateway.http import routes_of
from services.gateway.http.streams import StreamRoute
from services.gateway.service import GatewayService
from tests.integration.gateway.conftest import actor_of

CUSTOMER = str(actor_of(Role.CUSTOMER))
THING = "22222222-2222-4222-8222-222222222222"
WISH = {
    "services": [{"serviceId": THING, "quantity": 2}],
    "date": "2026-03-02",
    "time": "09:30",
    "loyalty": {"usePoints": True, "pointsRequested": 100},
}
BODIES = {
    "create_token": {"email": "owner@shine.test", "password": "demo-password"},
    "put_business_profile": {"legalName": "Shine Studio LLC"},
    "check_business_profile": {"legalName": "Shine Studio LLC"},
    "create_campaign": {"name": "News"},
    "check_changes": {"description": "News of Shine Studio"},
    "update_campaign": {"name": "Other news"},
    "assign_number": {"phoneNumber": "+15125550100", "twilioSid": "PN" + "a" * 32},
    "set_provisioning": {"mode": "MANAGED"},
    "put_routing": {"mode": "FORWARD", "forwardTo": "+15125550110"},
    "put_ivr_menu": {"greeting": "Hello.", "options": [], "fallback": "VOICEMAIL"},
    "walk_ivr_menu": {"digits": ["1", ""]},
    "mark_voicemail": {"isHeard": True},
    "buy_number": {"areaCode": "512"},
    "send_test_message": {"to": "+15125550177"},
    "put_loyalty_settings": {"pointValue": 0.1},
    "adjust_points": {"customerId": THING, "points": -5, "reason": "Goodwill"},
    "start_port_recovery": {"points": 500},
    "quote_booking": WISH,
    "create_booking": WISH,
}
# What an address must say, where it must.
QUERIES = {"list_free_times": {"date": "2026-03-02", "services": f"{THING}:2"}}
ROUTES = {name: route for name, route, _ in routes_of(GatewayService)}


def path_of(name):
    return re.sub("<uuid:[a-z_]+>", THING, ROUTES[name].url)


def ask(gateway, name, role, **options):
    options.setdefault("json", BODIES.get(name))
    options["params"] = QUERIES.get(name, {}) | options.get("params", {})
    # Of an answer that stays open, only how it begins.
    options.setdefault("stream", isinstance(ROUTES[name], StreamRoute))
    return gateway.ask(ROUTES[name].method, path_of(name), role=role, **options)


def a_role_for(name):
    return sorted(ROUTES[name].roles)[0] if ROUTES[name].roles else None
