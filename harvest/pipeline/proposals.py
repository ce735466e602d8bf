"""What could be proposed: candidates chosen, drafted and put beside the pages of the default branch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from harvest import candidates, store
from harvest.errors import HarvestError, PageError, SourceError
from harvest.model import Amend, Candidate, Leave
from harvest.pages.amend import OVER, amend, new_page
from harvest.pages.merge import catalogue
from harvest.pages.parse import parse
from harvest.pages.render import digest
from harvest.pipeline.drafting import can_be_drafted, write_drafts
from harvest.pipeline.judging import known_pages
from harvest.pipeline.naming import find_threads
from harvest.proposing import mark
from harvest.proposing.body import Page
from harvest.proposing.deciding import Adopt, Known, Open, Proposal, decide
from harvest.proposing.deciding import Leave as Left
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from harvest.config import Config
    from harvest.model import Answer
    from harvest.pages.merge import Catalogue
    from harvest.proposing.deciding import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants promoted."""

    threads: tuple[str, ...] = ()
    """Names, as `find_threads` takes them; none: the best of all."""
    top: int | None = None
    """So many new ones, where none is named; None: as many as there is room for."""
    force: str = ""
    """Why those that are named should be proposed all the same."""
    marked: Mapping[str, str] = field(default_factory=dict)
    """`Thread.ref`s that staff has marked in the source, and by what; looked at where none is named."""

    def mark_of(self, threads: Sequence[str]) -> str:
        """By what any of them is marked, as it is told; "" where none is."""
        return next((f"marked by {self.marked[ref]}" for ref in threads if ref in self.marked), "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Candidates to be drafted, and names that lead to none."""

    wanted: tuple[Candidate, ...]
    """Always to be looked at: those that are named, or that an open request is about."""
    further: tuple[Candidate, ...]
    """Best first: looked at until there are enough."""
    refused: tuple[tuple[str, HarvestError], ...] = ()
    """Name, and why not."""
    left: tuple[tuple[str, str], ...] = ()
    """`Thread.ref`s that are marked and make no page, and why."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, its page, and what is to be done about it."""

    proposal: Proposal
    intent: Intent
    page: Page | None
    """None where there is nothing to be written."""


def choose(config: Config, ranked: Sequence[Candidate], state: Known, wish: Wish) -> Chosen:
    """Which candidates are to be looked at."""
    if wish.threads:
        return _named(config, ranked, wish)
    lying = frozenset().union(
        *(state.about[request.number] for request in state.requests if request.status is Status.OPEN)
    )
    settled = state.settled()
    followed = tuple(c for c in ranked if not state.names(c.threads).isdisjoint(lying))
    marked = tuple(c for c in ranked if wish.mark_of(c.threads) and c not in followed)
    new = (c for c in ranked if can_be_drafted(c) and c not in followed and c not in marked)
    return Chosen(
        (*followed, *(c for c in marked if not isinstance(c.intent, Leave))),
        tuple(c for c in new if isinstance(c.intent, Amend) or settled.isdisjoint(state.names(c.threads))),
        left=_no_page(config, marked, wish),
    )


def _no_page(config: Config, marked: Sequence[Candidate], wish: Wish) -> tuple[tuple[str, str], ...]:
    """Those that are marked and make no page, and why; what is a page already needs no word."""
    on_pages = {ref for page in known_pages(config) for ref in page.digests}
    return tuple(
        (c.threads[0], f"is not worth a page: {c.intent.reason}; {wish.mark_of(c.threads)}")
        for c in marked
        if isinstance(c.intent, Leave) and on_pages.isdisjoint(c.threads)
    )


def _named(config: Config, ranked: Sequence[Candidate], wish: Wish) -> Chosen:
    by_ref = {ref: candidate for candidate in ranked for ref in candidate.threads}
    on_pages = {ref: page.path for page in known_pages(config) for ref in page.digests}
    wanted: list[Candidate] = []
    refused: list[tuple[str, HarvestError]] = []
    for name, ref in find_threads(config, wish.threads).items():
        if isinstance(ref, SourceError):
            refused.append((name, ref))
        elif why := _why_not(by_ref.get(ref), on_pages.get(ref, ""), forced=bool(wish.force)):
            refused.append((name, why))
        else:
            wanted.append(by_ref[ref])
    return Chosen(tuple(dict.fromkeys(wanted)), (), tuple(refused))


def _why_not(candidate: Candidate | None, page: str, *, forced: bool) -> HarvestError | None:
    """Why a conversation that somebody names is not proposed."""
    if candidate is None:
        return SourceError("is not in the lake any more", todo="run it again")
    if not isinstance(candidate.intent, Leave):
        return None
    if candidate.intent == candidates.TAKEN_DOWN:
        todo = "revert the commit that took it down, if it may come back"
        return HarvestError("its page has been taken down", todo=todo)
    if page:
        return HarvestError(f"is already a page: {page}")
    if not candidate.verdict.answer or candidate.verdict.kind is None:
        todo = "nobody has given an answer in public that could be written down: write the page by hand"
        return HarvestError(f"is not worth a page: {candidate.intent.reason}", todo=todo)
    if not forced:
        todo = 'if you want it all the same: --force "REASON"'
        return HarvestError(f"is not worth a page: {candidate.intent.reason}", todo=todo)
    return None


@dataclass(slots=True)
class Drafting:
    """Puts drafts beside the pages of the default branch. `config.docs` is where those lie."""

    config: Config
    state: Known
    wish: Wish
    today: date
    forced_on: Callable[[Request], str]
    """Why somebody wanted the page of a request, as its branch says; "" for no such reason."""
    pages: Catalogue = field(init=False)
    made_from: dict[str, candidates.KnownPage] = field(init=False)
    claimed: set[str] = field(init=False)
    """Paths that open requests, or proposals of this run, will have."""

    def __post_init__(self) -> None:
        """Reads the pages. Raises PageError as `store.read_pages`."""
        self.pages = catalogue(store.read_pages(self.config.docs))
        self.made_from = {page.path: page for page in known_pages(self.config)}
        marks = (mark.read(r.body) for r in self.state.requests if r.status is Status.OPEN)
        self.claimed = {each.page for each in marks if each}

    def all(self, chosen: Chosen, most: int) -> tuple[Proposed, ...]:
        """What to do about everything that is wanted, and the next best until `most` would be opened."""
        drafted = self._drafted(chosen.wanted)
        further = iter(chosen.further)
        while True:
            intents = decide([proposal for proposal, _ in drafted], self.state)
            opened = sum(_is_new(intent) for intent in intents)
            batch = tuple(islice(further, most - opened)) if opened < most else ()
            if not batch:
                return tuple(
                    Proposed(proposal, intent, page)
                    for (proposal, page), intent in zip(drafted, intents, strict=True)
                )
            drafted += self._drafted(batch)

    def _drafted(self, wanted: Sequence[Candidate]) -> list[tuple[Proposal, Page | None]]:
        worth = [c for c in wanted if self._can_be(c)]
        answers = {candidate.threads: answer for candidate, answer in write_drafts(self.config, worth)}
        found: list[tuple[Proposal, Page | None]] = []
        for candidate in wanted:
            answer = answers.get(candidate.threads)
            if answer is not None:
                found.append(self._beside(candidate, answer))
            else:
                silent = "no sentence of the answer helps anybody but who asked: write the page by hand"
                left = candidate.intent.reason if isinstance(candidate.intent, Leave) else silent
                found.append((_lost(candidate, left), None))
        return found

    def _can_be(self, candidate: Candidate) -> bool:
        return can_be_drafted(candidate) or (
            candidate.intent != candidates.TAKEN_DOWN
            and bool(candidate.verdict.answer)
            and candidate.verdict.kind is not None
            and not self._on_a_page(candidate)
            and bool(self._force(candidate))
        )

    def _on_a_page(self, candidate: Candidate) -> bool:
        return any(not page.digests.keys().isdisjoint(candidate.threads) for page in self.made_from.values())

    def _open(self, candidate: Candidate) -> Request | None:
        return next(iter(self.state.of(Status.OPEN, candidate.threads)), None)

    def _force(self, candidate: Candidate) -> str:
        """The reason that overrules the judge or the reviewers; "" where nobody has given one."""
        request = self._open(candidate)
        if request is not None:
            return self.forced_on(request)
        if not self.wish.threads:
            return ""
        overruled = isinstance(candidate.intent, Leave) or self.state.of(Status.CLOSED, candidate.threads)
        return self.wish.force if overruled else ""

    def _beside(self, candidate: Candidate, answer: Answer) -> tuple[Proposal, Page | None]:
        path = self._path(candidate, answer)
        old = self.pages.texts.get(path, "")
        if not old:
            forced = self._force(candidate)
            page = Page(
                candidate=candidate,
                answer=answer,
                path=path,
                text=new_page(answer, self.today, forced),
                digest=digest(answer),
                forced=forced,
            )
            return _proposal(page), page
        try:
            if (state := parse(old, path).answer.state) in OVER:
                return _lost(candidate, f"{path} is {state}"), None
            own = path not in self.made_from or self.made_from[path].digests.keys().isdisjoint(
                candidate.threads
            )
            amended = amend(old, answer, path, own_body=own)
        except PageError as error:
            return replace(_lost(candidate, f"{error}"), page=path), None
        if amended.text == old:
            return _lost(candidate, f"already on {path}, with nothing new"), None
        page = Page(
            candidate=candidate,
            answer=answer,
            path=path,
            text=amended.text,
            digest=digest(answer),
            old=old,
            offered=amended.offered,
        )
        return _proposal(page), page

    def _path(self, candidate: Candidate, answer: Answer) -> str:
        """Where the page is or will be: a request keeps the path that it was opened with."""
        if isinstance(candidate.intent, Amend):
            return candidate.intent.page
        request = self._open(candidate)
        said = mark.read(request.body) if request else None
        if said:
            return said.page
        path = self.pages.home(answer, self.claimed)
        self.claimed.add(path)
        return path


def _is_new(intent: Intent) -> bool:
    return isinstance(intent, Open | Adopt) or (isinstance(intent, Left) and intent.waits)


def _proposal(page: Page) -> Proposal:
    return Proposal(
        threads=page.candidate.threads,
        page=page.path,
        digest=page.digest,
        amends=bool(page.old),
    )


def _lost(candidate: Candidate, why: str) -> Proposal:
    return Proposal(threads=candidate.threads, page="", digest="", lost=why)
