"""A walk through a list that has the newest first, over several runs.

A first run may have years to read and is cut off by its budget; meanwhile new things come in at the top. So a
walk remembers where it began (`top`), where it goes on (`at`) and down to where everything was read before it
(`since`). Once it is through, `top` becomes the next `since`; what came in meanwhile is the next walk's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walk:
    """Marks are whatever the service orders by, as text; only the service compares them."""

    since: str = ""
    """Everything up to this mark was read by earlier walks; "" where there was none."""
    top: str = ""
    """The newest mark of the walk under way; "" where none is."""
    at: str = ""
    """Where the walk under way goes on; "" for the beginning."""

    @classmethod
    def read(cls, cursor: str, since: str = "") -> Walk:
        """From a cursor; without one, a walk down to `since`. What is damaged counts as none."""
        try:
            found = json.loads(cursor)
            return cls(str(found["since"]), str(found["top"]), str(found["at"]))
        except (ValueError, KeyError, TypeError):
            return cls(since)

    @property
    def cursor(self) -> str:
        """As text."""
        return json.dumps({"since": self.since, "top": self.top, "at": self.at})

    def on(self, at: str, top: str) -> Walk:
        """So far it has come. `top` counts where the walk has only begun."""
        return Walk(self.since, self.top or top, at)

    def through(self, top: str = "") -> Walk:
        """It has come to the end. `top` counts where the walk has only begun."""
        return Walk(self.top or top or self.since)
