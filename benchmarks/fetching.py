"""`harvest fetch` from a server on this machine: pages a second, and memory for ten times the posts."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import forum
from benchmarks.running import Measured, run, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

TOPICS: Final = (500, 5000)
CONFIG: Final = """\
plugins:
  - harvest:
      company: {{name: Bench}}
      sources:
        - name: forum
          format: discourse
          url: http://127.0.0.1:{port}
          fetch: {{internal: true, requests: 1000000, minutes: 1440}}
"""


def main() -> None:
    """Measure and print."""
    print("fetching a forum from this machine")
    for topics in TOPICS:
        with _serving(topics) as port, tempfile.TemporaryDirectory(prefix="harvest-bench-") as folder:
            (Path(folder) / "docs").mkdir()
            (Path(folder) / "mkdocs.yml").write_text(CONFIG.format(port=port), encoding="utf-8")
            first = run(Path(folder), tool("harvest"), "-q", "fetch")
            again = run(Path(folder), tool("harvest"), "-q", "fetch")
        pages = topics + topics // 30
        again_in = f"again, nothing new: {again.seconds:.1f} s"
        print(f"  {topics * forum.POSTS:>7,} posts: {_row(first, pages)}; {again_in}")


def _row(measured: Measured, pages: int) -> str:
    pace = pages / measured.seconds
    return f"{measured.seconds:.1f} s, {pace:,.0f} pages/s, {measured.megabytes:.0f} MB"


@contextmanager
def _serving(topics: int) -> Iterator[int]:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.forum", str(topics)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield int(server.stdout.readline() if server.stdout else "0")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
