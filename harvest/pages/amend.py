"""A page on the default branch and what its conversations say now → the text proposed in its place.

Policy. A page that nobody has edited is written anew, but loses nothing that it has and the conversations no
longer give: sources, phrases, credits, redirects, waivers, its state. On a page that a person has edited,
their text stands, letter for letter; only lines of the front matter that know more are changed, and what
Harvest would have written for the body is offered beside it. A false "edited" costs somebody a look at an
offer; a false "untouched" would cost them their work. Phrases that somebody has taken out come back in the
proposal: the reviewer sees them in the difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import yaml

from harvest import nodes
from harvest.model import Answer, State
from harvest.pages.draft import REVIEW_AFTER
from harvest.pages.fields import GENERATED
from harvest.pages.parse import parse
from harvest.pages.render import digest, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from typing import TypeVar

    T = TypeVar("T")

FROM_CONVERSATIONS: Final = (
    "asked_as",
    "also_called",
    "sources",
    "confirmed_by",
    "askers",
    "updated",
    GENERATED,
)
"""The lines of the front matter that are brought up to date on a page that a person has edited."""
OVER: Final = frozenset({State.RETIRED, State.TAKEN_DOWN})
"""States in which a page has nothing to take in."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a page should become."""

    text: str
    """The whole file; as it is where there is nothing new."""
    offered: str = ""
    """The page as Harvest would have written it, where a person's text stands instead; else ""."""


def new_page(new: Answer, today: date, forced: str = "") -> str:
    """The text of a page that is new: reviewed `today`, because whoever merges it has reviewed it."""
    day = today + REVIEW_AFTER
    return render(replace(new, state=State.REVIEWED, review_by=day, forced=forced))


def amend(old_text: str, new: Answer, where: str = "", *, own_body: bool = False) -> Amendment:
    """`old_text`, a page, with what `new`, the draft of now, adds.

    With `own_body` the page's title and body stay although nobody has edited them: the draft is about other
    conversations. Raises PageError, with `where`, for a page that cannot be read.
    """
    page = parse(old_text, where)
    both = _joined(page.answer, new)
    if own_body and new.title.casefold() != page.answer.title.casefold():
        both = replace(both, asked_as=_first_of_each((*both.asked_as, new.title), str.casefold))
    if page.edited:
        text = _with_lines(old_text, both, page.answer, digest(new))
        return Amendment(text, render(replace(new, state=page.answer.state)))
    if own_body:
        kept = replace(both, sections=page.answer.sections, title=page.answer.title, kind=page.answer.kind)
        return Amendment(render(kept), render(replace(new, state=page.answer.state)))
    return Amendment(render(both))


def _joined(old: Answer, new: Answer) -> Answer:
    """`new` with everything that `old` has besides."""
    return replace(
        new,
        state=old.state if old.state is not State.DRAFT else State.REVIEWED,
        asked_as=_first_of_each((*old.asked_as, *new.asked_as), str.casefold),
        also_called=_first_of_each((*old.also_called, *new.also_called), str.casefold),
        topic=new.topic or old.topic,
        sources=_first_of_each((*new.sources, *old.sources), lambda source: source.thread),
        confirmed_by=_first_of_each((*old.confirmed_by, *new.confirmed_by), str),
        askers=max(old.askers, new.askers),
        credits=_first_of_each((*new.credits, *old.credits), lambda credit: credit.name),
        updated=max(old.updated, new.updated),
        review_by=max(old.review_by, new.review_by),
        redirect_from=old.redirect_from,
        forced=old.forced,
        waive=old.waive,
    )


def _first_of_each(values: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    seen: dict[object, T] = {}
    for value in values:
        seen.setdefault(key(value), value)
    return tuple(seen.values())


def _with_lines(old_text: str, both: Answer, old: Answer, generated: str) -> str:
    """A person's page, with the lines of FROM_CONVERSATIONS as `both` has them; all else as they wrote it."""
    mine = replace(old, **{name: getattr(both, name) for name in FROM_CONVERSATIONS if name != GENERATED})
    ends = "\r\n" if "\r\n" in old_text else "\n"
    unix = old_text.replace("\r\n", "\n").replace("\r", "\n")
    front, rest = _front_and_rest(unix)
    theirs, ours, before = (dict(_blocks(text)) for text in (front, *map(_front_of, (mine, old))))
    ours[GENERATED] = f"{GENERATED}: {generated}\n"
    changed = [n for n in FROM_CONVERSATIONS if ours.get(n) != before.get(n) or n == GENERATED]
    theirs |= {name: ours[name] for name in changed if name in ours}
    signed = theirs.pop(GENERATED, "")
    return f"---\n{''.join(theirs.values())}{signed}{rest}".replace("\n", ends)


def _front_of(answer: Answer) -> str:
    return _front_and_rest(render(answer))[0]


def _front_and_rest(unix: str) -> tuple[str, str]:
    """The lines of the front matter, and everything from the line that closes it."""
    found = re.match(r"\ufeff?---[ \t]*\n(.*?\n)(---[ \t]*(?:\n.*)?)\Z", unix, re.DOTALL)
    if found is None:  # it has been parsed before
        raise AssertionError("a page without front matter")
    return found[1], found[2]


def _blocks(front: str) -> Iterable[tuple[str, str]]:
    """Each key with its lines; the comments before the first key are the first key's."""
    lines = front.splitlines(keepends=True)
    root = nodes.compose(front)
    starts = [(key, line - 1) for key, line, _ in nodes.entries(root or yaml.MappingNode("", []))]
    for number, (key, start) in enumerate(starts):
        end = starts[number + 1][1] if number + 1 < len(starts) else len(lines)
        yield key, "".join(lines[start if number else 0 : end])
