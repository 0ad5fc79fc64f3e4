"""Recognizes values seen before without keeping them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from chassis.keys import PurposeKeys

Values = Mapping[str, Any]


class Fingerprints:
    """`earlier_forms` gives what releases before key ids stored for the same values."""

    def __init__(
        self,
        keys: PurposeKeys,
        earlier_forms: Callable[[Values], Iterable[str]] = lambda values: (),
    ) -> None:
        self._keys = keys
        self._earlier_forms = earlier_forms

    def of(self, values: Values) -> str:
        return self._keys.tag(canonical(values))

    def accepted(self, values: Values) -> tuple[str, ...]:
        """Every form in which these values may be stored: under the current key first."""
        content = canonical(values)
        return (*(key.tag(content) for key in self._keys.named), *self._earlier_forms(values))


def canonical(values: Values) -> bytes:
    """Equal values give equal bytes, in whatever order they come."""
    return orjson.dumps(dict(values), option=orjson.OPT_SORT_KEYS)
