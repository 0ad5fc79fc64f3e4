"""Before anything else: patched after `requests` is imported, HTTPS recurses to death under eventlet."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its maintenance status at import; docs/decisions/0002 is our answer to it.
    warnings.simplefilter("ignore", DeprecationWarning)
    import eventlet

eventlet.monkey_patch()
