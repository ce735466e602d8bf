"""How far mailboxes were read, and what is taken of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.sources.live.service import Step

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from harvest.model import Post
    from harvest.sources.live.service import Ask

BATCH: Final = 200
"""Messages of one step."""
BOXES, FOLDERS = "mail:boxes", "mail:folders"
"""The cursors."""


@dataclass(frozen=True, slots=True)
class Box:
    """How far an mbox file was read."""

    size: int = -1
    modified: int = 0
    """Of the file when it was last read: bytes, nanoseconds."""
    offset: int = 0
    line: int = 1
    """Where reading goes on."""
    before: str = ""
    """Digest of what stood before that place."""
    rests: bool = False
    """Whether all of it was read."""


@dataclass(slots=True)
class Marks:
    """What was read of everything."""

    boxes: dict[str, Box] = field(default_factory=dict)
    folders: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    """By folder: when the newest file that was read got there, and the files of about that time."""

    @classmethod
    def of(cls, ask: Ask) -> Marks:
        """From the cursors. What is damaged counts as unread."""
        try:
            boxes = {name: Box(**box) for name, box in json.loads(ask.cursor(BOXES) or "{}").items()}
            said = json.loads(ask.cursor(FOLDERS) or "{}").items()
            return cls(boxes, {name: (int(mark), tuple(near)) for name, (mark, near) in said})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def step(self, posts: list[Post]) -> Step:
        """What was read, and that it was."""
        boxes = {name: asdict(box) for name, box in self.boxes.items()}
        cursors = {BOXES: json.dumps(boxes), FOLDERS: json.dumps(self.folders)}
        return Step(posts=tuple(posts), cursors=cursors)


def recent(ask: Ask, post: Post | None) -> Post | None:
    """The post, unless it is older than what is asked for."""
    return post if post is None or ask.since is None or post.created >= ask.since else None


def status_of(path: Path) -> os.stat_result | None:
    """Of a file; None where it is gone."""
    try:
        return path.stat()
    except OSError:
        return None
