"""What may be written over what. Decides only; `harvest.store` does it.

The policy: a page that a person has touched is never overwritten. Whatever Harvest would have written is
put aside as a proposal, once, and only while it differs from what Harvest last wrote: the page's own
`generated` line remembers that. A false "edited" costs somebody a look at a proposal; a false "untouched"
would cost them their work, so every doubt (a page that cannot be read, a state other than draft) is an edit.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvest.errors import PageError
from harvest.model import State
from harvest.pages.parse import parse
from harvest.pages.render import digest, render
from harvest.pages.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvest.model import Answer

FOLDER: Final = "answers"
"""Where the pages live, within the docs folder."""

_REFERENCE: Final = re.compile(r"^[ -]*(?:thread|url):[ ]+[\"']?([^\s\"']+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Write:
    """The page is new, or Harvest's own and out of date."""

    path: str
    """Relative to the docs folder, `/` between the parts."""
    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Nothing to do."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Propose:
    """The page is a person's: put the text aside for them."""

    path: str
    """Of the page, not of the proposal."""
    text: str
    reason: str


Plan = Write | Keep | Propose


def plan(path: str, old_text: str | None, new: Answer) -> Plan:
    """What to do about `new` at `path`, where `old_text` stands now (None: nothing).

    Carrying it out and planning again gives Keep after Write, and the same Propose after Propose.
    """
    text = render(new)
    if old_text is None:
        return Write(path, text)
    try:
        page = parse(old_text, path)
    except PageError as error:
        return Propose(path, text, f"the page cannot be read: {error}")
    if page.answer == new or page.generated in _already_seen(new, page.answer):
        return Keep(path, "edited by a person, nothing new to propose" if page.edited else "unchanged")
    if page.edited:
        return Propose(path, text, "edited by a person")
    if page.answer.state is not State.DRAFT:
        return Propose(path, text, f"a person has made it {page.answer.state}")
    return Write(path, text)


def _already_seen(new: Answer, old: Answer) -> set[str]:
    """The digests under which Harvest may have written the same content before.

    `harvest promote` gives a page its state, its review date, and the reason why somebody wanted it.
    """
    reviewed = replace(new, state=old.state, review_by=old.review_by)
    return {digest(new), digest(reviewed), digest(replace(reviewed, forced=old.forced))}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Which pages there are and which conversations they come from."""

    texts: Mapping[str, str]
    """Path (relative to the docs folder) to text."""
    by_reference: Mapping[str, tuple[str, ...]]
    """A conversation's reference or address to the paths of the pages that come from it."""

    def home(self, new: Answer, claimed: Iterable[str] = ()) -> str:
        """The path for an answer: of the page that shares most conversations with it, else a new one.

        So a page keeps its path when its title changes. `claimed` are paths that other answers of the
        same run have been given.
        """
        gone = frozenset(claimed)
        shared = Counter(
            path
            for reference in sorted(
                {part for source in new.sources for part in (source.thread, source.url)} - {""}
            )
            for path in self.by_reference.get(reference, ())
            if path not in gone
        )
        if shared:
            return min(shared, key=lambda path: (-shared[path], path))
        pages = (path.lower() for path in {*self.texts, *gone})  # some file systems do not tell A from a
        taken = {path.removeprefix(f"{FOLDER}/").removesuffix(".md") for path in pages}
        return f"{FOLDER}/{slug(new.title, new.sources[0].thread if new.sources else '', taken)}.md"


def catalogue(pages: Iterable[tuple[str, str]]) -> Catalogue:
    """From paths and texts. A page that cannot be read still counts, by what looks like its references."""
    texts = dict(pages)
    found: dict[str, list[str]] = {}
    for path, text in sorted(texts.items()):
        for reference in sorted(references(text)):
            found.setdefault(reference, []).append(path)
    return Catalogue(texts, {reference: tuple(paths) for reference, paths in found.items()})


def references(text: str) -> set[str]:
    """The conversations that a page comes from, by name and by address; guessed where it cannot be read."""
    try:
        sources = parse(text).answer.sources
    except PageError:
        return set(_REFERENCE.findall(text))
    return {part for source in sources for part in (source.thread, source.url) if part}


def plan_all(pages: Iterable[tuple[str, str]], answers: Iterable[Answer]) -> tuple[Plan, ...]:
    """A plan for each answer, in their order; no two of them for the same path."""
    known = catalogue(pages)
    claimed: set[str] = set()
    plans: list[Plan] = []
    for new in answers:
        path = known.home(new, claimed)
        claimed.add(path)
        plans.append(plan(path, known.texts.get(path), new))
    return tuple(plans)
