"""HyperKitty, the archive of Mailman 3: exports by month, asked for when its index has something new.

An export has every message whose date is from `start` on and before `end` (both in UTC), or those of one
`thread`, or one `message`. It knows no conditional requests; so the index of messages, which has the newest
to arrive first, is asked before, and only the months are exported that something came in for. A first run
exports month by month. https://docs.mailman3.org/projects/hyperkitty
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

from harvest.sources.fields import BadRow, iso_time, mapping, sequence, whole_number
from harvest.sources.live.refusal import RefusedError
from harvest.sources.live.service import Step
from harvest.sources.mailbox import GZIP, read_piece
from harvest.sources.mailbox.mbox import pieces
from harvest.sources.mailbox.post import id_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from harvest.sources.live.answers import Answer
    from harvest.sources.live.service import Ask, Known

LIST: Final = re.compile(r"(https?://[^{}\s]+)/list/([^/@{}\s]+@[^/@{}\s]+)/?")
"""The address of a list: what its archive is at, and the list's name."""
PAUSE: Final = 1.0
"""Seconds between two requests: an export is work for the server."""
INDEX: Final = 100
"""Messages on a page of the index."""
REMEMBERED: Final = 10
"""So many of the newest messages are remembered: some may be deleted until the next run."""
BATCH: Final = 500
"""Posts of one step."""
MOST_UNPACKED: Final = 2 << 30
"""Bytes of one export."""

_HASH: Final = re.compile(r"[A-Z2-7]{32}")

Window = tuple[str, str]
"""The first day of an export and the day after its last; "" where it has no such end."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list was read."""

    newest: tuple[str, ...] = ()
    """The messages that were the newest when the index was last looked at."""
    count: int = 0
    """How many there were."""
    todo: tuple[Window, ...] = ()
    """What is still to be exported to have all of them."""

    @classmethod
    def read(cls, cursor: str) -> Progress:
        """From a cursor. What is damaged counts as none."""
        try:
            found = json.loads(cursor)
            todo = tuple((str(start), str(end)) for start, end in found["todo"])
            return cls(tuple(map(str, found["newest"])), int(found["count"]), todo)
        except (ValueError, KeyError, TypeError):
            return cls()

    @property
    def cursor(self) -> str:
        """As text."""
        return json.dumps({"newest": self.newest, "count": self.count, "todo": self.todo})


async def news(ask: Ask) -> AsyncIterator[Step]:
    """What came in since the last run. Raises FetchError."""
    archive, name = _of(ask)
    key = f"list:{name}"
    progress, looked = Progress.read(ask.cursor(key)), False
    while True:
        if not progress.todo:
            if looked:
                return
            before, looked = progress, True
            progress = await _look(ask, archive, name, before)
            if not progress.todo and progress != before:
                yield Step(cursors={key: progress.cursor})
        while progress.todo:
            start, end = progress.todo[0]
            progress = replace(progress, todo=progress.todo[1:])
            asked = {name: day for name, day in (("start", start), ("end", end)) if day}
            data = await _export(ask, f"{name}-{start[:7] or end[:7]}", asked)
            async for step in _steps(ask, data):
                yield step
            yield Step(cursors={key: progress.cursor})


