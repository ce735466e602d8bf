"""One message as a post.

A message is in the conversation of the one it replies to (`In-Reply-To`, else the last of `References`), and
in no other: subjects are never compared, because a wrong conversation is worse than none. So what is plainly
a reply ("Re: …") and does not say to what, is left out; alone, it would be taken for a question.

What is left out but stands in the middle of a conversation (an automatic "we have received your mail", to
which the customer then replies) leaves a tombstone, which holds the conversation together and says nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources.fields import BadRow, line_of_text, made_identifier, text, web_address
from harvest.sources.mailbox import leaving
from harvest.sources.mailbox.body import body_of
from harvest.sources.mailbox.headers import Headers, id_of, message_ids, when
from harvest.sources.mailbox.people import author_of

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message

    from harvest.sources.options import Report, SourceOptions

AHEAD: Final = timedelta(days=1)
"""A message that was sent so much later than it came has a wrong clock: then it counts when it came."""
NO_QUESTION: Final = "reply that does not say to what"
NO_WORDS: Final = "message without words of its own"

_LIST: Final = re.compile(r"https?://[^\s{}]+/list/([^/@\s{}]+@[^/@\s{}]+)(?:/.*)?")
"""Where HyperKitty has a list, or a message of it."""
_REPLY: Final = re.compile(
    r"(?:(?:re|aw|antw?|sv|vs|res|odp|rif|r)(?:\s?\[\d+\]|\^?\d*)\s?[:：]\s*)+",
    re.IGNORECASE,
)
_FORWARD: Final = re.compile(r"(?:(?:fwd?|wg|tr|rv|enc|doorst)\s?:\s*)+", re.IGNORECASE)
_POSTED: Final = re.compile(r"mailto:([^>?\s]+@[^>?\s]+)")
_TAG: Final = re.compile(r"\[([^\[\]]{1,60})\]\s*")
_DELIVERED: Final = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{10,60}$|\d{4}-\d\d-\d\d.{5,40}$")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?")
_BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library's parser raises on messages that were made to break it, or got broken."""


def read_message(
    data: bytes, options: SourceOptions, report: Report, *, line: int = 1, label: str = "", envelope: str = ""
) -> Post | None:
    """The post of a message; None (reported) for one that is bad or left out.

    `envelope`: what its file says of when it came. `line`, `label`: where it stands, for reports.
    """
    try:
        return Mail(data, envelope).post(options, report)
    except BadRow as bad:
        report.bad(line, f"{label}{bad}")
    except _BROKEN:
        report.bad(line, f"{label}cannot be read as a message")
    return None


def id_in(data: bytes) -> str:
    """The id of a message's post, whatever becomes of it; "" where it has none."""
    try:
        found = message_ids(Headers(message_from_bytes(data)).raw("message-id"))
    except _BROKEN:
        return ""
    return id_of(found[0]) if found else ""


