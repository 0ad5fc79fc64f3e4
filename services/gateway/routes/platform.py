"""Health and documentation, for anyone."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Code
from services.gateway import description, docs_page, schemas, views
from services.gateway.auth import PUBLIC
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Problem, route
from services.gateway.http.errors import json_response


class PlatformRoutes:
    tenants = neighbour("tenants")
    a2p = neighbour("a2p")
    phone = neighbour("phone")
    loyalty = neighbour("loyalty")
    booking = neighbour("booking")

    @route(
        "GET",
        "/api/health/live",
        roles=PUBLIC,
        area="Platform",
        reply=schemas.Live,
        direct=True,
    )
    def get_live(self, call: Call) -> dict[str, Any]:
        """Whether this process answers at all."""
        return {"status": "LIVE"}

    @route("GET", "/api/health/ready", roles=PUBLIC, area="Platform", reply=schemas.Ready)
    def get_ready(self, call: Call) -> dict[str, Any]:
        """Whether every service answers; otherwise 503, with the parts."""
        questions = {
            "tenants": self.tenants.health,
            "a2p": self.a2p.health,
            "phone": self.phone.health,
            "loyalty": self.loyalty.health,
            "booking": self.booking.health,
        }
        answers = views.ask(questions, timeout=views.HEALTH_SECONDS)
        return _ready(views.readiness(answers))

    @route("GET", "/api/openapi.json", roles=PUBLIC, area="Platform", direct=True)
    def get_openapi(self, call: Call) -> Response:
        """This description."""
        return json_response(description.of(self))

    @route("GET", "/api/docs", roles=PUBLIC, area="Platform", direct=True)
    def get_docs(self, call: Call) -> Response:
        """The same for people."""
        return docs_page.response(description.of(self))


def _ready(services: list[dict[str, str]]) -> dict[str, Any]:
    if all(part["state"] == views.UP for part in services):
        return {"status": "READY", "services": services}
    problem = Problem(503, Code.SERVICE_UNAVAILABLE, "Not every part of the system answers.")
    problem.headers["Retry-After"] = "5"
    problem.parts = {"status": "NOT_READY", "services": services}
    raise problem
