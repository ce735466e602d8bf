"""Requests about pages that are there (`taking_down`, `looking_again`): one change, one branch, one request.

Nothing is remembered here: what was asked is read from the forge and the branches each time. A branch is
pushed only where there is none of its name, so nobody's work is overwritten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest import store
from harvest.errors import GitError
from harvest.lifecycle.states import Refuse
from harvest.pages.merge import Write
from harvest.promote import git
from harvest.proposing import mark
from harvest.proposing.branch import REVIEW, TAKEDOWN, about_page, message, numbered
from harvest.proposing.mark import Mark
from harvest.proposing.request import Opening, Request, Status, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harvest.config import Config
    from harvest.lifecycle.moves import Step
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


def repository(config: Config, environ: Mapping[str, str], *, dry: bool) -> git.Repository:
    """The one of the docs folder; where something will be written, git must know who writes. GitError."""
    found = git.repository(config.docs, config.promote, environ)
    if not dry:
        found.author()
    return found


def digest(*parts: str) -> str:
    """Of what is asked, by its parts."""
    return f"sha256:{hashlib.sha256(chr(0).join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
