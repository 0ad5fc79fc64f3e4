"""The gateway is a small process: of Twilio's large SDK it takes one module."""

import subprocess
import sys

PROGRAM = """
import eventlet
eventlet.monkey_patch()
import sys
from services.gateway.openapi import document
document()
print("\\n".join(sorted(sys.modules)))
"""


def test_of_the_sdk_only_the_validator_is_loaded():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = done.stdout.split()
    ours = [name for name in loaded if name.split(".")[0] in ("twilio", "requests", "alembic")]
    assert ours == ["twilio", "twilio.request_validator"]
