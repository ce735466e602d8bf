"""The trusted lane: a small correction by somebody who is listed is merged, and everything else waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import store
from harvest.errors import HarvestError
from harvest.lifecycle.lane import Change, Merge, Wait, lane, unlisted
from harvest.promote import git
from harvest.promote.remote import NAME
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harvest.config import Config
    from harvest.promote.forge import Forge
    from harvest.promote.git import Workspace

PLAIN_FILE: Final = "100644"
"""The mode of a file that is neither a link nor a program."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """What the lane says of a request."""

    request: Request
    decision: Merge | Wait


def trust(
    config: Config,
    number: int,
    *,
    forge: Forge,
    environ: Mapping[str, str],
    checks: Callable[[Mapping[str, str], Mapping[str, str]], Sequence[str]],
    dry: bool,
) -> Trusted:
    """Merge a request that needs no second pair of eyes; say under it what was decided, and why.

    `checks`: from all pages before and after, the ids of the checks that found something on those that are
    different. Raises HarvestError for a request that is not open, GitError, ForgeError.
    """
    request = next((each for each in forge.requests("") if each.number == number), None)
    if request is None or request.status is not Status.OPEN:
        todo = "name one from a branch of this repository; forks are never trusted"
        raise HarvestError(f"#{number} is no open request", todo=todo)
    with git.workspace(git.repository(config.docs, config.promote, environ)) as space:
        decision = _decide(config, request, space, checks)
    if not dry:
        said = _said(decision)
        if said not in forge.comments(request):
            forge.comment(request, said)
        if isinstance(decision, Merge):
            forge.merge(request)
    return Trusted(request, decision)


def _decide(
    config: Config,
    request: Request,
    space: Workspace,
    checks: Callable[[Mapping[str, str], Mapping[str, str]], Sequence[str]],
) -> Merge | Wait:
    names = config.promote.trusted
    if stranger := unlisted(request.author, names):
        return stranger
    changes = _changes(space, request)
    if isinstance(changes, Wait):
        return changes
    first = lane(changes, request.author, names)
    if isinstance(first, Wait):
        return first
    before = dict(store.read_pages(space.docs))
    after = {**before, **{each.path: each.after for each in changes if each.after is not None}}
    return lane(changes, request.author, names, checks(before, after))


def _changes(space: Workspace, request: Request) -> tuple[Change, ...] | Wait:
    """What the request changes, as the default branch and its head have it."""
    tool = space.repository.git
    ref = f"refs/harvest/{space.run}/asked"
    words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")
    tool.tell(*words, NAME, f"+refs/heads/{request.branch}:{ref}")
    if tool.tell("rev-parse", "--verify", f"{ref}^{{commit}}") != request.head:
        return Wait("its branch has moved since it was looked at")
    began = tool.ask("merge-base", space.commit, request.head).out.strip()
    if not began:
        return Wait("where its branch began is not known in this clone")
    names = ("diff-tree", "-r", "-z", "--no-renames", "--no-relative", began, request.head)
    parts = tool.tell(*names).split("\0")
    changes = []
    for modes, name in zip(parts[::2], parts[1::2], strict=False):
        old, new = modes.lstrip(":").split(" ")[:2]
        inside = space.repository.inside
        path = name.removeprefix(inside) if name.startswith(inside) else f"../{name}"
        plain = {old, new} == {PLAIN_FILE}
        before = space.text(space.commit, path) if plain else None
        if plain and before != space.text(began, path):
            return Wait(f"{path} has changed on the default branch since")
        changes.append(Change(path, before, space.text(request.head, path) if plain else None))
    return tuple(changes)


def _said(decision: Merge | Wait) -> str:
    match decision:
        case Merge(reason=reason):
            return f"The trusted lane merges this: {reason}."
        case Wait(reason=reason):
            return f"This waits for a second pair of eyes: {reason}."
