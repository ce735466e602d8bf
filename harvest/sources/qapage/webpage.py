"""A saved or fetched page of HTML: its characters, its elements, and what it says about itself."""

from __future__ import annotations

import codecs
import copy
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from harvest.sources.fields import BadRow, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

MOST_BYTES: Final = 64 << 20
MOST_ELEMENTS: Final = 600_000
"""The largest real thread pages known to us have some ten thousand. An element takes memory, so a page that
is nothing but tags would take a hundred times its size."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META: Final = re.compile(
    rb"<meta\s[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_PRESCAN: Final = 16_384
"""HTML says 1,024; pages with long comments before it are read all the same."""
_LABELS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
"""What browsers take for a label: https://encoding.spec.whatwg.org"""
_PLAIN: Final = re.compile(
    r"utf-8|utf-16-[bl]e|cp(?:125[0-8]|866|874|932|949)|iso8859-\d{1,2}|koi8-[ru]|mac-roman|gb18030|big5(?:hkscs)?"
    r"|euc_jp|iso2022_jp"
)
_SAVED: Final = re.compile(r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000}) -->")
_SKIPPED: Final = frozenset({"script", "style", "template", "noscript"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Webpage:
    """One page of HTML."""

    url: str
    """Where it was fetched; "" for a saved one that does not say."""
    base: str
    """What its relative addresses are relative to; "" where unknown."""
    root: _Element

    @property
    def canonical(self) -> str:
        """Its canonical address; "" where it names none, or one of another host."""
        found = self._first("link", "canonical")
        return found if same_host(found, self.url or found) else ""

    @property
    def next(self) -> str:
        """Where the conversation goes on; "" where it does not say so."""
        return self._first("link", "next") or self._first("a", "next")

    @property
    def is_later(self) -> bool:
        """Whether it says that another page of the same conversation comes before it."""
        return any(True for tag in ("link", "a") for _ in self._linked(tag, "prev"))

    @property
    def licence(self) -> str:
        """The address of the licence that the page names for its content; "" where it names none."""
        return self._first("link", "license") or self._first("a", "license")

    @property
    def links(self) -> Iterator[str]:
        """Where its links lead."""
        for element in self.root.iter("a"):
            href = element.get("href")
            if href and (found := absolute(self.base, href)) and _splits(found):
                yield found

    def metas(self, *names: str) -> list[str]:
        """The content of `meta` elements of these names, in lower case."""
        return [
            (element.get("content") or "").lower()
            for element in self.root.iter("meta")
            if (element.get("name") or "").strip().lower() in names
        ]

    @property
    def scripts(self) -> list[str]:
        """Its blocks of JSON-LD."""
        return [
            "".join(str(piece) for piece in element.itertext())
            for element in self.root.iter("script")
            if (element.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
        ]

    def _first(self, tag: str, rel: str) -> str:
        return next(self._linked(tag, rel), "")

    def _linked(self, tag: str, rel: str) -> Iterator[str]:
        for element in self.root.iter(tag):
            if rel in (element.get("rel") or "").lower().split() and (
                href := web_address(absolute(self.base, element.get("href") or ""))
            ):
                yield href


def parsed(body: bytes, *, url: str = "", charset: str = "", base: str = "") -> Webpage:
    """Read a page. `charset` is what HTTP says, `base` what is assumed where nothing says. Raises BadRow."""
    if len(body) > MOST_BYTES:
        raise BadRow(f"the page has more than {MOST_BYTES >> 20} MB")
    text = decoded(body, charset)
    if text.count("<") - text.count("</") > MOST_ELEMENTS:
        raise BadRow(f"the page has more than {MOST_ELEMENTS:,} elements")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.replace("\0", "\ufffd").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise BadRow("it is no HTML")
    if any("depth" in entry.message for entry in parser.error_log):
        raise BadRow("its elements are nested too deep to be read whole")
    saved = _SAVED.search(text[:4096])
    url = url or (saved[1] if saved else "")
    written = next((element.get("href") or "" for element in root.iter("base")), "")
    page = Webpage(url=url, base=absolute(url or base, written) or url or base, root=root)
    return page if url else replace(page, base=page.canonical or page.base)


def decoded(body: bytes, charset: str = "") -> str:
    """The characters of a page: by its byte order mark, else by HTTP, else by its `meta`, else UTF-8."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if name := _codec(charset):
        return body.decode(name, "replace")
    found = _META.search(body[:_PRESCAN])
    if found and (name := _codec(found[1].decode("ascii"))):
        # what can be read as ASCII as far as its `meta` is not in UTF-16
        return body.decode("utf-8" if name.startswith("utf-16") else name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _codec(label: str) -> str:
    """Python's name of an encoding that browsers know, too; "" for any other."""
    try:
        name = codecs.lookup(label.strip(" \"'")).name if label else ""
    except (LookupError, ValueError):
        return ""
    name = _LABELS.get(name, name)
    return name if _PLAIN.fullmatch(name) else ""


def absolute(base: str, address: str) -> str:
    """An address made absolute; "" for what is none."""
    try:
        return urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""


def _splits(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def host_of(address: str) -> str:
    """Host and port; http and https count as one, because sites move from one to the other. "" for none."""
    try:
        parts = urlsplit(address)
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    except ValueError:
        return ""
    return f"{parts.hostname}{port}" if parts.hostname else ""


def same_host(one: str, other: str) -> bool:
    """Whether two addresses lead to the same host and port."""
    return host_of(one) == host_of(other) != ""


def plain(element: _Element) -> str:
    """The text of an element, without scripts and styles."""
    return "".join(_texts(element)) if len(element) else element.text or ""


def _texts(element: _Element) -> Iterator[str]:
    silent = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        skipped = one.tag in _SKIPPED
        if event == "start":
            silent += skipped
            if not silent:
                yield one.text or ""
        else:
            silent -= skipped
            if not silent and one is not element:
                yield one.tail or ""


def inner_html(element: _Element, base: str = "", without: Iterable[str] = ()) -> str:
    """The HTML in an element, its addresses made absolute; `without` elements with one of these classes."""
    found = copy.deepcopy(element)
    found.tail = None
    found.attrib.clear()
    dropped = set(without)
    for one in list(found.iter()):
        if one is found or one.getparent() is None:
            continue
        if one.tag in _SKIPPED or (dropped and dropped & set((one.get("class") or "").split())):
            _drop(one)
            continue
        for name in ("href", "src"):
            if base and (given := one.get(name)):
                one.set(name, absolute(base, given))
    whole = etree.tostring(found, method="html", encoding="unicode")
    return whole.partition(">")[2].rpartition("</")[0].strip()


def _drop(element: _Element) -> None:
    """Take an element out and leave what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
