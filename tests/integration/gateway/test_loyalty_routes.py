"""What only the routes of loyalty do: dollars, optional bodies, whole series, tables."""

import codecs
import csv
import io
import itertools
import uuid
from datetime import date

import pytest

from contracts.enums import Role
from contracts.errors import unavailable
from services.gateway import exports
from services.gateway.routes import loyalty
from tests.integration.gateway.asking import THING, ask, path_of
from tests.integration.gateway.conftest import TENANT

ENTRY = {
    "type": "EARN",
    "points": 1,
    "reason": "Welcome",
    "description": None,
    "created_at": "2026-01-02T03:04:05Z",
    "balance_after": 1,
}


def test_settings_are_told_and_taken_in_dollars(gateway):
    body = {"minCartTotal": 75, "pointValue": 0.05, "requireCoreService": True}
    gateway.stage.answers["put_loyalty_settings"] = lambda request: (
        request | {"is_configured": True}
    )
    headers = {"Idempotency-Key": "k"}
    told = ask(gateway, "put_loyalty_settings", Role.OWNER, json=body, headers=headers).json()
    assert gateway.stage.asked[0].request == {
        "tenant_id": TENANT,
        "idempotency_key": "k",
        "min_cart_total_cents": 7500,
        "require_core_service": True,
        "guardrail_message": None,
        "point_value_cents": 5,
    }
    assert told == {**body, "guardrailMessage": None, "isConfigured": True}


def test_an_amount_that_is_none_is_refused_by_name(gateway):
    body = {"minCartTotal": 75.001, "pointValue": "0.10"}
    answer = ask(gateway, "put_loyalty_settings", Role.OWNER, json=body)
    assert answer.status_code == 400
    assert answer.json()["fields"].keys() == body.keys()
    assert gateway.stage.asked == []


@pytest.mark.parametrize("answer", ["yes", "false", 1, 0])
def test_whether_a_core_service_is_required_is_true_or_false_and_nothing_like_it(gateway, answer):
    body = {"requireCoreService": answer}
    refused = ask(gateway, "put_loyalty_settings", Role.OWNER, json=body)
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["requireCoreService"])
    assert gateway.stage.asked == []


@pytest.mark.parametrize(("body", "points"), [(None, 500), ({}, 500), ({"points": 250}, 250)])
def test_a_promotion_may_be_started_without_a_body(gateway, body, points):
    answer = ask(gateway, "start_port_recovery", Role.OWNER, json=body)
    assert answer.status_code == 202
    assert gateway.stage.asked[0].request["points"] == points


@pytest.mark.parametrize(("query", "days"), [("?days=90", 90), ("", 90), ("?days=7", 7)])
def test_all_days_are_one_page_unless_asked_otherwise(gateway, query, days):
    gateway.stage.answers["get_timeseries"] = series
    path = f"/api/admin/loyalty/timeseries{query}"
    told = gateway.ask("GET", path, role=Role.OWNER).json()
    assert len(told["items"]) == told["total"] == told["pageSize"] == days
    assert told["items"][0] == {"date": "2026-01-01", "earned": 0, "redeemed": 0}
    assert told["asOf"] == "2026-01-02T03:04:05Z"


def test_days_can_be_paged_too(gateway):
    gateway.stage.answers["get_timeseries"] = series
    path = "/api/admin/loyalty/timeseries?days=30&page=2&pageSize=20"
    told = gateway.ask("GET", path, role=Role.OWNER).json()
    assert ([item["earned"] for item in told["items"]], told["total"]) == (list(range(20, 30)), 30)


def series(request):
    items = [
        {"date": date(2026, 1, 1 + day % 28), "earned": day, "redeemed": 0}
        for day in range(request["days"])
    ]
    return {"items": items, "as_of": "2026-01-02T03:04:05Z"}


