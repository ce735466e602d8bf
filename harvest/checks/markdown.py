"""Links, pictures and headings of a page, with their lines."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markdown.extensions.toc import slugify, unique
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


class _Parser(MarkdownIt):
    """CommonMark, whatever stands where an address belongs: what is wrong with it is for checks to say."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 — the name that the parser calls
        return True


_PLAIN: Final = _Parser("commonmark", {"html": False})
_HTML: Final = _Parser("commonmark", {"html": True})
_MAY_REFER: Final = re.compile(r"\]\(|\]\[|\]:|<[A-Za-z]")
_TAG: Final = re.compile(r"<(?:a|img)\s[^>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""\b(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_OWN_ID: Final = re.compile(r"""\{:?[^}\n]*#([\w-]+)[^}\n]*\}\s*$""")
_HTML_ID: Final = re.compile(r"""<[A-Za-z][^>]*\b(?:id|name)\s*=\s*["']?([\w-]+)""")


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or a picture."""

    target: str
    """As it is written."""
    text: str
    """What a reader sees, or hears in its place."""
    line: int
    """1-based, in the text."""
    picture: bool = False


@lru_cache(maxsize=20_000)
def references(text: str, *, with_html: bool = False) -> tuple[Reference, ...]:
    """Every link and picture of a Markdown text, in order. `with_html`: those in HTML as well."""
    if not _MAY_REFER.search(text):
        return ()
    tokens = (_HTML if with_html else _PLAIN).parse(text)
    found: list[Reference] = []
    for token in tokens:
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            found += _in_html(token.content, line)
        elif token.children:
            found += _in_line(token.children, line)
    return tuple(found)


def _in_line(tokens: Sequence[Token], line: int) -> Iterator[Reference]:
    """The references of a paragraph that begins on a line."""
    open_links: list[tuple[str, int, list[str]]] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.type == "link_open":
            open_links.append((str(token.attrs.get("href", "")), line, []))
        elif token.type == "link_close" and open_links:
            href, at, said = open_links.pop()
            yield Reference(href, "".join(said), at)
        elif token.type == "image":
            yield Reference(str(token.attrs.get("src", "")), token.content, line, picture=True)
        elif token.type == "html_inline":
            yield from _in_html(token.content, line)
        if open_links and token.type in {"text", "code_inline", "image"}:
            open_links[-1][2].append(token.content)


def _in_html(text: str, line: int) -> Iterator[Reference]:
    for tag in _TAG.finditer(text):
        at = line + text.count("\n", 0, tag.start())
        attributes = {
            match[1].lower(): html.unescape(next((group for group in match.groups()[1:] if group), ""))
            for match in _ATTRIBUTE.finditer(tag[0])
        }
        if "src" in attributes:
            yield Reference(attributes["src"], attributes.get("alt", ""), at, picture=True)
        elif "href" in attributes:
            yield Reference(attributes["href"], "link", at)


@lru_cache(maxsize=20_000)
def anchors(text: str, *, with_html: bool = False) -> frozenset[str]:
    """The ids that the headings of a Markdown text get on the site, and those that are written in HTML."""
    taken: set[str] = set(_HTML_ID.findall(text)) if with_html else set()
    tokens = (_HTML if with_html else _PLAIN).parse(text)
    for before, token in pairwise(tokens):
        if before.type != "heading_open":
            continue
        if own := _OWN_ID.search(token.content):
            taken.add(own[1])
        said = "".join(child.content for child in token.children or () if child.type != "html_inline")
        taken.add(unique(slugify(said, "-"), taken))
    return frozenset(taken)
