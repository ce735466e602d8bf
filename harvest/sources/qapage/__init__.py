"""Pages of forums: what they say of a conversation as schema.org's `QAPage` or `DiscussionForumPosting`.

In JSON-LD or microdata; Askbot, which says nothing, is read from its elements. Saved pages (`*.html`) are
the archive format; the live service reads pages with the same functions.

- A page is one conversation. Lists of questions, frequently asked ones too (`FAQPage`), are none.
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
from urllib.parse import parse_qsl, urlsplit

from harvest import markup
from harvest.errors import SourceError
from harvest.model import Author, Markup, Post
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
from harvest.sources.files import opened, text_only
from harvest.sources.qapage import askbot, jsonld, microdata
from harvest.sources.qapage.items import Item, Words, everything, short
from harvest.sources.qapage.webpage import MOST_BYTES, Webpage, absolute, parsed, same_host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

CONVERSATIONS: Final = frozenset({"Question", "DiscussionForumPosting", "SocialMediaPosting"})
_NO_CONVERSATIONS: Final = frozenset({"FAQPage", "Quiz", "ItemList"})
"""What holds questions that nobody has asked here."""
_ACCEPTED: Final = "acceptedAnswer"
_BELOW: Final = (_ACCEPTED, "suggestedAnswer", "answer", "comment", "comments")
_COUNTS: Final = ("answerCount", "commentCount")
_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)
_PAGE_NUMBERS: Final = ("page", "p", "pg")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED_ZONE: Final = re.compile(r"\s*(?:UTC|GMT|Z)$")
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)|publicdomain/zero/(1\.0))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One page of a conversation: what it says about it."""

    page: Webpage
    main: Item
    """The question, or what was posted first."""
    address: str
    """Where the conversation can be read, from its beginning; "" where unknown."""
    key: str
    """What tells this conversation from all others, for ever."""
    more: str = ""
    """A feed with what the page has cut short; "" where it is all there."""

    @property
    def id(self) -> str:
        """The id of the conversation."""
        return conversation_id(self.key)


class NoConversationError(Exception):
    """No conversation, or one that is not for everybody; the message says which, in a few words."""

    def __init__(self, reason: str, *, closed: bool = False) -> None:
        super().__init__(reason)
        self.closed = closed
        """Whether there is one, but not for everybody."""


def seen(page: Webpage) -> Seen:
    """What a page says of its conversation. Raises NoConversationError; BadRow for what is unreadable."""
    found: list[Seen] = []
    broken = several = False
    blocks: list[Item] = []
    for script in page.scripts:
        try:
            blocks += jsonld.read(script)
        except jsonld.NotJsonError:
            broken = True
    try:
        marked = microdata.read(page.root, page.base)
    except microdata.TooMuchError:
        raise BadRow("its microdata refers to itself without end") from None
    for roots in (blocks, marked):
        mains = _mains(roots)
        main = mains[0] if len(mains) == 1 else _own(mains, page)
        several = several or len(mains) > 1
        if main is not None:
            if closed(main, roots):
                raise NoConversationError("page that is not for everybody", closed=True)
            found.append(_seen(page, main))
    if not found and (read := askbot.read(page)) is not None:
        found.append(
            Seen(page=page, main=read.main, address=read.address, key=address_key(read.key), more=read.more)
        )
    if not found:
        if broken:
            raise BadRow("its JSON-LD cannot be read")
        raise NoConversationError(
            "page that lists conversations" if several else "page without a conversation"
        )
    return max(found, key=lambda one: sum(1 for _ in below(one.main)))


def following(one: Seen) -> str:
    """The address of the next page of the conversation; "" where this is the last."""
    page = one.page
    found = page.next or askbot.next_page(page) or _numbered(page)
    return found.partition("#")[0] if same_host(found, page.url) else ""


def _numbered(page: Webpage) -> str:
    """A link to the same address with the next number in its query: `?page=2`."""
    here = urlsplit(page.url)
    asked = dict(parse_qsl(here.query))
    for name in _PAGE_NUMBERS:
        now = asked.get(name, "1")
        wanted = {**asked, name: str(int(now) + 1)} if now.isdecimal() and len(now) < len("10000") else None
        for link in page.links if wanted else ():
            parts = urlsplit(link)
            if (
                parts.path == here.path
                and dict(parse_qsl(parts.query)) == wanted
                and same_host(link, page.url)
            ):
                return link
    return ""


def goes_on(first: Seen, later: Seen) -> bool:
    """Whether a page that was linked as the next one belongs to the conversation, and is not the next one."""
    title = _line(first.main, "name", "headline")
    return later.key == first.key or (bool(title) and title == _line(later.main, "name", "headline"))


