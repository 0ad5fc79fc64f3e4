"""Two who change the same thing at once, over HTTP: one is saved, the other sees both versions."""

import eventlet

from tests.e2e.conftest import Caller
from tests.e2e.test_restarts import CAMPAIGN, PROFILE

OWNER = "owner@shine.test"
PROFILE_PATH = "/api/admin/a2p/business-profile"
AT_ONCE = 5


def at_once(callers, method, path, bodies, tag):
    started = [
        eventlet.spawn(caller.answer, method, path, headers={"If-Match": tag}, **body)
        for caller, body in zip(callers, bodies, strict=True)
    ]
    return [waiting.wait() for waiting in started]


def assert_one_is_saved(answers, saved):
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (len(answers) - 1)
    [winner] = [answer for answer in answers if answer.ok]
    assert winner.headers["ETag"] == saved.headers["ETag"]
    for answer in answers:
        if not answer.ok:
            assert answer.json()["current"] == saved.json()
            assert answer.json()["etag"] == answer.headers["ETag"] == saved.headers["ETag"]


def test_of_those_who_change_one_version_at_once_exactly_one_is_saved(installation):
    installation.start()
    callers = [Caller(installation.url, OWNER) for _ in range(AT_ONCE)]
    owner = callers[0]

    first = owner.answer("GET", PROFILE_PATH).headers["ETag"]
    profiles = [PROFILE | {"legalName": f"Shine {number} LLC"} for number in range(AT_ONCE)]
    answers = at_once(callers, "PUT", PROFILE_PATH, profiles, first)
    assert_one_is_saved(answers, owner.answer("GET", PROFILE_PATH))

    created = owner.answer("POST", "/api/admin/a2p/campaigns", **CAMPAIGN)
    path = f"/api/admin/a2p/campaigns/{created.json()['id']}"
    names = [{"name": f"Texts {number}"} for number in range(AT_ONCE)]
    answers = at_once(callers, "PATCH", path, names, created.headers["ETag"])
    assert_one_is_saved(answers, owner.answer("GET", path))

    unconditional = owner.answer("PATCH", path, name="Overwritten")
    assert (unconditional.status_code, unconditional.json()["code"]) == (
        428,
        "PRECONDITION_REQUIRED",
    )
    assert installation.errors() == []
    assert installation.program.stop() == 0
