"""The web app's files: pages that are never stale, and assets that never change."""

from __future__ import annotations

import mimetypes
import re
import secrets
from functools import lru_cache
from pathlib import Path

from werkzeug.wrappers import Request, Response

from chassis.keys import checksum

# The larger app for those who run a business; everybody else, and signing in, has the lighter one.
STAFF_PAGE = "index.html"
LIGHT_PAGE = "customer.html"
STAFF_PATHS = re.compile(r"/|/setup-wizard|/(?:settings|admin|operator)(?:/.*)?")
LIGHT_PATHS = re.compile(r"/booking|/sign-in|/portal(?:/.*)?")
# Never a page, also where no route answers.
PROGRAMS = re.compile(r"/(?:api|webhooks)(?:/.*)?", re.DOTALL)
# Names as the build makes them; none that begins with a dot leads anywhere.
ASSET = re.compile(r"/assets(?:/[\w-][\w.-]*)+", re.ASCII)
ROOT_FILE = re.compile(r"/[\w-][\w.-]*\.(?:ico|svg|png|txt|webmanifest)", re.ASCII)

NONCE = b"__CSP_NONCE__"
# Whether the page needs to ask who is signed in: without a cookie the answer is known, and a
# browser notes every refusal as an error.
SESSION = b"__SESSION__"
FOREVER = "public, max-age=31536000, immutable"
EACH_TIME = "no-cache"
# As the build packs assets, by the ending of the copy; the smallest first.
PACKINGS = {"br": "br", "gz": "gzip"}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}';"
    " img-src 'self' data:; connect-src 'self'; font-src 'self'; media-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
NOT_BUILT = "The web pages are not built here yet; the API works without them."
# What machines know of types differs; these are what browsers ask for before they run anything.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class Pages:
    """Answers for what is no address of a program; None where there is nothing to answer."""

    def __init__(self, directory: Path, session_cookie: str) -> None:
        self._root, self._session_cookie = directory, session_cookie

    def answer(self, request: Request) -> tuple[str, Response] | None:
        """With a name for the log, which has no paths."""
        path = request.path
        if request.method not in ("GET", "HEAD") or PROGRAMS.fullmatch(path):
            return None
        if path.startswith("/assets/") or ROOT_FILE.fullmatch(path):
            asset = self._asset(request)
            return None if asset is None else ("asset", asset)
        return self._page(request)

    def _page(self, request: Request) -> tuple[str, Response] | None:
        if STAFF_PATHS.fullmatch(request.path):
            return "page", self._shell(request, STAFF_PAGE, 200)
        if LIGHT_PATHS.fullmatch(request.path):
            return "page", self._shell(request, LIGHT_PAGE, 200)
        if _is_for_a_person(request) and self._file(LIGHT_PAGE) is not None:
            return "no-page", self._shell(request, LIGHT_PAGE, 404)
        return None

    def _shell(self, request: Request, name: str, status: int) -> Response:
        """Read each time: one that is older than its assets would be a white page."""
        file = self._file(name)
        if file is None:
            headers = {"Retry-After": "60"}
            return Response(NOT_BUILT, 503, headers, content_type="text/plain; charset=utf-8")
        nonce = secrets.token_urlsafe(16)
        headers = {
            "Cache-Control": EACH_TIME,
            "Content-Security-Policy": POLICY.format(nonce=nonce),
            "Referrer-Policy": "same-origin",
        }
        session = b"maybe" if self._session_cookie in request.cookies else b"none"
        page = _content_of(file)[0].replace(NONCE, nonce.encode("ascii")).replace(SESSION, session)
        return Response(page, status, headers, content_type="text/html; charset=utf-8")

    def _asset(self, request: Request) -> Response | None:
        is_asset = ASSET.fullmatch(request.path)
        if not is_asset and not ROOT_FILE.fullmatch(request.path):
            return None
        name = request.path.lstrip("/")
        file = self._file(name)
        if file is None:
            return None
        packed = {
            encoding: found
            for ending, encoding in PACKINGS.items()
            if (found := self._file(f"{name}.{ending}")) is not None
        }
        encoding = next((each for each in packed if _is_taken(request, each)), None)
        content, tag = _content_of(file if encoding is None else packed[encoding])
        headers = {
            "Cache-Control": FOREVER if is_asset else EACH_TIME,
            "Referrer-Policy": "same-origin",
        }
        response = Response(content, 200, headers, content_type=_type_of(file))
        if packed:
            response.headers["Vary"] = "Accept-Encoding"
        if encoding is not None:
            response.headers["Content-Encoding"] = encoding
        response.set_etag(tag)
        response.make_conditional(request)
        return response

    def _file(self, name: str) -> Path | None:
        """Within the directory, whatever links say."""
        root = self._root.resolve()
        file = (root / name).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None


def _content_of(file: Path) -> tuple[bytes, str]:
    state = file.stat()
    return _read(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read(file: Path, changed_at: int, size: int) -> tuple[bytes, str]:
    """The file and its tag; read again once it has changed."""
    content = file.read_bytes()
    return content, checksum(content)[:32]


def _type_of(file: Path) -> str:
    guessed = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    return guessed or "application/octet-stream"


def _is_taken(request: Request, encoding: str) -> bool:
    quality: float = request.accept_encodings.quality(encoding)
    return quality > 0


def _is_for_a_person(request: Request) -> bool:
    """A browser names HTML among what it takes; programs take anything or JSON."""
    return any(kind == "text/html" and quality > 0 for kind, quality in request.accept_mimetypes)
