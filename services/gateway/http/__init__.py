"""How the gateway speaks HTTP: connections, routes, bodies and errors. No business noun in here."""

from services.gateway.http.errors import Problem
from services.gateway.http.route import Call, Options, Route, answering, route, routes_of
from services.gateway.http.server import GatewayServer

__all__ = [
    "Call",
    "GatewayServer",
    "Options",
    "Problem",
    "Route",
    "answering",
    "route",
    "routes_of",
]
