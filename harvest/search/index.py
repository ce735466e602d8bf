"""Pages in, answers to queries out: the whole search in one object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from harvest.search import query, ranking
from harvest.search.language import language_of
from harvest.search.page import FIELDS
from harvest.search.postings import Numbers, Postings
from harvest.search.query import Ingredient
from harvest.search.reading import Before, Reader, here, join, reader_of
from harvest.search.uncollected import uncollected
from harvest.search.written import written
from harvest.vocabulary_file import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from harvest.search.page import Page
    from harvest.search.query import Mended, Typed
    from harvest.search.ranking import Sought
    from harvest.search.reading import Joined, Run, Text


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found."""

    page: Page
    points: int
    sure: int
    """0 to 256: see `ranking.sure`."""
    why: tuple[Match, ...] = ()
    """Filled where it was asked for; what gave most first."""


@dataclass(frozen=True, slots=True)
class Match:
    """What one word gave to a page."""

    entry: str
    fields: tuple[str, ...]
    """Where it stands; empty where the page says the same by another word."""
    level: int
    weight: int
    points: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found."""

    hits: tuple[Hit, ...]
    mended: tuple[Mended, ...]
    keywords: bool

    @property
    def sure(self) -> bool:
        """Whether the first page probably answers; if not, say so and offer the hits as near."""
        return bool(self.hits) and self.hits[0].sure >= ranking.SURE


class Index:
    """The pages of one knowledge base, ready to be searched."""

    def __init__(
        self,
        pages: Iterable[Page],
        known: Vocabulary | None = None,
        languages: Iterable[str] = ("en",),
        *,
        made: Joined | None = None,
        learning: bool = True,
    ) -> None:
        """`languages`: the first decides how words are cut and stemmed. Raises HarvestError for none such.

        `made`: what was read of the pages, where it is known. Without `learning`, which is for measuring, the
        phrases do not teach how much a word tells.
        """
        given = tuple(pages)
        self._reader = _reader(known, languages)
        self.analysis = self._reader.analysis
        if made is None:
            readings = [self._reader.reading(page) for page in given]
            made = join(readings, self._reader, Numbers(), learning=learning)
        self.pages = tuple(given[at] for at in made.order)
        self.usual = made.usual
        self.postings = Postings(made.lists, len(self.pages))
        self._forms = made.forms

    @classmethod
    @uncollected()
    def of(
        cls,
        texts: Sequence[Text],
        wanted: Callable[[Page], bool],
        known: Vocabulary | None = None,
        languages: Iterable[str] = ("en",),
        *,
        run: Run = here,
        file: Path | None = None,
        keep: bool = True,
    ) -> Index:
        """The same of the texts of pages, in their order, of those that are wanted.

        `run`: where many are read. `file`: where what was read is kept; without `keep` it stays as it is.
        Raises PageError for the first page that cannot be read, wanted or not.
        """
        reader = _reader(known, languages)
        before = Before(file, reader)
        readings = before.read(texts, run)
        used = [reading for reading in readings if wanted(reading.page)]
        made = join(used, reader, before.numbers)
        if keep:
            before.keep(readings, made.lists)
        return cls((reading.page for reading in used), known, languages, made=made)

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        topic: str | None = None,
        product: str | None = None,
        prefix: bool = False,
        explain: bool = False,
        without: Collection[Ingredient] = (),
    ) -> Found:
        """The pages for what somebody typed, best first.

        `topic` and `product`: of these only. `prefix`: the last word may be half a word. `without` is for
        measuring what is left out.
        """
        typed = query.take_apart(text, self.analysis)
        sought, mended = query.look_up(typed, self.postings, self.analysis, without, prefix=prefix)
        keywords = typed.keywords and Ingredient.KEYWORDS not in without
        ranked = self.postings.best(
            sought,
            keywords=keywords,
            lift=0 if Ingredient.COVERAGE in without else ranking.trust(self.postings.pages),
            limit=max(limit, query.MOST_READ) if typed.reads else limit,
            keep=self._kept(typed, topic, product),
        )
        whole = sum(each.weight for each in sought if not each.pair)
        hits = tuple(
            Hit(
                self.pages[at],
                points,
                ranking.sure(points, coverage, whole, keywords=keywords),
                self._why(at, sought, keywords=keywords) if explain else (),
            )
            for at, points, coverage in islice(
                (each for each in ranked if self._stands(typed, each[0])), limit
            )
        )
        said = tuple(replace(each, meant=self.written.get(each.meant, each.meant)) for each in mended)
        return Found(hits, said, keywords)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """How people write the words whose entry is a stem: see `written`."""
        return written(self._forms)

    def _kept(self, typed: Typed, topic: str | None, product: str | None) -> frozenset[int] | None:
        """The pages that may be shown, as far as postings say; None: all."""
        if topic is None and product is None and not typed.phrases and not typed.banned:
            return None
        kept = {
            at
            for at, page in enumerate(self.pages)
            if topic in {None, page.topic} and product in {None, page.product}
        }
        for phrase in typed.phrases:
            kept &= self._with(phrase)
        for banned in typed.banned:
            if len(banned) == 1:
                kept -= self._with(banned)
        return frozenset(kept)

    def _with(self, phrase: tuple[str, ...]) -> set[int]:
        """The pages that have all of these terms."""
        small = self.analysis.language.small
        lists = [{at for at, _ in self.postings.read(term)} for term in phrase if term not in small]
        return set.intersection(*lists) if lists else set(range(len(self.pages)))

    def _stands(self, typed: Typed, at: int) -> bool:
        """Whether every phrase stands on a page, and none that is banned: its text is read for this."""
        if not typed.reads:
            return True
        lines = [
            f" {' '.join(word.term for word in self.analysis.words(text))} "
            for each in FIELDS
            for text in self.pages[at].texts(each.name)
        ]
        return all(
            any(f" {' '.join(phrase)} " in line for line in lines) is wanted
            for phrases, wanted in ((typed.phrases, True), (typed.banned, False))
            for phrase in phrases
            if len(phrase) > 1
        )

    def _why(self, at: int, sought: Sequence[Sought], *, keywords: bool) -> tuple[Match, ...]:
        table = ranking.SHORT if keywords else ranking.LONG
        counted = self._reader.count(self.pages[at])
        matches = []
        for each in sought:
            entry, share, level = max(
                ((entry, share, dict(self.postings.read(entry)).get(at, 0)) for entry, share in each.entries),
                key=lambda found: table[found[2]] * found[1],
            )
            if level:
                where = tuple(name for name, words in counted.words.items() if entry in words)
                points = table[level] * share * each.weight // ranking.ONE
                matches.append(Match(entry, where, level, each.weight, points))
        return tuple(sorted(matches, key=lambda match: -match.points))


def _reader(known: Vocabulary | None, languages: Iterable[str]) -> Reader:
    return reader_of(language_of(next(iter(languages), "en")), known or Vocabulary())
