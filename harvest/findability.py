"""The pages of a knowledge base as an index, and whether the golden queries find theirs.

`docs/queries.yml`, kept by people:

    - query: all my photos are there twice
      expect: [forum:1063]
      topic: Uploading & backup

`expect` names conversations; a page that comes from any of them is a hit. A query that found its page once
must find it after every change of pages, vocabulary or weights.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from harvest import engine, nodes, store
from harvest.blocks import Key, Reading, read_file
from harvest.model import ID_PATTERN, State
from harvest.nodes import LineError
from harvest.search import KEPT, Index
from harvest.values import as_text
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import yaml

    from harvest.config import Config
    from harvest.search import Match

QUERIES: Final = "queries.yml"
GONE: Final = frozenset({State.RETIRED, State.TAKEN_DOWN})
"""States of pages that are no answers any more."""
FIRST: Final = 3
"""A golden query holds where its page is among so many: what a phone shows without scrolling."""
WHY: Final = 3
"""So many words are said by which a page came before another."""
LOOKED_AT: Final = 10
"""Results from which a rank is known; a page further down is not found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """One golden query."""

    query: str
    expect: tuple[str, ...]
    topic: str = ""
    line: int = 0
    """In the file, 1-based; 0 where it stands in none."""


def _expected(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
    """At least one conversation, as source:id."""

    def conversation(reading: Reading, item: yaml.Node) -> str:
        typed = as_text(reading, item)
        if not all(map(ID_PATTERN.fullmatch, typed.partition(":")[::2])):
            raise LineError(nodes.line_of(item), "a conversation belongs here, as source:id")
        return typed

    if not nodes.items(node):
        raise LineError(nodes.line_of(node), "at least one conversation belongs here, as source:id")
    return reading.each(node, conversation)


GOLDEN_KEYS: Final = (
    Key("query", as_text, "What customers type.", required=True),
    Key("expect", _expected, "The conversations whose page they should find.", required=True),
    Key("topic", as_text, "Where that page stands; for whoever edits the file."),
)


@dataclass(frozen=True, slots=True)
class Winner:
    """The page that comes first where another one should."""

    page: str
    by: tuple[Match, ...]
    """What gives it more than the page that should come first, most first."""

    def __str__(self) -> str:
        """Which page comes first, and by which words, in a few words."""
        said = [f"{match.entry} ({', '.join(match.fields) or 'by another word'})" for match in self.by[:WHY]]
        return f"{self.page} comes first" + (f" by {', '.join(said)}" if said else "")


@dataclass(frozen=True, slots=True)
class Held:
    """How a golden query fares."""

    golden: Golden
    rank: int
    """Of the best of its pages: 1 is first; 0 is not among the first ten."""
    page: bool
    """Whether there is a page that it could find."""
    winner: Winner | None = None
    """Where it does not hold; None where nothing is found at all."""

    @property
    def holds(self) -> bool:
        """Whether its page is where customers see it."""
        return 0 < self.rank <= FIRST

    def __str__(self) -> str:
        """Where its page is, and which one comes first instead."""
        where = f"is at {self.rank}" if self.rank else "is not found"
        return f"{self.golden.query}: its page {where}" + (f"; {self.winner}" if self.winner else "")


@dataclass(frozen=True, slots=True)
class Move:
    """A golden query whose rank changed."""

    golden: Golden
    before: int
    after: int
    winner: Winner | None = None
    """Where it does not hold any more."""

    @property
    def lost(self) -> bool:
        """Whether its page was where customers see it, and is no more."""
        return 0 < self.before <= FIRST and not 0 < self.after <= FIRST

    @property
    def better(self) -> bool:
        """Whether it came nearer to the top."""
        return self.after > 0 and (self.before == 0 or self.after < self.before)


def index_of(config: Config, docs: Path | None = None, *, workers: int = 1) -> Index:
    """The answers in the docs folder, those that are over left out. `docs`: another than the configured.

    `docs`: another folder than the configured, of which nothing is kept for the next time. Raises PageError
    for a page that cannot be read.
    """
    there = docs or config.docs
    return index_of_texts(config, store.read_pages(there), there, workers=workers)


def index_of_texts(
    config: Config,
    texts: Sequence[tuple[str, str]],
    docs: Path,
    *,
    workers: int = 1,
    kept: Path | None = None,
) -> Index:
    """The same of pages that have been read, by path; `docs` is the folder that they stand in.

    `kept`: the file that what was read is kept in, for pages that are not on the disk; None: that of the
    configured folder.
    """
    return _index(config, docs, texts, lambda state: state not in GONE, workers, kept)


def published(config: Config, *, workers: int = 1) -> Index:
    """The pages that the site shows. Raises as the other."""
    texts = store.read_pages(config.docs)
    return _index(config, config.docs, texts, config.publish.__contains__, workers)


def _index(
    config: Config,
    docs: Path,
    texts: Sequence[tuple[str, str]],
    wanted: Callable[[State], bool],
    workers: int,
    kept: Path | None = None,
) -> Index:
    return Index.of(
        texts,
        lambda page: wanted(State(page.state)),
        vocabulary_of(docs),
        config.languages,
        run=partial(engine.run, workers=workers),
        file=kept or config.work / KEPT,
        keep=bool(kept) or docs == config.docs,
    )


def load_queries(path: Path) -> tuple[Golden, ...]:
    """Read the file. Raises ConfigError with every mistake and its line, HarvestError where there is none."""
    root = read_file(path, "write one: a list of `query` and `expect`")
    if root is None:
        return ()
    reading = Reading({})

    seen: set[str] = set()

    def golden(reading: Reading, node: yaml.Node) -> Golden | None:
        """One query with its page; None where it is wrong."""
        values = reading.block(node, GOLDEN_KEYS, nodes.line_of(node))
        if values is None:
            return None
        found = Golden(**values, line=nodes.line_of(node))
        if found.query in seen:
            raise LineError(nodes.line_of(node), f'"{found.query}" is there twice: join the two')
        seen.add(found.query)
        return found

    found: tuple[Golden, ...] = ()
    try:
        found = reading.each(root, golden)
    except LineError as error:
        reading.note(error.line, error.what)
    reading.finish(path)
    return found


def hold(index: Index, queries: tuple[Golden, ...]) -> tuple[Held, ...]:
    """Try every golden query."""
    there = {thread for page in index.pages for thread in page.threads}
    found = (Held(golden, _rank(index, golden), not there.isdisjoint(golden.expect)) for golden in queries)
    return tuple(held if held.holds else replace(held, winner=_winner(index, held)) for held in found)


def _rank(index: Index, golden: Golden) -> int:
    hits = index.search(golden.query, limit=LOOKED_AT).hits
    ranks = (at for at, hit in enumerate(hits, 1) if not set(hit.page.threads).isdisjoint(golden.expect))
    return next(ranks, 0)


def _winner(index: Index, held: Held) -> Winner | None:
    """Explained only where somebody will ask: it takes as long as a search of its own."""
    hits = index.search(held.golden.query, limit=LOOKED_AT, explain=True).hits
    if not hits:
        return None
    own = {match.entry: match.points for match in hits[held.rank - 1].why} if held.rank else {}
    more = {match: match.points - own.get(match.entry, 0) for match in hits[0].why}
    by = sorted((match for match in more if more[match] > 0), key=lambda match: -more[match])
    return Winner(hits[0].page.ref, tuple(by))


def moves(before: tuple[Held, ...], after: tuple[Held, ...]) -> tuple[Move, ...]:
    """The queries of both whose rank changed, losses first."""
    ranks = {held.golden.query: held.rank for held in before}
    found = [
        Move(held.golden, ranks[held.golden.query], held.rank, held.winner)
        for held in after
        if held.golden.query in ranks and ranks[held.golden.query] != held.rank
    ]
    return tuple(sorted(found, key=lambda move: (not move.lost, move.better)))
