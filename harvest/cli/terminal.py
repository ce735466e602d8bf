"""The terminal: what is printed on it can neither colour, clear nor forge a line.

Everything printed may hold a stranger's words, so it goes through `rich.text.Text`, never through markup,
with control characters made visible. Imports nothing of ours but the exceptions: so does the status site.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.errors import HarvestError

PIPE_WIDTH: Final = 100_000
"""Columns where nobody looks: a row is one line, whatever reads it."""

OUT: Final = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
ERR: Final = Console(stderr=True, highlight=False, soft_wrap=True)


def shown(text: str) -> Text:
    """`text` as it may be printed: one line, control characters visible."""
    return Text("".join(map(_visible, text)), overflow="fold")


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if char == "\n":
        return "␤"
    return " " if unicodedata.category(char) == "Zs" else "�"


def say_error(error: HarvestError) -> None:
    """One line per mistake on standard error."""
    for line in str(error).splitlines():
        ERR.print(Text("harvest: ", style="bold red") + shown(line))


def count(number: int, what: str) -> str:
    """So many of something, in words: `1 post`, `2,000 posts`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def tally(counts: Iterable[tuple[str, int]]) -> str:
    """How often each of some things was, in one line."""
    return ", ".join(f"{reason} {number:,}" for reason, number in counts)
