"""HTML as Discourse, kitsune, Stack Exchange and GitHub serve it, and as anybody else may type it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from harvest.markup.canonical import canonical, paragraphs
from harvest.markup.characters import clean
from harvest.markup.elements import build
from harvest.markup.text import read_text
from harvest.model import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOO_DEEP: Final = 2000
"""Nested elements at which the parser gives up and would lose the rest of the post."""

_ONLY_P: Final = re.compile(r"\s*(?:<p>[^<]*</p>\s*)+")
_SAID: Final = re.compile(
    r'<em>\s*<p>[^<]{0,200}<a href="#(?:answer|question)-\d+"[^<>]*>[^<]{1,60}</a>[^<]{0,20}</p>'
    r"\s*</em>(?=\s*<blockquote)"
)
"""kitsune's "X said", in any language, before the quotation itself."""
_WIKI_BOLD: Final = re.compile(r"(?<!')'{3,5}([^'<>\n]{1,500})'{3,5}(?!')")
_WIKI_LINK: Final = re.compile(r"\[\[(?! )([^\[\]|<>\n]{1,200})(?:\|([^\[\]|<>\n]{1,200}))?\]\]")
_BLOCK_TAG: Final = re.compile(
    r"</?(?:p|div|br|li|ul|ol|blockquote|tr|table|h[1-6]|pre|hr|dd|dt)\b[^<>]*>", re.IGNORECASE
)
_SILENT: Final = re.compile(
    r"<(script|style|svg|iframe|template|textarea|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_ANY_TAG: Final = re.compile(r"<[/!?]?[A-Za-z\[-][^<>]*>?")


def read_html(body: str) -> tuple[Block, ...]:
    """HTML of a post, as blocks. Quoting conventions of the known forums become quotations."""
    if '<a href="#' in body:
        body = _SAID.sub("", body)
    if "'''" in body or "[[" in body:
        body = _WIKI_LINK.sub(lambda m: m[2] or m[1], _WIKI_BOLD.sub(r"\1", body))
    return html_blocks(body)


def html_blocks(body: str) -> tuple[Block, ...]:
    """HTML without any forum's own conventions."""
    if _ONLY_P.fullmatch(body):
        return tuple(_only_paragraphs(body))
    body = clean(body)
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(body.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return _as_text(body)
    if root is None:
        return ()
    if body.count("<") > _TOO_DEEP and any("depth" in entry.message for entry in parser.error_log):
        return _as_text(body)
    return canonical(build(root))


def _only_paragraphs(body: str) -> Iterator[Block]:
    """The most common post by far: paragraphs of text. Faster than a parser, same result."""
    for piece in body.split("</p>"):
        text = piece.partition("<p>")[2]
        # A line end that was typed as a reference is white space like any other.
        yield from paragraphs((Span(" " + html.unescape(text)),))


def _as_text(body: str) -> tuple[Block, ...]:
    """The words of a post that is too broken or too deep to have a structure."""
    body = _BLOCK_TAG.sub("\n\n", _SILENT.sub("", body))
    return read_text(html.unescape(_ANY_TAG.sub("", body)))
