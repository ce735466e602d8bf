"""All answer pages of a knowledge base, read once, and what the site makes of them. Pure."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.errors import PageError
from harvest.lifecycle import takedown
from harvest.markup import safe_href
from harvest.model import Answer, State
from harvest.pages.parse import parse
from harvest.site import searchbox, topics
from harvest.site.inert import SEAM
from harvest.site.redirects import Old

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from harvest.config import Config
    from harvest.site.topics import Entry, Topic

NOT_PAGES: Final = ("handbook/", "status/", "vocabulary.yml", "queries.yml", "replies.yml")
"""What lies in the docs folder and is not a page of the customers' site, relative to that folder."""
MOST_ASKED: Final = 6
"""How many answers the home page lists."""
NAVIGATION: Final = 20
"""How many topics the navigation lists; every page carries it, so it must stay short."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file of docs/answers/, read."""

    where: str
    """The file, relative to the docs folder."""
    url: str
    """Its address relative to the root of the site."""
    path: str
    """The file of the built site."""
    text: str
    """What stands in the file."""
    answer: Answer
    body: str
    """Markdown without front matter and marks; a seam stands between passages."""


@dataclass(frozen=True, slots=True)
class View:
    """What templates know about the whole site, as the global `harvest`."""

    community: str
    """Where customers can ask people; "" for nowhere."""
    topics: tuple[Topic, ...]
    most_asked: tuple[Entry, ...]
    total: int
    topics_url: str
    """Address of the list of topics, relative to the root of the site."""
    search_url: str
    """Address of the page that lists what was found."""
    opensearch: str
    """Address of the description for browsers; "" where the site's own address is not known."""
    ask: str
    """Where a question is written, with `{words}` in it; "" for nowhere."""
    email: str
    """Where customers may write to; "" for nowhere."""
    misses: bool
    """Whether words that found nothing are told to the site's own host."""
    status: str
    """The status site; "" for none."""
    offline: bool
    """Whether browsers keep the site for when there is no connection."""


def read(pages: Iterable[tuple[str, str, str, bytes]]) -> tuple[Leaf, ...]:
    """Read (file, url, built file, content) of every page. Raises `MistakesError`, a line per bad page."""
    leaves: list[Leaf] = []
    mistakes: list[str] = []
    for where, url, path, content in pages:
        try:
            text = content.decode()
            answer = parse(text, where).answer
        except UnicodeDecodeError:
            mistakes.append(str(PageError("not UTF-8 text", where=where, todo="save it as UTF-8")))
        except PageError as error:
            mistakes.append(str(error))
        else:
            leaves.append(Leaf(where, url, path, text, answer, _body(answer)))
    if mistakes:
        raise MistakesError(tuple(mistakes))
    return tuple(leaves)


def _body(answer: Answer) -> str:
    parts: list[str] = []
    for section in answer.sections:
        if section.heading:
            parts.append(f"## {section.heading}")
        parts.append(f"\n\n{SEAM}\n\n".join(passage.text for passage in section.passages))
    return "\n\n".join(parts)


class MistakesError(PageError):
    """What is wrong in several pages, one line each."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(f"{len(lines)} pages cannot be read")
        self.lines = lines

    def __str__(self) -> str:
        """One line per page."""
        return "\n".join(self.lines)


def view(
    published: Collection[Leaf], config: Config, topics_url: str, search_url: str, *, offline: bool
) -> View:
    """What the whole site shows of its published pages."""
    pages = [(leaf.answer, leaf.url) for leaf in published]
    found = topics.by_topic(pages, [topic.name for topic in config.topics])
    entries = [entry for topic in found for entry in topic.entries]
    return View(
        community=safe_href(config.company.community),
        topics=found,
        most_asked=topics.most_asked(entries, MOST_ASKED),
        total=len(entries),
        topics_url=topics_url,
        search_url=search_url,
        opensearch=searchbox.OPENSEARCH if config.site_url else "",
        ask=config.company.ask,
        email=config.company.email,
        misses=config.search.misses,
        status=config.status,
        offline=offline,
    )


def old(leaves: Iterable[Leaf], config: Config, fallbacks: dict[str, str], topics_url: str) -> list[Old]:
    """What `redirects.plan` needs of published and retired pages, and of those that say that they are gone.

    `fallbacks` maps a topic's key to the address of its page.
    """
    found = []
    for leaf in leaves:
        retired = leaf.answer.state is State.RETIRED
        gone = leaf.answer.state is State.TAKEN_DOWN
        if retired or gone or leaf.answer.state in config.publish:
            fallback = fallbacks.get(topics.key(leaf.answer.topic), topics_url) if retired else ""
            title = takedown.TITLE if gone else leaf.answer.title
            found.append(Old(leaf.where, leaf.url, leaf.path, title, leaf.answer.redirect_from, fallback))
    return found


def why_gone(leaf: Leaf) -> str:
    """What a page that was taken down says, as Markdown; "" for one that `harvest takedown` did not write.

    Somebody may have written the state into the page by hand: then all that must not be seen is still in it.
    """
    return leaf.body if takedown.ordered(leaf.answer) else ""


def credited(answer: Answer) -> frozenset[str]:
    """The safe addresses of its conversations and of the people who helped."""
    urls = (*(source.url for source in answer.sources), *(credit.url for credit in answer.credits))
    return frozenset(filter(None, map(safe_href, urls)))


def other_words(answer: Answer) -> str:
    """The customers' own phrases as HTML. They stand in the text, because search reads the text."""
    phrases = "".join(f'<li dir="auto">{html.escape(phrase)}</li>' for phrase in answer.asked_as)
    parts = [f"<ul>{phrases}</ul>"] if phrases else []
    for label, words in (("Also called", answer.also_called), ("About", answer.tags)):
        if words:
            listed = ", ".join(f"<bdi>{html.escape(word)}</bdi>" for word in words)
            parts.append(f"<p>{label}: {listed}</p>")
    if not parts:
        return ""
    return f'<details class="hv-words"><summary>Asked in other words</summary>{"".join(parts)}</details>\n'


def is_page(src_uri: str) -> bool:
    """Whether a file of the docs folder may be published at all."""
    return not src_uri.startswith(NOT_PAGES)
