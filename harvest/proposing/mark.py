"""What Harvest writes into the body of a request so that it knows it again, from any machine.

One HTML comment on a line of its own, which no forge shows to readers:

    <!-- harvest: {"page": "answers/a.md", "digest": "sha256:…", "threads": ["forum:1"]} -->

It is read from requests whose branch lies in the repository itself only: who can push there could merge too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(r"^<!-- harvest: (\{.*\}) -->[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a request is about."""

    page: str
    """Relative to the docs folder."""
    threads: tuple[str, ...]
    """`Thread.ref`s that the page would come from."""
    digest: str
    """Of the page as Harvest would write it: another one means that a thread has changed."""


def write(mark: Mark) -> str:
    """The line, without a line end. Nothing in it ends the comment early."""
    values = {"page": mark.page, "digest": mark.digest, "threads": list(mark.threads)}
    text = json.dumps(values, ensure_ascii=True).replace("--", "-\\u002d").replace(">", "\\u003e")
    return f"<!-- harvest: {text} -->"


def read(body: str) -> Mark | None:
    """The last mark in a body; None where there is none that can be read."""
    for text in reversed(_LINE.findall(body)):
        try:
            found = json.loads(text)
            page, digest, threads = found["page"], found["digest"], found["threads"]
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(threads, list) and all(isinstance(each, str) for each in (page, digest, *threads)):
            return Mark(page=page, digest=digest, threads=tuple(threads))
    return None
