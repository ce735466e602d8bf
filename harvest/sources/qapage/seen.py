"""What one page says of its conversation, and where the conversation goes on.

A page is one conversation. Lists of questions, frequently asked ones too (`FAQPage`), are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from harvest.sources.fields import BadRow, made_identifier, web_address
from harvest.sources.qapage import askbot, jsonld, microdata
from harvest.sources.qapage.items import Item, Words, line
from harvest.sources.qapage.webpage import Webpage, absolute, same_host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONVERSATIONS: Final = frozenset({"Question", "DiscussionForumPosting", "SocialMediaPosting"})
_NO_CONVERSATIONS: Final = frozenset({"FAQPage", "Quiz", "ItemList"})
"""What holds questions that nobody has asked here."""
_ACCEPTED: Final = "acceptedAnswer"
_BELOW: Final = (_ACCEPTED, "suggestedAnswer", "answer", "comment", "comments")
_PAGE_NUMBERS: Final = ("page", "p", "pg")


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
    title = line(first.main, "name", "headline")
    return later.key == first.key or (bool(title) and title == line(later.main, "name", "headline"))


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
