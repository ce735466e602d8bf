"""git, rsync and ssh as processes of their own: never through a shell here, never asking, never for ever."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from harvest.status.publishing.job import Deadline

_SILENT: Final = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "SSH_ASKPASS_REQUIRE": "never"}

_EMPTY_WORDS: Final = (
    "rsync error:",
    "hint:",
    "fatal: Could not read from remote repository.",
    "Please make sure you have the correct access rights",
    "and the repository exists.",
)
"""Beginnings of lines that say no more than that it did not work."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a program has said."""

    code: int
    out: bytes
    err: str

    @property
    def why(self) -> str:
        """The line of its errors that says most, without control characters."""
        lines = [
            "".join(c if c.isprintable() else " " for c in line).strip() for line in self.err.splitlines()
        ]
        told = [line for line in lines if line and not line.startswith(_EMPTY_WORDS)]
        telling = [line for line in told if line.startswith(("fatal:", "error:", "!", "@ERROR"))]
        return (telling or told or [f"exit code {self.code}"])[-1][:300]


def run(
    words: Sequence[str | Path],
    deadline: Deadline,
    environ: Mapping[str, str],
    *,
    text: bytes = b"",
    folder: Path | None = None,
) -> Done:
    """Run it; `text` goes to its standard input.

    HarvestError where there is no such program, or it is not done in time: then it is ended, with all that it
    has started.
    """
    try:
        process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**environ, **_SILENT},
            start_new_session=True,  # no terminal to ask at, and one group to end
        )
    except FileNotFoundError:
        raise HarvestError(f"{words[0]} is not installed", todo=f"install {words[0]}") from None
    with process:
        try:
            out, err = process.communicate(text, timeout=deadline.left())
        except BaseException as error:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if isinstance(error, subprocess.TimeoutExpired):
                raise HarvestError(f"not done within {deadline.seconds:g} s ({words[0]})") from None
            raise
    return Done(process.returncode, out, err.decode("utf-8", "replace"))
