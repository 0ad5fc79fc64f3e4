"""Names inside are snake_case, names outside camelCase; the same words otherwise, but for money."""

import re

_WORD_START = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")

# What is counted in cents inside is dollars outside: `price_cents` is `price`, see money.py.
CENTS = "_cents"
_OTHER_WORDS = {
    "cents": "amount",
    "top_customers": "top5CustomersByPoints",
    "from_date": "from",
    "to_date": "to",
}


def camel(name: str) -> str:
    """What is camelCase already stays as it is."""
    if name in _OTHER_WORDS:
        return _OTHER_WORDS[name]
    return _WORD_START.sub(lambda found: found.group(1).upper(), name.removesuffix(CENTS))


def is_money(name: str) -> bool:
    return f"_{name}".endswith(CENTS)


def camel_path(path: str) -> str:
    """`address.postal_code` as `address.postalCode`."""
    return ".".join(camel(name) for name in path.split("."))
