"""Requests about pages that are there: to take one down, to look at one again.

Nothing is remembered here: what was asked is read from the forge and the branches each time. A branch is
pushed only where there is none of its name, so nobody's work is overwritten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest import store
from harvest.errors import GitError, PageError
from harvest.lifecycle import moves
from harvest.lifecycle import takedown as taking
from harvest.lifecycle.states import Refuse
from harvest.model import State
from harvest.pages.merge import FOLDER, Write
from harvest.pages.parse import parse
from harvest.pipeline.living import look
from harvest.promote import git
from harvest.proposing import mark
from harvest.proposing.branch import REVIEW, TAKEDOWN, about_page, heading, message, numbered
from harvest.proposing.mark import Mark
from harvest.proposing.request import Opening, Request, Status, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from harvest.config import Config
    from harvest.lifecycle.moves import Step
    from harvest.lifecycle.review import Stale
    from harvest.lifecycle.takedown import Order
    from harvest.probe import Prober
    from harvest.promote.forge import Forge
    from harvest.promote.git import Workspace

TRIES: Final = 20
"""So many branches may have been made for the same page before."""


class Did(StrEnum):
    """What has become of a request; in a dry run, what would."""

    OPENED = "opened"
    OPEN = "open"
    """It was before."""
    PUSHED = "pushed"
    """The branch; no request, because no forge is configured."""
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What happened about one page."""

    did: Did
    path: str
    branch: str = ""
    url: str = ""
    why: str = ""
    body: str = ""
    """Of a dry run: the text of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A change of one page that somebody should agree to."""

    path: str
    what: str
    """TAKEDOWN or REVIEW."""
    title: str
    body: str
    digest: str
    """Of what is asked: a "no" to it is remembered, and to nothing else."""
    label: str
    make: Callable[[Mapping[str, str]], tuple[Step, ...]]
    """The change, from the pages of the default branch."""
    fits: Callable[[str], bool]
    """Whether a page on a branch that is there already says what this asks for."""


# ── the seam: one change, one branch, one request ────────────────────────────────────────────────


@dataclass(slots=True)
class Asking:
    """The default branch, and what has been asked before."""

    config: Config
    space: Workspace
    forge: Forge | None
    dry: bool

    def publish(self, asked: Question) -> Asked:
        """Push a branch with exactly this change of the default branch, and open the request for it.

        Where that was done before, or its branch was pushed and the connection was cut, it is finished and
        not doubled. GitError, ForgeError.
        """
        path, stem = asked.path, about_page(self.config.promote.prefix, asked.what, asked.path)
        requests = self._requests(stem)
        for each in requests:
            if each.status is Status.OPEN:
                return Asked(did=Did.OPEN, path=path, branch=each.branch, url=each.url)
            said = mark.read(each.body)
            refused = each.status is Status.CLOSED and said is not None and said.digest == asked.digest
            if refused and asked.what == REVIEW:  # taking down is asked for again by whoever insists
                why = f"closed as #{each.number}: the answer was no"
                return Asked(did=Did.LEFT, path=path, branch=each.branch, url=each.url, why=why)
        files = self._files(asked)
        if isinstance(files, str):
            return Asked(did=Did.LEFT, path=path, why=files)
        branch, pushed = self._branch(asked, stem, {each.branch for each in requests})
        if self.dry:
            did = Did.OPENED if self.forge else Did.PUSHED
            return Asked(did=did, path=path, branch=branch, body=asked.body)
        if not pushed:
            self._push(asked, branch, files)
        if self.forge is None:
            return Asked(did=Did.PUSHED, path=path, branch=branch)
        request = self.forge.open(self._opening(asked, branch))
        return Asked(did=Did.OPENED, path=path, branch=branch, url=request.url)

    def _requests(self, stem: str) -> tuple[Request, ...]:
        """Those for this page."""
        names = {numbered(stem, number) for number in range(1, TRIES + 1)}
        found = self.forge.requests(stem) if self.forge else ()
        return tuple(each for each in found if each.branch in names)

    def _files(self, asked: Question) -> dict[str, str] | str:
        """What the branch changes; a text where it would change nothing."""
        pages = dict(store.read_pages(self.space.docs))
        if asked.path not in pages:
            return "is not on the default branch: nothing has to be asked"
        steps = asked.make(pages)
        for step in steps:
            if isinstance(step, Refuse):
                return step.reason
        files = {step.path: step.text for step in steps if isinstance(step, Write)}
        return files or "is that already on the default branch"

    def _branch(self, asked: Question, stem: str, used: set[str]) -> tuple[str, bool]:
        """Its name, and whether it is there already as it should be. Never one that a request had before."""
        there = {each.name: each for each in self.space.branches(self.config.promote.prefix)}
        for number in range(1, TRIES + 1):
            name = numbered(stem, number)
            if name in used:
                continue
            if name not in there:
                return name, False
            if asked.fits(self.space.text(there[name].head, asked.path) or ""):
                return name, True
        raise GitError(f"{TRIES} branches {stem}… are there already", todo="delete those that are over")

    def _push(self, asked: Question, branch: str, files: Mapping[str, str]) -> None:
        why = f"Asked for by `harvest {'takedown' if asked.what == TAKEDOWN else 'review --open'}`."
        said = message(asked.title, why, threads=(), page=asked.path, digest=asked.digest)
        commit = self.space.write(files, said)
        if not self.space.put(branch, commit, ""):
            todo = "run it again"
            raise GitError(f"the branch {branch} has been made at this very moment", todo=todo)

    def _opening(self, asked: Question, branch: str) -> Opening:
        about = Mark(page=asked.path, threads=(), digest=asked.digest)
        return opening(
            self.config.promote,
            branch=branch,
            base=self.space.base,
            title=asked.title,
            body=f"{asked.body}\n{mark.write(about)}\n",
            labels=(asked.label,),
        )


