"""The conversations in which something was found: read whole once, then watched for a week.

The answer comes after the question that was found. Many conversations are asked for in one search.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.sources.fields import mapping, sequence
from harvest.sources.live.walk import Walk
from harvest.sources.live.x.asking import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.model import Post

_TERM: Final = "conversation_id:"
_OR: Final = " OR "
_DIGITS: Final = 19
"""Of an id, at most."""


@dataclass(slots=True)
class Look:
    """One search for several conversations, over several pages and perhaps runs."""

    conversations: tuple[str, ...]
    first: bool
    """Whether nothing of them was read before."""
    walk: Walk
    searched: bool = False
    """Whether the walk is through, and only `wanted` is left."""
    wanted: set[str] = field(default_factory=set)
    """Posts that belong to them and that search did not show: it goes back no further."""

    @classmethod
    def read(cls, value: dict[str, object]) -> Look:
        """From a cursor."""
        return cls(
            conversations=tuple(map(str, sequence(value.get("conversations")))),
            first=bool(value.get("first")),
            walk=Walk.read(str(value.get("walk"))),
            searched=bool(value.get("searched")),
            wanted=set(map(str, sequence(value.get("wanted")))),
        )

    def raw(self) -> dict[str, object]:
        """For a cursor."""
        return {
            "conversations": self.conversations,
            "first": self.first,
            "walk": self.walk.cursor,
            "searched": self.searched,
            "wanted": sorted(self.wanted),
        }

    @property
    def query(self) -> str:
        """In X's language."""
        return _OR.join(f"{_TERM}{one}" for one in self.conversations)

    def saw(self, posts: Iterable[Post], known: set[str]) -> None:
        """Take note of posts, newest first. What they answer belongs to the conversation too."""
        own = [post for post in posts if post.conversation in self.conversations]
        for post in own:
            known.update((post.id, *post.aliases))
        if self.first:
            self.wanted.update(post.parent for post in own if is_id(post.parent))
        self.wanted -= known


class Watch:
    """Conversations, up to where each was read, and the newest that is known of it. Ids order by time."""

    def __init__(self, text: str = "") -> None:
        """From a cursor. What is damaged counts as none."""
        self._seen: dict[str, tuple[str, str]] = {}
        self.latest = "0"
        """The newest id that X has shown: its clock was there already."""
        self._done: set[str] = set()
        """What this run has read."""
        self.look: Look | None = None
        """Under way; an earlier run may have begun it."""
        try:
            value = mapping(json.loads(text or "{}"))
            for one, pair in mapping(value.get("seen")).items():
                read, last = sequence(pair)
                self._seen[one] = f"{int(str(read))}" if read else "", f"{int(str(last))}"
            self.latest = f"{int(str(value.get('latest') or 0))}"
            look = mapping(value.get("look"))
            self.look = Look.read(look) if look else None
        except ValueError:
            return

    @property
    def cursor(self) -> str:
        """As text."""
        look = self.look.raw() if self.look else None
        return json.dumps({"latest": self.latest, "look": look, "seen": self._seen})

    def __len__(self) -> int:
        """How many conversations there are."""
        return len(self._seen)

    def add(self, posts: Iterable[Post]) -> None:
        """Watch the conversations of these."""
        for post in posts:
            one = post.conversation or post.id
            over = one in self._done and one not in self._seen
            if is_id(one) and is_id(post.id) and not over:
                read, last = self._seen.get(one, ("", "0"))
                self._seen[one] = read, max(last, post.id, key=int)

    def back(self, since: str) -> None:
        """Everything from `since` on is to be read again."""
        self.look = None
        self._seen = {one: (min(read, since, key=_number), last) for one, (read, last) in self._seen.items()}

    def next(self, length: int, *, new: bool) -> Look | None:
        """The next search that is due: new conversations first, then those read longest ago.

        Each comes once in a run. `length`: of a query, in characters. `new`: only such as were never read.
        """
        if self.look:
            return self.look
        due = sorted(
            (_number(read), one)
            for one, (read, _) in self._seen.items()
            if one not in self._done and not (new and read)
        )
        if not due:
            return None
        since = due[0][0]
        alike = [one for read, one in due if bool(read) == bool(since)]
        fitting = tuple(alike[: (length + len(_OR)) // (len(_TERM) + _DIGITS + len(_OR))])
        walk = Walk(str(since) if since else "")
        self.look = Look(fitting, not since, walk, wanted=set() if since else set(fitting))
        return self.look

    def finish(self, oldest: str) -> None:
        """The look has come to its end. Conversations with nothing newer than `oldest` are over."""
        if self.look is None:
            return
        self._done.update(self.look.conversations)
        for one in self.look.conversations:
            _, last = self._seen.pop(one, ("", "0"))
            if int(last) >= int(oldest):
                self._seen[one] = self.look.walk.since, last
        self.look = None


def _number(read: str) -> int:
    return int(read or 0)