class Mail:
    """One message, parsed."""

    def __init__(self, data: bytes, envelope: str = "") -> None:
        """Raises BadRow for what is no message."""
        self._message: Message = message_from_bytes(data)
        self.headers = Headers(self._message)
        self._envelope = envelope
        if not any(name in self.headers for name in ("from", "message-id", "date", "received")):
            raise BadRow("no headers of a message")

    def post(self, options: SourceOptions, report: Report) -> Post | None:
        """The post; None (counted) where it is left out. Raises BadRow."""
        why = leaving.reason(self.headers, self._message.get_content_type())
        if why:
            report.skipped(why)
            return self._place(options) if why in {leaving.NO_ARCHIVE, leaving.AUTOMATIC} else None
        body = body_of(self._message)
        if body.sealed:
            report.skipped("encrypted message")
            return self._place(options)
        subject = self.headers.text("subject")
        parent = self._parent()
        plain = self._without_tags(subject)
        if not parent and _REPLY.match(plain):
            report.skipped(NO_QUESTION)
            return None
        said, markup = body.own()
        if not said:
            report.skipped(NO_WORDS)
            return self._place(options)
        for _ in range(body.attachments):
            report.skipped("attachment")
        for _ in range(body.forwarded):
            report.skipped("forwarded message")
        author, created = author_of(self.headers), self._created()
        id_ = self.id or made_identifier(author.key, created.isoformat(), subject, said)
        return Post(
            source=options.name,
            id=id_,
            parent=parent,
            author=author,
            created=created,
            version=created,
            title="" if parent else line_of_text(_FORWARD.sub("", plain, count=1), "Subject"),
            body=text(said, "body"),
            markup=markup,
            url=self._address(options, id_) if self.id else "",
            lang=self._language(),
            licence=options.licence,
        )

    @property
    def id(self) -> str:
        """The id of its post; "" where it has no Message-ID."""
        found = message_ids(self.headers.raw("message-id"))
        return id_of(found[0]) if found else ""

    def _parent(self) -> str:
        to = (
            message_ids(self.headers.raw("in-reply-to"))[:1]
            or message_ids(self.headers.raw("references"))[-1:]
        )
        parent = id_of(to[0]) if to else ""
        return parent if parent != self.id else ""

    def _place(self, options: SourceOptions) -> Post | None:
        """A tombstone in its place in a conversation; None where it is in none."""
        parent, created = self._parent(), self._sent()
        if not (parent and self.id and created):
            return None
        return Post(
            source=options.name,
            id=self.id,
            parent=parent,
            author=Author(key=""),
            created=created,
            version=created,
            body="",
            markup=Markup.TEXT,
            deleted=True,
        )

    def _created(self) -> datetime:
        found = self._sent()
        if found is None:
            raise BadRow("no Date that can be read, and nothing that says when it came")
        return found

    def _sent(self) -> datetime | None:
        """When it was sent, as far as its sender's clock can be believed."""
        sent, came = when(self.headers.raw("date")), self._came()
        if sent is None or (came is not None and sent > came + AHEAD):
            return came
        return sent

    def _came(self) -> datetime | None:
        """When the last server got it, else when it was put into its file."""
        received = self.headers.raw("received").rpartition(";")[2]
        put = _DELIVERED.search(self._envelope)
        return when(received) or (when(put[0]) if put else None)

    def _language(self) -> str:
        said = self.headers.raw("content-language")
        return said if _LANGUAGE.fullmatch(said) else ""

    def _without_tags(self, subject: str) -> str:
        """The subject without `[name of the list]`, which may stand before and after `Re:`."""
        reply, tags = "", self._list_names()
        while True:
            if found := _REPLY.match(subject):
                reply = found[0]
            elif not ((found := _TAG.match(subject)) and found[1].strip().casefold() in tags):
                return reply + subject
            subject = subject[found.end() :]

    def _list_names(self) -> set[str]:
        names = {address.partition("@")[0] for _, address in self.headers.addresses("to", "cc")}
        return names | {one.partition("@")[0] for one in self._lists()}

    def _lists(self) -> set[str]:
        """The addresses of the lists that sent it: `List-Id` has a dot where the address has its sign."""
        posted = {
            found.lower()
            for found in re.findall(r"mailto:([^>?\s]+@[^>?\s]+)", self.headers.raw("list-post"))
        }
        named = re.search(r"<?([^<>\s]+)>?\s*$", self.headers.raw("list-id"))
        return posted | ({named[1].lower().replace(".", "@", 1)} if named else set())

    def _address(self, options: SourceOptions, id_: str) -> str:
        """Where everybody can read it; "" where it may be that not everybody can.

        Its own `Archived-At` counts below the source's address only: anybody can write one.
        """
        if not options.url:
            return ""
        root = options.url.partition("{id}")[0].rstrip("/")
        archived = web_address(self.headers.raw("archived-at").strip("<> "))
        if archived.startswith(f"{root}/"):
            return archived
        known = _LIST.fullmatch(options.url)
        lists = self._lists()
        if known:
            lists |= {address for _, address in self.headers.addresses("to", "cc")}
            lists &= {known[1].lower()}
        if not lists:
            return ""
        if "{id}" in options.url:
            return options.url.replace("{id}", id_)
        return f"{root}/message/{id_}/" if known and root.endswith(known[1]) else ""
