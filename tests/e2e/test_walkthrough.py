"""The README's walk-through, word for word."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
STEPS_SECONDS = 120


def walkthrough() -> str:
    readme = (ROOT / "README.md").read_text()
    section = readme.split("## Walk-through")[1].split("\n## ")[0]
    return "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))


def test_the_walkthrough_works_as_written_and_leaves_no_error_in_the_log(installation):
    installation.start()
    environment = {"PATH": os.environ["PATH"], "BASE": installation.url}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", walkthrough()],
        env=environment,
        capture_output=True,
        text=True,
        timeout=STEPS_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    said = done.stdout.split("\n")
    assert said.count("APPROVED") == 2
    assert said.count("REJECTED") >= 1
    assert '"severity": "BLOCKING"' in done.stdout
    assert "'canResubmit': True" in done.stdout
    assert '"a2pStatus": "APPROVED"' in done.stdout
    assert installation.errors() == []
    assert installation.program.stop() == 0
