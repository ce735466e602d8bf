"""A command as its own process, with the time it took and the memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SAMPLE_SECONDS: Final = 0.02


class FailedError(Exception):
    """A command failed; the message says which, and what it said."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of one command."""

    seconds: float
    megabytes: float
    """The most that the process and its workers held at once, sampled from the operating system."""
    output: str


def tool(name: str) -> str:
    """A program of the environment that we run in."""
    return str(Path(sys.executable).with_name(name))


def run(folder: Path, *command: str) -> Measured:
    """Run the command in `folder`. Raises FailedError."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
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
        raise FailedError(f"{' '.join((Path(command[0]).name, *command[1:]))} failed:\n{output}")
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
