"""Words as people write them: an index has stems ("unrestrict"), which nobody types and nobody likes to read.

Shown where a word was mended. Of all forms of a stem the one that most pages have is taken ("uploads", not
"uploaded"): it needs no dictionary, and it is a word of these customers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from harvest.search.analysis import closed, fold, forms, is_code, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.search.analysis import Analysis, Word


def own_forms(texts: Iterable[tuple[str, Sequence[Word]]], analysis: Analysis) -> tuple[str, ...]:
    """Of texts and their words: the most frequent form of each stem, as "form stem"; "stem" where that is it.

    In lower case and without hyphens; with its accents, unless it is written in one with another word
    ("l'album"). Codes are no stems and are left out: with them the list would be twice as long.
    """
    times: Counter[tuple[str, str]] = Counter()
    for text, words in texts:
        if text.isascii():
            times.update((word.term, closed(word.typed)) for word in words if not word.small)
            continue
        for form in forms(text):
            for word in analysis.words(form):
                shown = form if fold(form) == word.typed else word.typed
                times[word.term, closed(shown)] += not word.small
    best: dict[str, tuple[int, int, bytes, str]] = {}
    for (term, form), many in times.items():
        if many and not is_code(term):
            this = _rank(form, many)
            best[term] = min(best.get(term, this), this)
    return tuple(term if form == term else f"{form} {term}" for term, (*_, form) in best.items())


def written(pages: Iterable[Iterable[str]]) -> dict[str, str]:
    """Of each stem the form that most pages have, where it is not the stem itself; among equals the shortest.

    `pages`: `own_forms` of each. An index cannot say on how many pages a stem is written as it is: it has
    those too that only mean it, by the vocabulary.
    """
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair, many in Counter(chain.from_iterable(pages)).items():
        form, _, term = pair.partition(" ")
        found[term or form].append((form, many))
    best = {term: min(_rank(form, many) for form, many in counted)[-1] for term, counted in found.items()}
    return {term: form for term, form in best.items() if form != term}


def _rank(form: str, many: int) -> tuple[int, int, bytes, str]:
    """The least is the best."""
    return (-many, len(form), ordered(form), form)
