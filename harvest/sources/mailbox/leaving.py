"""Which messages are nobody's question or answer, and which nobody wants to have kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from harvest.sources.mailbox.headers import Headers

NO_ARCHIVE: Final = "message that asks not to be kept"
AUTOMATIC: Final = "automatic reply"

_LIST: Final = ("list-id", "list-post")
_EXPUNGED: Final = 0x0008
"""Thunderbird leaves a deleted message in its file until somebody compacts it."""


def reason(headers: Headers, kind: str) -> str:
    """Say why a message is left out; "" where it is not. `kind`: its media type."""
    if headers.says("x-no-archive", "yes") or headers.says("archive", "no"):
        return NO_ARCHIVE
    if headers.says("x-spam-flag", "yes"):
        return "spam"
    if _is_deleted(headers):
        return "deleted message"
    if headers.says("x-status", "t", "d") or "x-mozilla-draft-info" in headers:
        return "draft"
    if "x-imap" in headers or headers.says("x-list-administrivia", "yes"):
        return "note of the mail server"
    if kind == "multipart/digest":
        return "digest"
    if _is_bounce(headers, kind):
        return "bounce or report"
    return AUTOMATIC if _is_automatic(headers) else ""


def _is_deleted(headers: Headers) -> bool:
    if "d" in headers.raw("status").lower() or "d" in headers.raw("x-status").lower():
        return True
    try:
        return bool(int(headers.raw("x-mozilla-status") or "0", 16) & _EXPUNGED)
    except ValueError:
        return False


def _is_bounce(headers: Headers, kind: str) -> bool:
    sender = headers.addresses("from")
    daemon = any(address.partition("@")[0] in {"mailer-daemon", "postmaster"} for _, address in sender)
    return daemon or kind == "multipart/report" or headers.raw("return-path") == "<>"


def _is_automatic(headers: Headers) -> bool:
    """RFC 3834, and what came before it. `Precedence: bulk` and `list` are on every list's mails."""
    if headers.raw("auto-submitted") and not headers.says("auto-submitted", "no"):
        return True
    if any(name in headers for name in ("x-autoreply", "x-autorespond", "x-auto-reply")):
        return not headers.says("x-autoreply", "no")
    if headers.says("precedence", "auto_reply", "junk"):
        return True
    return headers.says("precedence", "bulk") and not any(name in headers for name in _LIST)
