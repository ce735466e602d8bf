"""What the search knows of a page, and how much the page is about each word.

`FIELDS` is the table of weights: change a number, then look at `harvest check` and `harvest backtest search`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.markup import plain, read
from harvest.model import Answer, Markup
from harvest.search import ranking
from harvest.search.analysis import is_pair, near, pair
from harvest.search.written import own_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harvest.search.analysis import Analysis, Word
    from harvest.vocabulary_file import Vocabulary


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a page and what a word in it is worth."""

    name: str
    weight: float
    """Mass of one occurrence in a field of usual length."""
    length: float
    """0: long fields count as short ones do; 1: twice the words, half the mass of each."""
    pairs: float = 0.0
    """Mass of two words that follow each other, as a share of one word's: in few words, order tells."""

    def mass(self, length: int, usual: float) -> float:
        """Thousandths of one occurrence among so many words."""
        return 1000 * self.weight / (1 - self.length + self.length * length / usual)


ASKED_AS: Final = Field("asked_as", 3.0, 0.5, pairs=1.0)
FIELDS: Final = (
    Field("title", 10.0, 0.5, pairs=0.2),
    ASKED_AS,
    Field("vocabulary", 3.0, 0.5),
    Field("headings", 2.0, 0.5),
    Field("body", 1.0, 0.9),
)
"""What is known about each: a word in a title names the problem; each of the askers' phrases counts, so
that what most of them say weighs most; a body is long and tells much in passing."""

_STEPS: Final = 4
"""Usual lengths are rounded to a quarter of an octave, so that one more page does not change every level."""
_LEAST_USUAL: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as the search sees it: plain text."""

    ref: str
    """Its path; unique. Pages of the same rank come in the order in which they were given."""
    title: str
    asked_as: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    """Other names of what it is about."""
    headings: tuple[str, ...] = ()
    body: str = ""
    askers: int = 1
    threads: tuple[str, ...] = ()
    topic: str = ""
    product: str = ""
    state: str = ""
    kind: str = ""
    confirmed: bool = False
    """Whether somebody said that it worked."""

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a field."""
        value: str | tuple[str, ...] = getattr(self, name)
        return (value,) if isinstance(value, str) else value


