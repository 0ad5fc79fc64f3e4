"""The set-up wizard's status, three services asked side by side, in front of one plain route."""

from __future__ import annotations

from benchmarks import routes
from benchmarks.installation import Http
from benchmarks.load import OWNER
from benchmarks.routes import Question

GOAL = 1.6
WIZARD = "/api/admin/setup-wizard/status"


def run(*, quick: bool = False) -> None:
    with routes.deployed() as environment:
        address = environment["GATEWAY_ADDRESS"]
        http = Http(address)
        headers = {"Authorization": f"Bearer {http.sign_in(OWNER)}"}
        http.close()
        plain = Question(path=routes.PLAIN, headers=headers)
        wizard = Question(path=WIZARD, headers=headers)
        questions = {f"GET {routes.PLAIN}": lambda: plain, f"GET {WIZARD}": lambda: wizard}
        found = routes.medians(address, questions, quick=quick)
    routes.tell("Set-up wizard's status, one caller, p50", found, goal=GOAL)