async def again(ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
    """Whether the messages of conversations are still there. They are never edited. Raises FetchError."""
    for one in known:
        data = await _export(ask, "thread", {"thread": one.posts[0]})
        there = {id_in(piece.data) for piece in pieces(_opened(data))}
        async for step in _steps(ask, data):
            yield step
        lost = [id_ for id_ in one.posts if id_ not in there and _HASH.fullmatch(id_)]
        yield Step(gone_posts=tuple([id_ for id_ in lost if not await _is_there(ask, id_)]))


async def _is_there(ask: Ask, id_: str) -> bool:
    """Whether a message is there that is not in the thread where it should be."""
    return next(pieces(_opened(await _export(ask, "message", {"message": id_}))), None) is not None


async def _look(ask: Ask, archive: str, name: str, before: Progress) -> Progress:
    """What the index says now, and what is to be exported because of it."""
    index = f"{archive}/api/list/{name}/emails/"
    came: list[dict[str, object]] = []
    newest: tuple[str, ...] = ()
    offset = count = 0
    while True:
        page = await _page(ask, index, INDEX, offset)
        rows = [mapping(row) for row in sequence(page.get("results"))]
        if not offset:
            count = whole_number(page.get("count"))
            newest = tuple(str(row.get("message_id_hash")) for row in rows[:REMEMBERED])
        new = list(takewhile(lambda row: str(row.get("message_id_hash")) not in before.newest, rows))
        came += new
        if not before.newest or len(new) < len(rows) or not rows or not page.get("next"):
            break
        offset += INDEX
    if not came:
        return replace(before, newest=newest, count=count)
    if before.newest:
        return Progress(newest, count, tuple(sorted({_month(_day(row)) for row in came})))
    last = [mapping(row) for row in sequence((await _page(ask, index, 1, max(0, count - 1))).get("results"))]
    first = min(map(_day, last or came))
    return Progress(newest, count, tuple(_windows(ask, first)))


async def _page(ask: Ask, index: str, limit: int, offset: int) -> dict[str, object]:
    try:
        asked: dict[str, str | int] = {"format": "json", "limit": limit, "offset": offset}
        return await ask.web.object(index, asked, has="results")
    except RefusedError as refusal:
        raise _explained(refusal) from refusal


async def _export(ask: Ask, file: str, asked: dict[str, str]) -> bytes:
    """A packed mbox."""
    path = f"/export/{file}.mbox.gz"
    ask.reading(f"{ask.web.host.base}{path}?{'&'.join(f'{key}={value}' for key, value in asked.items())}")
    try:
        return (await ask.web.get(path, asked, wrong=_wrong)).body
    except RefusedError as refusal:
        raise _explained(refusal) from refusal


def _explained(refusal: RefusedError) -> RefusedError:
    if refusal.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        what = f"the list's archive is for its members only ({refusal.status})"
        todo = "only public lists are fetched: of a private one, no page could lead back to its conversations"
    elif refusal.status == HTTPStatus.BAD_REQUEST:
        what = f"HyperKitty does not let its archives be downloaded ({refusal.status})"
        todo = "ask who runs it about HYPERKITTY_MBOX_EXPORT, or fetch a mailbox that is a member (`paths`)"
    else:
        return refusal
    return RefusedError(what, status=refusal.status, where=str(refusal.where), todo=todo)


async def _steps(ask: Ask, data: bytes) -> AsyncIterator[Step]:
    """The posts of an export, in pieces."""
    posts = (post for piece in pieces(_opened(data)) if (post := read_piece(piece, ask.options, ask.report)))
    while some := tuple(islice(posts, BATCH)):
        yield Step(posts=some)


def _opened(data: bytes) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=io.BytesIO(data))


def _wrong(answer: Answer) -> str:
    """What is wrong with an export: it must be packed, whole, and not unpack to more than memory is for."""
    if not answer.body.startswith(GZIP):
        return "something that is no export; does its archive ask visitors to log in?"
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(answer.body)) as stream:
            size = 0
            while piece := stream.read(1 << 20):
                size += len(piece)
                if size > MOST_UNPACKED:
                    return f"an export of more than {MOST_UNPACKED >> 30} GB"
    except (OSError, EOFError, zlib.error):
        return "a damaged export, or only half of it"
    return ""


def _of(ask: Ask) -> tuple[str, str]:
    found = LIST.fullmatch(ask.source.url)
    if found is None:
        raise AssertionError("only lists are asked")
    return found[1], found[2]


def _day(row: dict[str, object]) -> date:
    """When a message of the index was sent, by its own word."""
    try:
        return iso_time(row.get("date"), "date", naive_is_utc=True).date()
    except BadRow:
        return date(1970, 1, 1)


def _month(day: date) -> Window:
    """The month of a day. What says nonsense is before all others."""
    if day.year <= 1970:
        return "", "1990-01-01"
    return day.replace(day=1).isoformat(), _next(day).isoformat()


def _next(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _windows(ask: Ask, first: date) -> Iterator[Window]:
    """Every month from the first message on; with what claims to be older, and to be from the future."""
    start = ask.since.date().isoformat() if ask.since else ""
    day = max(first, ask.since.date()) if ask.since else max(first, date(1990, 1, 1))
    today = ask.web.now().date()
    while (day.year, day.month) < (today.year, today.month):
        day = _next(day)
        yield start, day.isoformat()
        start = day.isoformat()
    yield start, ""
