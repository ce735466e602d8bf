"""A mail in HTML: without the mails before it and its signature, as mail programs mark them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from lxml import etree
from lxml import html as lxml_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GONE: Final = (
    "gmail_quote",
    "gmail_attr",
    "gmail_extra",
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "moz-forward-container",
    "yahoo_quoted",
    "protonmail_quote",
    "protonmail_signature_block",
    "zmail_extra",
    "tutanota_quote",
)
"""Classes of what Gmail, Thunderbird, Yahoo, Proton, Zoho and Tuta add."""
_GONE_IDS: Final = ("Signature", "ms-outlook-mobile-signature", "appendonsend")
_ORIGINAL_IDS: Final = ("divRplyFwdMsg", "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container")
"""Outlook: here, and in all that follows, is the mail that is answered."""
_ORIGINAL_STYLES: Final = ("border:none;border-top:solid", "border-top:solid #")


def own_html(text: str) -> str:
    """The HTML without what others wrote; "" where nothing is left to read."""
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):  # nothing in it; nested beyond reason
        return ""
    body = cast("HtmlElement", root.find("body") if root.find("body") is not None else root)
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body:
            continue
        if _is_original(element):
            _cut_after(element, body)
        elif _is_others(element):
            element.clear(keep_tail=True)
    own: str = etree.tostring(body, encoding="unicode", method="html")
    return own if "".join(body.itertext()).strip() else ""


def _is_others(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").split()
    cited = element.tag == "blockquote" and element.get("type") == "cite"
    silent = element.tag in {"script", "style", "head", "title"}
    hidden = "display:none" in (element.get("style") or "").replace(" ", "").lower()
    named = not set(_GONE).isdisjoint(classes) or element.get("id") in _GONE_IDS
    return cited or silent or hidden or named


def _is_original(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("id") in _ORIGINAL_IDS or style.startswith(_ORIGINAL_STYLES)


def _cut_after(element: HtmlElement, body: HtmlElement) -> None:
    """Take an element away, and everything that comes after it."""
    here: HtmlElement | None = element
    while here is not None and here is not body:
        above = here.getparent()
        for following in list(here.itersiblings()):
            if above is not None:
                above.remove(following)
        here.tail = None
        here = above
    element.clear()
