"""What converters and keyboards leave in a post, and nobody wrote: it goes before anything is weighed.

Names of emoji (":smile:"), marks of a markup that the forum no longer reads ("[/quote]") and lines of which
masking has left nothing but the mask. And prose in a box for code, which a space before a line makes on some
forums, is prose again: it is one long line there, and no rule for sentences sees it.

Policy. A program taken for prose loses its lines, so one sign of a program keeps the box, and so does what
speaks to nobody: most of that is a message or a log that somebody copied.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from harvest.model import Block, CodeBlock, Listing, Paragraph, Span
from harvest.pages import sentences
from harvest.pages.use import english

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEFT: Final = re.compile(
    r"[ \t]*(?<![\w:]):(?=[a-z])[a-z0-9_+-]{2,40}:(?![\w:])"
    r"|(?:\[/|(?<!\w)\[)(?:quote|code|b|u|url|img|video|list|[uo]l|li|spoiler|size|colou?r)(?:=[^\]\n]{0,80})?\]"
)
"""The name of an emoji with the space before it, or a mark of BBCode; `[i]` is more often an index."""
_MASK: Final = re.compile(r"‹[^‹›\n]{1,40}›")
_PROGRAM: Final = re.compile(r"[{}<>=|\\_$#`~]|::|//|->|\w\(|;\s*$|^\s{2,}\S", re.MULTILINE)
_SPEAKS: Final = re.compile(
    r"\b(?:i|i'm|i've|i'd|we|my)\b[^.!?]*[.!?,]|\byou (?:can|could|may|might|should|need)\b"
)
PROSE_WORDS: Final = 12
"""Fewer words in a box may be a command or what a button says."""


def cleared(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """`blocks` without what nobody wrote. May be empty."""
    return tuple(kept for block in blocks if (kept := _cleared(block)) is not None)


def _cleared(block: Block) -> Block | None:
    match block:
        case CodeBlock(text=text) if _is_prose(text):
            return _cleared(Paragraph((Span(" ".join(text.split())),)))
        case Paragraph(spans):
            return _without_marks(spans)
        case Listing(items=items):
            inner = tuple(kept for item in items if (kept := cleared(item)))
            return replace(block, items=inner) if inner else None
        case _:
            return block


def _without_marks(spans: tuple[Span, ...]) -> Paragraph | None:
    kept = tuple(
        span if span.code else replace(span, text=text)
        for span in spans
        if (text := span.text if span.code else _LEFT.sub("", span.text))
    )
    said = sentences.text_of(kept)
    only_masks = said != (rest := _MASK.sub("", said)) and not any(map(str.isalnum, rest))
    return Paragraph(kept) if said.strip() and not only_masks else None


def _is_prose(text: str) -> bool:
    return (
        len(text.split()) >= PROSE_WORDS
        and not _PROGRAM.search(text)
        and _SPEAKS.search(sentences.plain(text)) is not None
        and english(text)
    )
