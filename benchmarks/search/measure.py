"""One engine, one size: build, ask in the browser, add up."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Final

from benchmarks.running import run, tool
from benchmarks.search import browser, knowledge_base, reference
from benchmarks.search.browser import Network
from benchmarks.search.engines import ENGINES, OURS
from benchmarks.search.figures import Figures, Own, median, middle, percentile, reciprocal
from benchmarks.search.queries import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Browser

    from benchmarks.search.corpus import Made
    from benchmarks.search.queries import Query

ROOT: Final = Path(__file__).parents[2]
ENGINES_FOLDER: Final = Path(__file__).parent / "engines"
SLOW: Final = Network(150, 1_600_000)
FAR: Final = Network(2000)
"""So far that no computing between two requests takes as long."""
EVERY: Final = 100
"""One page in so many is changed before the site is built again."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What all engines get."""

    folder: Path
    pages: Sequence[Made]
    queries: tuple[Sequence[Query], Sequence[Query]]
    """Quoted phrases apart."""
    cold: int
    """How many queries are asked from nothing; the medians count."""


def measure(name: str, corpus: Corpus, chromium: Browser, cache: Path) -> Figures:
    """All figures of one engine. Raises NotThereError where it cannot be installed."""
    built = ENGINES[name](corpus.folder, corpus.pages, cache)
    driver = ENGINES_FOLDER / f"{name}.js"
    with browser.served(built, driver, corpus.folder / f"{name}-server") as server:
        texts = [query.text for query in corpus.queries[0] if query.kind == KINDS["keywords"]]
        texts = texts[: 1 if built.whole else corpus.cold]
        plain = [browser.first(chromium, server, text, Network()) for text in texts]
        slow = [browser.first(chromium, server, text, SLOW).seconds for text in texts]
        trips = [browser.first(chromium, server, text, FAR).trips for text in texts]
        visit = browser.visit(chromium, server, *([each.text for each in some] for some in corpus.queries))
    asked, quoted = visit.series
    ranks = [
        reciprocal(found, query.address) for query, found in zip(corpus.queries[0], asked.found, strict=True)
    ]
    return Figures(
        name=name,
        version=built.version,
        bytes=median([each.bytes for each in plain]),
        headers=median([each.headers for each in plain]),
        trips=median(trips),
        seconds=median(slow),
        once=middle(asked.once),
        warm=middle(asked.again),
        slowest=_by_kind(corpus.queries[0], asked.again, lambda some: percentile(some, 0.95)),
        quoted=middle(quoted.again),
        longest=(max(each.longest for each in plain), asked.longest, quoted.longest),
        megabytes=visit.megabytes,
        mrr=_by_kind(corpus.queries[0], ranks, mean),
        files=built.files,
        build=(built.build.seconds, built.build.megabytes),
        own=_own(corpus, [*asked.found, *quoted.found]) if name == OURS else None,
    )


def _by_kind(
    queries: Sequence[Query], values: Sequence[float], total: Callable[[Sequence[float]], float]
) -> dict[str, float]:
    """The values of each kind of query, summed up."""
    by_kind: dict[str, list[float]] = {}
    for query, value in zip(queries, values, strict=True):
        by_kind.setdefault(query.kind, []).append(value)
    return {kind: total(some) for kind, some in by_kind.items()}


def _own(corpus: Corpus, found: Sequence[Sequence[str]]) -> Own:
    """`found`: what the browser found for all queries."""
    folder = corpus.folder
    texts = [query.text for some in corpus.queries for query in some]
    (folder / reference.QUERIES).write_text(json.dumps(texts), encoding="utf-8")
    run(ROOT, sys.executable, "-m", "benchmarks.search.reference", str(folder))
    expected: list[list[str]] = json.loads((folder / reference.FOUND).read_text(encoding="utf-8"))
    shutil.rmtree(folder / knowledge_base.KEPT, ignore_errors=True)
    index = run(folder, tool("harvest"), "build", "--site-dir", "index")
    knowledge_base.change(folder, corpus.pages, EVERY)
    again = run(folder, tool("harvest"), "build", "--site-dir", "index")
    site = run(folder, tool("mkdocs"), "build", "--strict", "--quiet")
    knowledge_base.change(folder, corpus.pages, EVERY, back=True)
    return Own(
        index=(index.seconds, index.megabytes),
        rebuild=again.seconds,
        site=site.seconds,
        same=sum(ours == theirs for ours, theirs in zip(expected, found, strict=True)),
        asked=len(texts),
    )