def page_of(ref: str, answer: Answer) -> Page:
    """An answer page for the search."""
    texts = [passage.text for section in answer.sections for passage in section.passages]
    return Page(
        ref=ref,
        title=answer.title,
        asked_as=answer.asked_as,
        vocabulary=(*answer.also_called, answer.product, answer.topic, *answer.tags),
        headings=tuple(section.heading for section in answer.sections if section.heading),
        body=plain(read("\n\n".join(texts), Markup.MARKDOWN)),
        askers=answer.askers,
        threads=tuple(source.thread for source in answer.sources),
        topic=answer.topic,
        product=answer.product,
        state=str(answer.state),
        kind=str(answer.kind),
        confirmed=bool(answer.confirmed_by),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of a page, by field. Depends on the page and the vocabulary only."""

    words: Mapping[str, Mapping[str, int]]
    """By field, how often each entry occurs."""
    length: Mapping[str, int]
    phrases: tuple[str, ...] = ()
    """The entries of each of the askers' phrases, a blank between two: other pages may have the same."""
    forms: tuple[str, ...] = ()
    """See `own_forms`."""


def count(page: Page, analysis: Analysis, names: Names) -> Counted:
    """Read a page."""
    words: dict[str, Counter[str]] = {each.name: Counter() for each in FIELDS}
    length = dict.fromkeys(words, 0)
    phrases = []
    said = []
    texts = []
    for each in FIELDS:
        for text in page.texts(each.name):
            found = analysis.words(text)
            entries = list(_entries(found, pairs=each.pairs > 0))
            words[each.name].update(entries)
            length[each.name] += sum(not word.small for word in found)
            said.append(_line(found))
            texts.append((text, found))
            if each is ASKED_AS:
                phrases.append(" ".join(entries))
    for entry in names.of("".join(said)):
        words["vocabulary"][entry] += 1
        length["vocabulary"] += 1
    return Counted(words, length, tuple(phrases), own_forms(texts, analysis))


class Names:
    """`docs/vocabulary.yml`, both ways: a page that has one name of a thing is found by the others as well.

    Done to pages and not to queries, so that a browser need not load more for it; a name that is on most
    pages ("app") weighs next to nothing by itself.
    """

    def __init__(self, known: Vocabulary, analysis: Analysis) -> None:
        self._things = []
        said = [name for term in known.terms for name in (term.we_say, *term.they_say)]
        self.forms = own_forms([(name, analysis.words(name)) for name in said], analysis)
        """How they are written."""
        for term in known.terms:
            names = [analysis.words(name) for name in (term.we_say, *term.they_say)]
            self._things.append(
                ([_line(name) for name in names], [list(_entries(name, pairs=False)) for name in names])
            )

    def of(self, said: str) -> Iterable[str]:
        """The entries of all names of what is named; those of a name that is there anyway are left out."""
        for lines, entries in self._things:
            there = [line in said for line in lines]
            if any(there):
                missing = (own for own, known in zip(entries, there, strict=True) if not known)
                yield from dict.fromkeys(entry for own in missing for entry in own)


def _line(words: Sequence[Word]) -> str:
    return f" {' '.join(word.term for word in words)} "


def _entries(words: Sequence[Word], *, pairs: bool) -> Iterable[str]:
    for at, word in enumerate(words):
        if not word.small:
            yield word.term
            yield from word.parts
        if pairs and at + 1 < len(words) and (both := pair(word, words[at + 1])):
            yield both


def usual_lengths(pages: Iterable[Mapping[str, int]]) -> dict[str, float]:
    """How many words each field has in pages that have it: rounded, so that it seldom changes.

    `pages`: `Counted.length` of each.
    """
    lengths = list(pages)
    usual = {}
    for each in FIELDS:
        own = [length[each.name] for length in lengths if length[each.name]]
        mean = max(_LEAST_USUAL, sum(own) / len(own)) if own else _LEAST_USUAL
        step = 0
        while 2 ** ((step + 0.5) / _STEPS) < mean:
            step += 1
        usual[each.name] = 2 ** (step / _STEPS)
    return usual


def levels(
    page: Counted,
    usual: Mapping[str, float],
    shared: Mapping[str, int],
    likenesses: Mapping[str, frozenset[str]],
) -> dict[str, int]:
    """How much a page is about each entry, 1 to 63; and about what it says by another word, under `near`.

    `shared`: on how many pages each phrase stands. A phrase that finds many pages is worth little: it counts
    as its share of one.
    """
    found = {entry: ranking.level(round(mass)) for entry, mass in _masses(page, usual, shared).items()}
    alike: dict[str, int] = {}
    for entry, at in found.items():
        for other in likenesses.get(entry, ()):
            if other not in found:
                alike[near(other)] = max(alike.get(near(other), 0), at)
    return {entry: at for entry, at in {**found, **alike}.items() if at}


def _masses(page: Counted, usual: Mapping[str, float], shared: Mapping[str, int]) -> dict[str, float]:
    """Thousandths, by entry."""
    masses: dict[str, float] = {}
    for each in FIELDS:
        length = page.length[each.name]
        if not length:
            continue
        times: dict[str, float] = dict(page.words[each.name])
        if each is ASKED_AS:
            for phrase in page.phrases:
                for entry in phrase.split():
                    times[entry] -= 1 - 1 / shared.get(phrase, 1)
        one = each.mass(length, usual[each.name])
        for entry, many in times.items():
            mass = one * many * (each.pairs if is_pair(entry) else 1.0)
            masses[entry] = masses.get(entry, 0.0) + mass
    return masses
