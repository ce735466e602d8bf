"""The one form of a block tree, and its readable text.

Every tree that leaves `read` is canonical: text is clean and collapsed as a browser would, neighbours
of one style are one span, bare web addresses are links, links are safe, nothing is empty.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from harvest.markup.characters import clean
from harvest.markup.href import safe_href
from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_NESTING: Final = 6
"""Lists and quotations inside each other; what is deeper stays, as part of the sixth."""

BREAK: Final = Span("\n")
"""A hard line break."""

_SPACES: Final = re.compile(r"[ \t\n]+")
_URL: Final = re.compile(r"(?<![A-Za-z0-9_])https?://[^\s<>\"“”‹›]{1,2100}", re.IGNORECASE)
_TRAILING: Final = ".,;:!?'\"*_~’”»"


def canonical(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """`blocks` in their one form. Idempotent; takes any tree, trusted or not."""
    return tuple(_canonical(blocks, MAX_NESTING))


def _canonical(blocks: Iterable[Block], room: int) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paragraph(spans):
                yield from paragraphs(spans)
            case CodeBlock(text):
                if code := clean_code(text):
                    yield CodeBlock(code)
            case Quotation(inner):
                yield from _container((inner,), room, lambda items: Quotation(items[0]))
            case Listing(items, ordered):
                yield from _container(items, room, partial(Listing, ordered=ordered))


def _container(
    items: Iterable[Iterable[Block]], room: int, make: Callable[[tuple[tuple[Block, ...], ...]], Block]
) -> Iterator[Block]:
    """The items that hold something, in their container, or without it where it would be too deep."""
    kept = tuple(content for item in items if (content := tuple(_canonical(item, max(room - 1, 0)))))
    if not room:
        yield from (block for item in kept for block in item)
    elif kept:
        yield make(kept)


def clean_code(text: str) -> str:
    """Code as it is shown: clean characters, no blank lines at either end, no spaces at line ends."""
    lines = [line.rstrip() for line in clean(text).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    start = next((number for number, line in enumerate(lines) if line), 0)
    return "\n".join(lines[start:])


def paragraphs(spans: Iterable[Span]) -> Iterator[Paragraph]:
    r"""The spans as paragraphs: two hard breaks in a row part them, as they do to the eye.

    A span that is exactly "\n" is a hard break; any other line end is a space.
    """
    line: list[Span] = []
    lines: list[list[Span]] = []
    for span in spans:
        if span.text == "\n":
            lines.append(_line(line))
            line = []
        else:
            line.append(span)
    lines.append(_line(line))
    for full, group in groupby(lines, key=bool):
        if full:
            joined: list[Span] = []
            for number, content in enumerate(group):
                joined.extend([BREAK, *content] if number else content)
            yield Paragraph(tuple(joined))


def _line(spans: list[Span]) -> list[Span]:
    """One line of a paragraph: clean, merged, collapsed, stripped, its bare addresses linked."""
    line: list[Span] = []
    for span in spans if len(spans) == 1 else _merged(spans):
        text = clean(span.text)
        if "  " in text or not text.isprintable():
            text = _SPACES.sub(" ", text)
        if not line or line[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            continue
        href = safe_href(span.href) if span.href else ""
        if line and (line[-1].href, line[-1].code, line[-1].strong) == (href, span.code, span.strong):
            text = line.pop().text + text
        line.append(Span(text, href, span.code, span.strong))
    if line and line[-1].text.endswith(" "):
        last = line.pop()
        if text := last.text[:-1]:
            line.append(Span(text, last.href, last.code, last.strong))
    return _linked(line)


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Neighbours of one style as one span: what composes across them is cleaned as one text."""
    visible = (span for span in spans if clean(span.text))
    for (href, code, strong), group in groupby(visible, key=lambda s: (s.href, s.code, s.strong)):
        yield Span("".join(span.text for span in group), href, code, strong)


def _linked(line: list[Span]) -> list[Span]:
    if not any("://" in span.text and not span.href and not span.code for span in line):
        return line
    return [
        part for span in line for part in (_bare_links(span) if not (span.href or span.code) else (span,))
    ]


def _bare_links(span: Span) -> Iterator[Span]:
    """The span, with each bare web address in it as a link."""
    if span.href or span.code:
        yield span
        return
    done = 0
    for match in _URL.finditer(span.text):
        url = _without_trailing(match.group())
        if href := safe_href(url):
            if before := span.text[done : match.start()]:
                yield Span(before, strong=span.strong)
            yield Span(url, href, strong=span.strong)
            done = match.start() + len(url)
    if rest := span.text[done:]:
        yield Span(rest, strong=span.strong)


def _without_trailing(url: str) -> str:
    """The address without the punctuation of the sentence around it."""
    while True:
        shorter = url.rstrip(_TRAILING)
        for left, right in ("()", "[]", "{}"):
            if shorter.endswith(right) and shorter.count(right) > shorter.count(left):
                shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter


def plain(blocks: Iterable[Block], *, quotations: bool = True) -> str:
    """Readable text: blocks parted by a blank line, list items one per line ("1. ", "- "), quotes after "> ".

    Nested lines are indented to their item's text. With `quotations=False` what others said is left out.
    """
    return "\n\n".join(text for block in blocks if (text := _plain(block, quotations)))


def _plain(block: Block, quotations: bool) -> str:
    match block:
        case Paragraph(spans):
            return "".join([span.text for span in spans])
        case CodeBlock(text):
            return text
        case Quotation(inner):
            text = plain(inner) if quotations else ""
            return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""
        case Listing(items, ordered):
            lines: list[str] = []
            for item in items:
                if text := "\n".join(t for b in item if (t := _plain(b, quotations))):
                    mark = f"{len(lines) + 1}. " if ordered else "- "
                    lines.append(mark + text.replace("\n", "\n" + " " * len(mark)))
            return "\n".join(lines)
