"""The search of the built site beside its peers: one run, one table for each size.

    python -m benchmarks.search [--pages 1000 10000 50000] [--peers material zensical minisearch pagefind]

Pages are made from real conversations that lie outside this repository, and stand in a temporary folder;
only figures are printed. Each engine's site is served by a real nginx (brotli, HTTP/2) to a real Chromium.
Peers are installed from their registries, the newest that there are, into .harvest/peers; none joins the
project's lock.

    from nothing      what a browser that has the page loads, from when somebody is about to type until ten
                      results are there; what the page itself brings, such as the box, does not count
    round trips       how many times something is asked for that waited for an answer to what was asked
                      before, over a line with a latency of 2 s
    warm              asked in one visit, the second time; first: the first time
    longest task      of the main thread, as the browser counts, which begins at 50 ms; 0 is none
    MRR@10            of three words from the body, of titles, and of titles with a typing mistake
    build             ours, Material and Zensical build whole sites, the others an index only

Quoted phrases are pairs of words of a title. Whatever else this machine does makes the times longer.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error as PlaywrightError

from benchmarks.findability import DATA, SETS
from benchmarks.running import FailedError
from benchmarks.search import browser, corpus, knowledge_base, table
from benchmarks.search.engines import ENGINES, OURS, PEERS
from benchmarks.search.engines.built import NotThereError
from benchmarks.search.measure import Corpus, measure
from benchmarks.search.queries import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.findability import Thread

CACHE: Final = Path(".harvest") / "peers"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 10_000], help="one table for each")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=list(PEERS))
    parser.add_argument("--queries", type=int, default=250, help="of each kind")
    parser.add_argument("--cold", type=int, default=5, help="queries from nothing")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    csv.field_size_limit(1 << 30)
    if not DATA.is_dir():
        sys.exit(f"bench: {DATA} is not here: set HARVEST_REAL_DATA to the folder of real conversations")
    threads = list(SETS["sumo"]())
    for pages in asked.pages:
        _compare(threads, pages, asked)


def _compare(threads: Sequence[Thread], many: int, asked: argparse.Namespace) -> None:
    pages = corpus.pages(threads, many, asked.seed)
    names = [name for name in ENGINES if name == OURS or name in asked.peers]
    columns, left_out = [], []
    with tempfile.TemporaryDirectory(prefix="harvest-bench-") as temporary, browser.chromium() as chromium:
        folder = Path(temporary) / "kb"
        knowledge_base.write(folder, pages)
        made = Corpus(folder, pages, queries(pages, asked.queries, asked.seed), asked.cold)
        for name in names:
            started = time.perf_counter()
            try:
                columns.append(measure(name, made, chromium, CACHE.resolve()))
                print(f"{name} took {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
            except (NotThereError, FailedError, PlaywrightError) as error:
                if name == OURS:
                    sys.exit(f"bench: {error}")
                left_out.append(f"{name} is left out: {_short(error)}")
    print("\n".join([*table.lines(len(pages), columns), *left_out, ""]), flush=True)


def _short(error: Exception) -> str:
    """The last line of what it said, which is where tools say why."""
    return str(error).strip().splitlines()[-1]


if __name__ == "__main__":
    main()
