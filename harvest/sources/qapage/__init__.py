"""Pages of forums: what they say of a conversation as schema.org's `QAPage` or `DiscussionForumPosting`.

In JSON-LD or microdata; Askbot, which says nothing, is read from its elements. Saved pages (`*.html`) are
the archive format; the live service reads pages with the same functions: `seen` says what one page holds,
`conversation` makes posts of all pages of a conversation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.errors import SourceError
from harvest.sources.fields import BadRow
from harvest.sources.files import opened, text_only
from harvest.sources.qapage.conversation import Conversation
from harvest.sources.qapage.seen import NoConversationError, seen
from harvest.sources.qapage.webpage import MOST_BYTES, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.model import Post
    from harvest.sources.options import Report, SourceOptions

_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)


class QaPage:
    """One saved page of a forum, one conversation."""

    name: Final = "qapage"
    about: Final = "saved pages of forums (HTML), with the marks of schema.org"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the beginning of HTML. What the page says may stand anywhere in it, also at its end."""
        del path
        for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
            if head.startswith(mark):
                head = head.decode("utf-8-sig" if mark == b"\xef\xbb\xbf" else "utf-16", "replace").encode()
        return bool(_HTML.match(head))

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the question or the first post, then what was answered."""
        with opened(path) as stream:
            head = stream.peek(65_536)[:65_536]
            text_only(head, path)
            if not self.recognises(path, head):
                raise SourceError("not in the format qapage: no HTML", where=path, todo="name its own format")
            body = stream.read(MOST_BYTES + 1)
        base = "" if "{id}" in options.url else options.url
        try:
            found = seen(parsed(body, base=base))
        except BadRow as bad:
            report.bad(1, str(bad))
            return
        except NoConversationError as none:
            report.skipped(str(none))
            return
        yield from Conversation(options, [found]).posts(report, 1, "")


FORMAT: Final = QaPage()
