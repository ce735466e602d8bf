"""Runs the importer under strace: which calls change the lake, and what if one kills it or fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,fallocate,ftruncate,truncate,fsync,fdatasync,"
    "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir"
)
"""Every call by which a process can change files, other than through a mapping of one."""

LINE = re.compile(r"(\d+) +(\w+)\((.*)")


@dataclass(frozen=True)
class Point:
    """One call that changes the lake: the `nth` of its kind that the process makes."""

    call: str
    nth: int
    number: int
    """Which of the imports makes it."""
    line: str
    """As strace wrote it, with the paths of what it touches."""
    path: str = ""
    """Relative to the lake; if given, only calls on this path count. DuckDB opens others at any time."""


ALONE = threading.Lock()
"""Held while a process is started, and while a lake is written in this one: a process that has just been
forked holds the other thread's write lock for a moment, until it becomes another program."""


def strace(root: Path, number: int, log: Path, *inject: str) -> tuple[int, str]:
    """Runs one import into `root`: its exit code (negative: the signal) and what it says."""
    command = ["strace", "-f", "-qq", "-y", "-s", "0", "-o", str(log), "-e", f"trace={CALLS}"]
    command += [*inject, sys.executable, "-m", "tests.lake.importer", str(root), str(number)]
    with ALONE:
        traced = subprocess.Popen(
            command,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
            stderr=subprocess.PIPE,
            text=True,
        )
    _, said = traced.communicate(timeout=120)
    return traced.returncode, said


def points(root: Path, number: int, log: Path) -> list[Point]:
    """The calls in a log that change something below `root`, in order.

    All must come from one thread: strace counts calls by thread. (DuckDB's threads open files to read
    them, so a file that is created must be told from one that is read later: it is the first of its path.)
    """
    found: list[Point] = []
    created: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    first = ""
    for line in log.read_text().splitlines():
        match = LINE.match(line)
        if match is None:
            continue
        thread, call, arguments = match.groups()
        first = first or thread
        counts[thread, call] += 1
        opens = call.startswith("open")
        if str(root) not in arguments or (opens and not re.search("O_CREAT|O_TRUNC", arguments)):
            continue
        assert thread == first, f"another thread changes the lake: {line}"
        if opens:
            path = re.findall(r'"([^"]*)"', arguments)[0].removeprefix(f"{root}/")
            assert path not in created, f"opened for writing twice: {line}"
            created.add(path)
            found.append(Point(call, 1, number, line, path))
        else:
            found.append(Point(call, counts[thread, call], number, line))
    return found
