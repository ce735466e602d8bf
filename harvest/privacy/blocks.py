"""Masking in blocks: personal data is found over the whole post, then cut out of the spans it stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvest.model import CodeBlock, Listing, Paragraph, Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harvest.model import Block
    from harvest.privacy.kinds import Finding

BETWEEN: Final = "\n\n"
"""Between two paragraphs, as a name under a letter stands in one of its own."""


def leaves(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every run of text that is not interrupted by a block's border, in reading order."""
    for block in blocks:
        match block:
            case Paragraph(spans):
                yield "".join(span.text for span in spans)
            case CodeBlock(text):
                yield text
            case Listing(items):
                for item in items:
                    yield from leaves(item)
            case Quotation(inner):
                yield from leaves(inner)


def code_in(blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """Which stretches of the leaves, joined by `BETWEEN`, are code."""
    found: list[tuple[int, int]] = []
    at = 0
    for is_code, text in _pieces(blocks):
        if is_code:
            found.append((at, at + len(text)))
        at += len(text)
    return found


def _pieces(blocks: tuple[Block, ...]) -> Iterator[tuple[bool, str]]:
    """Every span with whether it is code, and what stands between the leaves."""
    for block in blocks:
        match block:
            case Paragraph(spans):
                yield from ((span.code, span.text) for span in spans)
                yield False, BETWEEN
            case CodeBlock(text):
                yield True, text
                yield False, BETWEEN
            case Listing(items):
                for item in items:
                    yield from _pieces(item)
            case Quotation(inner):
                yield from _pieces(inner)


@dataclass(slots=True)
class Cut:
    """Walks over the joined text once, replacing findings piece by piece."""

    findings: tuple[Finding, ...]
    keep_link: Callable[[str], bool]
    at: int = 0
    next: int = 0

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with masks; their structure stays."""
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(spans):
                out = tuple(span for span in map(self._span, spans) if span.text)
                self.at += len(BETWEEN)
                return Paragraph(out)
            case CodeBlock(text):
                masked, _ = self._text(text)
                self.at += len(BETWEEN)
                return CodeBlock(masked)
            case Listing(items, ordered):
                return Listing(tuple(self.blocks(item) for item in items), ordered)
            case Quotation(inner):
                return Quotation(self.blocks(inner))

    def _span(self, span: Span) -> Span:
        text, touched = self._text(span.text)
        # A link under somebody's name or number leads to them, whatever it looks like.
        href = span.href if span.href and not touched and self.keep_link(span.href) else ""
        return replace(span, text=text, href=href)

    def _text(self, text: str) -> tuple[str, bool]:
        """The next `len(text)` characters, masked: a mask stands where its finding begins."""
        begin, end = self.at, self.at + len(text)
        pieces: list[str] = []
        done, touched = begin, False
        while self.next < len(self.findings) and self.findings[self.next].start < end:
            finding = self.findings[self.next]
            touched = touched or finding.end > begin
            if finding.start >= begin:
                pieces += (text[done - begin : finding.start - begin], finding.kind.mask)
            done = max(done, min(finding.end, end))
            if finding.end > end:
                break
            self.next += 1
        self.at = end
        return "".join((*pieces, text[done - begin :])), touched
