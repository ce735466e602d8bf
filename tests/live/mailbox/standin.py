"""A stand-in for HyperKitty: the index with real paging, exports by date, thread and message.

What it knows of the original was read in HyperKitty 1.3.12 (`urls.py`, `views/mlist.py`, `api/email.py`,
`models/email.py`): `start` counts and `end` does not, both in UTC by the message's date; the index has the
newest to arrive first; an export has these headers only: From, To, Subject, Date, Message-ID, In-Reply-To.
"""

from __future__ import annotations

import gzip
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from hashlib import sha1
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME: Final = "help@lists.example"
ARCHIVE: Final = "/archives"
URL: Final = f"https://lists.example{ARCHIVE}/list/{NAME}/"
SOURCES: Final = f"""
- name: list
  format: mailbox
  url: {URL}
  fetch: {{}}
"""
ENVIRON: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message in the archive."""

    id: str
    day: datetime
    text: str
    subject: str = "[Help] Kettle stops early"
    to: str = ""
    """The Message-ID that it replies to."""
    sender: str = "Ada Kettle <ada@customer.example>"

    @property
    def hash(self) -> str:
        return b32encode(sha1(self.id.encode()).digest()).decode()

    def bytes(self) -> bytes:
        return _bytes(self)


@cache
def _bytes(sent: Sent) -> bytes:
    message = EmailMessage()
    message.set_unixfrom(f"From {sent.sender.partition('<')[2][:-1]} {sent.day:%c}")
    message["From"], message["To"], message["Subject"] = sent.sender, NAME, sent.subject
    message["Date"] = f"{sent.day:%a, %d %b %Y %H:%M:%S %z}"
    message["Message-ID"] = f"<{sent.id}>"
    if sent.to:
        message["In-Reply-To"] = f"<{sent.to}>"
    message.set_content(sent.text)
    message.make_mixed()
    return message.as_bytes(unixfrom=True)


class Archive:
    """Messages in the order in which they arrived."""

    def __init__(self, messages: Iterable[Sent]) -> None:
        self.messages = list(messages)
        self.private = False
        self.export = True
        """Whether archives may be downloaded (HYPERKITTY_MBOX_EXPORT)."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        path, asked = request.url.path, request.url.params
        if path == f"{ARCHIVE}/api/list/{NAME}/emails/":
            if self.private:
                return httpx.Response(403, json={"detail": "You do not have permission."})
            return self._index(int(asked["limit"]), int(asked["offset"]))
        if not path.startswith(f"{ARCHIVE}/list/{NAME}/export/") or not path.endswith(".mbox.gz"):
            return httpx.Response(404, html="<h1>Not found</h1>")
        if self.private:
            return httpx.Response(403, html="<p>This mailing list is private.</p>")
        if not self.export:
            return httpx.Response(400, text="Archive download disabled.")
        found = b"".join(one.bytes() + b"\n\n" for one in self.messages if self._is_asked(one, asked))
        return httpx.Response(200, content=gzip.compress(found), headers={"content-type": "application/gzip"})

    def _index(self, limit: int, offset: int) -> httpx.Response:
        newest = self.messages[::-1]
        more = f"{ARCHIVE}/?offset={offset + limit}" if offset + limit < len(newest) else None
        rows = [
            {"message_id_hash": one.hash, "message_id": one.id, "date": one.day.isoformat()}
            for one in newest[offset : offset + limit]
        ]
        return httpx.Response(200, json={"count": len(newest), "next": more, "results": rows})

    def _is_asked(self, one: Sent, asked: httpx.QueryParams) -> bool:
        day = one.day.strftime("%Y-%m-%d")
        if "start" in asked and day < asked["start"]:
            return False
        if "end" in asked and day >= asked["end"]:
            return False
        if "thread" in asked and self._first(one).hash != asked["thread"]:
            return False
        return "message" not in asked or one.hash == asked["message"]

    def _first(self, one: Sent) -> Sent:
        above = next((other for other in self.messages if other.id == one.to), None)
        return self._first(above) if above else one


def thread(number: int, day: datetime, *replies: str) -> list[Sent]:
    """Somebody asks about a kettle; others reply, a minute after each other."""
    ids = [f"{number}.{at}@customer.example" for at in range(len(replies) + 1)]
    texts = [f"My kettle number {number} stops before it boils. What can I do?", *replies]
    return [
        Sent(
            id=id_,
            day=day + timedelta(minutes=at),
            text=text,
            subject=("Re: " if at else "") + f"[Help] Kettle {number} stops early",
            to=ids[at - 1] if at else "",
            sender=("Ada Kettle <ada@customer.example>", "Bo via Help <help@lists.example>")[at % 2],
        )
        for at, (id_, text) in enumerate(zip(ids, texts, strict=True))
    ]


@cache
def _half_a_year() -> list[Sent]:
    began, helped = datetime(2025, 9, 20, 8, tzinfo=UTC), ("Descale it.", "That helped, thank you!")
    threads = [thread(number, began + timedelta(days=4 * number), *helped) for number in range(40)]
    me_too = [f"Me too, and {number} others." for number in range(30)]
    threads.append(thread(1000, datetime(2026, 1, 9, 8, tzinfo=UTC), *me_too))
    return sorted((one for each in threads for one in each), key=lambda one: one.day)


def kettles() -> Archive:
    """Half a year of questions; one conversation is long."""
    return Archive(_half_a_year())
