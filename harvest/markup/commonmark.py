"""Markdown, as forums and issue trackers have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from harvest.markup.characters import clean
from harvest.markup.html import html_blocks
from harvest.markup.text import read_text

if TYPE_CHECKING:
    from harvest.model import Block

_MAX_LENGTH: Final = 300_000
"""Characters; a longer post is a log or an attack, and is read as the plain text it is."""

_MAX_NESTING: Final = 40
"""Levels at which the parser leaves out what is inside; such a post is read as plain text too."""

_OPTIONS: Final = {"html": False, "breaks": False, "maxNesting": _MAX_NESTING}
_PARSER: Final = MarkdownIt("commonmark", _OPTIONS).enable(["table", "strikethrough"])


def read_markdown(body: str) -> tuple[Block, ...]:
    """CommonMark with tables and strikethrough. Typed HTML is text: it is shown, never obeyed."""
    if len(body) > _MAX_LENGTH:
        return read_text(body)
    environment: dict[str, object] = {}
    tokens = _PARSER.parse(clean(body), environment)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        return read_text(body)
    # With HTML off, what is rendered holds only the elements that Markdown itself has.
    return html_blocks(_PARSER.renderer.render(tokens, _PARSER.options, environment))
