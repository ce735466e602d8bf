"""The one file with a fixed name: what a client must know before it can ask for any other.

Points by level are computed here and only read by clients. Small and common words, endings and facets are
here too, so that a client is the same script for all sites of a language.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from harvest.search import ranking
from harvest.search.export.words import shared, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.search.export.records import Records
    from harvest.search.export.words import Shards
    from harvest.search.language import Language

FORMAT: Final = 3
"""A client reads its own format only. It grows with every change of files or arithmetic."""
_LONGEST_SHARED: Final = 12
"""Characters; two units each at most, so that 25 capitals are enough."""


def manifest(
    folder: str, usual: bytes, language: Language, words: Shards, lexicon: Shards, records: Records
) -> bytes:
    """JSON, not deflated. `usual`: the level of each page, falling."""
    pages = len(usual)
    many = Counter(usual)
    told = {
        "format": FORMAT,
        "files": folder,
        "elided": language.elided,
        "small": _listed(language.small),
        "common": _listed(language.common - language.small),
        "endings": " ".join(language.endings),
        "pages": pages,
        "usual": [many[level] for level in range(max(usual, default=0) + 1)],
        "trust": ranking.trust(pages),
        "long": ranking.LONG,
        "short": ranking.SHORT,
        "records": records.size,
        "folder": records.folder,
        "words": fronts(words.firsts),
        "lexicon": fronts(lexicon.firsts),
        **records.names,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def primer(language: Language) -> bytes:
    """What a client knows of any text in the language: the words that the manifest has."""
    return f"{_listed(language.common - language.small)} {_listed(language.small)}".encode()


def _listed(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


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
