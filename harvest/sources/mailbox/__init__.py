"""Mail that somebody saved: mbox files, also packed; the messages of a Maildir; single `.eml` files.

A folder of messages (a Maildir) is read as any folder is, message by message; what is still being delivered
(`tmp`), is marked as a draft or as deleted, or lies in a hidden subfolder (`.Trash`), is not.
"""

from __future__ import annotations

import gzip
import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from harvest.errors import SourceError
from harvest.sources.files import HEAD, opened, text_only
from harvest.sources.mailbox.mbox import MOST_BYTES, is_mbox, pieces
from harvest.sources.mailbox.post import read_message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.model import Post
    from harvest.sources.mailbox.mbox import Piece, Stream
    from harvest.sources.options import Report, SourceOptions

GZIP: Final = b"\x1f\x8b"
_HEADER: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|[ \t]")
_TELLING: Final = re.compile(
    rb"^(?:return-path|delivered-to|received|from|message-id|date|subject|to|x-[a-z-]{2,50}):", re.IGNORECASE
)
_ENOUGH: Final = 2
"""So many different headers of mails make a file one."""
_FLAGS: Final = re.compile(r"[:;!]2,([A-Za-z]*)$")
"""What a mail program says about a message of a Maildir, at the end of its file's name."""


class Mailbox:
    """Every message is parsed by `harvest.sources.mailbox`, as those of the live service are."""

    name: Final = "mailbox"
    about: Final = "mail: mbox (also mbox.gz), the messages of a Maildir, single .eml files"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the headers of a first message."""
        if path.parent.name == "tmp" and (path.parent.parent / "cur").is_dir():
            return False
        if head.startswith(GZIP):
            head = _unpacked(head)
        return is_mbox(head) or is_message(head)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the messages of a file in its order."""
        with unpacked(path) as stream:
            head = stream.peek(HEAD)[:HEAD]
            if is_mbox(head):
                for piece in pieces(stream):
                    post = read_piece(piece, options, report)
                    if post is not None:
                        yield post
                return
            if not is_message(head):
                text_only(head, path)
                raise SourceError(
                    "this is not in the format mailbox: it does not begin with a mail's headers",
                    where=path,
                    todo="leave --from out, or name the right format",
                )
            yield from _single(path, stream, options, report)


def is_message(head: bytes) -> bool:
    """Whether a file that begins so is one message: nothing but headers up to the first blank line."""
    lines = head.lstrip(b"\r\n").replace(b"\r\n", b"\n").partition(b"\n\n")[0].split(b"\n")
    if len(head) >= HEAD and len(lines) > 1:
        lines.pop()  # cut
    if not all(map(_HEADER.match, lines)):
        return False
    named = {found[0].lower() for line in lines if (found := _TELLING.match(line))}
    return len({name for name in named if not name.startswith(b"x-")}) >= _ENOUGH


def read_piece(piece: Piece, options: SourceOptions, report: Report) -> Post | None:
    """The post of one message of an mbox file; None (reported) for one that is bad or left out."""
    if piece.size > MOST_BYTES:
        report.bad(piece.line, f"longer than {MOST_BYTES >> 20} MB")
        return None
    return read_message(piece.data, options, report, line=piece.line, envelope=piece.envelope)


def set_aside(path: Path) -> str:
    """What a Maildir says of one of its messages, where that is why it is left out; else ""."""
    flags = _FLAGS.search(path.name)
    if flags and "T" in flags[1]:
        return "deleted message"
    return "draft" if flags and "D" in flags[1] else ""


@contextmanager
def unpacked(path: Path) -> Iterator[Stream]:
    """A file's bytes, also where they are packed. Raises `SourceError`, while it is read too."""
    with opened(path) as raw:
        if not raw.peek(2).startswith(GZIP):
            yield raw
            return
        try:
            with gzip.GzipFile(fileobj=raw) as stream:
                yield stream
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise SourceError(
                "the gzip archive is damaged or cut off", where=path, todo="download it again"
            ) from error


def _single(path: Path, stream: Stream, options: SourceOptions, report: Report) -> Iterator[Post]:
    if why := set_aside(path):
        report.skipped(why)
        return
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        report.bad(1, f"longer than {MOST_BYTES >> 20} MB")
        return
    post = read_message(data, options, report)
    if post is not None:
        yield post


def _unpacked(head: bytes) -> bytes:
    """The beginning of what is packed."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except zlib.error:
        return b""


FORMAT: Final = Mailbox()
