"""The server itself: authentication, faults, control, and going on after a restart."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import eventlet
import pytest
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from sandbox.twilio.constants import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN
from sandbox.twilio.server import SandboxServer
from tests.unit.sandbox.driver import A_DAY, REJECTED_CAMPAIGN, Driver, SandboxHttpClient


def service_names(driver):
    state = driver.control("GET", "state")
    return [each["friendly_name"] for each in state["services"]]


def test_wrong_credentials_are_refused_as_twilio_does(server):
    client = Client(
        SANDBOX_ACCOUNT_SID, "wrong", http_client=SandboxHttpClient(server.url)
    ).messaging.v1
    with pytest.raises(TwilioRestException) as refused:
        client.services.create(friendly_name="x")
    assert (refused.value.status, refused.value.code) == (401, 20003)
    answer = requests.get(f"{server.url}/_control/state", timeout=5)
    assert answer.status_code == 401
    assert answer.json() == {
        "code": 20003,
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }


def test_unknown_paths_and_methods_answer_in_twilios_shape(server):
    auth = (SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN)
    base = f"{server.url}/messaging.twilio.com/v1"
    lost = requests.get(f"{base}/Nothing", auth=auth, timeout=5)
    assert (lost.status_code, lost.json()["code"]) == (404, 20404)
    wrong = requests.delete(f"{base}/Services", auth=auth, timeout=5)
    assert (wrong.status_code, wrong.json()["code"]) == (405, 20004)


def test_another_accounts_path_is_not_there(driver):
    with pytest.raises(TwilioException):
        driver.client.api.v2010.accounts("AC" + "0" * 32).addresses.list()


def test_a_status_fault_refuses_so_many_times_and_changes_nothing(driver):
    driver.fault("POST messaging.twilio.com/v1/Services$", "status", status=503, times=2)
    for _ in range(2):
        with pytest.raises(TwilioRestException) as refused:
            driver.service("wanted")
        assert (refused.value.status, refused.value.code) == (503, 20503)
    assert "wanted" not in service_names(driver)
    driver.service("wanted")
    assert "wanted" in service_names(driver)


def test_a_status_fault_may_name_its_code(driver):
    driver.fault("GET .*/BrandRegistrations/", "status", status=429, code=20429)
    brand = driver.brand()
    with pytest.raises(TwilioRestException) as refused:
        driver.fetch_brand(brand.sid)
    assert (refused.value.status, refused.value.code) == (429, 20429)


def test_a_connection_cut_before_the_effect_leaves_nothing_behind(driver):
    driver.fault("POST .*/Services$", "cut_before")
    with pytest.raises(requests.exceptions.ConnectionError):
        driver.service("lost")
    assert "lost" not in service_names(driver)


def test_a_connection_cut_after_the_effect_leaves_it_done(driver):
    driver.fault("POST .*/Services$", "cut_after")
    with pytest.raises(requests.exceptions.ConnectionError):
        driver.service("done unseen")
    assert "done unseen" in service_names(driver)
    driver.service("next")


def test_a_hanging_answer_outlasts_the_callers_patience(server):
    patient, hasty = Driver(server.url), Driver(server.url, timeout=0.05)
    patient.fault("POST .*/Services$", "hang", seconds=30, after=True)
    with pytest.raises(requests.exceptions.ReadTimeout):
        hasty.service("done unseen")
    assert "done unseen" in service_names(patient)
    patient.fault("POST .*/Services$", "hang", seconds=30)
    with pytest.raises(requests.exceptions.ReadTimeout):
        hasty.service("not yet")
    assert "not yet" not in service_names(patient)


def test_a_slow_answer_still_comes(driver):
    driver.fault("POST .*/Services$", "slow", seconds=0.01)
    driver.service("late")
    assert "late" in service_names(driver)


def test_faults_can_be_cleared_and_must_make_sense(driver):
    driver.fault("POST", "cut_before", times=9)
    assert driver.control("GET", "faults")["faults"][0]["times"] == 9
    driver.control("DELETE", "faults")
    driver.service()
    nonsense = (
        {"match": "(", "action": "hang"},
        {"match": "x", "action": "explode"},
        {"match": "x", "action": "slow", "seconds": "long"},
        {"a": 1},
    )
    for asked in nonsense:
        with pytest.raises(requests.HTTPError):
            driver.control("POST", "faults", **asked)


def test_requests_are_logged_with_both_times(driver):
    driver.control("POST", "reset")
    driver.service("seen")
    driver.fault("GET", "status", status=500)
    with pytest.raises(TwilioRestException):
        driver.fetch_brand("BN" + "0" * 32)
    first, second = driver.control("GET", "requests")["requests"]
    assert (first["method"], first["host"], first["path"]) == (
        "POST",
        "messaging.twilio.com",
        "/v1/Services",
    )
    assert first["form"] == {"FriendlyName": ["seen"]}
    assert (first["status"], second["status"], second["fault"]) == (201, 500, "status")
    assert first["wall_time"] <= second["wall_time"]
    assert first["virtual_time"] == second["virtual_time"]


def test_every_request_is_shown_to_the_hook():
    seen = []
    server = SandboxServer("127.0.0.1:0", speed=0, on_request=lambda *given: seen.append(given))
    server.start()
    driver = Driver(server.url)
    driver.service("seen")
    driver.client.messaging.v1.services.list(page_size=20)
    server.stop()
    method, host, path, headers, body = seen[0]
    assert (method, host, path) == ("POST", "messaging.twilio.com", "/v1/Services")
    assert body == b"FriendlyName=seen"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert seen[1][2] == "/v1/Services?PageSize=20"


def test_the_state_shows_what_twilio_hides(driver):
    brand = driver.approved_brand()
    driver.campaign(brand.sid)
    state = driver.control("GET", "state")
    assert state["counts"]["brands"] == 1
    assert state["campaigns"][0]["unique_sid"].startswith("CM")
    assert state["campaigns"][0]["privacy_policy_url"]
    assert state["brands"][0]["tax_number"] == "12-3456789"
    profile = state["customer_profiles"][1]
    assert profile["attributes"]["business_name"] == "Clean Machine Auto Detail LLC"
    assert len(profile["assigned_sids"]) == 4


def test_an_outcome_can_be_forced(driver):
    brand = driver.brand()
    driver.control("POST", f"brands/{brand.sid}", status="APPROVED")
    campaign = driver.campaign(brand.sid)
    errors = [{"error_code": 30902, "description": "The carrier said no."}]
    path = f"campaigns/{campaign.messaging_service_sid}"
    driver.control("POST", path, status="FAILED", errors=errors)
    failed = driver.fetch_campaign(campaign.messaging_service_sid)
    assert failed.campaign_status == "FAILED"
    assert failed.errors[0]["error_code"] == 30902
    assert failed.errors[0]["url"].endswith("30902")
    driver.edit_campaign(campaign.messaging_service_sid)
    driver.advance(A_DAY)
    assert driver.fetch_campaign(campaign.messaging_service_sid).campaign_status == "VERIFIED"
    driver.control("POST", path, status="SUSPENDED")
    with pytest.raises(TwilioRestException) as refused:
        driver.edit_campaign(campaign.messaging_service_sid)
    assert refused.value.code == 21729
    driver.control("POST", f"brands/{brand.sid}", status="SUSPENDED")
    with pytest.raises(TwilioRestException) as refused:
        driver.campaign(brand.sid)
    assert refused.value.code == 21731
    with pytest.raises(requests.HTTPError):
        driver.control("POST", path, status="HAPPY")
    with pytest.raises(requests.HTTPError):
        driver.control("POST", path, errors="none")


def test_a_reset_leaves_only_what_was_seeded(driver):
    driver.campaign(driver.approved_brand().sid)
    driver.control("POST", "reset")
    counts = driver.control("GET", "state")["counts"]
    assert (counts["brands"], counts["campaigns"], counts["services"]) == (0, 0, 1)
    assert driver.control("GET", "fees") == {"fees": [], "total_cents": 0}


def test_time_refuses_nonsense(driver):
    for asked in ({"advance_seconds": -1}, {"speed": "fast"}, {"hours": 1}):
        with pytest.raises(requests.HTTPError):
            driver.control("POST", "time", **asked)


def test_a_review_goes_on_over_a_restart(tmp_path):
    state_file = tmp_path / "state" / "twilio.json"
    first = SandboxServer("127.0.0.1:0", state_file=state_file, speed=0)
    first.start()
    driver = Driver(first.url)
    brand = driver.approved_brand()
    campaign = driver.campaign(brand.sid, **REJECTED_CAMPAIGN)
    driver.advance(300)
    first.stop()

    second = SandboxServer("127.0.0.1:0", state_file=state_file, speed=0)
    second.start()
    driver = Driver(second.url)
    resumed = driver.fetch_campaign(campaign.messaging_service_sid)
    assert resumed.campaign_status == "IN_PROGRESS"
    driver.advance(330)
    assert driver.fetch_campaign(campaign.messaging_service_sid).campaign_status == "FAILED"
    assert driver.control("GET", "fees")["total_cents"] == 1950
    second.stop()
    assert [each.name for each in state_file.parent.iterdir()] == ["twilio.json"]


def test_a_state_file_of_another_account_is_refused(tmp_path):
    state_file = tmp_path / "twilio.json"
    state_file.write_text(json.dumps({"format": 1, "account_sid": "AC1"}))
    with pytest.raises(ValueError, match="not a state file"):
        SandboxServer("127.0.0.1:0", state_file=state_file, speed=0)


def test_a_taken_port_is_an_error(server):
    rival = SandboxServer(server.url.removeprefix("http://"), speed=0)
    with pytest.raises(OSError, match="in use"):
        rival.start()


def test_a_stopped_server_answers_nobody_not_even_on_open_connections(server, driver):
    driver.service()
    server.stop()
    with pytest.raises(requests.exceptions.ConnectionError):
        driver.service()
    server.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop(tmp_path, number):
    command = [sys.executable, "-m", "sandbox.twilio", "--address", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*command, "--state", str(tmp_path / "state.json"), "--speed", "60"],
        stdout=subprocess.PIPE,
        text=True,
    )
    url = process.stdout.readline().split()[-1]
    Driver(url).service("kept")
    process.send_signal(number)
    with eventlet.Timeout(10):
        assert process.wait() == 0
    process.stdout.close()
    tables = json.loads((tmp_path / "state.json").read_text())["tables"]
    assert "kept" in [each["friendly_name"] for each in tables["services"].values()]
