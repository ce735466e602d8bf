"""The repository: what stands on its default branch, and branches of ours, each of one commit.

Works in a git worktree of its own below `.git/harvest/`, on private references `refs/harvest/<run>/`:
checkout, index, stash and branches of whoever runs it stay as they are. Commits are made by git's plumbing,
in the worktree's index. What a killed run has left behind goes at the next one.

A branch is ours and *untouched* when its head's tree is the one that its own message names, and its only
parent is the commit of the default branch that the message names: exactly one commit, nobody else's.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.errors import GitError
from harvest.promote.command import Git, last_words
from harvest.promote.rejection import lost_race, refusal
from harvest.promote.remote import NAME, Remote, need, remote_of
from harvest.proposing.branch import BASE, TREE, Branch, trailers, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvest.config import Promotion

ZERO: Final = "0" * 40
_BRANCH_FORMAT: Final = (
    "%(refname)%00%(objectname)%00%(tree)%00%(parent)%00%(contents:trailers:only,unfold)%00"
)
_QUIET_FETCH: Final = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--refmap=",
)


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository on this machine, and where it is pushed to."""

    git: Git
    common: Path
    """The folder `.git`, that of the main worktree where there are several."""
    inside: str
    """Where the folder of the pages lies in it: "" or `a/b/`."""
    remote: Remote | None
    promotion: Promotion

    def author(self) -> str:
        """Who commits, as git is configured; GitError where it is not."""
        done = self.git.ask("var", "GIT_COMMITTER_IDENT")
        if done.code or self.git.ask("var", "GIT_AUTHOR_IDENT").code:
            todo = '`git config user.name "…"` and `git config user.email …`'
            raise GitError("git does not know who commits", where=self.git.folder, todo=todo)
        return done.out.strip()


def repository(docs: Path, promotion: Promotion, environ: Mapping[str, str]) -> Repository:
    """The one that the folder of the pages is in. GitError where it is in none."""
    if not docs.is_dir():
        raise GitError("there is no such folder", where=docs, todo="see docs_dir in mkdocs.yml")
    git = Git(docs, environ)
    asked = git.ask("rev-parse", "--path-format=absolute", "--git-common-dir", "--show-prefix")
    if asked.code or not asked.out.strip():
        known = "not a git repository" in asked.err
        what = "is in no git repository" if known else f"git: {last_words(asked.err)}"
        raise GitError(what, where=docs, todo="`git init` it, or run this in a clone of it" if known else "")
    common, inside = asked.out.split("\n")[:2]
    remote = remote_of(git, promotion)
    if remote:
        git = replace(git, settings=remote.settings, secrets=remote.secrets)
    return Repository(git, Path(common), inside, remote, promotion)


