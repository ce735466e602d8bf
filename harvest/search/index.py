"""Pages in, answers to queries out: the whole search in one object."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from harvest.search import query, ranking, synonyms
from harvest.search.analysis import Analysis, is_word
from harvest.search.language import ENGLISH, language_of
from harvest.search.page import FIELDS, Names, count, levels, usual_lengths
from harvest.search.postings import Postings
from harvest.search.query import Ingredient
from harvest.search.slips import slips
from harvest.search.written import written
from harvest.vocabulary_file import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from harvest.search.page import Page
    from harvest.search.query import Mended, Typed
    from harvest.search.ranking import Sought


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
        self, pages: Sequence[Page], known: Vocabulary | None = None, languages: Iterable[str] = ("en",)
    ) -> None:
        """`languages`: the first decides how words are cut and stemmed. Raises HarvestError for none such."""
        self.pages = tuple(pages)
        self._known = known or Vocabulary()
        self.analysis = Analysis(language_of(next(iter(languages), "en")))
        self._names = Names(self._known, self.analysis)
        counted = [count(page, self.analysis, self._names) for page in self.pages]
        shared = Counter(phrase for page in counted for phrase in set(page.phrases))
        self.usual = usual_lengths(counted)
        likenesses = synonyms.likenesses(self.analysis.stem) if self.analysis.language is ENGLISH else {}
        meant = slips(Counter(entry for page in counted for entry in page.entries if is_word(entry)))
        self.postings = Postings(levels(page, self.usual, shared, likenesses, meant) for page in counted)

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
        """How people write the words whose entry is a stem: see `written`. Costs a pass over all texts."""
        names = (name for term in self._known.terms for name in (term.we_say, *term.they_say))
        texts = (text for page in self.pages for each in FIELDS for text in page.texts(each.name))
        return written(chain(names, texts), self.analysis)

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
        counted = count(self.pages[at], self.analysis, self._names)
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
