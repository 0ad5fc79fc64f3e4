"""Names inside are snake_case, names outside camelCase; the same words otherwise."""

import re

_WORD_START = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")


def camel(name: str) -> str:
    """What is camelCase already stays as it is."""
    return _WORD_START.sub(lambda found: found.group(1).upper(), name)


def camel_path(path: str) -> str:
    """`address.postal_code` as `address.postalCode`."""
    return ".".join(camel(name) for name in path.split("."))
