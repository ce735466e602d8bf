"""Whoosh's searcher over lists that are held here: entries by prefix, the best pages by our arithmetic.

A posting is one number, `page << 6 | level`, and a list an array of them. They are held behind Whoosh's own
`IndexReader`, so that its searcher, queries and matchers work on them as on its files. Its files would
be written, sorted and read again, one Python call for each posting, for 1 ms a page; and they are pickles,
and a pickle from elsewhere runs code. Traps of Whoosh 2.7 that this stays clear of are its own stemmer
("running" → "runn"), its BM25F (fields summed after saturation), and lengths rounded to a byte.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from whoosh import fields, matching, query
from whoosh.reading import IndexReader, TermInfo, TermNotFound
from whoosh.searching import Searcher

from harvest.search import ranking
from harvest.search.analysis import is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ABOUT: Final = "about"
BITS: Final = 6
"""Of a level."""
LEVEL: Final = (1 << BITS) - 1
SHIFT: Final = 64
"""What a level has added where it is a byte, so that none is the end of a line."""

Lists = dict[bytes, "array[int]"]
"""For each entry, in UTF-8, its postings in order of pages."""


class Numbers(dict[bytes, int]):
    """Entries by number: one that is new gets the next."""

    def __missing__(self, entry: bytes) -> int:
        """Raises nothing."""
        self[entry] = number = len(self)
        return number


def joined(pages: Iterable[tuple[Iterable[int], bytes]], numbers: Numbers) -> Lists:
    """The lists of all pages: (numbers of entries, their levels with `SHIFT` added), in order.

    The inner loop is C's: there are 160 postings to a page.
    """
    lists: list[array[int]] = []
    for at, (entries, levels) in enumerate(pages):
        lists += (array("I") for _ in range(len(numbers) - len(lists)))
        base = (at << BITS) - SHIFT
        deque(map(array.append, map(lists.__getitem__, entries), map(base.__add__, levels)), maxlen=0)
    return {entry: found for entry, found in zip(numbers, lists, strict=False) if found}


class Held(IndexReader):  # type: ignore[misc] # Whoosh has no types
    """Lists as Whoosh reads an index: one field, `about`, no stored fields, nothing deleted."""

    def __init__(self, lists: Mapping[bytes, array[int]], pages: int) -> None:
        self.schema = fields.Schema(**{ABOUT: fields.ID()})
        self.lists = lists
        self.entries = sorted(lists)
        self._pages = pages

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        return term[0] == ABOUT and self._text_to_bytes(*term) in self.lists

    def indexed_field_names(self) -> list[str]:
        """The one."""
        return [ABOUT]

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """Sorted."""
        return self.terms_from(ABOUT, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Sorted, from a prefix on."""
        if fieldname == ABOUT:
            for at in range(bisect_left(self.entries, prefix), len(self.entries)):
                yield ABOUT, self.entries[at]

    def list_of(self, fieldname: str, text: str | bytes) -> array[int]:
        """The postings of an entry. Raises TermNotFound."""
        found = self.lists.get(self._text_to_bytes(fieldname, text))
        if found is None:
            raise TermNotFound((fieldname, text))
        return found

    def postings(self, fieldname: str, text: str | bytes, scorer: Any = None) -> Any:
        """A matcher over an entry's pages; weights are levels."""
        found = self.list_of(fieldname, text)
        return matching.ListMatcher(
            [each >> BITS for each in found], [float(each & LEVEL) for each in found], scorer=scorer
        )

    def term_info(self, fieldname: str, text: str | bytes) -> Any:
        """What Whoosh's queries ask of a term."""
        found = self.list_of(fieldname, text)
        weights = [each & LEVEL for each in found]
        return TermInfo(
            weight=sum(weights),
            df=len(found),
            maxweight=max(weights),
            minid=found[0] >> BITS,
            maxid=found[-1] >> BITS,
        )

    def frequency(self, fieldname: str, text: str | bytes) -> float:
        """The sum of its levels; 0 for what is nowhere."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """On how many pages it is."""
        return len(self.lists.get(self._text_to_bytes(fieldname, text), ()))

    def doc_count_all(self) -> int:
        """How many pages there are."""
        return self._pages

    doc_count = doc_count_all

    def has_deletions(self) -> bool:
        """None are deleted: an index is built whole."""
        return False

    def is_deleted(self, docnum: int) -> bool:  # noqa: ARG002 — Whoosh's interface
        """No."""
        return False

    def stored_fields(self, docnum: int) -> dict[str, object]:  # noqa: ARG002
        """None: `Index.pages` has the pages."""
        return {}

    def has_vector(self, docnum: int, fieldname: str) -> bool:  # noqa: ARG002
        """No."""
        return False

    def field_length(self, fieldname: str) -> int:  # noqa: ARG002
        """Lengths are in the levels already."""
        return 0

    min_field_length = max_field_length = field_length

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:  # noqa: ARG002
        """The same."""
        return default


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


class Postings:
    """An index that has been built. Pages are numbers, in the order in which they were given.

    Raises HarvestError where there is no room for a temporary folder.
    """

    def __init__(self, lists: Lists, pages: int) -> None:
        self._reader = Held(lists, pages)
        self._searcher = Searcher(self._reader)
        self.pages = pages
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, entry: str) -> tuple[tuple[int, int], ...]:
        """(page, level) of every page that has the entry."""
        if (ABOUT, entry) not in self._reader:
            return ()
        return tuple((each >> BITS, each & LEVEL) for each in self._reader.list_of(ABOUT, entry))

    def all(self) -> Iterator[tuple[str, array[int]]]:
        """Every entry and its postings, sorted, for export."""
        for entry in self._reader.entries:
            yield entry.decode(), self._reader.lists[entry]

    def pages_with(self, entry: str) -> int:
        """On how many pages an entry is."""
        return self._reader.doc_frequency(ABOUT, entry)

    def weight(self, entry: str, *, common: bool = False, pair: bool = False) -> int:
        """How much the entry tells; also one that is nowhere."""
        kind = ranking.PAIR if pair else ranking.COMMON if common else ranking.PLAIN
        return ranking.weight(self.pages_with(entry), self.pages, kind)

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
