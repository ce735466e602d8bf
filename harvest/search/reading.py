"""Pages read for the index: once for each text, by several processes, and kept between builds.

What a page is about depends on the other pages in two things only: how long its fields usually are, and on
how many pages each of its phrases stands. They seldom change, so what follows from them is kept as well, with
them beside it (`basis`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import sys
import unicodedata
from array import array
from collections import Counter
from functools import lru_cache, partial
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from harvest.pages.parse import parse
from harvest.search import kept, synonyms
from harvest.search.analysis import Analysis
from harvest.search.kept import Kept, Lines
from harvest.search.language import ENGLISH
from harvest.search.page import ASKED_AS, Counted, Names, Page, count, levels, page_of, usual_lengths
from harvest.search.postings import SHIFT, Numbers, joined
from harvest.search.slips import note_slips
from harvest.search.telling import Asked, learn, retell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized

    from harvest.search.language import Language
    from harvest.search.postings import Lists
    from harvest.vocabulary_file import Vocabulary

P = TypeVar("P")
T = TypeVar("T")

KEPT: Final = "search/pages"
"""The file that keeps what was read, in the folder for what can be made again."""
PART: Final = 100
"""Pages that a process reads at a time."""
MANY: Final = 4 * PART
"""Pages from which it is worth to start processes."""
LIBRARIES: Final = ("lxml", "markdown-it-py", "pyyaml", "snowballstemmer", "whoosh-reloaded")
"""What reading a page passes through."""

Text = tuple[str, str]
"""Path and content of a page."""


class Run(Protocol):
    """Applies a function of a module to many things, wherever it likes, and gives the results in order."""

    def __call__(self, function: Callable[[P], T], parts: Sequence[P], /) -> Iterable[T]:
        """Raises what the function raises."""


def here(function: Callable[[P], T], parts: Sequence[P], /) -> Iterable[T]:
    """In this process."""
    return map(function, parts)


class Reader:
    """How pages are read for one language and one vocabulary."""

    def __init__(self, language: Language, known: Vocabulary) -> None:
        self.language = language
        self.known = known
        self.analysis = Analysis(language)
        self.names = Names(known, self.analysis)
        self.common = frozenset(map(self.analysis.stem, language.common))
        self.likenesses = synonyms.likenesses(self.analysis.stem) if language is ENGLISH else {}

    def count(self, page: Page) -> Counted:
        """How often a page says what."""
        return count(page, self.analysis, self.names)

    def reading(self, page: Page) -> Reading:
        """A page just read."""
        counted = self.count(page)
        return Reading(page, counted.length, counted.phrases, counted.forms, words=_json(counted.words))

    def version(self) -> str:
        """A digest of what a reading depends on besides the page: code, libraries, language, vocabulary."""
        digest = hashlib.sha256(repr((self.language.code, self.known)).encode("utf-8", "surrogatepass"))
        digest.update(f"{platform.python_version()} {sys.byteorder} {unicodedata.unidata_version}".encode())
        for name in LIBRARIES:
            digest.update(f" {name} {installed(name)}".encode())
        for path in sorted(Path(__file__).parents[1].rglob("*.py")):
            digest.update(path.read_bytes())
        return digest.hexdigest()


_NOT_KEPT: Final = Lines(b"")


class Reading:
    """A page, and what the index needs of it."""

    __slots__ = ("_words", "forms", "length", "lines", "page", "phrases")

    def __init__(
        self,
        page: Page,
        length: Mapping[str, int],
        phrases: Sequence[str],
        forms: Sequence[str],
        lines: Lines = _NOT_KEPT,
        words: bytes = b"",
    ) -> None:
        self.page = page
        self.length = length
        """As `Counted` has it."""
        self.phrases = phrases
        """The same."""
        self.forms = forms
        """The same."""
        self.lines = lines
        """What is to be kept of it."""
        self._words = words
        """Of a page just counted, until it is known what it is about."""

    @classmethod
    def of(cls, ref: str, lines: Lines, words: bytes = b"") -> Reading:
        """From what was kept, or came from another process. Raises ValueError for what is no page."""
        try:
            values, length, phrases, forms = json.loads(lines.head)
            page = Page(ref=ref, **{name: _tuple(value) for name, value in values.items()})
        except (TypeError, AttributeError) as error:
            raise ValueError("not a page") from error
        return cls(page, length, phrases, forms.split("|") if forms else (), lines, words)

    def about(
        self, reader: Reader, usual: Mapping[str, float], shared: Mapping[str, int], numbers: Numbers
    ) -> tuple[array[int], bytes]:
        """The numbers of the entries that it is about, and their levels, a byte each. See `page.levels`."""
        basis = " ".join(map(str, (*usual.values(), *map(shared.__getitem__, self.phrases)))).encode()
        if self.lines.basis != basis:
            words = json.loads(self._words) if self._words else reader.count(self.page).words
            counted = Counted(words, self.length, tuple(self.phrases))
            found = levels(counted, usual, shared, reader.likenesses)
            self.lines = self.lines._replace(
                basis=basis,
                numbers=_hex(array("I", map(numbers.__getitem__, map(str.encode, found)))),
                levels=bytes(level + SHIFT for level in found.values()),
            )
            self._words = b""
        return _numbers(self.lines), self.lines.levels


class Joined(NamedTuple):
    """What an index is made of."""

    lists: Lists
    forms: tuple[Sequence[str], ...]
    """Of each page, and of the names that the vocabulary gives: see `written`."""
    order: Sequence[int]
    """Which of the pages given has which number in the lists."""
    usual: bytes
    """The usual level of each page, by its number: falling, so that an export can say it in few bytes."""


def usual(levels: bytes) -> int:
    """The level that most entries of a page have: that of a word that stands in its text once.

    `levels`: a byte each, with `SHIFT` added; 0 where there are none.
    """
    return max(sorted(set(levels), reverse=True), key=levels.count) - SHIFT if levels else 0


def join(readings: Sequence[Reading], reader: Reader, numbers: Numbers, *, learning: bool = True) -> Joined:
    """The lists of an index of these pages, and how their words are written. `learning`: see `telling`.

    Pages are numbered by their usual levels, the highest first: of two pages with the same points the shorter
    one comes first, then the one that was given first. Usual levels are those before anything is learnt.
    """
    lengths = usual_lengths(reading.length for reading in readings)
    shared = Counter(phrase for reading in readings for phrase in set(reading.phrases))
    about = [reading.about(reader, lengths, shared, numbers) for reading in readings]
    found = [usual(levels) for _, levels in about]
    order = sorted(range(len(readings)), key=lambda at: -found[at])
    lists = joined((about[at] for at in order), numbers)
    if learning:
        asked = _asked([readings[at] for at in order], lengths, shared)
        retell(lists, learn(asked, lists, len(readings), reader.common))
    note_slips(lists)
    forms = (*(reading.forms for reading in readings), reader.names.forms)
    return Joined(lists, forms, order, bytes(found[at] for at in order))


def _asked(
    readings: Sequence[Reading], lengths: Mapping[str, float], shared: Mapping[str, int]
) -> list[Asked]:
    """The phrases that one page has alone: of others nobody knows which page is right.

    `readings`: in the order of the pages' numbers.
    """
    return [
        Asked(at, phrase.split(), ASKED_AS.mass(reading.length[ASKED_AS.name], lengths[ASKED_AS.name]))
        for at, reading in enumerate(readings)
        for phrase in reading.phrases
        if phrase and shared[phrase] == 1
    ]


class Before:
    """What an earlier build kept, and this one may."""

    def __init__(self, file: Path | None, reader: Reader) -> None:
        self._file = file
        self._reader = reader
        self._version = reader.version() if file else ""
        self._kept = kept.load(file, self._version) if file else Kept([], {})
        self.numbers = Numbers({entry: number for number, entry in enumerate(self._kept.entries)})

    def read(self, texts: Sequence[Text], run: Run) -> list[Reading]:
        """Read pages, each that was kept from there. Raises PageError for the first that cannot be read."""
        digests = [_digest(text) for _, text in texts]
        found: dict[int, Reading] = {}
        for at, digest in enumerate(digests):
            if digest in self._kept.texts:
                with contextlib.suppress(ValueError):
                    found[at] = Reading.of(texts[at][0], self._kept.texts[digest])
        missing = [at for at in range(len(texts)) if at not in found]
        read = _read_all([texts[at] for at in missing], self._reader, run)
        for at, (head, words) in zip(missing, read, strict=True):
            found[at] = Reading.of(texts[at][0], Lines(digests[at], head), words)
        return [found[at] for at in range(len(texts))]

    def keep(self, readings: Sequence[Reading], lists: Lists) -> None:
        """Keep these and no others, once `lists` were made of those that are wanted."""
        found = Kept(list(self.numbers), {reading.lines.digest: reading.lines for reading in readings})
        if self._file and found.texts != self._kept.texts:
            kept.save(self._file, self._version, found if _fit(lists, self.numbers) else _renumbered(found))


def _fit(used: Sized, numbers: Sized) -> bool:
    """Whether most entries are of use to somebody still."""
    return len(used) * 4 >= len(numbers) * 3


def _renumbered(found: Kept) -> Kept:
    """Without the entries that no text has."""
    numbers = Numbers()
    texts = {}
    for digest, lines in found.texts.items():
        entries = (found.entries[number] for number in _numbers(lines))
        texts[digest] = lines._replace(numbers=_hex(array("I", map(numbers.__getitem__, entries))))
    return Kept(list(numbers), texts)


def _numbers(lines: Lines) -> array[int]:
    return array("I", bytes.fromhex(lines.numbers.decode()))


def _hex(numbers: array[int]) -> bytes:
    return numbers.tobytes().hex().encode()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest().encode()


def _read_all(texts: Sequence[Text], reader: Reader, run: Run) -> Iterator[tuple[bytes, bytes]]:
    parts = [texts[at : at + PART] for at in range(0, len(texts), PART)]
    function = partial(_read, language=reader.language, known=reader.known)
    for part in (run if len(texts) >= MANY else here)(function, parts):
        yield from part


def _read(texts: Sequence[Text], language: Language, known: Vocabulary) -> list[tuple[bytes, bytes]]:
    """Head and words of each: bytes, because they travel between processes and wait until all are there."""
    reader = reader_of(language, known)
    found = []
    for path, text in texts:
        page = page_of(path, parse(text, path).answer)
        counted = reader.count(page)
        values = {name: value for name in Page.__slots__ if (value := getattr(page, name)) and name != "ref"}
        values["title"] = page.title
        found.append(
            (_json([values, counted.length, counted.phrases, "|".join(counted.forms)]), _json(counted.words))
        )
    return found


@lru_cache(maxsize=1)
def reader_of(language: Language, known: Vocabulary) -> Reader:
    """The same for the same, because it remembers words."""
    return Reader(language, known)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
