"""`python -m tests.browser [pytest options]`: not under eventlet, where a browser never ends."""

import importlib
import sys
import warnings
from pathlib import Path

import pytest

HERE = Path(__file__).parent

if __name__ == "__main__":
    with warnings.catch_warnings():
        # The gateway's routes, which are played here, import it and patch nothing. It announces its
        # maintenance status at import; docs/decisions/0002 is our answer to it.
        warnings.simplefilter("ignore")
        importlib.import_module("eventlet")
    # Neither the conftest above, which patches, nor nameko's plugin, which asks for that.
    apart = ["-p", "no:pytest_nameko", f"--confcutdir={HERE}"]
    sys.exit(pytest.main([*apart, *sys.argv[1:], str(HERE)]))