def _mains(roots: Sequence[Item]) -> list[Item]:
    """The conversations that stand at the top of a page."""
    found: dict[int, Item] = {}
    for root in roots:
        if root.types & _NO_CONVERSATIONS:
            continue
        for item in (root, *root.items("mainEntity", "mainEntityOfPage")):
            if item.types & CONVERSATIONS:
                found[id(item)] = item
    return list(found.values())


def _own(mains: Sequence[Item], page: Webpage) -> Item | None:
    """The conversation of several that is the page's own: the one with its address."""
    own = {address_key(one) for one in (page.canonical, page.url) if one}
    for main in mains:
        named = absolute(page.base, main.address("url", "mainEntityOfPage") or main.id)
        if named and address_key(named) in own:
            return main
    return None


def closed(main: Item, roots: Sequence[Item]) -> bool:
    """Whether the page says that only those who pay or belong may read it."""
    return any(
        item.text("isAccessibleForFree").lower()
        in {"false", "http://schema.org/false", "https://schema.org/false"}
        for item in (main, *roots)
    )


def _seen(page: Webpage, main: Item) -> Seen:
    """Where it lives: what it says itself, else the page's canonical address, else the page's own."""
    named = absolute(page.base, main.address("url", "mainEntityOfPage"))
    named = web_address(named.partition("#")[0])
    if not named or urlsplit(named).path in {"", "/"} or not same_host(named, page.url or named):
        named = ""
    address = named or page.canonical or page.url.partition("#")[0]
    if address:
        return Seen(page=page, main=main, address=address, key=address_key(address))
    who = main.items("author")
    parts = (
        main.text("name", "headline"),
        main.text("dateCreated", "datePublished"),
        who[0].text("name") if who else main.text("author"),
    )
    return Seen(page=page, main=main, address="", key="\n".join(parts))


def conversation_id(key: str) -> str:
    """The id of the conversation with this key; of most the key is `address_key` of their address."""
    return made_identifier("qapage", key)


def address_key(address: str) -> str:
    """An address as far as it tells pages apart: without scheme, `www.`, fragment and a slash at the end."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.") + (
            f":{parts.port}" if parts.port not in {None, 80, 443} else ""
        )
    except ValueError:
        return address
    return host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def below(main: Item) -> Iterator[tuple[Item, Item, bool]]:
    """Everything said in answer: (what, in answer to what, whether it is an accepted answer), each once."""
    waiting, known = [main], {id(main)}
    while waiting:
        above = waiting.pop(0)
        for name in _BELOW:
            for value in above.values.get(name, ()):
                item = value if isinstance(value, Item) else _said(value)
                if item is None or id(item) in known:
                    continue
                known.add(id(item))
                yield item, above, name == _ACCEPTED
                waiting.append(item)


def _said(words: Words) -> Item | None:
    """An answer that is only text; None for what is only an address."""
    if not words.text.strip() or web_address(words.text.strip()):
        return None
    return Item(frozenset({"Answer"}), "", {"text": [words]})


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
            yield _with_accepted(first, accepted)
        yield from replies

    def _first(self) -> Post:
        one = self.pages[0]
        title = _line(one.main, "name", "headline")
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
            topic="" if parent else _line(item, "articleSection"),
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
                        self._names.setdefault(_line(who, "name"), set()).add(url)

    def _author(self, item: Item, one: Seen, id_: str) -> Author:
        """Who wrote it: by profile where it is known, else by name, else somebody of this post only."""
        people = item.items("author", "creator")
        who = people[0] if people else Item()
        name = _line(who, "name", "alternateName") or _line(item, "author", "creator")
        url = web_address(absolute(one.page.base, who.address("url")))
        profiles = self._names.get(name, set())
        if not url and name and len(profiles) == 1:
            url = next(iter(profiles))
        return Author(key=url or name or f"unknown:{id_}", name=name, url=url)

    def _licence(self, item: Item, one: Seen) -> str:
        found = item.address("license") or one.main.address("license") or one.page.licence
        return licence(line_of_text(found, "license")) if found else self.options.licence


def _with_accepted(post: Post, accepted: str) -> Post:
    return replace(post, accepted=accepted)


def _is_deleted(item: Item) -> bool:
    """Search engines ask for `creativeWorkStatus: Deleted` where only the place of a post is kept."""
    return item.text("creativeWorkStatus").lower() == "deleted"


def licence(found: str) -> str:
    """A licence as an SPDX id where it is one of Creative Commons, else as it is."""
    match = _CREATIVE_COMMONS.match(found)
    if match is None:
        return found
    return f"CC0-{match[3]}" if match[3] else f"CC-{match[1].upper()}-{match[2]}"


def _line(item: Item, *names: str) -> str:
    """A property as one line of plain text."""
    words = item.words(*names)
    if words is None:
        return ""
    found, written_in = words.read()
    return line_of_text(_stripped(found) if written_in is Markup.HTML else found, names[0])


def _stripped(body: str) -> str:
    return markup.plain(markup.read(body, Markup.HTML))


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
