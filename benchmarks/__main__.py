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
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
SAMPLE_SECONDS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of one stage."""

    seconds: float
    megabytes: float
    output: str


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="how often each stage is run; the median counts")
    runs = parser.parse_args().runs
    csv.field_size_limit(1 << 30)
    if not DATA.is_dir():
        sys.exit(f"bench: {DATA} is not here: set HARVEST_REAL_DATA to the folder of real conversations")
    with tempfile.TemporaryDirectory(prefix="harvest-bench-") as folder:
        quarter, posts_quarter = _knowledge_base(Path(folder) / "quarter", part=4)
        whole, posts_whole = _knowledge_base(Path(folder) / "whole", part=1)
        rows = []
        for name, command in _stages():
            small = _median([_run(quarter, command) for _ in range(runs)])
            large = _median([_run(whole, command) for _ in range(runs)])
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


def _run(root: Path, command: tuple[str, ...]) -> Measured:
    """Runs the command in `root`; exits where it fails."""
    program = str(Path(sys.executable).with_name(command[0]))
    started = time.perf_counter()
    process = subprocess.Popen(
        (program, *command[1:]),
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    output, _ = process.communicate()
    watcher.join()
    if process.returncode:
        sys.exit(f"bench: {' '.join(command)} failed:\n{output}")
    return Measured(time.perf_counter() - started, peak[0] / 1024, output)


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _resident(process.pid))
        time.sleep(SAMPLE_SECONDS)


def _resident(pid: int) -> int:
    """How many kB the process and its descendants hold now (what they share counts once for each)."""
    total = 0
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_resident(int(child)) for child in (task / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):
        pass  # it ended while we looked
    return total


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
