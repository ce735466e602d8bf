"""How near our titles come to those that two readers gave the same conversations.

For each thread worth a page: the words that title and reader's title share (F1 of their words, the nearer of
the two readers counts), and whether they are the same but for case and punctuation. Readers often join two
sentences or leave words out, which a verbatim title cannot do: 1.0 is out of reach.

Labelled posts have no titles of their own: where nearly all threads of a source begin with a short line and
go on below it, that line is the title the forum asked for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvest.vocabulary import title, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.backtest.labelled import Labelled
    from harvest.model import Thread

FIRST_LINE: Final = 150
"""Characters of the longest first line that is a title."""
NEARLY_ALL: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Our title beside the readers'."""

    id: str
    source: str
    ours: str
    theirs: tuple[str, ...]
    f1: float
    """0 to 1, against the nearer of the readers' titles."""
    equal: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Over all threads of a source, or all."""

    source: str
    threads: int
    f1: float
    equal: float
    """Share of the threads."""


def compare(threads: Iterable[Labelled]) -> list[Compared]:
    """All threads worth a page that readers gave a title, the farthest apart first."""
    everything = list(threads)
    titled = _titled(everything)
    found = []
    for labelled in everything:
        if not labelled.page or not labelled.titles:
            continue
        ours = title(_with_title(labelled.thread) if labelled.source in titled else labelled.thread)
        found.append(
            Compared(
                id=labelled.id,
                source=labelled.source,
                ours=ours,
                theirs=labelled.titles,
                f1=max(f1(ours, theirs) for theirs in labelled.titles),
                equal=any(words(ours) == words(theirs) for theirs in labelled.titles),
            )
        )
    return sorted(found, key=lambda c: (c.f1, c.id))


def figures(compared: Sequence[Compared]) -> list[Figures]:
    """Of each source, and last of all."""
    sources = sorted({c.source for c in compared})
    rows = [(source, [c for c in compared if c.source == source]) for source in sources]
    return [
        Figures(
            source,
            len(of),
            sum(c.f1 for c in of) / len(of) if of else 0.0,
            sum(c.equal for c in of) / len(of) if of else 0.0,
        )
        for source, of in (*rows, ("all", list(compared)))
    ]


def f1(ours: str, theirs: str) -> float:
    """Harmonic mean of the shares of words in common, each word as often as it stands there."""
    one, other = Counter(words(ours)), Counter(words(theirs))
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def _titled(threads: Sequence[Labelled]) -> set[str]:
    """The sources whose texts begin with the forum's title."""
    of = Counter(labelled.source for labelled in threads)
    with_line = Counter(t.source for t in threads if _first_line(t.thread))
    return {source for source, number in of.items() if with_line[source] >= NEARLY_ALL * number}


def _first_line(thread: Thread) -> str:
    """The first line of the question, if it is short and more follows."""
    line, _, rest = thread.question.text.partition("\n")
    return line if rest.strip() and len(line) <= FIRST_LINE else ""


def _with_title(thread: Thread) -> Thread:
    """The same thread with the first line of the question as its title."""
    line = _first_line(thread)
    if not line:
        return thread
    question = thread.question
    first = replace(question.posts[0], title=line)
    text = question.text.partition("\n")[2].strip()
    asked = replace(question, posts=(first, *question.posts[1:]), text=text)
    return replace(thread, turns=tuple(asked if turn is question else turn for turn in thread.turns))
