"""An index in, files out. Pure: the same index gives the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.search.export.bits import deflate
from harvest.search.export.manifest import manifest, primer
from harvest.search.export.records import records
from harvest.search.export.words import shards
from harvest.search.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.search.export.records import Shown
    from harvest.search.export.words import Blocks
    from harvest.search.index import Index

MOST: Final = 1_990
"""Files of an index of up to 20,000 pages; of a larger one a tenth of its pages. Hosts stop at 20,000."""
FEW: Final = 560
"""Shards at most while there are few pages; see `_most`."""


@dataclass(frozen=True, slots=True)
class Export:
    """The files of an index, by their path in the folder."""

    manifest: bytes
    build: str
    """The name of the folder of `files`."""
    files: Mapping[str, bytes]
    """Ready to be written."""
    texts: Mapping[str, bytes]
    """Not deflated: most of them are there already."""


@uncollected()
def export(index: Index, shown: Sequence[Shown]) -> Export:
    """`shown`: for each page of the index, in its order."""
    pages = len(index.pages)
    words, lexicon = shards(index.postings.all(), pages, _most(pages), index.usual, index.written)
    parts: dict[str, Blocks] = {**words.files, **lexicon.files}
    page_files = records(index.pages, shown, most_files(pages) - len(parts))
    known = primer(index.analysis.language)
    files = {name: deflate(*blocks) for name, blocks in parts.items()}
    files |= {name: deflate(data, after=known) for name, data in page_files.files.items()}
    files = dict(sorted(files.items()))
    build = hashlib.sha256()
    for name, data in files.items():
        build.update(f"{name} {len(data)}\n".encode() + data)
    folder = build.hexdigest()[:12]
    told = manifest(folder, index.usual, index.analysis.language, words, lexicon, page_files)
    return Export(deflate(told), folder, files, page_files.texts)


def most_files(pages: int) -> int:
    """How many files an index should have at most; a few more that are not counted are the site's own."""
    return max(MOST, pages // 10)


def _most(pages: int) -> int:
    """How many shards: fewer bytes to a query against hosts' limits on files."""
    return FEW + pages * 3 // 128
