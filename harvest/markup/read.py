"""Which reader takes which markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.markup.commonmark import read_markdown
from harvest.markup.html import read_html
from harvest.markup.text import read_text
from harvest.model import Block, Markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

_READERS: Final[dict[Markup, Callable[[str], tuple[Block, ...]]]] = {
    Markup.HTML: read_html,
    Markup.MARKDOWN: read_markdown,
    Markup.TEXT: read_text,
}


def read(body: str, markup: Markup) -> tuple[Block, ...]:
    """What somebody typed, as safe canonical blocks. Never raises, on any string.

    Text stays in the order it was written. Pictures become a link that says "picture: …"; scripts, forms
    and everything a page could be made to do are gone. Nesting ends at six lists or quotations.
    """
    return _READERS[markup](body)
