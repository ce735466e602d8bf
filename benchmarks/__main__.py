"""`make bench`: one command, one table.

Each stage runs as its own process on a fresh knowledge base, as it would for a user, so that wall time and
peak memory are those of the whole program. Memory is the most that the process and its workers held at once,
sampled from the operating system. The same is done for a quarter of the conversations, so that the last
column shows how the time grows: 4 would be linear.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.running import FailedError, Measured, run, tool

DATA: Final = (
    Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data")) / "sumo"
)
FILES: Final = ("questions.csv", "answers.csv")
DRAFTS: Final = 500
CONFIG: Final = """\
site_name: Bench
theme: {name: material, font: false}
plugins:
  - harvest:
      company: {name: Bench}
      publish: [draft]
      sources:
        - {name: sumo, format: kitsune, url: "https://support.example/questions/{id}", licence: CC-BY-SA-3.0}
"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="how often each stage is run; the median counts")
    runs = parser.parse_args().runs
    csv.field_size_limit(1 << 30)
    if not DATA.is_dir():
        sys.exit(f"bench: {DATA} is not here: set HARVEST_REAL_DATA to the folder of real conversations")
    try:
        _measure(runs)
    except FailedError as error:
        sys.exit(f"bench: {error}")


def _measure(runs: int) -> None:
    with tempfile.TemporaryDirectory(prefix="harvest-bench-") as folder:
        quarter, posts_quarter = _knowledge_base(Path(folder) / "quarter", part=4)
        whole, posts_whole = _knowledge_base(Path(folder) / "whole", part=1)
        rows = []
        for name, command in _stages():
            small = _median([_staged(quarter, command) for _ in range(runs)])
            large = _median([_staged(whole, command) for _ in range(runs)])
            rows.append((name, small, large))
    _print(rows, posts_quarter, posts_whole)


def _stages() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("import", ("harvest", "import", "--as", "sumo", *FILES)),
        ("import again", ("harvest", "import", "--as", "sumo", *FILES)),
        ("candidates", ("harvest", "candidates", "--top", "3")),
        (f"draft {DRAFTS}", ("harvest", "draft", "--top", str(DRAFTS))),
        (f"site of {DRAFTS}", ("mkdocs", "build", "--strict", "--quiet")),
    )


def _knowledge_base(root: Path, part: int) -> tuple[Path, int]:
    """A folder with a configuration and every `part`-th conversation; how many posts it holds."""
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# Bench\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    count = 0
    for name, key in zip(FILES, ("id", "question_id"), strict=True):
        with (
            (DATA / name).open(encoding="utf-8", newline="") as source,
            (root / name).open("w", encoding="utf-8", newline="") as out,
        ):
            reader = csv.DictReader(source)
            writer = csv.DictWriter(out, reader.fieldnames or ())
            writer.writeheader()
            for row in reader:
                if int(row[key]) % part == 0:
                    writer.writerow(row)
                    count += 1
    return root, count


def _staged(root: Path, command: tuple[str, ...]) -> Measured:
    return run(root, tool(command[0]), *command[1:])


def _median(runs: list[Measured]) -> Measured:
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def _print(rows: list[tuple[str, Measured, Measured]], quarter: int, whole: int) -> None:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; {quarter:,} and {whole:,} posts")
    print(f"{'stage':<14} {'1/4: s':>8} {'all: s':>8} {'posts/s':>9} {'peak MB':>8} {'growth':>7}")
    for name, small, large in rows:
        print(
            f"{name:<14} {small.seconds:8.1f} {large.seconds:8.1f} {whole / large.seconds:9,.0f} "
            f"{large.megabytes:8.0f} {large.seconds / small.seconds:7.1f}"
        )
    both = sum(large.seconds for name, _, large in rows if name in {"import", "candidates"})
    print(f"import + candidates: {both:.1f} s (goal: under 30 s and 1,000 MB on 2 cores)")


if __name__ == "__main__":
    main()
