"""Where a page leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.markup import read
from harvest.model import CodeBlock, Listing, Markup, Paragraph, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harvest.model import Answer, Block


def links_of(answer: Answer) -> tuple[str, ...]:
    """Every address outside the site that a page links to, its conversations' among them, each once."""
    found = [source.url for source in answer.sources if source.url]
    for section in answer.sections:
        for passage in section.passages:
            found += links_in(read(passage.text, Markup.MARKDOWN))
    return tuple(dict.fromkeys(found))


def links_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The addresses that blocks link to, in order."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans):
                yield from (span.href for span in spans if span.href)
            case Listing(items=items):
                for item in items:
                    yield from links_in(item)
            case Quotation(blocks=inner):
                yield from links_in(inner)


def code_in(blocks: Iterable[Block]) -> Iterator[str]:
    """What blocks say letter for letter: commands, and names of files."""
    for block in blocks:
        match block:
            case CodeBlock(text=text):
                yield text
            case Paragraph(spans=spans):
                yield from (span.text for span in spans if span.code)
            case Listing(items=items):
                for item in items:
                    yield from code_in(item)
            case Quotation(blocks=inner):
                yield from code_in(inner)
