"""Markdown → HTML that is safe and asks nobody for anything: no raw HTML, no images, links to the web only.

What people paste in a hurry becomes a link: a bare address, and an image (to its address).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt

from harvest.status.site import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_BARE: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}*_]")
_DEEPEST: Final = 6
BELOW: Final = 3
"""Headings of a text stand below this level of the page."""


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = _safe  # type: ignore[method-assign]
    parser.core.ruler.push("inert", _inert)
    return parser


@functools.lru_cache(maxsize=4096)
def html(text: str) -> str:
    """The text as HTML, without a newline at the end."""
    return str(_parser().render(text)).strip()


def _safe(url: str) -> bool:
    return bool(clean.url(url)) or bool(re.fullmatch(r"mailto:[\w.+%-]+@[\w.-]+", url))


def _inert(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + BELOW, _DEEPEST)}"
        elif token.type == "inline":
            token.children = list(_children(token.children or ()))
        if "style" in token.attrs:  # the alignment of a table, which the policy would refuse
            del token.attrs["style"]


def _children(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "image":
            yield from _link(str(token.attrs.get("src", "")), token.content or "", inside=depth > 0)
        elif token.type == "text" and not depth:
            yield from _linked(token.content)
        else:
            yield token


def _linked(text: str) -> Iterator[Token]:
    end = 0
    for found in _BARE.finditer(text):
        if clean.url(found[0]):
            yield _token("text", content=text[end : found.start()])
            yield from _link(found[0], found[0], inside=False)
            end = found.end()
    yield _token("text", content=text[end:])


def _link(address: str, text: str, *, inside: bool) -> Iterator[Token]:
    if inside or not _safe(address):
        yield _token("text", content=text)
        return
    yield _token("link_open", "a", 1, attrs={"href": address})
    yield _token("text", content=text or address)
    yield _token("link_close", "a", -1)


def _token(kind: str, tag: str = "", nesting: Any = 0, **more: Any) -> Token:
    from markdown_it.token import Token  # noqa: PLC0415 — beside its type

    return Token(kind, tag, nesting, **more)
