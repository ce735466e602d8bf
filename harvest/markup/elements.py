"""What each HTML element becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from harvest.markup.canonical import BREAK, MAX_NESTING, paragraphs
from harvest.markup.href import safe_href
from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MAX_DEPTH: Final = 120
"""Nested elements; what is deeper is read as its text."""

# fmt: off
_DROPPED: Final = frozenset(
    {
        "applet", "area", "base", "button", "canvas", "col", "colgroup", "datalist", "embed", "form",
        "frame", "frameset", "head", "iframe", "input", "link", "map", "math", "meta", "noembed",
        "noframes", "noscript", "object", "optgroup", "option", "param", "plaintext", "progress",
        "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "xmp",
    }
)
# fmt: on
_DROPPED_CLASSES: Final = frozenset(
    {"quote-controls", "meta", "avatar", "email-hidden-toggle", "blob-num", "site-icon", "anchor"}
)
# fmt: off
_BLOCK: Final = frozenset(
    {
        "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "p", "search", "section", "tbody", "td", "tfoot", "th",
        "thead", "tr",
    }
)
# fmt: on
_STRONG: Final = frozenset({"strong", "b"})
_CODE: Final = frozenset({"code", "kbd", "samp", "tt"})
_TITLES: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})


class _Style(NamedTuple):
    href: str = ""
    code: bool = False
    strong: bool = False


_PLAIN: Final = _Style()


def build(root: etree._Element) -> tuple[Block, ...]:
    """The blocks of a whole document; not yet canonical where code and lists are concerned."""
    return _Builder(MAX_NESTING, 0).content(root, _PLAIN)


def _made_of_a_name(text: str, href: str) -> bool:
    """Whether a forum took a name with a full stop in it ("Main.as", "imap.example.org") for an address.

    What leads only to itself and was typed without a scheme is read as the name it is.
    """
    name = text.strip().casefold()
    return "." in name and "/" not in name and href.rstrip("/") in {f"http://{name}", f"https://{name}"}


class _Builder:
    """Collects the blocks of one container while its elements go by."""

    __slots__ = ("_blocks", "_depth", "_room", "_spans")

    def __init__(self, room: int, depth: int) -> None:
        self._room = room
        self._depth = depth
        self._blocks: list[Block] = []
        self._spans: list[Span] = []

    def content(self, element: etree._Element, style: _Style) -> tuple[Block, ...]:
        self.children(element, style)
        return self.finish()

    def finish(self) -> tuple[Block, ...]:
        self.flush()
        return tuple(self._blocks)

    def flush(self) -> None:
        if self._spans:
            self._blocks.extend(paragraphs(self._spans))
            self._spans = []

    def text(self, text: str | None, style: _Style) -> None:
        if text:
            # A line end in the source is a space; only <br> is a break, and it does not come this way.
            self._spans.append(Span(" " if text == "\n" else text, *style))

    def children(self, element: etree._Element, style: _Style) -> None:
        self.text(element.text, style)
        self._depth += 1
        for child in element:
            if self._depth > _MAX_DEPTH:
                self.text(_words(child), style)
            else:
                self.element(child, style)
            self.text(child.tail, style)
        self._depth -= 1

    def element(self, element: etree._Element, style: _Style) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return
        classes = _classes(element)
        if classes & _DROPPED_CLASSES:
            return
        if special := _SPECIAL.get(tag):
            special(self, element, style, classes)
        elif tag in _TITLES:
            self.apart(element, style._replace(strong=True))
        elif tag in _BLOCK:
            self.apart(element, style)
        elif tag in _STRONG or "bbcode-b" in classes:
            self.children(element, style._replace(strong=True))
        elif tag in _CODE:
            self.children(element, style._replace(code=True))
        else:
            self.children(element, style)

    def apart(self, element: etree._Element, style: _Style) -> None:
        self.flush()
        self.children(element, style)
        self.flush()

    def inside(self, element: etree._Element, style: _Style) -> tuple[Block, ...]:
        return _Builder(self._room - 1, self._depth).content(element, style)

    def line_break(self, _element: etree._Element, _style: _Style, _classes: frozenset[str]) -> None:
        self._spans.append(BREAK)

    def link(self, element: etree._Element, style: _Style, classes: frozenset[str]) -> None:
        if "mention" in classes or "user-mention" in classes:
            self.children(element, style)
        else:
            href = safe_href(element.get("href") or "")
            made = _made_of_a_name(_words(element), href)
            self.children(element, style if made else style._replace(href=href))

    def picture(self, element: etree._Element, style: _Style, classes: frozenset[str]) -> None:
        alt = " ".join((element.get("alt") or "").split())
        if "emoji" in classes:
            self.text(alt or element.get("title") or "", style)
            return
        href = style.href or safe_href(element.get("src") or "")
        if href or alt:
            self.text(f"picture: {alt}" if alt else "picture", style._replace(href=href, code=False))

    def quotation(self, element: etree._Element, _style: _Style, _classes: frozenset[str]) -> None:
        if not self._room:
            self.apart(element, _PLAIN)
            return
        self.flush()
        self._blocks.append(Quotation(self.inside(element, _PLAIN)))

    def aside(self, element: etree._Element, style: _Style, classes: frozenset[str]) -> None:
        if "quote" in classes:
            for child in element.iterchildren("div"):
                if "title" in _classes(child):
                    element.remove(child)
            # Discourse wraps the words in a blockquote of their own: that one is the quotation.
            self.apart(element, style)
        elif "onebox" in classes:
            self.flush()
            self.preview(element)
            self.flush()
        else:
            self.apart(element, style)

    def preview(self, element: etree._Element) -> None:
        """A link preview is a link with its title."""
        links = [*element.iterfind(".//h3/a"), *element.iterfind(".//h4/a"), *element.iterfind(".//a")]
        for link in links:
            href = safe_href(link.get("href") or "") or safe_href(element.get("data-onebox-src") or "")
            text = " ".join(_words(link).split()) or href
            if text:
                self.text(text, _Style(href))
                return
        if href := safe_href(element.get("data-onebox-src") or ""):
            self.text(href, _Style(href))

    def preformatted(self, element: etree._Element, _style: _Style, _classes: frozenset[str]) -> None:
        self.flush()
        for line_end in element.iter("br", "li"):
            line_end.tail = "\n" + (line_end.tail or "").lstrip("\n")
        self._blocks.append(CodeBlock(_words(element)))

    def listing(self, element: etree._Element, style: _Style, _classes: frozenset[str]) -> None:
        if not self._room or self._depth > _MAX_DEPTH:
            self.apart(element, style)
            return
        self.flush()
        inner = _Style(strong=style.strong)
        items: list[tuple[Block, ...]] = []
        stray = _Builder(self._room - 1, self._depth + 1)
        stray.text(element.text, inner)
        for child in element:
            if child.tag == "li":
                items.append(stray.finish())
                stray = _Builder(self._room - 1, self._depth + 1)
                stray.children(child, inner)
            else:
                # Forums nest a list beside its item, not in it: it belongs to the item before.
                stray.element(child, inner)
            stray.text(child.tail, inner)
        items.append(stray.finish())
        self._blocks.append(Listing(tuple(items), ordered=element.tag == "ol"))

    def table_row(self, element: etree._Element, style: _Style, _classes: frozenset[str]) -> None:
        """The cells on one line; a table that only lays out a page is read cell by cell."""
        self.flush()
        cells = [_Builder(self._room, self._depth + 1).content(cell, style) for cell in _cells(element)]
        filled = [cell for cell in cells if cell]
        if all(len(cell) == 1 and isinstance(cell[0], Paragraph) for cell in filled):
            spans: list[Span] = []
            for cell in filled:
                if spans:
                    spans.append(Span(" · "))
                spans.extend(span for block in cell if isinstance(block, Paragraph) for span in block.spans)
            self._blocks.extend(paragraphs(spans))
        else:
            self._blocks.extend(block for cell in filled for block in cell)


_SPECIAL: Final[dict[str, Callable[[_Builder, etree._Element, _Style, frozenset[str]], None]]] = {
    "a": _Builder.link,
    "aside": _Builder.aside,
    "blockquote": _Builder.quotation,
    "br": _Builder.line_break,
    "img": _Builder.picture,
    "ol": _Builder.listing,
    "pre": _Builder.preformatted,
    "tr": _Builder.table_row,
    "ul": _Builder.listing,
}


def _classes(element: etree._Element) -> frozenset[str]:
    value = element.get("class")
    return frozenset(value.split()) if value else frozenset()


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row if cell.tag in {"td", "th"} and not _classes(cell) & _DROPPED_CLASSES)


def _words(element: etree._Element) -> str:
    """All text inside, in order, but not that of scripts and their like, nor what stands behind it."""
    if element.tag in _DROPPED:
        return ""
    tail, element.tail = element.tail, None
    try:
        if any(True for _ in element.iter(*_DROPPED)):
            etree.strip_elements(element, *_DROPPED, with_tail=False)
        return "".join(map(str, element.itertext()))
    finally:
        element.tail = tail
