"""Taking a page down: what it was is gone from its file, its address says why, and it never comes back.

Policy. A page is taken down before anybody has looked at the reasons, because a dangerous one must not wait.
A wrong takedown costs readers an answer until somebody reverts it; a late one can cost them their data. So
anybody who may push may take down, in public, and what may be said on the page is narrow: a reason out of a
short list and a few plain words of one's own, without an address or a number to call in them.

Of the conversations only a digest of their names stays, so that they are known when they come by again
(`harvest.candidates.shadow`). Whoever tries all names there can be will find it: it keeps a name from being
read and searched for, no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest.candidates import shadow
from harvest.errors import HarvestError, PageError
from harvest.lifecycle.moves import Step, address, without_address
from harvest.lifecycle.states import Refuse
from harvest.markup import clean, plain, read
from harvest.model import (
    ID_PATTERN,
    Answer,
    Kind,
    Markup,
    Paragraph,
    Passage,
    Section,
    SourceRef,
    Span,
    State,
)
from harvest.pages.markdown import to_markdown
from harvest.pages.merge import FOLDER, Keep, Write, references
from harvest.pages.parse import parse
from harvest.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

TITLE: Final = "This page has been taken down"
MOST_WORDS: Final = 300
"""Characters of somebody's own words."""
_ADDRESS: Final = re.compile(r"(?i)\w+://|//\w|\bwww\.|\b[\w-]+\.[a-z]{2,}(?:/|\b)|@|\d[\d ()./-]{5,}\d")


class Reason(StrEnum):
    """Why a page is taken down, as it is typed and shown."""

    WRONG = "wrong"
    DANGEROUS = "dangerous"
    PERSONAL = "personal data"
    LEGAL = "legal"
    AUTHOR = "author"
    OTHER = "other"


SAID: Final = {
    Reason.WRONG: "What it said was wrong.",
    Reason.DANGEROUS: "Doing what it said could do harm.",
    Reason.PERSONAL: "It held something personal.",
    Reason.LEGAL: "There was a legal reason.",
    Reason.AUTHOR: "Somebody whose words stood on it asked for it.",
    Reason.OTHER: "We had a reason of another kind.",
}
"""What the page says, for each reason: one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """That a page be taken down."""

    reason: Reason
    words: str = ""
    """Somebody's own, plain, on one line."""
    day: date


def order(reason: str, words: str, day: date) -> Order:
    """Raises HarvestError for a reason that is none, and for words that cannot stand on such a page."""
    if reason not in set(Reason):
        choices = ", ".join(f'"{each}"' for each in Reason)
        raise HarvestError(f"there is no reason {reason!r}", todo=f"choose one of {choices}")
    said = " ".join(clean(words).split())
    if reason == Reason.OTHER and not said:
        raise HarvestError('the reason "other" needs words of your own', todo="say them with --words")
    if len(said) > MOST_WORDS or _ADDRESS.search(said):
        todo = f"say it in {MOST_WORDS} characters, without addresses or long numbers"
        raise HarvestError("these words cannot stand on a page that was taken down", todo=todo)
    return Order(reason=Reason(reason), words=said, day=day)


def take_down(pages: Mapping[str, str], path: str, order: Order) -> tuple[Step, ...]:
    """The explaining page in the place of the one at `path`.

    `pages`: path to text of all pages. The page need not be one that can be read.
    """
    text = pages[path]
    redirects: tuple[str, ...] = ()
    try:
        answer = parse(text, path).answer
        redirects = answer.redirect_from
        threads = {source.thread for source in answer.sources}
    except PageError:
        threads = {each for each in references(text) if _is_thread(each)}
    else:
        if answer.state is State.TAKEN_DOWN:
            return (Keep(path, "is taken down already"),)
    made = Write(path, render(explaining(threads, redirects, order)))
    others = {other: text for other, text in pages.items() if other != path}
    return (made, *without_address(readable(others), address(path)))


def readable(pages: Mapping[str, str]) -> dict[str, str]:
    """Those that can be read: another broken page must not stop a takedown."""
    found = {}
    for path, text in pages.items():
        try:
            parse(text, path)
        except PageError:
            continue
        found[path] = text
    return found


def _is_thread(reference: str) -> bool:
    source, _, id_ = reference.partition(":")
    return bool(ID_PATTERN.fullmatch(source) and ID_PATTERN.fullmatch(id_)) and not id_.startswith("/")


def explaining(threads: Iterable[str], redirects: tuple[str, ...], order: Order) -> Answer:
    """What stands at the address then. Nothing of what the page was is in it."""
    said = (SAID[order.reason], *((order.words,) if order.words else ()))
    passages = tuple(Passage(to_markdown((Paragraph((Span(each),)),))) for each in said)
    return Answer(
        title=TITLE,
        kind=Kind.NOT_POSSIBLE,
        state=State.TAKEN_DOWN,
        sources=tuple(
            SourceRef(url="", thread=each, posts=(), digest="", asked=order.day)
            for each in sorted({shadow(thread) for thread in threads})
        ),
        updated=order.day,
        review_by=order.day,
        redirect_from=redirects,
        sections=(Section("", passages),),
    )


def ordered(answer: Answer) -> Order | None:
    """The order that an explaining page was made by; None where it is not one as `explaining` makes it."""
    if answer.state is not State.TAKEN_DOWN or len(answer.sections) != 1:
        return None
    first, *more = answer.sections[0].passages
    words = plain(read(more[0].text, Markup.MARKDOWN)) if more else ""
    found = next(
        (each for each, said in SAID.items() if said == plain(read(first.text, Markup.MARKDOWN))), None
    )
    if found is None:
        return None
    try:
        made = order(found, words, answer.updated)
    except HarvestError:
        return None
    same = explaining((), answer.redirect_from, made)
    return made if same.sections == answer.sections else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a branch that takes pages down holds of one file."""

    branch: str
    path: str
    """Relative to the docs folder."""
    text: str


def apply(pages: Mapping[str, str], asked: Iterable[Asked]) -> tuple[Step, ...]:
    """What branches that take pages down may change, before anybody has merged them.

    Of a branch only the order is taken over: which page, which reason, which words. The rest is made anew
    from the page as it stands in `pages`, so that nothing else of the branch, hostile or out of date, gets
    through. What is no such order is refused and costs the others nothing.
    """
    now = dict(pages)
    steps: list[Step] = []
    for each in asked:
        for step in _applied(now, each):
            steps.append(step)
            if isinstance(step, Write):
                now[step.path] = step.text
    return tuple(steps)


def _applied(pages: Mapping[str, str], asked: Asked) -> tuple[Step, ...]:
    if asked.path not in pages:
        return (Refuse(asked.path, f"{asked.branch} takes down a page that is not there"),)
    if asked.text == pages[asked.path]:
        return (Keep(asked.path, "as it is"),)
    try:
        found = ordered(parse(asked.text, asked.path).answer)
    except PageError:
        found = None
    if found is None:
        return (Refuse(asked.path, f"{asked.branch} changes it, and does not take it down"),)
    return take_down(pages, asked.path, found)


def is_page(path: str) -> bool:
    """Whether it is the path of an answer, relative to the docs folder."""
    parts = path.split("/")
    inside = len(parts) > 1 and parts[0] == FOLDER and path.endswith(".md") and parts[-1] != "index.md"
    return inside and not any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts)
