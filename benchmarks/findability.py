"""Known-item queries: is a page found by words that are known to be its own?

    python -m benchmarks.findability [--pages N] [--queries N] [--set sumo|discourse|stackexchange]

Pages are made from real conversations that lie outside this repository; only figures are printed. The
queries:

    keywords    three words from anywhere in the page, none of them on more than one page in twenty
    together    three words out of one sentence, however common: often many pages have all three
    sentence    a whole sentence of the question, 8 to 25 words
    title       the title
    typos       the title with one mistake in one word: a letter left out, added, changed, or two changed over
    no title    the title, looked for in pages that have none
    unseen      a sentence of the question, looked for in pages that hold only the title and the answers

The last two are what re-phrasings are like: nothing says that the words are there. MRR counts the first ten.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

from harvest.markup import plain, read
from harvest.model import Markup
from harvest.search import Index, Page
from harvest.search.analysis import Analysis, fold
from harvest.search.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATA: Final = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
FIRST: Final = 10
SENTENCE: Final = (8, 25)
MOST_CHARACTERS: Final = 20_000
"""Of one post: what is longer is a log."""
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Thread:
    """A question and what was answered."""

    title: str
    question: str
    answers: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.findability", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=400, help="of each kind")
    parser.add_argument("--set", choices=sorted(SETS), default="sumo")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    csv.field_size_limit(1 << 30)
    threads = list(SETS[asked.set]())
    random.Random(asked.seed).shuffle(threads)  # noqa: S311 — nothing secret
    threads = threads[: asked.pages]
    print(f"{asked.set}: {len(threads):,} pages, seed {asked.seed}", flush=True)
    whole = [
        Page(ref=str(at), title=each.title, body=f"{each.question}\n{each.answers}")
        for at, each in enumerate(threads)
    ]
    chance = random.Random(asked.seed)  # noqa: S311
    queries = make_queries(threads, asked.queries, chance)
    started = time.perf_counter()
    index = Index(whole)
    print(f"index built in {time.perf_counter() - started:.1f} s", flush=True)
    for kind in ("keywords", "together", "sentence", "title", "typos"):
        _print(kind, index, queries[kind])
    _print("no title", Index([replace(page, title="") for page in whole]), queries["title"])
    answers = [Page(ref=str(at), title=each.title, body=each.answers) for at, each in enumerate(threads)]
    _print("unseen", Index(answers), queries["sentence"])


def make_queries(
    threads: list[Thread], many: int, chance: random.Random
) -> Mapping[str, list[tuple[str, str]]]:
    """Queries of each kind and the ref of the page they were made from."""
    analysis = Analysis(ENGLISH)
    texts = [f"{each.title} {each.question} {each.answers}" for each in threads]
    pages_with = Counter(word for text in texts for word in set(_words(text, analysis)))
    rare = len(threads) // 20
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for at in chance.sample(range(len(threads)), len(threads)):
        thread = threads[at]
        told = [
            word
            for word in dict.fromkeys(_words(texts[at].partition(" ")[2], analysis))
            if 1 < pages_with[word] <= rare
        ]
        said = [s for s in _ENDS.split(thread.question) if SENTENCE[0] <= len(s.split()) <= SENTENCE[1]]
        made = {}
        if len(told) > 2:
            made["keywords"] = " ".join(chance.sample(told, 3))
        if said:
            made["sentence"] = chance.choice(said)
            three = list(dict.fromkeys(_words(chance.choice(said), analysis)))
            if len(three) > 2:
                made["together"] = " ".join(chance.sample(three, 3))
        if len(thread.title.split()) > 2:
            made["title"] = thread.title
            made["typos"] = mistyped(thread.title, chance)
        for kind, text in made.items():
            if len(found[kind]) < many:
                found[kind].append((text, str(at)))
    return found


def _words(text: str, analysis: Analysis) -> list[str]:
    """Words of letters, four and more, that tell something."""
    words = re.findall(r"(?<![\w.:_'-])[^\W\d_]{4,}(?![\w_]|[.:_'-]\w)", fold(text))
    return [word for word in words if word not in analysis.language.small]


def mistyped(title: str, chance: random.Random) -> str:
    """One mistake in one word of five letters or more (in none where there is none)."""
    words = [match.span() for match in re.finditer(r"[A-Za-z]{5,}", title)]
    if not words:
        return title
    start, end = chance.choice(words)
    at = chance.randrange(start + 1, end - 1)
    letter = chance.choice(_LETTERS)
    forms = (
        title[:at] + title[at + 1 :],
        title[:at] + letter + title[at:],
        title[:at] + letter + title[at + 1 :],
        title[:at] + title[at + 1] + title[at] + title[at + 2 :],
    )
    return chance.choice(forms)


def _print(kind: str, index: Index, queries: list[tuple[str, str]]) -> None:
    ranks, seconds = [], []
    for text, ref in queries:
        started = time.perf_counter()
        hits = index.search(text, limit=FIRST).hits
        seconds.append(time.perf_counter() - started)
        ranks.append(next((place for place, hit in enumerate(hits, 1) if hit.page.ref == ref), 0))
    many = max(1, len(ranks))
    mrr = sum(1 / rank for rank in ranks if rank) / many
    first = sum(rank == 1 for rank in ranks) / many
    p95 = sorted(seconds)[int(0.95 * len(seconds))] * 1000 if seconds else 0.0
    print(
        f"{kind:<10} {len(ranks):5,} queries  MRR {mrr:.3f}  recall@1 {first:.3f}  p95 {p95:.0f} ms",
        flush=True,
    )


# ── the sets ─────────────────────────────────────────────────────────────────────────────────────


def _html(text: str) -> str:
    return plain(read(text[:MOST_CHARACTERS], Markup.HTML))


def _sumo() -> Iterator[Thread]:
    folder = DATA / "sumo"
    answers = defaultdict(list)
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            answers[row["question_id"]].append(row["content"])
    with (folder / "questions.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["locale"] == "en-US":
                yield Thread(row["title"], _html(row["content"]), "\n".join(map(_html, answers[row["id"]])))


def _discourse() -> Iterator[Thread]:
    for path in sorted((DATA / "discourse" / "topics").glob("*.json")):
        topic = json.loads(path.read_text(encoding="utf-8"))
        first, *others = (_html(post["cooked"]) for post in topic["post_stream"]["posts"])
        yield Thread(topic["title"], first, "\n".join(others))


def _stackexchange() -> Iterator[Thread]:
    rows = [dict(row.attrib) for _, row in etree.iterparse(str(_posts()), tag="row", resolve_entities=False)]
    answers = defaultdict(list)
    for row in rows:
        answers[str(row.get("ParentId", ""))].append(_html(str(row["Body"])))
    for row in rows:
        if row["PostTypeId"] == "1":
            yield Thread(str(row["Title"]), _html(str(row["Body"])), "\n".join(answers[str(row["Id"])]))


def _posts() -> Path:
    return DATA / "stackexchange" / "quantumcomputing" / "Posts.xml"


SETS: Final = {"sumo": _sumo, "discourse": _discourse, "stackexchange": _stackexchange}


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not here: set HARVEST_REAL_DATA to the folder of real conversations")
    main()
