"""Markdown for answer pages: whatever a page holds, nothing in it can run or call out.

Answers are drafted from what strangers wrote. Drafts are escaped where they are written; this is the
second lock, on the site's own door: no raw HTML, no address that is not plainly harmless, no
attribute that could run something, and no picture fetched from somebody else's server.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from harvest.markup import safe_href

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

SEAM: Final = "\ue000"
"""Stands alone between two passages, so that two people's quotes or lists do not run together."""
_WITHIN: Final = re.compile(r"(?!//)[\w./#%?=&+~-]+")
"""What an address inside this site looks like."""
_ATTRIBUTES: Final = frozenset({"href", "src", "alt", "title", "id", "class", "start", "type", "rel"})
_BLOCKS: Final = frozenset({"p", "li", "blockquote"})
_AFTER_ATTRIBUTE_LISTS: Final = 7
"""Attribute lists run at 8; mkdocs resolves links at 0, and must see only what we leave."""


class Inert(Extension):
    """Active only while an answer page is rendered: `armed` is set before each page."""

    armed = False
    credited: frozenset[str] = frozenset()
    """Safe addresses of the page's conversations and of people who helped: terms that ask for attribution
    ask for links that count, and no stranger wrote these."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        """Take out raw HTML and put the attribute filter in."""
        if not self.armed:
            return
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.inlinePatterns.deregister("automail", strict=False)
        md.treeprocessors.register(_Filter(md, self.credited), "harvest_inert", _AFTER_ATTRIBUTE_LISTS)


class _Filter(Treeprocessor):
    """Removes attributes and addresses that are not on the list."""

    def __init__(self, md: Markdown, credited: frozenset[str]) -> None:
        super().__init__(md)
        self._credited = credited

    def run(self, root: Element) -> None:
        for seam in [element for element in root if element.tag == "p" and element.text == SEAM]:
            root.remove(seam)
        for element in root.iter():
            for name in [name for name in element.attrib if name not in _ATTRIBUTES]:
                del element.attrib[name]
            if element.tag in _BLOCKS:
                element.set("dir", "auto")  # each in the direction of its own script
            if element.tag == "a":
                _link(element, self._credited)
            elif element.tag == "img":
                _picture(element)


def _link(element: Element, credited: frozenset[str]) -> None:
    href = element.get("href", "")
    if outside := safe_href(href):
        element.set("href", outside)
        element.set("rel", "noopener" if outside in credited else "noopener nofollow")
    elif not _WITHIN.fullmatch(href):
        element.tag = "span"
        element.attrib.clear()


def _picture(element: Element) -> None:
    """A picture of our own stays; one from elsewhere becomes a link to it."""
    source, text = element.get("src", ""), element.get("alt", "")
    if _WITHIN.fullmatch(source):
        return
    element.attrib.clear()
    element.tag = "span"
    element.text = text or "picture"
    if outside := safe_href(source):
        element.tag = "a"
        element.set("href", outside)
        element.set("rel", "noopener nofollow")
