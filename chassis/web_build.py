"""`python -m chassis.web_build [check]`: builds the web app when its sources have changed.

Always with the Node of the wheel beside this Python, never with the machine's own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from chassis.keys import checksum_of_parts

INPUTS = ("*.html", "*.json", "*.ts", ".npmrc", "scripts/*", "src/**/*", "public/**/*")
# Written by other programs, or for tests only.
NO_INPUTS = re.compile(r"openapi\.json|src/test/.*|.*\.test\.tsx?")
TYPES = Path("src/api/schema.d.ts")
NO_REGISTRY = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH")
TOLD_LINES = 30
CAPTURED: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}


class BuildError(Exception):
    """The message is for whoever started the build."""


class Npm:
    """In one folder with a package.json and its lock file."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._folder, self._binaries = folder, binaries

    def install(self) -> None:
        """What the lock file names, unless it was installed before."""
        stamp = self._folder / "node_modules" / ".installed"
        lock = _hash_of(self._folder, ["package-lock.json"])
        if stamp.is_file() and stamp.read_text() == lock:
            return
        done = self._run(["ci"], **CAPTURED)
        if done.returncode:
            if NO_REGISTRY.search(done.stdout):
                raise BuildError(
                    f"The packages of {self._folder}/ could not be fetched: their registry cannot"
                    " be reached from this machine."
                )
            failure = f"The packages of {self._folder}/ could not be installed."
            # npm tells the cause first and its manual afterwards, a compiler the other way round.
            raise BuildError("\n".join([*_told(done.stdout)[:TOLD_LINES], "", failure]))
        stamp.write_text(lock)

    def quietly(self, script: str, failure: str) -> None:
        """What the script says matters only when it fails."""
        done = self._run(["run", script], **CAPTURED)
        if done.returncode:
            raise BuildError("\n".join([*_told(done.stdout)[-TOLD_LINES:], "", failure]))

    def loudly(self, script: str) -> None:
        if self._run(["run", script]).returncode:
            raise BuildError(f"`npm run {script}` in {self._folder}/ found something.")

    def _run(self, arguments: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        npm = self._binaries / "npm"
        if not npm.is_file():
            raise BuildError("Node is not installed beside this Python: `make web` does that.")
        environment = os.environ | {
            "PATH": f"{self._binaries}{os.pathsep}{os.environ.get('PATH', '')}",
            "npm_config_audit": "false",
            "npm_config_fund": "false",
            "npm_config_update_notifier": "false",
        }
        return subprocess.run(  # noqa: S603
            [str(npm), *arguments], cwd=self._folder, env=environment, check=False, **options
        )


class WebBuild:
    def __init__(self, web: Path, binaries: Path) -> None:
        self._web = web
        self._npm = Npm(web, binaries)
        self._dist = web / "dist"

    def bring_up_to_date(self) -> bool:
        """Whether there was anything to do."""
        sources = self._fingerprint()
        if self._state().get("sources") == sources:
            return False
        self._npm.install()
        with tempfile.TemporaryDirectory() as scratch:
            before = Path(scratch) / "dist"
            kept = self._state().get("assets", [])
            if self._dist.is_dir():
                shutil.copytree(self._dist, before)
            try:
                self._npm.quietly("build", "The web pages could not be built.")
            except BuildError:
                self._restore(before)
                raise
            self._finish(sources, before, kept)
        return True

    def check(self) -> None:
        """What every change of the web app has to pass."""
        self._npm.install()
        self._check_types()
        for script in ("check", "test"):
            self._npm.loudly(script)
        self.bring_up_to_date()
        self._npm.loudly("size")

    def _fingerprint(self) -> str:
        if not (self._web / "package-lock.json").is_file():
            raise BuildError(f"There are no sources of the web pages in {self._web}/.")
        found = {path for pattern in INPUTS for path in self._web.glob(pattern) if path.is_file()}
        names = sorted(path.relative_to(self._web).as_posix() for path in found)
        return _hash_of(self._web, (name for name in names if not NO_INPUTS.fullmatch(name)))

    def _state(self) -> dict[str, Any]:
        """Of the last build that was finished; it is written last and goes with its directory."""
        try:
            state: dict[str, Any] = json.loads((self._dist / ".build.json").read_text())
        except (OSError, ValueError):
            return {}
        return state

    def _check_types(self) -> None:
        """Against web/openapi.json, which the caller has just written."""
        types = self._web / TYPES
        before = types.read_bytes()
        self._npm.quietly("gen", "The types of the API could not be generated.")
        if types.read_bytes() != before:
            raise BuildError(
                f"{types} did not fit the API any more. It is renewed now: look at it, and keep it."
            )

    def _finish(self, sources: str, before: Path, kept: Iterable[str]) -> None:
        """A page that was opened before this build still finds its assets, for one release."""
        assets = self._dist / "assets"
        made = sorted(path.name for path in assets.iterdir() if path.is_file())
        for name in set(kept) - set(made):
            if (before / "assets" / name).is_file():
                shutil.copy2(before / "assets" / name, assets)
        state = {"sources": sources, "assets": made}
        (self._dist / ".build.json").write_text(json.dumps(state))

    def _restore(self, before: Path) -> None:
        if before.is_dir():
            shutil.rmtree(self._dist, ignore_errors=True)
            shutil.copytree(before, self._dist)


def _told(output: str) -> list[str]:
    return [line for line in output.splitlines() if not line.startswith("npm warn")]


def _hash_of(folder: Path, names: Iterable[str]) -> str:
    contents = ((name, (folder / name).read_bytes()) for name in names)
    return checksum_of_parts(
        f"{name}\0{len(content)}\0".encode() + content for name, content in contents
    )


def main(arguments: Sequence[str]) -> int:
    build = WebBuild(Path("web"), Path(sys.executable).parent)
    try:
        if list(arguments) == ["check"]:
            build.check()
        elif build.bring_up_to_date():
            sys.stdout.write("The web pages are built.\n")
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
