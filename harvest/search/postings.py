"""Whoosh: holds the entries and their pages, finds entries by prefix, ranks with our arithmetic.

Pages become one Whoosh field, `about`, whose posting weight is the level of `ranking`: exact, because a
float holds every whole number to 63. The index lives in memory: Whoosh's files are pickles, and a pickle
from elsewhere runs code. Traps of Whoosh 2.7 that this stays clear of are its own stemmer ("running" →
"runn"), its BM25F (fields summed after saturation), and lengths rounded to a byte.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from whoosh import fields, formats, matching, query
from whoosh.filedb.filestore import FileStorage, RamStorage

from harvest.errors import HarvestError
from harvest.search import ranking
from harvest.search.analysis import is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ABOUT: Final = "about"


class Levels(fields.FieldType):  # type: ignore[misc] # Whoosh has no types
    """A field whose value is a level for each entry."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None, scorable=False, stored=False)
        self.set_sortable(False)

    def index(self, value: Mapping[str, int], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes: entry, frequency, weight, and nothing more."""
        for entry in sorted(value):
            yield entry.encode(), 1, float(value[entry]), b""


class Ranked(query.Query):  # type: ignore[misc]
    """A Whoosh query that scores by `ranking.rank`."""

    def __init__(self, points: Mapping[int, int]) -> None:
        self.points = points

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002 — Whoosh's interface
        """The pages that have points, in their order."""
        pages = sorted(page for page, many in self.points.items() if many)
        if not pages:
            return matching.NullMatcher()
        return matching.ListMatcher(pages, [float(self.points[page]) for page in pages])


class Memory(RamStorage):  # type: ignore[misc]
    """Where an index lives: in memory, and in a temporary folder of its own while it is built.

    Whoosh names that folder after the index, so all builds on a machine would share one, and the first to end
    would take it away from the others.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder

    def temp_storage(self, name: str | None = None) -> Any:  # noqa: ARG002 — Whoosh's interface
        """The folder."""
        return FileStorage(self._folder).create()


@contextmanager
def _temporary() -> Iterator[str]:
    """A temporary folder; raises HarvestError where the disk does not take it or what is put there."""
    try:
        with tempfile.TemporaryDirectory(prefix="harvest-index-") as folder:
            yield folder
    except OSError as error:
        what = f"the index cannot be put together in a temporary folder: {error.strerror or error}"
        raise HarvestError(what, todo="make room there, or set TMPDIR to another folder") from None


class Postings:
    """An index that has been built. Pages are numbers, in the order in which they were given.

    Raises HarvestError where there is no room for a temporary folder.
    """

    def __init__(self, pages: Iterable[Mapping[str, int]]) -> None:
        with _temporary() as folder:
            index = Memory(folder).create_index(fields.Schema(**{ABOUT: Levels()}))
            writer = index.writer(limitmb=256)
            for levels in pages:
                writer.add_document(**{ABOUT: levels})
            writer.commit(optimize=True)
        self._searcher = index.searcher()
        self._reader = self._searcher.reader()
        self.pages: int = self._reader.doc_count_all()
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, entry: str) -> tuple[tuple[int, int], ...]:
        """(page, level) of every page that has the entry."""
        if (ABOUT, entry) not in self._reader:
            return ()
        return tuple(self._list(entry))

    def _list(self, entry: str | bytes) -> list[tuple[int, int]]:
        found = []
        matcher = self._reader.postings(ABOUT, entry)
        while matcher.is_active():
            found.append((matcher.id(), int(matcher.weight())))
            matcher.next()
        return found

    def all(self) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """Every entry and its postings, for export: past the cache."""
        for entry in self._reader.lexicon(ABOUT):
            yield entry.decode(), self._list(entry)

    def pages_with(self, entry: str) -> int:
        """On how many pages an entry is."""
        return int(self._reader.doc_frequency(ABOUT, entry))

    def weight(self, entry: str, *, common: bool = False, pair: bool = False) -> int:
        """How much the entry tells; also one that is nowhere."""
        share = ranking.PAIR if pair else ranking.COMMON if common else 1.0
        return ranking.weight(self.pages_with(entry), self.pages, share)

    def entries(self, prefix: str = "") -> Iterator[str]:
        """All entries with a prefix, sorted."""
        for entry in self._reader.expand_prefix(ABOUT, prefix):
            yield entry.decode()

    def words(self, prefix: str = "") -> Iterator[str]:
        """The entries with a prefix that are words."""
        return (entry for entry in self.entries(prefix) if is_word(entry))

    def best(
        self,
        sought: Sequence[ranking.Sought],
        *,
        keywords: bool,
        lift: int,
        limit: int,
        keep: frozenset[int] | None,
    ) -> list[tuple[int, int, int]]:
        """(page, points, coverage), the best first; of `keep` only, where it is not None."""
        points, coverage = ranking.rank(sought, self.read, keywords=keywords, lift=lift)
        if keep is not None:
            points = {page: many for page, many in points.items() if page in keep}
        results = self._searcher.search(Ranked(points), limit=limit)
        return [(hit.docnum, points[hit.docnum], coverage[hit.docnum]) for hit in results]
