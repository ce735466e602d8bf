"""How well re-phrased questions find their page, and what each ingredient of the search is worth.

A set is a StackFAQ file (JSON: `question`, its re-phrasings `rephr`, `answer`) or a sheet (CSV: `text` and
`category`, where the category is the page). Some phrasings of each page go into it (`asked_as`), the others
are the queries; which ones, a seed decides.

To see whether the search knows when nothing answers, every fifth page is taken out: the queries that belong
to it have no answer then. Intervals are Wilson's; the phrasings of one question hang together, so that the
true ones are wider.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.backtest.resolution import Share
from harvest.backtest.sets import Reader
from harvest.search import Index, Ingredient, Page, ranking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from harvest.vocabulary_file import Vocabulary

FIRST: Final = 10
"""So many results are looked at."""
TAKEN_OUT: Final = 5
"""Every so-manieth page is taken out to see what happens to questions without an answer."""
IN_SCOPE: Final = 0.95
"""Share of the answerable questions for which the false answers are counted."""
ADVICE: Final = "name a StackFAQ .json, or a .csv with text and category"


@dataclass(frozen=True, slots=True)
class Topic:
    """A page to be found, and how people put its question."""

    title: str
    body: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A set, parted."""

    pages: tuple[Page, ...]
    """With the phrasings that were put into them."""
    queries: tuple[tuple[str, str], ...]
    """What is typed, and the page's ref."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one mixture of ingredients finds."""

    name: str
    ranks: tuple[int, ...]
    """Of each query's page; 0 where it is not among the first."""

    @property
    def first(self) -> Share:
        """Recall at 1."""
        return Share(sum(rank == 1 for rank in self.ranks), len(self.ranks))

    @property
    def first_five(self) -> Share:
        """Recall at 5."""
        return Share(sum(0 < rank <= 5 for rank in self.ranks), len(self.ranks))

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank."""
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks) if self.ranks else 0.0

    def figures(self) -> dict[str, float]:
        """For machines, rounded to four places."""
        return {
            "r1": round(self.first.value, 4),
            "r5": round(self.first_five.value, 4),
            "mrr": round(self.mrr, 4),
        }


def read(path: Path) -> list[Topic]:
    """The topics of a set. Raises HarvestError where it is in neither form."""
    reader = Reader(path, ADVICE)
    if path.suffix == ".csv":
        found = _pages(reader.rows())
    else:
        found = [Topic(entry.question, entry.answer, entry.rephrased) for entry in reader.entries()]
    if not any(topic.phrasings for topic in found):
        raise reader.error("there are no questions in it")
    return found


def _pages(rows: Iterator[tuple[str, str]]) -> list[Topic]:
    texts: dict[str, list[str]] = defaultdict(list)
    for text, category in rows:
        texts[category].append(text)
    return [
        Topic(category.replace("_", " "), "", tuple(phrasings))
        for category, phrasings in sorted(texts.items())
    ]


def part(topics: Sequence[Topic], phrases: int | None, seed: int) -> Case:
    """`phrases` of each topic's phrasings go into its page, None: half of them; the others are queries.

    A topic that has no more of them is a page that nobody looks for.
    """
    pages, queries = [], []
    for number, topic in enumerate(topics):
        mixed = list(topic.phrasings)
        random.Random(f"{seed}/{number}").shuffle(mixed)  # noqa: S311 — nothing secret
        many = (len(mixed) + 1) // 2 if phrases is None else phrases
        ref = str(number)
        pages.append(Page(ref=ref, title=topic.title, body=topic.body, asked_as=tuple(mixed[:many])))
        queries += [(text, ref) for text in mixed[many:]]
    return Case(tuple(pages), tuple(queries))


def measure(case: Case, known: Vocabulary | None = None) -> Iterator[Score]:
    """The scores of several mixtures: first what pages hold, then all of it without one ingredient each."""
    bare = [Page(ref=page.ref, title=page.title, body=page.body) for page in case.pages]
    untitled = [Page(ref=page.ref, title="", body=page.body) for page in case.pages]
    whole = Index(case.pages, known)
    if any(page.body for page in untitled):
        yield _score("answers only", Index(untitled), case)
    yield _score("plain", Index(bare), case)
    yield _score("phrases", whole, case)
    for each in Ingredient:
        yield _score(f"without {each}", whole, case, (each,))
    yield _score("without learning", Index(case.pages, known, learning=False), case)


def _score(name: str, index: Index, case: Case, without: Collection[Ingredient] = ()) -> Score:
    return Score(name, tuple(_rank(index, text, ref, without) for text, ref in case.queries))


def _rank(index: Index, text: str, ref: str, without: Collection[Ingredient]) -> int:
    hits = index.search(text, limit=FIRST, without=without).hits
    return next((place for place, hit in enumerate(hits, 1) if hit.page.ref == ref), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How often a question that nothing answers gets a page for an answer."""

    false: Share
    """Of those questions, where 95 % of the others get a page."""
    bar: int
    """From which `Hit.sure` on that is."""
    shown: Share
    """Of those questions, what `harvest search` and the site show as an answer: from `ranking.SURE` on."""
    answered: Share
    """Of the others, likewise."""


def false_answers(case: Case) -> Doubt:
    """Every fifth page is taken out, and with it what answers its questions."""
    kept = [page for page in case.pages if int(page.ref) % TAKEN_OUT]
    index = Index(kept)
    there = {page.ref for page in kept}
    answerable: list[int] = []
    others: list[int] = []
    for text, ref in case.queries:
        hits = index.search(text, limit=1).hits
        (answerable if ref in there else others).append(hits[0].sure if hits else 0)
    answerable.sort()
    bar = answerable[int((1 - IN_SCOPE) * len(answerable))] if answerable else 0

    def from_(least: int, found: list[int]) -> Share:
        return Share(sum(sure >= least for sure in found), len(found))

    return Doubt(
        false=from_(bar, others),
        bar=bar,
        shown=from_(ranking.SURE, others),
        answered=from_(ranking.SURE, answerable),
    )
