"""The posts of a conversation, from all its pages.

- The id of a conversation is made from its address, that of a post from its own address; where it has none,
  from who wrote it and when. So an edit changes no id.
- A time without a zone is taken as UTC, a day alone as its first moment. A post without a time is as old as
  what it answers: it cannot be older, and no other time is known.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Post
from harvest.sources.fields import (
    BadRow,
    iso_time,
    labels,
    line_of_text,
    made_identifier,
    text,
    tombstone,
    web_address,
    whole_number,
)
from harvest.sources.qapage.items import Item, Words, everything, line, short
from harvest.sources.qapage.seen import Seen, address_key, below
from harvest.sources.qapage.webpage import absolute, same_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.sources.options import Report, SourceOptions

_COUNTS: Final = ("answerCount", "commentCount")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED_ZONE: Final = re.compile(r"\s*(?:UTC|GMT|Z)$")
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)|publicdomain/zero/(1\.0))"
)


@dataclass(slots=True)
class Conversation:
    """One conversation, from all its pages."""

    options: SourceOptions
    pages: list[Seen]
    """In their order; at least the first."""
    ids: set[str] = field(default_factory=set)
    """Of everything that was seen in it, what could not be read too; filled by `posts`."""
    _names: dict[str, set[str]] = field(default_factory=dict)
    """The profiles of each name."""
    _made: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        """The id of the conversation and of its first post."""
        return self.pages[0].id

    @property
    def is_whole(self) -> bool:
        """Whether the pages show as much as they say there is."""
        if any(one.more for one in self.pages):
            return False
        first = self.pages[0].main
        told = {name: whole_number(first.text(name)) for name in _COUNTS}
        answers = comments = 0
        for one in self.pages:
            for item, _, _ in below(one.main):
                answer = "Answer" in item.types
                answers += answer
                comments += not answer
        if first.types & {"Question"}:
            return answers >= told["answerCount"]
        return answers + comments >= max(told.values())

    def posts(self, report: Report, number: int, label: str) -> Iterator[Post]:
        """The posts, the first one first. `number` and `label` say where it stands in what is read."""
        self._learn_names()
        try:
            first = self._first()
        except BadRow as bad:
            report.bad(number, f"{label}{bad}")
            return
        replies: list[Post] = []
        accepted = ""
        known: dict[int, tuple[str, datetime]] = {}
        self.ids = {self.id}
        for one in self.pages:
            known[id(one.main)] = (self.id, first.created)
            for count, (item, above, is_accepted) in enumerate(below(one.main), start=1):
                parent, since = known[id(above)]
                try:
                    id_, created = self._identity(item, one, since)
                    known[id(item)] = (id_, created)
                    if is_accepted and not accepted:
                        accepted = id_
                    if id_ in self.ids:
                        continue  # it stands on two pages, or twice on one
                    self.ids.add(id_)
                    replies.append(self._reply(item, one, id_, parent, created))
                except BadRow as bad:
                    known.setdefault(id(item), (parent, since))
                    report.bad(number, f"{label}answer or comment {count}: {bad}")
        if first.deleted:
            yield first
        else:
            yield replace(first, accepted=accepted)
        yield from replies

    def _first(self) -> Post:
        one = self.pages[0]
        title = line(one.main, "name", "headline")
        words = one.main.words("text", "articleBody", "description")
        if not title and words is None:
            raise BadRow("the question has neither a title nor a text")
        created = _time(one.main, "dateCreated", "datePublished")
        if created is None:
            raise BadRow("the question has no dateCreated and no datePublished")
        return self._post(one.main, one, self.id, "", created, title)

    def _reply(self, item: Item, one: Seen, id_: str, parent: str, created: datetime) -> Post:
        if item.words("text", "articleBody", "description") is None and not _is_deleted(item):
            raise BadRow("no text")
        return self._post(item, one, id_, parent, created, "")

    def _post(self, item: Item, one: Seen, id_: str, parent: str, created: datetime, title: str) -> Post:
        changed = _time(item, "dateModified")
        version = max(created, changed) if changed else created
        if _is_deleted(item):
            return tombstone(self.options, id_, created, version)
        words = item.words("text", "articleBody", "description") or Words("")
        body, written_in = words.read()
        own = self._address(item, one) if parent else ""
        return Post(
            source=self.options.name,
            id=id_,
            conversation=self.id,
            parent=parent if parent != id_ else "",
            author=self._author(item, one, id_),
            created=created,
            version=version,
            title=title,
            body=text(body, "text"),
            markup=written_in,
            url=own or self.pages[0].address or self._place(),
            lang=line_of_text(item.text("inLanguage") or one.main.text("inLanguage"), "inLanguage")[:35],
            topic="" if parent else line(item, "articleSection"),
            tags=() if parent else _tags(item),
            licence=self._licence(item, one),
            score=_score(item),
        )

    def _place(self) -> str:
        return "" if "{id}" in self.options.url else web_address(self.options.url)

    def _identity(self, item: Item, one: Seen, since: datetime) -> tuple[str, datetime]:
        """The id of a reply, and when it was written. Raises BadRow."""
        created = _time(item, "dateCreated", "datePublished")
        if own := self._address(item, one):
            return made_identifier("qapage", address_key(own), own.partition("#")[2]), created or since
        written = created.isoformat() if created else ""
        made = made_identifier(self.id, self._author(item, one, "").key, written)
        self._made[made] += 1
        if self._made[made] > 1:
            made = made_identifier(made, str(self._made[made]))
        return made, created or since

    def _address(self, item: Item, one: Seen) -> str:
        """The own address of a reply; "" where it has none. On all pages of a conversation it is the same."""
        for given in (item.address("url"), item.id):
            found = web_address(absolute(one.page.base, given)) if given else ""
            if not found or not same_host(found, one.address or found):
                continue
            page, _, fragment = found.partition("#")
            here = {
                address_key(where) for where in (one.page.url, one.address, self.pages[0].address) if where
            }
            if address_key(page) not in here:
                return found
            if fragment:
                return f"{self.pages[0].address or page}#{fragment}"
        return ""

    def _learn_names(self) -> None:
        for one in self.pages:
            for item in everything([one.main]):
                for who in item.items("author", "creator"):
                    if url := web_address(absolute(one.page.base, who.address("url"))):
                        self._names.setdefault(line(who, "name"), set()).add(url)

    def _author(self, item: Item, one: Seen, id_: str) -> Author:
        """Who wrote it: by profile where it is known, else by name, else somebody of this post only."""
        people = item.items("author", "creator")
        who = people[0] if people else Item()
        name = line(who, "name", "alternateName") or line(item, "author", "creator")
        url = web_address(absolute(one.page.base, who.address("url")))
        profiles = self._names.get(name, set())
        if not url and name and len(profiles) == 1:
            url = next(iter(profiles))
        return Author(key=url or name or f"unknown:{id_}", name=name, url=url)

    def _licence(self, item: Item, one: Seen) -> str:
        found = item.address("license") or one.main.address("license") or one.page.licence
        return licence(line_of_text(found, "license")) if found else self.options.licence


def _is_deleted(item: Item) -> bool:
    """Search engines ask for `creativeWorkStatus: Deleted` where only the place of a post is kept."""
    return item.text("creativeWorkStatus").lower() == "deleted"


def licence(found: str) -> str:
    """A licence as an SPDX id where it is one of Creative Commons, else as it is."""
    match = _CREATIVE_COMMONS.match(found)
    if match is None:
        return found
    return f"CC0-{match[3]}" if match[3] else f"CC-{match[1].upper()}-{match[2]}"


def _tags(item: Item) -> tuple[str, ...]:
    found = [part for one in item.texts("keywords") for part in one.split(",")]
    found += [one.text("name") for one in item.items("keywords")]
    return labels(found)


def _score(item: Item) -> int:
    """Votes for it less votes against it; where there are none, likes."""
    if item.text("upvoteCount") or item.text("downvoteCount"):
        return whole_number(item.text("upvoteCount")) - whole_number(item.text("downvoteCount"))
    for counter in item.items("interactionStatistic"):
        kinds = {short(counter.address("interactionType"))}.union(
            *(kind.types for kind in counter.items("interactionType"))
        )
        if "LikeAction" in kinds:
            return whole_number(counter.text("userInteractionCount"))
    return 0


def _time(item: Item, *names: str) -> datetime | None:
    """When, by the first of these properties; None where there is none. Raises BadRow for what is no time."""
    name = next((name for name in names if item.text(name)), "")
    return moment(item.text(name), name) if name else None


def moment(written: str, field_: str) -> datetime:
    """A time as sites write it, as aware UTC. Raises BadRow."""
    written = _NAMED_ZONE.sub("+00:00", written.strip()) if "," not in written else written.strip()
    if _DAY.fullmatch(written):
        written += "T00:00:00"
    try:
        return iso_time(written, field_, naive_is_utc=True)
    except BadRow:
        if "," not in written:
            raise
    try:
        found = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        raise BadRow(f"{field_} is not a date and time") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return iso_time(found.isoformat(), field_)