# ── taking down ──────────────────────────────────────────────────────────────────────────────────


def ask_to_take_down(
    config: Config, path: str, order: Order, *, forge: Forge | None, environ: Mapping[str, str], dry: bool
) -> Asked:
    """The branch that the site's workflow takes over at once, and the request that makes it permanent."""
    question = Question(
        path=path,
        what=TAKEDOWN,
        title=heading("Take down", path),
        body=_takedown_body(config, path, order),
        digest=_digest(order.reason, order.words, order.day.isoformat()),
        label="takedown",
        make=lambda pages: taking.take_down(pages, path, order),
        fits=_is_taken_down,
    )
    with git.workspace(_repository(config, environ, dry=dry)) as space:
        return Asking(config, space, forge, dry).publish(question)


def _is_taken_down(text: str) -> bool:
    try:
        return taking.ordered(parse(text).answer) is not None
    except PageError:
        return False


def _takedown_body(config: Config, path: str, order: Order) -> str:
    at = f" ({config.site_url.rstrip('/')}/{moves.address(path)})" if config.site_url else ""
    lines = [
        f"`{path}`{at} is taken down.",
        "",
        f"Reason: **{order.reason}**. The page says: {taking.SAID[order.reason]}",
    ]
    if order.words:
        lines += ["", "And in somebody's own words:", "", f"> `{order.words.replace('`', chr(39))}`"]
    lines += [
        "",
        "The workflow that publishes the site takes this over from the branch before anybody has merged it.",
        "",
        "- **Merge** to make it permanent.",
        "- **Close, and delete the branch**, to bring the page back at the next build of the site.",
        "",
        "What the page was is still in the history of this repository.",
        "",
    ]
    return "\n".join(lines)


def taken_down_on_branches(config: Config, environ: Mapping[str, str]) -> tuple[Step, ...]:
    """Plans for the pages of the checkout that branches of the remote take down. Nothing is written.

    Raises GitError.
    """
    prefix = f"{config.promote.prefix}{TAKEDOWN}"
    with git.workspace(git.repository(config.docs, config.promote, environ)) as space:
        ours = [each for each in space.branches(config.promote.prefix) if each.name.startswith(prefix)]
        asked = [found for branch in ours for found in _on_branch(space, branch.name, branch.head)]
    return taking.apply(dict(store.read_pages(config.docs)), asked)


