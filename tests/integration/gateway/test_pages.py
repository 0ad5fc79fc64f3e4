"""The web app from the same origin: its pages, its files, and nothing beside them."""

import gzip
import os
import re
import shutil

import pytest
import requests

from chassis.logs import FIELDS
from services.gateway.pages import NOT_BUILT

SCRIPT = "console.log('shine');" * 50
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
STAFF = [
    "/",
    "/settings",
    "/settings/a2p",
    "/setup-wizard",
    "/admin",
    "/admin/loyalty",
    "/operator/tenants/4",
]
BROTLI = b"smaller still"
LIGHT = ["/sign-in", "/booking", "/portal", "/portal/rewards"]


@pytest.fixture
def dist(tmp_path):
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    page = '<!doctype html><meta name="session" content="__SESSION__">'
    page += '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce='
    for name in ("index", "customer"):
        (dist / f"{name}.html").write_text(f'{page}"__CSP_NONCE__" src="/assets/{name}.js">')
    (dist / "assets" / "app-x1.js").write_text(SCRIPT)
    (dist / "assets" / "app-x1.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    # Brotli of the same, which nothing here could make or read: it is looked at as bytes.
    (dist / "assets" / "app-x1.js.br").write_bytes(BROTLI)
    (dist / "assets" / "look-x1.css").write_text("b{}")
    (dist / "favicon.ico").write_bytes(b"\0\0")
    (dist / ".vite").mkdir()
    (dist / ".vite" / "manifest.json").write_text("{}")
    (tmp_path / "secret.js").write_text("outside")
    return dist


@pytest.fixture
def gateway(start_gateway, dist):
    return start_gateway(web_dist=dist)


def is_json_404(answer):
    kind = answer.headers["Content-Type"]
    return (answer.status_code, kind, answer.json()["code"]) == (
        404,
        "application/json",
        "NOT_FOUND",
    )


def page_of(answer):
    return re.search(r"/assets/(\w+)\.js", answer.text)[1]


@pytest.mark.parametrize(
    ("path", "page"), [*((p, "index") for p in STAFF), *((p, "customer") for p in LIGHT)]
)
def test_each_address_has_its_page(gateway, path, page):
    for accept in ({}, HTML):
        answer = gateway.ask("GET", path, headers=accept)
        assert (answer.status_code, page_of(answer)) == (200, page)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_a_page_knows_whether_there_is_a_session_to_ask_for(gateway, path):
    def told(cookie):
        answer = gateway.ask("GET", path, headers={"Cookie": cookie})
        return re.search(r'name="session" content="(\w+)"', answer.text)[1]

    assert told("sid=another-app") == "none"
    assert told("__Host-sid=whatever-it-is-worth") == "maybe"


def test_a_page_runs_only_what_carries_its_nonce_and_no_nonce_twice(gateway):
    nonces = set()
    for _ in range(3):
        answer = gateway.ask("GET", "/sign-in")
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["Content-Security-Policy"].split(";")
        )
        nonce = re.fullmatch(r"'self' 'nonce-([\w-]{20,})'", policy["script-src"])[1]
        assert answer.text.count(nonce) == 2
        assert "__CSP_NONCE__" not in answer.text
        nonces.add(nonce)
        assert policy == {
            "default-src": "'none'",
            "script-src": f"'self' 'nonce-{nonce}'",
            "style-src": f"'self' 'nonce-{nonce}'",
            "img-src": "'self' data:",
            "connect-src": "'self'",
            "font-src": "'self'",
            "media-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(nonces) == 3


def test_an_unknown_address_shows_a_person_the_app_and_tells_a_program_json(gateway):
    answer = gateway.ask("GET", "/nowhere", headers=HTML)
    assert (answer.status_code, page_of(answer)) == (404, "customer")
    for accept in ({}, {"Accept": "application/json"}, {"Accept": "text/html;q=0"}):
        assert is_json_404(gateway.ask("GET", "/nowhere", headers=accept))
    assert is_json_404(gateway.ask("POST", "/nowhere", headers=HTML))


@pytest.mark.parametrize(
    "path", ["/api", "/api/nowhere", "/webhooks", "/webhooks/x", "/%61pi/nowhere", "/api/a%0Ab"]
)
def test_no_page_stands_where_programs_call(gateway, path):
    assert is_json_404(gateway.ask("GET", path, headers=HTML))


def test_an_asset_is_kept_for_ever_and_packed_for_whoever_takes_it(gateway):
    url = "/assets/app-x1.js"
    packed = gateway.ask("GET", url, headers={"Accept-Encoding": "gzip"})
    plain = gateway.ask("GET", url, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.text == plain.text == SCRIPT
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    for answer in (packed, plain):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("takes", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip, br;q=0", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_of_the_packed_forms_that_are_taken_the_smallest_is_sent(gateway, takes, encoding):
    asked = {"Accept-Encoding": takes}
    answer = gateway.ask("HEAD", "/assets/app-x1.js", headers=asked)
    sizes = {"br": len(BROTLI), "gzip": len(gzip.compress(SCRIPT.encode())), None: len(SCRIPT)}
    assert answer.headers.get("Content-Encoding") == encoding
    assert int(answer.headers["Content-Length"]) == sizes[encoding]


def test_an_asset_without_a_packed_form_is_sent_as_it_is(gateway):
    answer = gateway.ask("GET", "/assets/look-x1.css")
    assert (answer.text, answer.headers["Content-Type"]) == ("b{}", "text/css; charset=utf-8")
    assert "Content-Encoding" not in answer.headers


def test_who_has_an_asset_is_not_sent_it_again(gateway):
    url = "/assets/app-x1.js"
    tag = gateway.ask("GET", url).headers["ETag"]
    again = gateway.ask("GET", url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert gateway.ask("GET", url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/assets/app-x1.js", "/sign-in", "/"])
def test_a_head_request_has_the_length_and_no_body(gateway, path):
    head, whole = gateway.ask("HEAD", path), gateway.ask("GET", path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_a_missing_asset_is_never_a_page(gateway):
    assert is_json_404(gateway.ask("GET", "/assets/old-x0.js", headers=HTML))
    assert is_json_404(gateway.ask("GET", "/assets/", headers=HTML))
    assert is_json_404(gateway.ask("GET", "/favicon.svg", headers=HTML))


def test_a_file_beside_the_pages_is_asked_for_each_time(gateway):
    answer = gateway.ask("GET", "/favicon.ico")
    assert (answer.status_code, answer.content) == (200, b"\0\0")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../secret.js",
        "/assets/%2e%2e/%2e%2e/secret.js",
        "/assets/..%2f..%2fsecret.js",
        "/assets/..%5c..%5csecret.js",
        "/assets/..\\..\\secret.js",
        "/assets/%252e%252e/secret.js",
        "/assets//secret.js",
        "/assets/.hidden.js",
        "/assets/app-x1.js%00.css",
        "/assets/app-x1.js/",
        "/assets/%ff.js",
        "/assets/outside.js",
        "/assets/elsewhere/secret.js",
        "/assets/../index.html",
        "/.vite/manifest.json",
        "/index.html",
        "/../secret.js",
    ],
)
def test_nothing_outside_of_the_files_is_ever_sent(gateway, dist, tmp_path, path):
    assert (dist / ".." / "secret.js").read_text() == "outside"
    os.symlink(tmp_path / "secret.js", dist / "assets" / "outside.js")
    os.symlink(tmp_path, dist / "assets" / "elsewhere")
    (dist / "assets" / ".hidden.js").write_text("outside")
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = gateway.raw(head.encode("latin-1"))
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"outside" not in answer


def test_a_new_build_is_served_without_a_restart(gateway, dist):
    gateway.ask("GET", "/sign-in")
    (dist / "customer.html").write_text('<script src="/assets/newer.js">')
    assert page_of(gateway.ask("GET", "/sign-in")) == "newer"


def test_without_a_build_pages_say_so_and_the_api_goes_on(gateway, dist):
    shutil.rmtree(dist)
    for path in ("/", "/sign-in"):
        answer = gateway.ask("GET", path, headers=HTML)
        assert (answer.status_code, answer.text) == (503, NOT_BUILT)
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert is_json_404(gateway.ask("GET", "/nowhere", headers=HTML))
    assert gateway.ask("GET", "/api/health/live").ok


def test_the_log_names_no_address(gateway, caplog):
    caplog.set_level("INFO")
    requests.get(f"http://127.0.0.1:{gateway.port}/portal/a-name-of-somebody", timeout=5)
    [record] = [r for r in caplog.records if r.getMessage() == "http_request"]
    assert "somebody" not in str(vars(record))
    assert record.__dict__[FIELDS]["route"] == "page"
