"""The one file with a fixed name: what a client must know before it can ask for any other.

Everything that needs a logarithm is computed here and only read by clients: points by level, and for each
weight the most pages that a word of that weight is on. Small and common words, endings and facets are here
too, so that a client is the same script for all sites of a language.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from harvest.search import ranking
from harvest.search.export.words import shared, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.search.export.records import Records
    from harvest.search.export.words import Shards
    from harvest.search.language import Language

FORMAT: Final = 3
"""A client reads its own format only. It grows with every change of files or arithmetic."""
SHARES: Final = (1.0, ranking.COMMON, ranking.PAIR)
"""Of a word, a common word, a pair."""
_LONGEST_SHARED: Final = 12
"""Characters; two units each at most, so that 25 capitals are enough."""


def manifest(
    folder: str, pages: int, language: Language, words: Shards, lexicon: Shards, records: Records
) -> bytes:
    """JSON, not deflated."""
    told = {
        "format": FORMAT,
        "files": folder,
        "elided": language.elided,
        "small": " ".join(sorted(language.small)),
        "common": " ".join(sorted(language.common - language.small)),
        "endings": " ".join(language.endings),
        "pages": pages,
        "trust": ranking.trust(pages),
        "weights": [bounds(pages, share) for share in SHARES],
        "long": ranking.LONG,
        "short": ranking.SHORT,
        "records": records.size,
        "texts": records.texts_size,
        "folder": records.folder,
        "words": fronts(words.firsts),
        "own": fronts(words.own),
        "lexicon": fronts(lexicon.firsts),
        **records.names,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def bounds(pages: int, share: float) -> list[int]:
    """For each weight from 1, how many pages a word of that weight is on at most: falling, as differences."""
    most = []
    low = 0
    for weight in range(ranking.weight(0, pages, share), 1, -1):
        high = pages
        while low < high:  # the last number of pages that still has this weight
            middle = (low + high + 1) // 2
            if ranking.weight(middle, pages, share) >= weight:
                low = middle
            else:
                high = middle - 1
        most.append(low)
    return [after - before for before, after in zip([0, *most], most, strict=False)]


def fronts(keys: Sequence[str]) -> str:
    """Sorted keys in a line: how much each begins with of the one before as a capital, then what is new.

    Keys are folded: a capital can be nothing else.
    """
    before = ""
    parts = []
    for key in keys:
        many = min(shared(before, key), _LONGEST_SHARED)
        parts.append(chr(ord("A") + units(key[:many])) + key[many:])
        before = key
    return "".join(parts)
