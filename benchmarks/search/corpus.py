"""As many pages as are asked for, made from real conversations that lie outside this repository.

The longest page is cut in two until there are enough; the second half is then a page of its own, called by
how it begins. So 50,000 pages come from half as many conversations, and no page holds what another does.

Signs that are markup somewhere are taken out, so that every engine reads the same words. Pages have no
headings: some peers index each heading's section by itself and would miss words that stand in two of them.
"""

from __future__ import annotations

import heapq
import itertools
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.findability import Thread
from harvest.pages.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|~&$^=\s\x00-\x1f\u2028\u2029\ufffe\uffff]+")
_START: Final = re.compile(r"^(?:[^\w\"'“(]|\d+[.)])+")
_TITLE_WORDS: Final = 10


@dataclass(frozen=True, slots=True)
class Made:
    """A page of the benchmark."""

    name: str
    """Of its file, without an ending."""
    thread: Thread
    """Its title, the question and the answers, as plain text whose lines are paragraphs."""

    @property
    def title(self) -> str:
        """As it stands on the page."""
        return self.thread.title

    @property
    def paragraphs(self) -> list[str]:
        """The text of the page."""
        return f"{self.thread.question}\n{self.thread.answers}".strip().splitlines()


def pages(threads: Iterable[Thread], many: int, seed: int) -> list[Made]:
    """`many` pages (fewer where the conversations do not have so much text), named as drafts are."""
    known = [cleaned for thread in threads if (cleaned := _clean(thread)).title]
    random.Random(seed).shuffle(known)  # noqa: S311 — nothing secret
    made: dict[str, Made] = {}
    for number, thread in enumerate(_cut(known[:many], many)):
        name = slug(thread.title, str(number), made)
        made[name] = Made(name, thread)
    return list(made.values())


def _clean(thread: Thread) -> Thread:
    return Thread(_line(thread.title), _text(thread.question), _text(thread.answers))


def _text(text: str) -> str:
    return "\n".join(line for each in text.splitlines() if (line := _line(each)))


def _line(text: str) -> str:
    """Nothing in it, and nothing at its beginning, is markup."""
    return _START.sub("", _MARKUP.sub(" ", text).strip()).strip()


def _cut(threads: list[Thread], many: int) -> list[Thread]:
    longest = [(-_length(each), at, each) for at, each in enumerate(threads)]
    heapq.heapify(longest)
    whole: list[tuple[int, int, Thread]] = []
    ids = itertools.count(len(threads))
    while longest and len(longest) + len(whole) < many:
        _, at, thread = heapq.heappop(longest)
        if halves := _halves(thread):
            for number, half in zip((at, next(ids)), halves, strict=True):
                heapq.heappush(longest, (-_length(half), number, half))
        else:
            whole.append((0, at, thread))
    return [thread for _, _, thread in sorted([*longest, *whole], key=lambda each: each[1])]


def _length(thread: Thread) -> int:
    return len(thread.question) + len(thread.answers)


def _halves(thread: Thread) -> tuple[Thread, Thread] | None:
    """None where it is one paragraph that cannot be cut into two texts of some words."""
    lines = f"{thread.question}\n{thread.answers}".strip().splitlines()
    if len(lines) < 2:
        sentences = re.split(r"(?<=[.!?]) ", " ".join(lines))
        lines = [line for each in sentences if (line := _line(each))]
    at = max(1, len(lines) // 2)
    title = " ".join(lines[at].split()[:_TITLE_WORDS]) if len(lines) > 1 else ""
    if not title:
        return None
    return Thread(thread.title, "\n".join(lines[:at]), ""), Thread(title, "\n".join(lines[at:]), "")
