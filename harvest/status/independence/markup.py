"""What a browser loads for a page by itself: addresses in HTML, CSS and `Link` headers. Pure.

What a script asks for is not seen here; `harvest status drill` looks at that in a real browser.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOADED: Final = {
    "src": (),
    "srcset": (),
    "imagesrcset": (),
    "poster": (),
    "background": (),
    "ping": (),
    "data": ("object",),
    "href": ("use", "image", "feimage", "script"),
    "xlink:href": ("use", "image", "feimage", "script"),
    "manifest": ("html",),
}
"""Attributes whose address is loaded, and of which elements; without any, of all."""
NOT_LOADED: Final = frozenset(
    {"alternate", "author", "canonical", "help", "license", "me", "next", "prev", "search"}
)
"""Kinds of `<link>` that only name an address."""
NOWHERE: Final = ("data:", "#", "about:", "javascript:", "blob:")
_URL: Final = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)""", re.IGNORECASE)
_IMPORT: Final = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_REFRESH: Final = re.compile(r"""^[\s\d.]*[;,]?\s*(?:url\s*=)?\s*["']?([^"']+)""", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_HEADER: Final = re.compile(r"<([^>]*)>([^<]*)")


@dataclass
class Loads:
    """What a page names, as absolute addresses."""

    resources: list[str] = field(default_factory=list)
    """Loaded with it, whether one clicks or not."""
    styles: list[str] = field(default_factory=list)
    """Those of them that are stylesheets."""
    pages: list[str] = field(default_factory=list)
    """Where its links lead."""


def of_html(text: str, url: str, link_header: str = "") -> Loads:
    """What the page at `url` names."""
    reader = _Reader(url)
    reader.feed(text)
    reader.close()
    for target, rest in _HEADER.findall(link_header):
        if re.search(r"rel\s*=\s*\"?[^\";]*(preload|stylesheet|modulepreload|preconnect|dns-prefetch)", rest):
            reader.loads.resources += _joined(url, [target.strip()])
    return reader.loads


def of_css(text: str, url: str) -> list[str]:
    """What the stylesheet at `url` loads."""
    plain = _COMMENT.sub("", text)
    found = [*_URL.findall(plain), *((*each, "") for each in _IMPORT.findall(plain))]
    typed = ("".join(each).strip() for each in found)
    return _joined(url, typed)


def _joined(base: str, typed: Iterable[str]) -> list[str]:
    """Absolute, without those that lead nowhere; a browser drops what is no address."""
    found = []
    for each in typed:
        if each.strip() and not each.strip().startswith(NOWHERE):
            with suppress(ValueError):
                found.append(urljoin(base, each.strip()))
    return found


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.loads = Loads()
        self._base = url
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and said.get("href"):
            self._base = (_joined(self._base, [said["href"]]) or [self._base])[0]
            return
        self._in_style = tag == "style"
        self._add(self.loads.resources, _resources(tag, said))
        if tag == "link":
            self._link(said)
        elif tag in {"a", "area"}:
            self._add(self.loads.pages, [said.get("href", "")])
        elif tag == "meta" and said.get("http-equiv", "").lower() == "refresh":
            self._add(self.loads.resources, _REFRESH.findall(said.get("content", "")))
        self.loads.resources += of_css(said.get("style", ""), self._base)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.loads.resources += of_css(data, self._base)

    def _link(self, said: dict[str, str]) -> None:
        kinds = set(said.get("rel", "").lower().split())
        if kinds - NOT_LOADED or "stylesheet" in kinds:
            self._add(self.loads.resources, [said.get("href", "")])
        if "stylesheet" in kinds:
            self._add(self.loads.styles, [said.get("href", "")])

    def _add(self, to: list[str], typed: Iterable[str]) -> None:
        to += _joined(self._base, typed)


def _resources(tag: str, said: dict[str, str]) -> Iterator[str]:
    for name, tags in LOADED.items():
        if name in said and (not tags or tag in tags):
            if name.endswith("srcset"):
                yield from (each.split()[0] for each in said[name].split(",") if each.split())
            elif name == "ping":
                yield from said[name].split()
            else:
                yield said[name]
