"""`python -m tests.browser [pytest options]`: not under eventlet, where a browser never ends."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

if __name__ == "__main__":
    # Neither the conftest above, which patches, nor nameko's plugin, which asks for that.
    apart = ["-p", "no:pytest_nameko", f"--confcutdir={HERE}"]
    sys.exit(pytest.main([*apart, *sys.argv[1:], str(HERE)]))
