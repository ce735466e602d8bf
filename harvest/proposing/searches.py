"""Who finds the page: by which words, at which place, before the change and after it; and who is near."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.vocabulary import meaningful

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from harvest.model import Answer

    Find = Callable[[str], tuple[str, ...]]
    """Paths of the pages that the search finds for some words, best first."""

_MASK: Final = re.compile("‹[^›]*›")
LOOKED_AT: Final = 10
NEAR: Final = 3
WORDS: Final = 6
"""So many words say what two pages share, and what sets them apart."""


@dataclass(frozen=True, slots=True)
class Search:
    """One way to ask, and what became of it."""

    words: str
    before: int
    """The page's place among the first ten; 0: not there."""
    after: int
    first_before: str
    """The path of the page that came first before the change; "" where nothing did."""


@dataclass(frozen=True, slots=True)
class Near:
    """A page that customers could take for this one."""

    path: str
    title: str
    place: int
    """At which the search finds it for this page's own title."""
    shared: tuple[str, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    other_product: str
    """The product it is about, where that is another one; "" where it is not."""


def searches(answer: Answer, path: str, before: Find, after: Find) -> tuple[Search, ...]:
    """By the title, by each phrase, and by the words of both without the small ones."""
    keywords = " ".join(sorted(meaningful(answer.title), key=answer.title.lower().find)[:3])
    asked = dict.fromkeys(words for words in (answer.title, *answer.asked_as, keywords) if words)
    found = []
    for words in asked:
        old = before(words)[:LOOKED_AT]
        found.append(
            Search(words, _place(path, old), _place(path, after(words)[:LOOKED_AT]), old[0] if old else "")
        )
    return tuple(found)


def _place(path: str, found: tuple[str, ...]) -> int:
    return found.index(path) + 1 if path in found else 0


def near(answer: Answer, path: str, find: Find, pages: Mapping[str, Answer]) -> tuple[Near, ...]:
    """The pages that the search would show first for this one's title and phrases, itself left out."""
    places: dict[str, int] = {}
    for words in (answer.title, *answer.asked_as):
        for place, other in enumerate(find(words)[:LOOKED_AT], start=1):
            if other != path and other in pages:
                places[other] = min(place, places.get(other, place))
    first = sorted(places, key=lambda other: (places[other], other))[:NEAR]
    return tuple(_beside(answer, other, pages[other], places[other]) for other in first)


def _beside(answer: Answer, path: str, other: Answer, place: int) -> Near:
    here, there = asked_with(answer), asked_with(other)
    return Near(
        path=path,
        title=other.title,
        place=place,
        shared=tuple(sorted(here & there))[:WORDS],
        only_here=tuple(sorted(here - there))[:WORDS],
        only_there=tuple(sorted(there - here))[:WORDS],
        other_product=other.product if other.product != answer.product else "",
    )


def asked_with(answer: Answer) -> set[str]:
    """The words that tell what a page is asked by."""
    return set().union(*map(meaningful, (answer.title, *answer.asked_as, *answer.also_called)))


def unheard(theirs: Iterable[str], ours: Collection[str], most: int) -> tuple[str, ...]:
    """Words of customers that nothing of ours has, those said most often first.

    Of what only one of the texts says nothing: most of it tells a story ("basically", "grandson") and not the
    problem, and nobody would write it into `asked_as`.
    """
    often: dict[str, int] = {}
    for text in theirs:
        for word in meaningful(_MASK.sub(" ", text)):
            often[word] = often.get(word, 0) + 1
    new = [
        word
        for word, many in often.items()
        if many > 1 and word not in ours and not any(map(str.isdigit, word))
    ]
    return tuple(sorted(new, key=lambda word: (-often[word], word))[:most])
