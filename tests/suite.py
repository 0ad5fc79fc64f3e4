"""The whole suite in three processes side by side: `python -m tests.suite [--coverage] [options]`.

One pytest alone leaves half of a small machine idle, since most tests wait for a database, a
broker or whole programs. Each part has its own database server and vhosts, so they do not meet. A
browser needs the machine for itself, and a Python that eventlet has not patched: so one more
process, afterwards.

What is covered is told only when asked for: coverage looks up the greenlet at each step of the
interpreter, and everything takes twice as long.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
# About a third of the work each; whatever is not named here runs in the last part.
SERVICES = [f"tests/integration/{name}" for name in ("a2p", "phone")]
CHASSIS = [f"tests/integration/{name}" for name in ("chassis", "gateway", "loyalty", "tenants")]
CHASSIS += ["tests/unit"]
PARTS = {
    "services": SERVICES,
    "chassis": CHASSIS,
    "everything else": ["tests", *(f"--ignore={path}" for path in (*SERVICES, *CHASSIS))],
}
COVERAGE = "--coverage"


def main(options: list[str]) -> int:
    is_covered = COVERAGE in options
    options = [option for option in options if option != COVERAGE]
    covered = ["--cov", "--cov-report=", "--cov-fail-under=0"] if is_covered else []
    with tempfile.TemporaryDirectory() as scratch:
        running = {name: _start(name, [*covered, *options], Path(scratch)) for name in PARTS}
        codes = [_finish(name, process, Path(scratch)) for name, process in running.items()]
        sys.stdout.write("\n=== in a browser ===\n")
        sys.stdout.flush()
        browser = [sys.executable, "-m", "tests.browser", *options]
        codes.append(subprocess.run(browser, cwd=ROOT, check=False).returncode)
        # A part that was killed has a negative code, so their maximum would hide it.
        if any(codes):
            return 1
        return _report_coverage(Path(scratch)) if is_covered else 0


def _start(name: str, options: list[str], scratch: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest"]
    with _log(name, scratch).open("wb") as log:
        return subprocess.Popen(
            [*command, *options, *PARTS[name]],
            cwd=ROOT,
            env=os.environ | {"COVERAGE_FILE": str(scratch / f".coverage.{name.split()[0]}")},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _finish(name: str, process: subprocess.Popen[bytes], scratch: Path) -> int:
    code = process.wait()
    sys.stdout.write(f"\n=== {name} ===\n{_log(name, scratch).read_text()}")
    sys.stdout.flush()
    return code


def _report_coverage(scratch: Path) -> int:
    coverage = [sys.executable, "-m", "coverage"]
    environment = os.environ | {"COVERAGE_FILE": str(scratch / ".coverage")}
    subprocess.run(
        [*coverage, "combine", "--quiet", str(scratch)], env=environment, cwd=ROOT, check=True
    )
    return subprocess.run([*coverage, "report"], env=environment, cwd=ROOT, check=False).returncode


def _log(name: str, scratch: Path) -> Path:
    return scratch / f"{name.split()[0]}.log"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
