"""W3C's extended log format (WD-logfile-960323), whose lines `#Fields:` explains: IIS's, CloudFront's."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, unquote_plus

from harvest.accesslog.request import PATH, Request, elsewhere, was_given
from harvest.accesslog.times import iso

_FIELDS: Final = "#Fields:"
_ENCODED_ONCE: Final = re.compile(r"%(?!25)")


class Extended:
    """Reads the lines of one log in order: each `#Fields:` is for those after it."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def __call__(self, line: str) -> Request | None:
        """A request; None for a comment. Raises ValueError for what does not fit the fields."""
        if line.startswith("#"):
            if line.startswith(_FIELDS):
                self._places = {
                    name.lower(): at for at, name in enumerate(line.removeprefix(_FIELDS).split())
                }
            return None
        values = line.split("\t") if "\t" in line else line.split(" ")
        if not self._places or len(values) != len(self._places):
            raise ValueError("not the fields that were promised")
        target = self._target(values)
        at = iso(f"{self._value(values, 'date')}T{self._value(values, 'time')}+00:00")
        if PATH not in target:
            return elsewhere(at)
        return Request(
            target,
            at,
            self._value(values, "c-ip"),
            unquote_plus(self._value(values, "cs(user-agent)")),  # IIS writes a plus, CloudFront %20
            was_given(self._value(values, "cs-method"), self._value(values, "sc-status")),
        )

    def _target(self, values: list[str]) -> str:
        stem, query = self._value(values, "cs-uri-stem"), self._value(values, "cs-uri-query")
        if not stem:
            stem = self._value(values, "cs-uri")
        if not stem:
            raise ValueError("nothing was asked for")
        if "x-edge-location" in self._places and not _ENCODED_ONCE.search(query):
            query = unquote(query)  # CloudFront encodes what was encoded already
        return f"{stem}?{query}" if query else stem

    def _value(self, values: list[str], name: str) -> str:
        at = self._places.get(name)
        return "" if at is None or values[at] == "-" else values[at]
