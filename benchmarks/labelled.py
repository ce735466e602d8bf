"""Joins our own labels with the real conversations they are about: `python -m benchmarks.labelled OUT.jsonl`.

The labels (`benchmarks/labels/threads.jsonl`) hold ids and judgements only: no text of anybody's. What comes
out is in the format that `harvest backtest resolution` reads, holds real text, and belongs outside the
repository.

1,962 threads from six sets, each read by somebody who followed the guide of the first 210; 710 of them by two
on their own, who name the same outcome for 98 in 100. What each `batch` was used for stands in CONTRIBUTING.
`--batch N…` writes those batches only. Draw new threads for the next honest figure.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from harvest import markup, sources
from harvest.lake import Lake

DATA: Final = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
LABELS: Final = Path(__file__).parent / "labels" / "threads.jsonl"
KINDS: Final = Path(__file__).parent / "labels" / "kinds.jsonl"
"""What kind of answer one more reader found in 80 of them, drawn from those worth a page."""
SETS: Final = (
    ("twcs", "twcs", ("x/twcs.csv",)),
    ("discourse", "discourse", ("discourse/topics",)),
    ("quantum", "stackexchange", ("stackexchange/quantumcomputing",)),
    ("bicycles", "stackexchange", ("stackexchange/bicycles_meta",)),
    ("github", "github-discussions", ("github_discussions/discussions.json",)),
    ("sumo", "kitsune", ("sumo/questions.csv", "sumo/answers.csv")),
)


class _Silent:
    """What a format leaves out does not matter here."""

    def bad(self, line: int, reason: str) -> None:
        """Nothing to do."""

    def skipped(self, reason: str) -> None:
        """Nothing to do."""


def main() -> None:
    """Write the joined threads; says how many."""
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    kinds = {
        row["id"]: row["kind"] for row in map(json.loads, KINDS.read_text(encoding="utf-8").splitlines())
    }
    for label in labels:
        label["kinds"] = {reader["kind"] for reader in label["readers"]} | {
            *filter(None, [kinds.get(label["id"])])
        }
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--batch", type=int, nargs="+")
    wanted = arguments.parse_args()
    if wanted.batch:
        labels = [label for label in labels if label["batch"] in wanted.batch]
    out: Path = wanted.out
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        for name, known, paths in SETS:
            _take_in(lake, name, known, paths)
        conversations = lake.conversation({label["id"] for label in labels})
    rows = [_row(label, conversations[label["id"]]) for label in labels if label["id"] in conversations]
    out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} of {len(labels)} labelled threads in {out}")


def _take_in(lake: Lake, name: str, known: str, paths: tuple[str, ...]) -> None:
    options = sources.SourceOptions(name=name, url="https://example.org/{id}")
    with lake.write(name, now=datetime.now(UTC)) as batch:
        for path in sources.expand([DATA / path for path in paths]):
            batch.begin(str(path))
            for post in sources.format_named(known).read(path, options, _Silent()):
                batch.add(post)


def _row(label: dict[str, Any], posts: list[Any]) -> dict[str, Any]:
    readers = label["readers"]
    texts = {post.id: _text(post) for post in posts}
    ordered = sorted((post for post in posts if texts[post.id]), key=lambda post: (post.created, post.id))
    number = {post.id: at for at, post in enumerate(ordered, 1)}
    outcomes, pages = {r["outcome"] for r in readers}, {r["page"] for r in readers}
    outcome = outcomes.pop() if len(outcomes) == 1 else None
    evidence = {r["evidence"] for r in readers} - {None} if outcome == "resolved" else set()
    return {
        "id": label["id"],
        "source": label["id"].partition(":")[0],
        "outcome": outcome,
        "page": pages.pop() if len(pages) == 1 else None,
        "kind": next(iter(label["kinds"])) if len(label["kinds"]) == 1 else None,
        "answer": sorted({number[id_] for r in readers for id_ in r["answer"] if id_ in number}),
        "evidence": sorted(number[id_] for id_ in evidence if id_ in number),
        "posts": [
            {
                "n": number[post.id],
                "id": post.id,
                "author": post.author.name or post.author.key,
                "reply_to": number.get(post.parent),
                "text": texts[post.id],
            }
            for post in ordered
        ],
    }


def _text(post: Any) -> str:
    """Its title and its text; empty for a picture alone, which says nothing to the judge."""
    return "\n".join(filter(None, [post.title, markup.plain(markup.read(post.body, post.markup))]))


if __name__ == "__main__":
    main()