def _on_branch(space: Workspace, name: str, head: str) -> Iterator[taking.Asked]:
    """The answer pages that a branch has changed and that say that they are taken down."""
    for path in _changed(space, head):
        text = space.text(head, path) or ""
        if taking.is_page(path) and _says_taken_down(text):
            yield taking.Asked(name, path, text)


def _says_taken_down(text: str) -> bool:
    try:
        return parse(text).answer.state is State.TAKEN_DOWN
    except PageError:
        return False


def _changed(space: Workspace, head: str) -> list[str]:
    """Paths of answers, relative to the docs folder, that differ from where the branch began.

    In a shallow clone that may not be known: then, from the commit before.
    """
    tool = space.repository.git
    began = tool.ask("merge-base", space.commit, head).out.strip() or f"{head}^"
    folder = f":(top,literal){space.repository.inside}{FOLDER}"
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-relative", began, head, "--", folder)
    listed = tool.tell(*words)
    return [name.removeprefix(space.repository.inside) for name in listed.split("\0") if name]


# ── looking again ────────────────────────────────────────────────────────────────────────────────


def ask_to_review(
    config: Config,
    *,
    today: date,
    links: Prober | None,
    top: int | None,
    forge: Forge | None,
    environ: Mapping[str, str],
    dry: bool,
) -> tuple[Asked, ...]:
    """A request for each stale page of the default branch, most asked first; at most `most_open` are open.

    `links`: what tries addresses of others; None: nothing does. `top`: so many pages, None: all.
    Each marks its page as stale and says why. A closed one means "no" for the same reasons.
    """
    outcomes: list[Asked] = []
    with git.workspace(_repository(config, environ, dry=dry)) as space:
        asking = Asking(config, space, forge, dry)
        pages = dict(store.read_pages(space.docs))
        found = look(config, pages, today=today, links=links).stale[:top]
        prefix = f"{config.promote.prefix}{REVIEW}"
        open_ = {r.branch for r in (forge.requests(prefix) if forge else ()) if r.status is Status.OPEN}
        room = config.promote.most_open - len(open_)
        for page in found:
            if page.state not in {State.REVIEWED, State.VALIDATED}:
                continue  # a draft waits for a review anyhow, and what is marked has been asked for
            stem = about_page(config.promote.prefix, REVIEW, page.path)
            if room <= 0 and not any(branch.startswith(stem) for branch in open_):
                why = f"promote: most_open is {config.promote.most_open}: others are open"
                outcomes.append(Asked(did=Did.LEFT, path=page.path, why=why))
                continue
            outcomes.append(asking.publish(_about_stale(page)))
            room -= outcomes[-1].did in {Did.OPENED, Did.PUSHED}
    return tuple(outcomes)


def _about_stale(page: Stale) -> Question:
    people = "1 person has asked for" if page.askers == 1 else f"{page.askers} people have asked for"
    why = "\n".join(f"- {_code(cause.says)}{f' <{cause.url}>' if cause.url else ''}" for cause in page.causes)
    body = (
        f"Somebody should look at `{page.path}` again, which {people}:\n\n{why}\n\n"
        "Merged as it is, this marks the page as stale: readers see that it may be out of date. Better:\n"
        f"edit the page on this branch, then run `harvest approve {page.path}` on it.\n\n"
        "Close it if nothing has to be done. It comes back only for another reason.\n"
    )
    return Question(
        path=page.path,
        what=REVIEW,
        title=heading("Look again", page.path),
        body=body,
        digest=_digest(*(cause.says for cause in page.causes)),
        label="review",
        make=lambda pages: (moves.mark_stale(page.path, pages[page.path]),),
        fits=bool,
    )


def _code(text: str) -> str:
    """Between backticks: names of posts and addresses call and close nothing there."""
    return f"`{text.replace('`', chr(39))}`"


# ── git ──────────────────────────────────────────────────────────────────────────────────────────


def _repository(config: Config, environ: Mapping[str, str], *, dry: bool) -> git.Repository:
    found = git.repository(config.docs, config.promote, environ)
    if not dry:
        found.author()
    return found


def _digest(*parts: str) -> str:
    return f"sha256:{hashlib.sha256(chr(0).join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
