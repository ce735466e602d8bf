"""The trusted lane: which corrections may be merged without a second pair of eyes.

Off unless `promote: trusted:` names somebody. What a merge in error costs: a wrong sentence before every
reader of one page until somebody sees it, so the lane is for slips of the pen: few lines of text, on pages
that are there, without a new place to go to or a new command to type. What a wait in error costs: one review.
So every doubt waits. Each decision is said in a comment under the request, with its reason.

Tried and rejected: letting marks (`<!-- from: … -->`) change, which say whose words they are.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.errors import PageError
from harvest.lifecycle.links import code_in, links_in
from harvest.lifecycle.states import SHOWN
from harvest.lifecycle.takedown import is_page
from harvest.markup import clean, read
from harvest.model import Markup
from harvest.pages.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.model import Answer

MOST_LINES: Final = 10
"""Lines that are different, old and new ones counted."""
MOST_CHARACTERS: Final = 600
"""Of the new lines, taken together: a page can be one line."""
_MARKED: Final = re.compile(r"(?:\w[\w+.-]*:)?//([\w.-]+)|(?i:\bwww\.[\w.-]+)|(?i:\b(?:mailto|tel|sms):\S+)")
"""What leads somewhere, whether or not it is written as a link."""
_TARGET: Final = re.compile(r"\]\(\s*<?([^)>\s]*)|^\s*\[[^\]]*\]:\s*<?([^\s>]+)", re.MULTILINE)
_NUMBER: Final = re.compile(r"\+?\d[\d ()./-]{4,}\d")
"""What could be called."""
_CODE: Final = re.compile(r" {4}|\t|```|~~~")
_INLINE: Final = re.compile(r"`+[^`]+`+")


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a request changes."""

    path: str
    """Relative to the docs folder; one that lies outside it begins with `../`."""
    before: str | None
    """None: there was no such file."""
    after: str | None
    """None: there is none any more."""


@dataclass(frozen=True, slots=True)
class Merge:
    """It may be merged."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody else has to look at it."""

    reason: str


def lane(
    changes: Sequence[Change], author: str, trusted: Iterable[str], failed: Sequence[str] = ()
) -> Merge | Wait:
    """What should happen to a request. `failed`: ids of the checks that found something on these pages."""
    if stranger := unlisted(author, trusted):
        return stranger
    if not changes:
        return Wait("it changes nothing")
    for change in changes:
        if problem := _problem(change):
            return Wait(f"{change.path}: {problem}")
    lines = sum(_lines(change)[0] for change in changes)
    if lines > MOST_LINES:
        return Wait(f"{lines} lines are different, and more than {MOST_LINES} need another look")
    characters = sum(_lines(change)[1] for change in changes)
    if characters > MOST_CHARACTERS:
        return Wait(f"{characters} characters are new, and more than {MOST_CHARACTERS} need another look")
    if failed:
        return Wait(f"these checks found something: {', '.join(sorted(set(failed)))}")
    return Merge(f"{lines} changed lines by {author}, who is listed at `promote: trusted:`; all checks pass")


def unlisted(author: str, trusted: Iterable[str]) -> Wait | None:
    """Why nothing of this author may pass; None where something may."""
    names = {name.lstrip("@").casefold() for name in trusted}
    if not names:
        return Wait("nobody is listed at `promote: trusted:`")
    if not author or author.lstrip("@").casefold() not in names:
        return Wait(f"{author or 'the author'} is not listed at `promote: trusted:`")
    return None


def _problem(change: Change) -> str:
    """Why a change of one file has to wait; "" where it need not."""
    if not is_page(change.path):
        return "is not an answer page"
    if change.before is None or change.after is None:
        return "pages that come or go need another look"
    try:
        old, new = parse(change.before, change.path), parse(change.after, change.path)
    except PageError as error:
        return f"cannot be read: {error.what}"
    if old.answer.state not in SHOWN:
        return f"is {old.answer.state}"
    if new.generated != old.generated:
        return "`generated` is different"
    same = replace(new.answer, sections=old.answer.sections, asked_as=old.answer.asked_as)
    if same != old.answer:
        fields = (name for name in old.answer.__slots__ if getattr(same, name) != getattr(old.answer, name))
        return f"`{next(fields)}` is different: only the text and `asked_as` may be"
    return _leads_elsewhere(old.answer, new.answer)


def _leads_elsewhere(old: Answer, new: Answer) -> str:
    if any(clean(text) != text for text in set(_texts(new)) - set(_texts(old))):
        return "holds characters that cannot be seen"
    if _origins(new) - _origins(old):
        return "a passage names another post as its origin"
    if more := _places(new) - _places(old):
        return f"leads to {min(more)}, where it did not lead before"
    if _commands(new) - _commands(old):
        return "has a new command, or something else to be typed letter for letter"
    return ""


def _texts(answer: Answer) -> tuple[str, ...]:
    """All that a correction may change."""
    passages = (passage.text for section in answer.sections for passage in section.passages)
    return (*(section.heading for section in answer.sections), *passages, *answer.asked_as)


def _origins(answer: Answer) -> set[tuple[str, ...]]:
    return {p.origin for section in answer.sections for p in section.passages if p.origin}


def _places(answer: Answer) -> set[str]:
    """Hosts, and addresses that have none, that a page leads to in any way we know."""
    found = set()
    for text in _texts(answer):
        for href in links_in(read(text, Markup.MARKDOWN)):
            found.add(urlsplit(href).hostname or href)
        for shown in _MARKED.finditer(text):
            found.add((shown[1] or shown[0]).casefold().rstrip("."))
        found |= {"".join(number.split()) for number in _NUMBER.findall(text)} | _targets(text)
    return found


def _targets(text: str) -> set[str]:
    """What Markdown links and pictures name that is no web address: pages and files of the site."""
    return {target for pair in _TARGET.findall(text) for target in pair if target and "//" not in target}


def _commands(answer: Answer) -> set[str]:
    found = set()
    for text in _texts(answer):
        found |= set(code_in(read(text, Markup.MARKDOWN)))
        found |= {line.strip() for line in text.splitlines() if _CODE.match(line)} | set(
            _INLINE.findall(text)
        )
    return found


def _lines(change: Change) -> tuple[int, int]:
    """How many lines are different, and how many characters the new ones have."""
    old, new = (change.before or "").splitlines(), (change.after or "").splitlines()
    found = [line for line in difflib.ndiff(old, new) if line[:2] in {"- ", "+ "}]
    return len(found), sum(len(line) - 2 for line in found if line.startswith("+ "))
