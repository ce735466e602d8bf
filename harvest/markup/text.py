"""Plain text: the structure people give it with blank lines, dashes and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.markup.canonical import BREAK, MAX_NESTING, canonical
from harvest.markup.characters import clean
from harvest.model import Block, Listing, Paragraph, Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")
_NUMBERED: Final = re.compile(r"[ \t]*(?:step[ \t]+)?(\d{1,3})(?:[.):]|[ \t]+-)[ \t]+(\S.*)", re.IGNORECASE)
_BULLET: Final = re.compile(r"[ \t]*[-*•·‣▪–][ \t]+(\S.*)")
_QUOTED: Final = re.compile(r"[ \t]{0,3}>(?!>)[ \t]?(.*)")


def read_text(body: str) -> tuple[Block, ...]:
    """Blank lines part paragraphs, single line ends stay; lists and "> " quotes become what they look like.

    Numbers make steps only in sequence from 1 ("1. ", "2) ", "Step 3: "), at least two of
    them: a line that happens to begin with "2023. " stays a line. A single dash may be a bullet.
    """
    return canonical(_blocks(clean(body), MAX_NESTING))


def _blocks(text: str, room: int) -> Iterator[Block]:
    lines = _joined_lists(text)
    position = 0
    while position < len(lines):
        block, position = _take(lines, position, room)
        if block:
            yield block


def _joined_lists(text: str) -> list[str]:
    """Lines; a blank line between two items of a list is taken out, because it is one list."""
    lines: list[str] = []
    for chunk in _BLANK.split(text.strip("\n")):
        fresh = chunk.split("\n")
        if lines and not _continues(lines, fresh[0]):
            lines.append("")
        lines.extend(fresh)
    return lines


def _continues(lines: list[str], line: str) -> bool:
    before, after = _NUMBERED.fullmatch(lines[-1]), _NUMBERED.fullmatch(line)
    if before and after:
        return int(after[1]) == int(before[1]) + 1
    return bool(_BULLET.fullmatch(lines[-1]) and _BULLET.fullmatch(line))


def _take(lines: list[str], start: int, room: int) -> tuple[Block | None, int]:
    """The block that begins at line `start`, and the line after it."""
    if not lines[start].strip():
        return None, start + 1
    if room and _QUOTED.fullmatch(lines[start]):
        end = start
        inner: list[str] = []
        while end < len(lines) and (quoted := _QUOTED.fullmatch(lines[end])):
            inner.append(quoted[1])
            end += 1
        return Quotation(tuple(_blocks("\n".join(inner), room - 1))), end
    if steps := _steps(lines, start):
        return _listing(steps, ordered=True), start + len(steps)
    bullets: list[str] = []
    while start + len(bullets) < len(lines) and (item := _BULLET.fullmatch(lines[start + len(bullets)])):
        bullets.append(item[1])
    if bullets:
        return _listing(bullets, ordered=False), start + len(bullets)
    end = start + 1
    while end < len(lines) and lines[end].strip() and not _starts_block(lines, end):
        end += 1
    spans: list[Span] = []
    for line in lines[start:end]:
        spans.extend((BREAK, Span(line)) if spans else (Span(line),))
    return Paragraph(tuple(spans)), end


def _starts_block(lines: list[str], at: int) -> bool:
    line = lines[at]
    return bool(_QUOTED.fullmatch(line) or _BULLET.fullmatch(line) or _steps(lines, at))


def _steps(lines: list[str], start: int) -> list[str]:
    """The texts of the numbered lines from `start`, when they count from 1 and are at least two."""
    first = _NUMBERED.fullmatch(lines[start])
    if not first or int(first[1]) != 1:
        return []
    steps: list[str] = []
    while start + len(steps) < len(lines):  # no slice: it would be copied for every line that begins with 1
        item = _NUMBERED.fullmatch(lines[start + len(steps)])
        if not item or int(item[1]) != len(steps) + 1:
            break
        steps.append(item[2])
    return steps if len(steps) > 1 else []


def _listing(texts: list[str], *, ordered: bool) -> Listing:
    return Listing(tuple((Paragraph((Span(text),)),) for text in texts), ordered)
