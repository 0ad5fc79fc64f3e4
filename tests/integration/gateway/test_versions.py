"""ETags of what a tenant types, and changes that name the version they were made to."""

import json

import pytest

from contracts import catalogue
from contracts.enums import Role
from contracts.errors import Code, Kind, ServiceError
from tests.integration.gateway.asking import BODIES, ROUTES, ask
from tests.integration.gateway.conftest import sample

CHANGES = {
    "update_campaign": "get_campaign",
    "put_business_profile": "get_business_profile",
}
READS = ["get_campaign", "create_campaign", "submit_campaign", "get_business_profile", *CHANGES]


def stale(code=Code.PRECONDITION_FAILED):
    return ServiceError(Kind.CONFLICT, code, "The thing was changed in the meantime.")


def expected_of(gateway):
    return gateway.stage.asked[0].request.get("expected_versions")


@pytest.mark.parametrize("name", READS)
def test_a_reply_sends_its_version_as_a_strong_etag(gateway, name):
    gateway.stage.answers[name] = sample(catalogue.RPCS["a2p", name].reply) | {"version": "1.af"}
    answer = ask(gateway, name, Role.OWNER, headers={"If-Match": "*"})
    assert answer.headers["ETag"] == '"1.af"'
    assert answer.json()["version"] == "1.af"


@pytest.mark.parametrize("name", READS)
def test_a_service_of_the_previous_release_has_no_version(gateway, name):
    old = sample(catalogue.RPCS["a2p", name].reply)
    del old["version"]
    gateway.stage.answers[name] = old
    answer = ask(gateway, name, Role.OWNER, headers={"If-Match": "*"})
    assert answer.ok
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, []),
        ({"If-Match": "*"}, None),
        ({"If-Match": '"1.af", "2.b0"'}, ["1.af", "2.b0"]),
        ({"If-Match": 'W/"1.af"'}, [""]),
        ({"If-None-Match": "*"}, ["none"]),
    ],
)
def test_a_change_passes_on_which_versions_it_was_made_to(gateway, name, headers, expected):
    ask(gateway, name, Role.OWNER, headers=headers)
    assert expected_of(gateway) == expected


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_no_etag_is_refused_before_anybody_is_asked(gateway, name):
    answer = ask(gateway, name, Role.OWNER, headers={"If-Match": "1.af"})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["If-Match"]
    assert gateway.stage.asked == []


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_names_no_version_is_told_to(gateway, name):
    gateway.stage.answers[name] = stale(Code.PRECONDITION_REQUIRED)
    answer = ask(gateway, name, Role.OWNER)
    assert (answer.status_code, answer.json()["code"]) == (428, "PRECONDITION_REQUIRED")
    assert len(gateway.stage.asked) == 1


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_an_older_version_gets_both_versions(gateway, name):
    read = CHANGES[name]
    current = sample(catalogue.RPCS["a2p", read].reply) | {"version": "2.b0"}
    gateway.stage.answers |= {name: stale(), read: current}
    answer = ask(gateway, name, Role.OWNER, headers={"If-Match": '"1.af"'})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (412, "PRECONDITION_FAILED")
    assert answer.headers["ETag"] == told["etag"] == '"2.b0"'
    assert told["current"] == ask(gateway, read, Role.OWNER).json()
    assert {k: told["yours"][k] for k in BODIES[name]} == BODIES[name]


def test_the_registration_number_is_not_sent_back(gateway):
    gateway.stage.answers["put_business_profile"] = stale()
    body = BODIES["put_business_profile"] | {"registrationNumber": "84-1234567"}
    headers = {"If-Match": '"1.af"'}
    answer = ask(gateway, "put_business_profile", Role.OWNER, json=body, headers=headers)
    assert answer.status_code == 412
    assert "1234567" not in json.dumps(answer.json())


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_deleted_meanwhile_is_not_found(gateway, name):
    read = CHANGES[name]
    gone = ServiceError(Kind.NOT_FOUND, Code.NOT_FOUND, "There is no such campaign.")
    gateway.stage.answers |= {name: stale(), read: gone}
    answer = ask(gateway, name, Role.OWNER, headers={"If-Match": '"1.af"'})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_only_what_is_typed_at_length_names_its_version():
    """Whoever adds a form whose text two tabs can overwrite finds it missing here."""
    named = {name for name, route in ROUTES.items() if route.options.get("needs_if_match")}
    assert named == CHANGES.keys()


COMMANDS = ["submit_campaign", "resubmit_campaign"]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    ("headers", "expected"),
    [({}, None), ({"If-Match": "*"}, None), ({"If-Match": '"1.af"'}, ["1.af"])],
)
def test_a_command_may_name_the_version_that_was_seen(gateway, name, headers, expected):
    assert ask(gateway, name, Role.OWNER, headers=headers).ok
    assert expected_of(gateway) == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_on_another_version_gets_the_current_one(gateway, name):
    current = sample(catalogue.RPCS["a2p", "get_campaign"].reply) | {"version": "2.b0"}
    gateway.stage.answers |= {name: stale(), "get_campaign": current}
    answer = ask(gateway, name, Role.OWNER, headers={"If-Match": '"1.af"'})
    assert (answer.status_code, answer.json()["etag"]) == (412, '"2.b0"')
    assert answer.json()["yours"] == {}
