"""Words as people write them: an index has stems ("unrestrict"), which nobody types and nobody likes to read.

Shown where a word was mended. Of all forms of a stem the one that pages have most often is taken ("uploads",
not "uploaded"): it needs no dictionary, and it is a word of these customers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from harvest.search.analysis import closed, fold, forms, is_code, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.search.analysis import Analysis


def written(texts: Iterable[str], analysis: Analysis) -> dict[str, str]:
    """The most frequent form of each stem, where it is not the stem itself; among equals the shortest.

    In lower case and without hyphens; with its accents, unless it is written in one with another word
    ("l'album"). Codes are no stems and are left out: with them the list would be twice as long.
    """
    times: Counter[str] = Counter()
    for text in texts:
        times.update(forms(text))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for form, many in times.items():
        for word in analysis.words(form):
            if not word.small and not is_code(word.term):
                found[word.term][closed(form if fold(form) == word.typed else word.typed)] += many
    best = {
        term: min(counted, key=lambda form: (-counted[form], len(form), ordered(form)))
        for term, counted in found.items()
    }
    return {term: form for term, form in best.items() if form != term}
