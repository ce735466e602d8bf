"""What there is on the site, and where the links of a page lead."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from harvest.checks.markdown import Reference, anchors, references
from harvest.errors import PageError
from harvest.model import State
from harvest.pages.address import address_of, file_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB: Final = ("http://", "https://")
FRONT: Final = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """The Markdown of one page of the site."""

    path: str
    markdown: str
    """Front matter is blank lines, so that lines are those of the file."""
    written: bool
    """By a person, and with HTML; an answer has none."""

    @property
    def references(self) -> tuple[Reference, ...]:
        """Its links and pictures."""
        return references(self.markdown, with_html=self.written)

    @property
    def anchors(self) -> frozenset[str]:
        """Where links into it may lead."""
        return anchors(self.markdown, with_html=self.written)


def texts(known: Knowledge) -> Iterator[Text]:
    """Every page that may be published, answers first."""
    for page in known.pages:
        if not page.over:
            yield Text(page.path, _without_front(page.text), written=False)
    for path, text in sorted(known.written.items()):
        yield Text(path, _without_front(text), written=True)


def _without_front(text: str) -> str:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    front = FRONT.match(unix)
    return "\n" * front[0].count("\n") + unix[front.end() :] if front else unix


def changed(known: Knowledge) -> Iterator[Text]:
    """Those of them to look at. Pages that people write are, unless others are named."""
    answers = {page.path for page in known.changed}
    for text in texts(known):
        if text.path in answers or (text.written and (known.only is None or text.path in known.only)):
            yield text


class Places:
    """Everything that a link within the site can lead to."""

    def __init__(self, known: Knowledge) -> None:
        self.site_url = known.site_url.rstrip("/")
        self.texts = {text.path: text for text in texts(known)}
        self.files = known.files
        self.generated = known.generated
        self.broken = frozenset(each.path for each in known.broken)
        self.hidden = {
            page.path: page.answer.state
            for page in known.pages
            if page.over or page.answer.state not in known.publish
        }
        self.at = {address_of(path): path for path in (*known.generated, *self.texts, *self.hidden)}
        self.moved = frozenset(_claims(known))

    def wrong(self, page: Text, target: str) -> tuple[str, str]:
        """What is wrong with a link, and what to do; both "" where nothing is, or where it leads outside."""
        url = target.strip()
        if self.site_url and (url == self.site_url or url.startswith(f"{self.site_url}/")):
            url = url.removeprefix(self.site_url) or "/"
            return self._inside(page, urlsplit(f"https://site{url}").path, urlsplit(url).fragment)
        if url.lower().startswith((*_WEB, "mailto:", "tel:")):
            return "", ""
        if _SCHEME.match(url) or url.startswith("//"):
            return "leads nowhere: the site takes such addresses out", "write a web address with https://"
        parts = urlsplit(url)
        return self._inside(page, unquote(parts.path), unquote(parts.fragment))

    def _inside(self, page: Text, path: str, fragment: str) -> tuple[str, str]:
        if not path:
            return self._anchor(page.path, fragment)
        if path.startswith("/"):
            return self._address(path.lstrip("/"), fragment)
        by_file = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
        if by_file in self.texts or by_file in self.hidden or by_file in self.generated:
            return self._page(by_file, fragment)
        if by_file in self.broken or by_file in self.files:
            return "", ""
        by_address = posixpath.normpath(posixpath.join(address_of(page.path), path))
        if path.endswith(".md") or by_address.startswith(".."):
            return f"leads to {by_file}, which is not there", "mend the link"
        return self._address("" if by_address == "." else by_address, fragment)

    def _address(self, address: str, fragment: str) -> tuple[str, str]:
        """An address relative to the root of the site."""
        name = address.strip("/").removesuffix("index.html").rstrip("/")
        folder = f"{name}/" if name else ""
        if folder in self.at:
            return self._page(self.at[folder], fragment)
        if address in self.files or name in self.files or f"{name}/index.html" in self.moved:
            return "", ""
        if name in self.moved or name in {"404.html", "sitemap.xml"}:
            return "", ""
        return f"leads to {address}, which is not there", "mend the link"

    def _page(self, path: str, fragment: str) -> tuple[str, str]:
        state = self.hidden.get(path)
        if state in {State.RETIRED, State.TAKEN_DOWN}:
            return f"leads to {path}, which is {state}", "link to what is true now"
        if state is not None:
            return f"leads to {path}, which is not published: it is {state}", "publish that page first"
        return self._anchor(path, fragment)

    def _anchor(self, path: str, fragment: str) -> tuple[str, str]:
        text = self.texts.get(path)
        if not fragment or text is None or fragment in text.anchors or fragment.startswith("__"):
            return "", ""
        return f"leads to #{fragment}, and {path} has no such heading", "mend what stands after the #"


def _claims(known: Knowledge) -> Iterator[str]:
    """The files of the built site that lead on to where a page is now."""
    for page in known.pages:
        for address in page.answer.redirect_from:
            try:
                yield file_name(address, page.path)
            except PageError:
                continue
