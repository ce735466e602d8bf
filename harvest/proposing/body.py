"""What is proposed, and what a comment under a request says of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.proposing import mark

if TYPE_CHECKING:
    from harvest.model import Answer, Candidate
    from harvest.proposing.mark import Mark

MOST_OFFERED: Final = 20_000
"""Characters of a page that are quoted. GitHub takes 65,536 in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is proposed, or what it should become."""

    candidate: Candidate
    answer: Answer
    """As drafted from the conversations."""
    path: str
    """Relative to the docs folder."""
    text: str
    """The whole file that is proposed."""
    digest: str
    """Of the page as drafted: `Mark.digest`. What a person has decided (`forced`, `state`) is not in it."""
    old: str = ""
    """The file on the default branch; "" where there is none."""
    offered: str = ""
    """The page as Harvest would have written it, where a person's text stands instead."""
    forced: str = ""
    """Why somebody wants it though judge or reviewers did not."""


def comment_of(why: str, offered: str, about: Mark) -> str:
    """A comment that is made once: its mark says what has been said."""
    shown = f"\n\nThe page as Harvest would write it now:\n\n{fenced(offered)}" if offered else ""
    return f"{why[:1].upper()}{why[1:]}.{shown}\n\n{mark.write(about)}\n"


def is_said(why: str, about: Mark, comments: tuple[str, ...]) -> bool:
    """Whether a comment has said that before."""
    start = f"{why[:1].upper()}{why[1:]}."
    return any(
        text.startswith(start) and (said := mark.read(text)) is not None and said.digest == about.digest
        for text in comments
    )


def fenced(text: str) -> str:
    """A code block that holds any text, cut where it is too long."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    cut = text if len(text) <= MOST_OFFERED else f"{text[:MOST_OFFERED]}\n…"
    return f"{fence}markdown\n{cut.rstrip()}\n{fence}"
