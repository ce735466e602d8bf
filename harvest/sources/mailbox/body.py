"""What a message says, out of its parts: plain text before HTML, attachments only counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.model import Markup
from harvest.sources.mailbox.headers import in_charset
from harvest.sources.mailbox.html import own_html
from harvest.sources.mailbox.quoted import own_words

if TYPE_CHECKING:
    from email.message import Message

_SEALED: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
"""Opaque S/MIME signatures too: nobody can read them without a program that takes them apart."""
_SEALED_TEXT: Final = re.compile(r"^-----BEGIN PGP MESSAGE-----$", re.MULTILINE)
_NO_ATTACHMENT: Final = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
    }
)
_MOST_PARTS: Final = 200


@dataclass(slots=True)
class Body:
    """What was found in the parts of a message."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attached_html: str = ""
    """HyperKitty attaches the HTML of a message to its text."""
    attachments: int = 0
    forwarded: int = 0
    """Messages inside this one."""
    sealed: bool = False
    """Encrypted, as a whole or in part."""
    parts: int = 0

    def own(self) -> tuple[str, Markup]:
        """What its author wrote; "" where there is nothing."""
        text = "\n\n".join(found for one in self.texts if (found := own_words(one)))
        if text.strip():
            return text, Markup.TEXT
        for one in (*self.htmls, self.attached_html):
            if one and (own := own_html(one)):
                return own, Markup.HTML
        return "", Markup.TEXT


def body_of(message: Message) -> Body:
    """Everything in a message that can be read."""
    found = Body()
    _take(message, found)
    return found


def _take(part: Message, found: Body) -> None:
    found.parts += 1
    kind = part.get_content_type()
    if found.parts > _MOST_PARTS:
        return
    if kind in _SEALED:
        found.sealed = True
    elif kind.startswith("message/"):
        found.forwarded += 1
    elif part.is_multipart():
        for one in _children(part, kind):
            _take(one, found)
    elif _is_attached(part):
        found.attachments += kind not in _NO_ATTACHMENT
        if kind == "text/html" and str(part.get_filename()).startswith("attachment.htm"):
            found.attached_html = _text(part)
    elif kind == "text/plain":
        text = _text(part)
        found.sealed |= bool(_SEALED_TEXT.search(text))
        found.texts.append(_flowed(text, part) if _param(part, "format") == "flowed" else text)
    elif kind == "text/html":
        found.htmls.append(_text(part))
    else:
        found.attachments += kind not in _NO_ATTACHMENT


def _children(part: Message, kind: str) -> list[Message]:
    payload = part.get_payload()
    parts = [one for one in payload if not isinstance(one, str)] if isinstance(payload, list) else []
    return parts[:1] if kind == "multipart/signed" else parts


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    text = in_charset(data, part.get_content_charset() or "ascii") if isinstance(data, bytes) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")


def _param(part: Message, name: str) -> str:
    found = part.get_param(name)
    return found.lower() if isinstance(found, str) else ""


def _flowed(text: str, part: Message) -> str:
    """`format=flowed` (RFC 3676): a line that ends in a space goes on in the next of the same depth."""
    delete = _param(part, "delsp") == "yes"
    out: list[list[str]] = []
    open_, open_depth = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        flows = said.endswith(" ") and said != "-- "
        said = said[:-1] if flows and delete else said
        if open_ and depth == open_depth and said != "-- ":
            out[-1].append(said)
        else:
            out.append([f"{'>' * depth} " if depth else "", said])
        open_, open_depth = flows, depth
    return "\n".join("".join(pieces) for pieces in out)
