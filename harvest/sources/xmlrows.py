"""Rows of an XML dump (`<posts><row Id="1" …/>…`), one at a time, with nothing expanded or fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from harvest.errors import SourceError
from harvest.sources.files import HEAD, as_utf8, opened, text_only
from harvest.sources.mending import mended_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROOT: Final = re.compile(rb"<([A-Za-z_][\w.-]*)[\s>/]")
_BEFORE_ROOT: Final = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)


def root(head: bytes) -> str:
    """Return the name of the document's element; "" if this is no XML."""
    data = head
    for mark in (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"):
        if head.startswith(mark):
            data = head.decode("utf-16" if mark != b"\xef\xbb\xbf" else "utf-8-sig", "replace").encode()
    at = 0
    while skipped := _BEFORE_ROOT.match(data, at):
        at = skipped.end()
    found = _ROOT.match(data, at)
    return found[1].decode() if found else ""


def looks_like_xml(path: Path) -> bool:
    """Whether the file's first visible character is `<`. Raises `SourceError` for what is no text."""
    with opened(path) as raw:
        head = raw.peek(HEAD)[:HEAD]
        text_only(head, path)
        return as_utf8(raw, head).peek(HEAD).lstrip()[:1] == b"<"


def _wide(head: bytes) -> bool:
    """Whether the file is in UTF-16, where a zero byte is half of a letter."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))


def rows(path: Path, wanted: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (number of the row, its attributes). Raises `SourceError` if `wanted` is not the root element.

    Each row is forgotten before the next one is read. A document that defines entities is refused.
    """
    with opened(path) as stream:
        head = stream.peek(HEAD)[:HEAD]
        text_only(head, path)
        if b"<!ENTITY" in head:
            raise SourceError(
                "it defines entities, which no dump does", where=path, todo="download the original"
            )
        if (found := root(head)) != wanted:
            raise SourceError(
                f"the root element is {found or 'missing'}, not {wanted}",
                where=path,
                todo="name the right file",
            )
        try:
            events = etree.iterparse(
                stream if _wide(head) else mended_xml(stream),
                events=("end",),
                tag="row",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=True,
            )
            for number, (_, row) in enumerate(events, start=1):
                yield number, {str(key): str(value) for key, value in row.items()}
                row.clear()
                while row.getprevious() is not None:
                    del row.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise SourceError(
                "not XML, in another encoding, or cut off",
                where=path,
                line=error.lineno or 0,
                todo="export or download it again",
            ) from error