def test_a_history_comes_as_json_or_as_a_table(gateway):
    path = path_of("list_customer_transactions")
    page = gateway.ask("GET", f"{path}?page=2&pageSize=50", role=Role.ADMIN)
    assert page.json().keys() == {"items", "page", "pageSize", "total"}
    told = gateway.ask("GET", f"{path}?format=csv", role=Role.ADMIN)
    assert told.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert told.headers["Content-Disposition"] == f'attachment; filename="points-{THING}.csv"'
    assert told.content.startswith(codecs.BOM_UTF8)
    rows = rows_of(told)
    assert rows[0].keys() == page.json()["items"][0].keys()
    sizes = [(asked.request["page"], asked.request["page_size"]) for asked in gateway.stage.asked]
    assert sizes == [(2, 50), (1, 5000)]
    assert {asked.request["must_be_known"] for asked in gateway.stage.asked} == {True}


def rows_of(told):
    return list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))


def history_of(total):
    """As loyalty tells it, newest first."""

    def page(request):
        newest = total - (request["page"] - 1) * request["page_size"]
        numbers = range(newest, max(newest - request["page_size"], 0), -1)
        items = [ENTRY | {"id": str(uuid.UUID(int=number))} for number in numbers]
        return {key: request[key] for key in ("page", "page_size")} | {
            "items": items,
            "total": total,
        }

    return page


def numbers_of(told):
    return [uuid.UUID(row["id"]).int for row in rows_of(told)]


def test_a_table_holds_the_whole_history(gateway):
    gateway.stage.answers["list_transactions"] = history_of(5_001)
    path = path_of("list_customer_transactions")
    told = gateway.ask("GET", f"{path}?format=csv", role=Role.ADMIN)
    assert numbers_of(told) == list(range(5_001, 0, -1))
    assert told.headers["Content-Disposition"] == f'attachment; filename="points-{THING}.csv"'


@pytest.mark.parametrize(("part", "expected"), [(1, range(30, 20, -1)), (3, range(10, 0, -1))])
def test_what_no_table_may_hold_comes_in_parts_that_say_so(gateway, monkeypatch, part, expected):
    monkeypatch.setattr(exports, "PAGES_OF_A_TABLE", 2)
    monkeypatch.setattr(loyalty, "MOST_EXPORTED", 5)
    gateway.stage.answers["list_transactions"] = history_of(30)
    path = path_of("list_customer_transactions")
    told = gateway.ask("GET", f"{path}?format=csv&page={part}", role=Role.ADMIN)
    assert numbers_of(told) == list(expected)
    name = f"points-{THING}-part-{part}-of-3.csv"
    assert told.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_entries_that_come_while_a_table_is_made_neither_hide_nor_repeat_others(
    gateway, monkeypatch
):
    monkeypatch.setattr(loyalty, "MOST_EXPORTED", 5)
    totals = itertools.count(20, 3)
    gateway.stage.answers["list_transactions"] = lambda request: history_of(next(totals))(request)
    path = path_of("list_customer_transactions")
    told = gateway.ask("GET", f"{path}?format=csv", role=Role.ADMIN)
    assert numbers_of(told) == list(range(20, 0, -1))


def test_a_table_of_which_a_page_fails_is_none(gateway, monkeypatch):
    monkeypatch.setattr(loyalty, "MOST_EXPORTED", 5)

    def fail_later(request):
        if request["page"] == 3:
            raise unavailable("loyalty")
        return history_of(20)(request)

    gateway.stage.answers["list_transactions"] = fail_later
    path = path_of("list_customer_transactions")
    assert gateway.ask("GET", f"{path}?format=csv", role=Role.ADMIN).status_code == 503


@pytest.mark.parametrize("query", ["format=xml", "format=csv&format=csv", "pageSize=101"])
def test_a_history_in_another_form_is_refused(gateway, query):
    answer = gateway.ask("GET", f"{path_of('list_customer_transactions')}?{query}", role=Role.ADMIN)
    assert answer.status_code == 400
    assert gateway.stage.asked == []
