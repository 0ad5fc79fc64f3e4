"""`python -m sandbox.twilio`: the sandbox as a process of its own; `call` and `text` use it."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its maintenance status whenever it is imported.
    warnings.simplefilter("ignore")
    import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402 - nothing may be imported before the patch

from sandbox.twilio.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
