"""Candidates become requests: what `harvest.proposing` decides is carried out with git and on the forge.

Nothing is remembered here: what has been done is read from the forge, the branches and the pages each time.
So a run that was cut short is mended by the next, whoever runs it, and two at the same time do not double or
overwrite anything: a branch is pushed only if it still stands where it was looked at.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from harvest import candidates, store
from harvest.errors import ForgeError, GitError, HarvestError
from harvest.lake import Lake
from harvest.pages.parse import parse
from harvest.pipeline.changing import Pages
from harvest.pipeline.judging import known_pages, summarise_all
from harvest.pipeline.outcomes import Did, Mode, Outcome, outcome_of
from harvest.pipeline.proposals import Drafting, Proposed, Wish, choose
from harvest.pipeline.telling import story_of
from harvest.promote import git
from harvest.proposing import mark, story
from harvest.proposing.body import comment_of, is_said
from harvest.proposing.branch import heading, message, proposes
from harvest.proposing.deciding import Adopt, Comment, Known, Leave, Open, Rules, Update, known
from harvest.proposing.mark import Mark
from harvest.proposing.request import Request, Status, opening
from harvest.threads import StaffList, thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from harvest.config import Config
    from harvest.progress import Progress
    from harvest.promote.forge import Forge
    from harvest.promote.git import Workspace
    from harvest.proposing.body import Page

NO_LIMIT: Final = 1_000_000
"""Of branches that nobody is asked to review."""


class _MovedError(Exception):
    """The default branch stands elsewhere than when it was looked at."""


def promote(
    config: Config,
    wish: Wish,
    *,
    forge: Forge | None,
    mode: Mode,
    environ: Mapping[str, str],
    today: date,
    workers: int,
    progress: Progress,
) -> tuple[Outcome, ...]:
    """Propose what is wanted. `forge` None: nothing is known of requests, and none is opened.

    What cannot be done for one conversation stops no other. Raises HarvestError where nothing can be done:
    no repository, no remote, no access.
    """
    found = git.repository(config.docs, config.promote, environ)
    if mode is not Mode.DRY:
        found.author()
    with git.workspace(found, local=mode is Mode.LOCAL) as space:
        summaries = summarise_all(config, workers=workers, progress=progress)
        run = Run(config, space, forge, mode, wish, summaries, today, workers)
        progress.start("proposing pages")
        try:
            run.once()
        except _MovedError:
            space.refresh()
            run.rebuilt, run.pages = True, None
            run.once()
        return tuple(run.outcomes)


@dataclass(slots=True)
class Run:
    """One run of `promote`."""

    config: Config
    space: Workspace
    forge: Forge | None
    mode: Mode
    wish: Wish
    summaries: Sequence[candidates.Summary]
    today: date
    workers: int
    pages: Pages | None = None
    """Read and indexed when there is something to tell."""
    there: dict[str, str] = field(default_factory=dict)
    """The pages of the default branch, by path; read with it."""
    rebuilt: bool = False
    """The default branch has moved once already: it may move again, and pages are still mergeable."""
    outcomes: list[Outcome] = field(default_factory=list)

    def once(self) -> None:
        """Look, decide and do, for everything that has not been done."""
        config = replace(self.config, docs=self.space.docs)
        state = self._state()
        ranked = candidates.rank(self.summaries, known_pages(config))
        chosen = choose(config, ranked, state, self.wish)
        if not self.outcomes:
            self.outcomes += [
                Outcome(did=Did.FAILED, thread=name, why=str(error)) for name, error in chosen.refused
            ]
            self.outcomes += [Outcome(did=Did.LEFT, thread=ref, why=why) for ref, why in chosen.left]
        reopen = {ref for c in chosen.wanted for ref in c.threads} if self.wish.force else set()
        state = replace(state, rules=replace(state.rules, reopen=frozenset(reopen)))
        drafting = Drafting(config, state, self.wish, self.today, self._forced_on)
        opened = sum(outcome.did in {Did.OPENED, Did.BRANCHED} for outcome in self.outcomes)
        open_ = sum(request.status is Status.OPEN for request in state.requests)
        most = state.rules.most_open - open_ if self.wish.top is None else self.wish.top - opened
        self._carry_out(drafting.all(chosen, max(0, most)))

    def _state(self) -> Known:
        promotion = self.config.promote
        most = NO_LIMIT if self.mode is Mode.LOCAL else promotion.most_open
        prefix = promotion.prefix
        found = self.forge.requests(prefix) if self.forge else ()
        requests = tuple(each for each in found if proposes(prefix, each.branch))
        branches = tuple(each for each in self.space.branches(prefix) if proposes(prefix, each.name))
        return known(requests, branches, Rules(prefix=promotion.prefix, most_open=most))

    def _forced_on(self, request: Request) -> str:
        said = mark.read(request.body)
        text = self.space.text(request.head, said.page) if said else None
        try:
            return parse(text).answer.forced if text else ""
        except HarvestError:
            return ""

    def _carry_out(self, proposed: Sequence[Proposed]) -> None:
        done = {outcome.thread for outcome in self.outcomes}
        waits = ""
        for each in proposed:
            ref = each.proposal.threads[0]
            if ref in done:
                continue
            try:
                outcome = self._do(each) if not waits else outcome_of(each, Did.WAITS, f"not tried: {waits}")
            except ForgeError as error:
                waits = str(error) if error.wait else ""
                outcome = outcome_of(each, Did.FAILED, str(error))
            except HarvestError as error:
                outcome = outcome_of(each, Did.FAILED, str(error))
            told = "; ".join(filter(None, (outcome.why, self.wish.mark_of(each.proposal.threads))))
            self.outcomes.append(replace(outcome, why=told))

    # ── doing ────────────────────────────────────────────────────────────────────────────────────

    def _do(self, each: Proposed) -> Outcome:
        match each.intent:
            case Leave(reason=reason, request=request, wrong=wrong, waits=waits):
                did = Did.FAILED if wrong else Did.WAITS if waits else Did.LEFT
                return outcome_of(each, did, reason, request=request)
            case Comment(request=request, why=why):
                return self._comment(each, request, why)
            case Open(branch=branch, expected=expected):
                return self._open(each, branch, expected)
            case Adopt(branch=branch):
                return self._adopt(each, branch.name)
            case Update(request=request, expected=expected, pushed=pushed):
                return self._update(each, request, "" if pushed else expected)

    def _open(self, each: Proposed, branch: str, expected: str) -> Outcome:
        page = _page(each)
        if self.mode is Mode.DRY:
            return self._would(each, Did.OPENED, branch)
        self._push(page, branch, expected)
        if self.mode is Mode.LOCAL:
            return outcome_of(each, Did.BRANCHED, branch=branch)
        request = self._request(page, branch, _mark(page))
        return outcome_of(each, Did.OPENED, branch=branch, request=request)

    def _adopt(self, each: Proposed, name: str) -> Outcome:
        """The branch as it stands: somebody may have worked on it."""
        branch = next(each for each in self.space.branches(self.config.promote.prefix) if each.name == name)
        page = _page(each)
        edited = "" if branch.untouched else ", as somebody has edited it"
        if self.mode is Mode.LOCAL:
            return outcome_of(each, Did.LEFT, f"on the branch {name} already{edited}", branch=name)
        if self.mode is Mode.DRY:
            return self._would(each, Did.OPENED, name)
        about = Mark(page=branch.page or page.path, threads=page.candidate.threads, digest=branch.digest)
        request = self._request(page, name, about)
        why = f"for the branch that an earlier run has pushed{edited}"
        return outcome_of(each, Did.OPENED, why, branch=name, request=request)

    def _update(self, each: Proposed, request: Request, expected: str) -> Outcome:
        page = _page(each)
        if self.mode is Mode.DRY:
            return self._would(each, Did.UPDATED, request.branch, request)
        if expected:
            self._push(page, request.branch, expected)
        body = self._body(page, _mark(page))
        self._forge().rewrite(request, title=request.title, body=body)
        return outcome_of(each, Did.UPDATED, branch=request.branch, request=request)

    def _comment(self, each: Proposed, request: Request, why: str) -> Outcome:
        proposal, page = each.proposal, each.page
        about = Mark(page=proposal.page, threads=proposal.threads, digest=proposal.digest)
        if is_said(why, about, self._forge().comments(request)):
            return outcome_of(each, Did.LEFT, f"{why} (said under it before)", request=request)
        if self.mode is not Mode.DRY:
            self._forge().comment(request, comment_of(why, page.text if page else "", about))
        return outcome_of(each, Did.COMMENTED, why, request=request)

    def _push(self, page: Page, branch: str, expected: str) -> None:
        """GitError where the branch is no longer where it was."""
        title = _title(page)
        count = len(page.answer.sources)
        talks = "a public conversation" if count == 1 else f"{count} public conversations"
        why = f"Proposed from {talks} by `harvest promote`."
        if page.forced:
            why += f"\nForced: {' '.join(page.forced.split())}"
        refs, digest = page.candidate.threads, _mark(page).digest
        said = message(title, why, threads=refs, page=page.path, digest=digest)
        commit = self.space.write({page.path: page.text}, said)
        if not self.rebuilt and self.space.moved():
            raise _MovedError
        if not self.space.put(branch, commit, expected):
            what = f"the branch {branch} has changed at this very moment: it was not overwritten"
            raise GitError(what, todo="run it again")

    def _request(self, page: Page, branch: str, about: Mark) -> Request:
        body, base = self._body(page, about), self.space.base
        return self._forge().open(
            opening(self.config.promote, branch=branch, base=base, title=_title(page), body=body)
        )

    def _forge(self) -> Forge:
        if self.forge is None:  # nothing is decided about requests that are not known
            raise AssertionError("there is no forge")
        return self.forge

    def _would(self, each: Proposed, did: Did, branch: str, request: Request | None = None) -> Outcome:
        page = _page(each)
        diff = difflib.unified_diff(
            page.old.splitlines(keepends=True),
            page.text.splitlines(keepends=True),
            f"a/{page.path}" if page.old else "/dev/null",
            f"b/{page.path}",
        )
        outcome = outcome_of(each, did, branch=branch, request=request)
        return replace(outcome, diff="".join(diff), body=self._body(page, _mark(page)))

    def _body(self, page: Page, about: Mark) -> str:
        """The story of the page, which ends in the mark `about`."""
        docs = self.space.docs
        if self.pages is None:
            config = replace(self.config, docs=docs)
            self.there = dict(store.read_pages(docs))
            self.pages = Pages(config, self.there, today=self.today, workers=self.workers)
        refs = page.candidate.threads
        posts = Lake(self.config.lake).conversation(refs)
        staff = StaffList.of(self.config.staff)
        told = [thread(posts[ref], staff) for ref in refs if ref in posts]
        found = story_of(
            replace(about, page=page.path),
            page.candidate,
            told,
            page.text,
            pages=self.pages,
            change=self.pages.changed({**self.there, page.path: page.text}),
            keep=self.config.keep,
            forced=page.forced,
            marked=self.wish.mark_of(refs),
            proposal=page.offered,
        )
        return story.body(replace(found, mark=about))


def _page(each: Proposed) -> Page:
    if each.page is None:  # `deciding` opens and updates nothing that is lost
        raise AssertionError("there is nothing to write")
    return each.page


def _mark(page: Page) -> Mark:
    return Mark(page=page.path, threads=page.candidate.threads, digest=page.digest)


def _title(page: Page) -> str:
    return heading("Amend" if page.old else "Answer", page.answer.title)