@dataclass(slots=True)
class Workspace:
    """The default branch as it stood when it was looked at, in a folder, and what may be done from there."""

    repository: Repository
    run: str
    """The name of the run, and of its references."""
    folder: Path
    """Of the worktree."""
    base: str
    """The name of the default branch."""
    local: bool
    """Nothing is asked of the remote; branches are those of this repository."""
    commit: str = ""
    """Where the default branch stood, 40 hex digits."""

    @property
    def docs(self) -> Path:
        """The folder of the pages, with their texts and what is written about them (`*.md`, `*.yml`)."""
        return self.folder / self.repository.inside

    def refresh(self) -> None:
        """Look again: at the default branch, the pages on it, and our branches."""
        git = self.repository.git
        if not self.local:
            self._fetch()
        self.commit = git.tell("rev-parse", "--verify", f"{self._base_ref()}^{{commit}}")
        if self.folder.exists():
            git.tell("worktree", "remove", "--force", self.folder)
        git.tell("worktree", "add", "--quiet", "--detach", "--no-checkout", self.folder, self.commit)
        self._here().tell("read-tree", self.commit)
        self.docs.mkdir(parents=True, exist_ok=True)
        there = replace(self._here(), folder=self.docs)
        names = there.tell("ls-files", "-z").split("\0")
        text = [name for name in names if name.endswith((".md", ".yml"))]
        there.tell("checkout-index", "--quiet", "--force", "-z", "--stdin", text="\0".join(text))

    def branches(self, prefix: str) -> tuple[Branch, ...]:
        """Every branch that begins so, as it stood when looked at."""
        at = "refs/heads/" if self.local else f"refs/harvest/{self.run}/ours/"
        where = f"refs/heads/{prefix}" if self.local else at
        pattern = where.rpartition("/")[0]
        listed = self.repository.git.tell("for-each-ref", f"--format={_BRANCH_FORMAT}", pattern)
        parts = listed.split("\0")
        found = []
        for ref, head, tree, parent, said in zip(*(parts[number::5] for number in range(5)), strict=False):
            name = ref.lstrip("\n")
            if name.startswith(where):
                short = name.removeprefix(at)
                kept = trailers(said)
                whole = kept.get(TREE) == [tree] and kept.get(BASE) == [parent]
                branch = written(short if self.local else prefix + short, head, kept or self._below(head))
                found.append(replace(branch, untouched=whole and bool(branch.threads)))
        return tuple(found)

    def _below(self, head: str) -> dict[str, list[str]]:
        """The trailers of the newest commit that has ours, where people have put theirs on top."""
        words = ("log", "--max-count=100", "--format=%(trailers:only,unfold)%x00", head, f"^{self.commit}")
        said = self.repository.git.ask(*words).out.split("\0")
        return next((kept for each in said if TREE in (kept := trailers(each))), {})

    def text(self, head: str, path: str) -> str | None:
        """The file at `path` (relative to `docs`) in a commit; None where there is none."""
        shown = self.repository.git.ask("cat-file", "blob", f"{head}:{self.repository.inside}{path}")
        return None if shown.code else shown.out

    def write(self, files: Mapping[str, str], message: str) -> str:
        """A commit on the default branch that sets `files` (relative to `docs`); its id. Nothing is pushed.

        `message`: what stands before the trailers; `TREE` and `BASE` are added to those it ends in.
        """
        here = self._here()
        here.tell("read-tree", self.commit)
        for path, text in files.items():
            blob = here.tell("hash-object", "-w", "--stdin", text=text)
            where = f"100644,{blob},{self.repository.inside}{path}"
            here.tell("update-index", "--add", "--cacheinfo", where)
        tree = here.tell("write-tree")
        here.tell("read-tree", self.commit)
        said = f"{message}{TREE}: {tree}\n{BASE}: {self.commit}\n"
        return here.tell("commit-tree", tree, "-p", self.commit, "-F", "-", text=said)

    def moved(self) -> bool:
        """Whether the default branch stands elsewhere by now."""
        if self.local:
            return self.repository.git.tell("rev-parse", f"{self._base_ref()}^{{commit}}") != self.commit
        return self._listed(f"refs/heads/{self.base}") != self.commit

    def put(self, branch: str, commit: str, expected: str) -> bool:
        """Let the branch be `commit`, if it still stands at `expected` ("": if there is none).

        False where it does not: nothing was overwritten. GitError where the host refuses.
        """
        if self.local:
            return self._put_here(branch, commit, expected)
        ref = f"refs/heads/{branch}"
        words = ("--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
        done = self.repository.git.ask(
            "push", *words, f"--force-with-lease={ref}:{expected}", NAME, f"{commit}:{ref}"
        )
        if done.code and lost_race(done):
            return self._listed(ref) == commit  # somebody has pushed the very same
        if done.code:
            raise refusal(done, self._remote())
        return True

    def _put_here(self, branch: str, commit: str, expected: str) -> bool:
        git = self.repository.git
        ref = f"refs/heads/{branch}"
        if f"branch {ref}" in git.tell("worktree", "list", "--porcelain").splitlines():
            raise GitError(f"the branch {branch} is checked out", todo="switch to another one first")
        done = git.ask("update-ref", "-m", "harvest promote", ref, commit, expected or ZERO)
        if done.code and git.ask("rev-parse", "--verify", "--quiet", ref).out.strip() != expected:
            return False
        if done.code:
            raise GitError(f"git update-ref: {last_words(done.err)}", where=git.folder)
        return True

    def _fetch(self) -> None:
        git, private = self.repository.git, f"refs/harvest/{self.run}"
        prefix = self.repository.promotion.prefix
        for ref in git.tell("for-each-ref", "--format=%(refname)", f"{private}/ours").splitlines():
            git.tell("update-ref", "-d", ref)  # a branch that is gone by now
        wanted = f"+refs/heads/{self.base}:{private}/base", f"+refs/heads/{prefix}*:{private}/ours/*"
        done = git.ask(*_QUIET_FETCH, NAME, *wanted)
        if done.code and "find remote ref" in done.err:
            todo = "say which one it is at promote: branch in mkdocs.yml, or push it first"
            raise GitError(f"there is no branch {self.base}", where=self._remote().shown, todo=todo)
        if done.code:
            raise refusal(done, self._remote())

    def _base_ref(self) -> str:
        return self.base if self.local else f"refs/harvest/{self.run}/base"

    def _here(self) -> Git:
        return replace(self.repository.git, folder=self.folder)

    def _listed(self, ref: str) -> str:
        """Where a reference of the remote stands; "" where it has none."""
        done = self.repository.git.ask("ls-remote", NAME, ref)
        if done.code:
            raise refusal(done, self._remote())
        return next((line.split("\t")[0] for line in done.out.splitlines() if line.endswith(f"\t{ref}")), "")

    def _remote(self) -> Remote:
        return need(self.repository.remote, self.repository.promotion)


@contextmanager
def workspace(found: Repository, *, local: bool = False) -> Iterator[Workspace]:
    """The default branch as it stands on the remote, with its pages.

    With `local` nothing is asked of the remote: the branch as it was last fetched, else as it stands here.
    Nothing of it is left at the end. GitError where there is no repository, no remote, no such branch.
    """
    base = _base_here(found) if local else _base_there(found)
    folder = found.common / "harvest"
    folder.mkdir(exist_ok=True)
    _sweep(found, folder)
    with _reserved(folder) as run:
        made = Workspace(found, run, folder / run, base, local)
        try:
            made.refresh()
            yield made
        finally:
            _remove(found, folder, run)


def _base_there(found: Repository) -> str:
    remote = need(found.remote, found.promotion)
    if found.promotion.branch:
        return found.promotion.branch
    done = found.git.ask("ls-remote", "--symref", NAME, "HEAD")
    if done.code:
        raise refusal(done, remote)
    if said := re.match(r"ref: refs/heads/(\S+)\tHEAD", done.out):
        return said[1]
    todo = "push to it first, or say which branch it is at promote: branch in mkdocs.yml"
    raise GitError("the host does not say which branch is the default", where=remote.shown, todo=todo)


def _base_here(found: Repository) -> str:
    """A full reference: as last fetched, else the branch here, else what is checked out."""
    tracked = f"refs/remotes/{found.promotion.remote}"
    name = found.promotion.branch
    wanted = (f"{tracked}/{name}", f"refs/heads/{name}") if name else (f"{tracked}/HEAD", "HEAD")
    for ref in wanted:
        if not found.git.ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").code:
            return ref
    what = f"there is no branch {name}" if name else "there is no commit yet"
    raise GitError(what, where=found.git.folder, todo="commit to it first")


@contextmanager
def _reserved(folder: Path) -> Iterator[str]:
    """The name of a run, alive for as long as its lock is held: the system lets go of a dead one's."""
    handle, path = tempfile.mkstemp(prefix="run-", suffix=".new", dir=folder)
    lock = Path(path).with_suffix(".lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        Path(path).rename(lock)  # held before anybody can find it dead
        yield lock.stem
    finally:
        for each in (lock, Path(path)):
            each.unlink(missing_ok=True)
        os.close(handle)


def _sweep(found: Repository, folder: Path) -> None:
    """Take away what runs have left that were killed."""
    for lock in folder.glob("run-*.lock"):
        with suppress(OSError), lock.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(found, folder, lock.stem)
            lock.unlink(missing_ok=True)


def _remove(found: Repository, folder: Path, run: str) -> None:
    found.git.ask("worktree", "remove", "--force", folder / run)
    shutil.rmtree(folder / run, ignore_errors=True)
    found.git.ask("worktree", "prune")
    listed = found.git.ask("for-each-ref", "--format=delete %(refname)", f"refs/harvest/{run}").out
    found.git.ask("update-ref", "--stdin", text=listed)
