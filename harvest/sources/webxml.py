"""Feeds and sitemaps: XML from anybody, with nothing expanded and nothing fetched."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES: Final = 64 << 20
"""Unpacked. A sitemap has at most 50 MB."""


class NotXmlError(ValueError):
    """It cannot be read; the message is the rest of a sentence."""


def unpacked(body: bytes) -> bytes:
    """The content of what may be a gzip file (sitemaps are sent as such). Raises NotXmlError."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            found = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise NotXmlError("a damaged gzip file") from None
    if len(found) > MOST_BYTES:
        raise NotXmlError(f"more than {MOST_BYTES >> 20} MB")
    return found


def root_of(body: bytes) -> _Element:
    """The document's element. Raises NotXmlError for what is no XML, and for what defines entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotXmlError("no XML, or only half of it") from None
    if root is None:
        raise NotXmlError("no XML")
    said: Any = root.getroottree().docinfo
    if said.internalDTD is not None and any(said.internalDTD.iterentities()):
        raise NotXmlError("XML that defines entities")
    return root


def local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
