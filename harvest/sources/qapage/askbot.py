"""Askbot's own pages, which say nothing in the ways of schema.org: read from their elements.

Tried and rejected: its public API (`/api/v1/`) has neither the texts nor the comments. What its pages cut
short (long posts, more than a few comments) is in the feed of the question, as Markdown.
Written for Askbot 0.12 and 0.13, whose elements have ids and classes for its own script: `js-post-12`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import Markup
from harvest.sources.qapage.items import Item, Words
from harvest.sources.qapage.webpage import absolute, inner_html, plain
from harvest.sources.webxml import NotXmlError, local, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from harvest.sources.qapage.webpage import Webpage

_QUESTION: Final = re.compile(r"(?P<before>.*/)question/(?P<id>\d{1,18})/")


_NUMBER: Final = re.compile(r"post-id-(\d{1,18})$")
_BY: Final = re.compile(r"Comment by (.{1,200}?) for (?:<|.)", re.DOTALL)
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*([+-]\d\d:?\d\d)?")
"""The offset stands there twice in newer versions; the first is that of the time."""
_VOTES: Final = re.compile(r"-?\d{1,9}")


@dataclass(frozen=True, slots=True)
class Read:
    """What a page of Askbot holds."""

    main: Item
    address: str
    key: str
    """The address of the question without the words of its title, which change."""
    more: str
    """The feed with all its texts; "" where the page cuts nothing short."""


def read(page: Webpage) -> Read | None:
    """The conversation on a page of Askbot; None for any other page."""
    question = next(_with_class(page.root, "js-question"), None)
    found = _QUESTION.match(page.canonical or page.url)
    if question is None or found is None or question.get("data-post-id") != found["id"]:
        return None
    main = _item(question, "Question", found[0], page)
    title = next(
        (one for one in page.root.iter("h1") if (one.get("id") or "").startswith("js-question-title-")), None
    )
    for heading in _with_class(title, "js-editable-content") if title is not None else ():
        main.add("name", Words(plain(heading), Markup.TEXT))
    for tag in _with_class(question, "js-tag-name"):
        main.add("keywords", Words(tag.get("data-tag-name") or "", Markup.TEXT))
    for answer in _with_class(page.root, "js-answer"):
        if "js-post-deleted" not in _classes(answer):
            accepted = "js-accepted-answer" in _classes(answer)
            main.add(
                "acceptedAnswer" if accepted else "suggestedAnswer", _item(answer, "Answer", found[0], page)
            )
    cut = any(True for _ in _with_class(page.root, "js-expander")) or any(
        "js-hidden" not in _classes(button) for button in _with_class(page.root, "js-load-comments-btn")
    )
    feed = f"{found['before']}feeds/question/{found['id']}/" if cut else ""
    return Read(main, page.canonical or page.url.partition("?")[0], found[0], feed)


def next_page(page: Webpage) -> str:
    """The address of the next page of answers; "" on the last one."""
    for link in _with_class(page.root, "js-next-page"):
        if "js-disabled" not in _classes(link) and link.get("href"):
            return absolute(page.base, link.get("href") or "")
    return ""


def complete(main: Item, feed: bytes) -> None:
    """Put what the page has cut short where it belongs. Raises NotXmlError for what is no feed."""
    root = root_of(feed)
    if local(root) != "rss":
        raise NotXmlError("it is no RSS")
    known = {_number(item.id): item for item in (main, *main.items("acceptedAnswer", "suggestedAnswer"))}
    known |= {_number(one.id): one for item in list(known.values()) for one in item.items("comment")}
    question = _QUESTION.match(main.id)
    parent: Item | None = None
    for entry in root.iter("item"):
        link = entry.findtext("link") or ""
        found = _NUMBER.search(link)
        number = found[1] if found else question["id"] if question else ""
        item = known.get(number)
        if "comment=" not in link:
            parent = item
        elif item is None and parent is not None:
            item = _unseen(entry, f"{parent.id.partition('#')[0]}#post-id-{number}")
            parent.add("comment", item)
        if item is not None and item.words("text") is None:
            item.add("text", Words(entry.findtext("description") or "", Markup.MARKDOWN))


def _unseen(entry: _Element, id_: str) -> Item:
    """A comment that the page does not show."""
    item = Item(frozenset({"Comment"}), id_)
    item.add("datePublished", Words(entry.findtext("pubDate") or ""))
    if by := _BY.match(entry.findtext("title") or ""):
        item.add("author", Words(by[1], Markup.TEXT))
    return item


def _number(id_: str) -> str:
    found = _NUMBER.search(id_) or _QUESTION.match(id_)
    return found[found.lastindex or 0] if found else ""


def _item(post: _Element, kind: str, key: str, page: Webpage) -> Item:
    """The question or an answer, with its comments."""
    number = post.get("data-post-id") or ""
    item = Item(frozenset({kind}), key if kind == "Question" else f"{key}#post-id-{number}")
    bodies = (one for one in post.iter("div") if (one.get("id") or "") == f"js-post-body-{number}")
    for body in bodies:
        _add_text(item, next(_with_class(body, "js-editable-content"), None), page)
    update = next(_with_class(post, "post-update-info"), None)
    if update is not None:
        _add_author(item, next(_with_class(update, "user-name-link"), None), page)
    container = next(_with_class(post, "post-update-info-container"), None)
    times = [] if container is None else _times(container)
    if times:
        item.add("datePublished", Words(min(times), Markup.TEXT))
        item.add("dateModified", Words(max(times), Markup.TEXT))
    votes = next(_with_class(post, "js-post-vote-number"), None)
    if votes is not None and (score := _VOTES.match(votes.get("title") or "")):
        item.add("upvoteCount", Words(score[0], Markup.TEXT))
    for comment in _with_class(post, "js-comment"):
        if comment.get("data-post-id"):
            item.add("comment", _comment(comment, key, page))
    return item


def _comment(comment: _Element, key: str, page: Webpage) -> Item:
    item = Item(frozenset({"Comment"}), f"{key}#post-id-{comment.get('data-post-id')}")
    _add_text(item, next(_with_class(comment, "js-comment-body"), None), page)
    _add_author(item, next(_with_class(comment, "js-comment-author"), None), page)
    for time in _times(comment):
        item.add("datePublished", Words(time, Markup.TEXT))
    for votes in _with_class(comment, "js-score"):
        item.add("upvoteCount", Words(plain(votes).strip() or "0", Markup.TEXT))
    return item


def _add_text(item: Item, body: _Element | None, page: Webpage) -> None:
    """The text, unless it is cut short: half a post would be somebody's words changed."""
    if body is not None and not any(True for _ in _with_class(body, "js-expander")):
        item.add("text", Words(inner_html(body, page.base), Markup.HTML))


def _times(element: _Element) -> list[str]:
    """The times that an element names."""
    found = (_TIME.match(one.get("title") or "") for one in element.iter("abbr"))
    return [f"{time[1]}{time[2] or ''}" for time in found if time]


def _add_author(item: Item, link: _Element | None, page: Webpage) -> None:
    if link is not None:
        person = Item(frozenset({"Person"}))
        person.add("name", Words(plain(link).strip(), Markup.TEXT))
        if link.get("href"):
            person.add("url", Words(absolute(page.base, link.get("href") or ""), Markup.TEXT))
        item.add("author", person)


def _with_class(element: _Element, name: str) -> Iterator[_Element]:
    return (one for one in element.iter() if name in _classes(one))


def _classes(element: _Element) -> list[str]:
    return (element.get("class") or "").split()
