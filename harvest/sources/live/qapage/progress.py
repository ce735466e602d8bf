"""What a run remembers of a feed: which of its pages were read, in little space.

Pages are read from the one that was changed longest ago to the newest. So one time, the mark, says of all
before it that they were read. Remembered one by one are only those that were changed at the mark or too
short ago to tell, and those of which the feed does not say when; of them also what a page's ETag was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.sources.live.qapage.feeds import Entry

MOST_REMEMBERED: Final = 50_000
"""Pages one by one: as many as one sitemap may have. Of more, the last ones are read again."""
MOST_AGAIN: Final = 1_000
"""Pages to be tried again."""
TRIES: Final = 5
"""So many runs try a page that cannot be read."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_NONE: Final = "-"
"""Instead of validators, where the server gives none."""


@dataclass(slots=True)
class Progress:
    """Of one feed."""

    mark: datetime = _NEVER
    read: dict[str, str] = field(default_factory=dict)
    """Pages that were read, and their validators, by a digest of their address."""
    again: dict[str, int] = field(default_factory=dict)
    """Addresses that could not be read, and how often that was tried."""
    validators: str = ""
    """Of the feed itself, once all of it was read."""

    @classmethod
    def of(cls, cursor: str, since: datetime | None) -> Progress:
        """From a cursor; without one, from `since` on. What is damaged counts as none."""
        try:
            found: Any = json.loads(cursor)
            return cls(
                datetime.fromisoformat(found["mark"]).astimezone(UTC) if found["mark"] else _NEVER,
                {str(key): str(value) for key, value in found["read"].items()},
                {str(key): int(value) for key, value in found["again"].items()},
                str(found["validators"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return cls(since or _NEVER)

    @property
    def cursor(self) -> str:
        """As text."""
        return json.dumps(
            {
                "mark": "" if self.mark == _NEVER else self.mark.isoformat(),
                "read": self.read,
                "again": self.again,
                "validators": self.validators,
            }
        )

    def known(self, entry: Entry) -> str:
        """What to ask with whether a page has changed; "" where it must be read anyway."""
        return self.read.get(_digest(entry.url), "").removeprefix(_NONE) if _open(entry) else ""

    def due(self, entries: Sequence[Entry]) -> list[Entry]:
        """What is to be read, in the order in which it is to be done."""
        timed = [one for one in entries if one.changed and self._is_due(one, one.changed)]
        # what was changed longest ago first, so that the mark can follow
        timed.sort(key=lambda one: one.changed or _NEVER)
        # then what was never read, then what was read longest ago: a budget may end the run anywhere
        turn = {digest: number for number, digest in enumerate(self.read, start=1)}
        untold = [one for one in entries if one.changed is None]
        return timed + sorted(untold, key=lambda one: turn.get(_digest(one.url), 0))

    def _is_due(self, entry: Entry, changed: datetime) -> bool:
        if changed < self.mark:
            return False
        return changed > self.mark or not entry.settled or _digest(entry.url) not in self.read

    def done(self, entry: Entry, validators: str) -> None:
        """A page was read."""
        self.again.pop(entry.url, None)
        if entry.changed and entry.settled and entry.changed > self.mark:
            self.mark = entry.changed
            self.read = {key: value for key, value in self.read.items() if value}
        digest = _digest(entry.url)
        self.read.pop(digest, None)
        if len(self.read) < MOST_REMEMBERED:
            self.read[digest] = (validators or _NONE) if _open(entry) else ""

    def failed(self, entry: Entry) -> bool:
        """A page could not be read: it is tried again in the next runs. Whether it is."""
        tries = self.again.pop(entry.url, 0) + 1
        if tries > TRIES or len(self.again) >= MOST_AGAIN:
            return False
        self.again[entry.url] = tries
        return True

    def through(self, entries: Sequence[Entry], validators: str) -> None:
        """All of the feed was read. `validators` are the feed's own: it need not be read again as it is."""
        here = {_digest(entry.url) for entry in entries}
        self.read = {key: value for key, value in self.read.items() if key in here}
        told = not self.again and not any(map(_open, entries))
        self.validators = validators if told else ""


def _open(entry: Entry) -> bool:
    """Whether the feed does not tell if a page has changed."""
    return entry.changed is None or not entry.settled


def _digest(url: str) -> str:
    return hashlib.blake2b(url.encode(), digest_size=6).hexdigest()
