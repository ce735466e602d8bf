"""Joins our own labels with the real conversations they are about: `python -m benchmarks.labelled OUT.jsonl`.

The labels (`benchmarks/labels/threads.jsonl`) hold ids and judgements only: no text of anybody's. What comes
out is in the format that `harvest backtest resolution` reads, holds real text, and belongs outside the
repository.

260 threads, drawn at random from six sets, each read by two readers on their own who followed the guide of
the first 210. `batch` 1 was used while the judge's cues were written. The first look at batch 2 is told in
CONTRIBUTING; then it was used too. Draw new ones for the next honest figure.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from harvest import markup, sources
from harvest.lake import Lake

DATA: Final = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
LABELS: Final = Path(__file__).parent / "labels" / "threads.jsonl"
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
    out = Path(sys.argv[1])
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
    first, second = label["readers"]
    ordered = sorted(posts, key=lambda post: (post.created, post.id))
    number = {post.id: at for at, post in enumerate(ordered, 1)}
    outcome = first["outcome"] if first["outcome"] == second["outcome"] else None
    evidence = {first["evidence"], second["evidence"]} - {None} if outcome == "resolved" else set()
    return {
        "id": label["id"],
        "source": label["id"].partition(":")[0],
        "outcome": outcome,
        "page": first["page"] if first["page"] == second["page"] else None,
        "answer": sorted(number[id_] for id_ in {*first["answer"], *second["answer"]} if id_ in number),
        "evidence": sorted(number[id_] for id_ in evidence if id_ in number),
        "posts": [
            {
                "n": number[post.id],
                "id": post.id,
                "author": post.author.name or post.author.key,
                "reply_to": number.get(post.parent),
                "text": "\n".join(
                    filter(None, [post.title, markup.plain(markup.read(post.body, post.markup))])
                ),
            }
            for post in ordered
        ],
    }


if __name__ == "__main__":
    main()
