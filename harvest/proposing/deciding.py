"""What is to be done about each page that could be proposed, from the forge and the pages alone. Pure.

Nothing is remembered on this machine. Requests say by their marks which conversations they are about; a
request and a proposal belong together when they share any. What people have said counts:

- open: theirs to decide. It follows its conversations while nobody has touched its branch; a touched branch
  is never written to, and one comment says what is new.
- closed without a merge: "no" to a new page, for those conversations, whatever they say later; "no" to an
  amendment, as it was. Only somebody who names the conversation again with a reason takes it back.
- merged: never proposed again, even where the page is gone since. A change of the conversation makes an
  amendment.

The reason for a "no" is read from a label `harvest:REASON` or `reason: REASON`.

A wrong "touched" costs a comment; a wrong "untouched" would cost a person's work: so every doubt is a touch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.proposing import mark
from harvest.proposing.branch import Branch, name_of, numbered, stem_of
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_REASON: Final = re.compile(r"(?:harvest|reason)\s*:+\s*(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A page, or an amendment of one, that could be proposed."""

    threads: tuple[str, ...]
    """`Thread.ref`s, the one with the best answer first; never empty; no two proposals share one."""
    page: str
    """Its path, relative to the docs folder."""
    digest: str
    """Of the page as Harvest would write it (`Mark.digest`)."""
    amends: bool = False
    """The page is on the default branch."""
    lost: str = ""
    """Why there is nothing to propose any more; only of interest to a request that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the company and who runs it decide."""

    prefix: str
    """What the names of our branches begin with."""
    most_open: int
    reopen: frozenset[str] = frozenset()
    """`Thread.ref`s that somebody has named, with a reason to overrule a "no"."""


# ── what to do ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Open:
    """Push a branch and open a request."""

    branch: str
    expected: str = ""
    """Where the branch stands: one of ours that nobody has touched and that never got its request."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Open a request for a branch that has been pushed before: the connection was cut in between."""

    branch: Branch


@dataclass(frozen=True, slots=True)
class Update:
    """Its conversations have changed and nobody has touched its branch."""

    request: Request
    expected: str
    """Where the branch stands."""
    pushed: bool = False
    """The branch says so already: only the text of the request does not."""


@dataclass(frozen=True, slots=True)
class Comment:
    """Say once, under the request, what would change."""

    request: Request
    why: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing is done."""

    reason: str
    request: Request | None = None
    """The one that the reason is about."""
    wrong: bool = False
    """Somebody has to do something about it."""
    waits: bool = False
    """Its turn comes when others have been decided."""


Intent = Open | Adopt | Update | Comment | Leave


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Known:
    """What stands on the forge."""

    rules: Rules
    requests: tuple[Request, ...]
    """Newest first, as the forge gives them."""
    branches: Mapping[str, Branch]
    about: Mapping[int, frozenset[str]]
    """Request number to the names of the conversations: their references, and the stem of the branch."""

    def names(self, threads: Iterable[str]) -> frozenset[str]:
        """By what a request about any of them is known: somebody may have taken the mark out of its body."""
        stems = (name_of(self.rules.prefix, ref) for ref in threads)
        return frozenset((*threads, *stems))

    def of(self, status: Status, threads: Iterable[str]) -> tuple[Request, ...]:
        """The requests of that status about any of the conversations."""
        wanted = self.names(threads)
        return tuple(
            r for r in self.requests if r.status is status and not wanted.isdisjoint(self.about[r.number])
        )

    def settled(self) -> frozenset[str]:
        """The names of all conversations that people have decided, or that lie with them."""
        return frozenset().union(*self.about.values())

    def digest(self, request: Request) -> str:
        """Of the page that it proposes; "" where nothing says so any more."""
        said = mark.read(request.body)
        return said.digest if said else ""


def known(requests: Sequence[Request], branches: Iterable[Branch], rules: Rules) -> Known:
    """What stands on the forge."""
    by_name = {branch.name: branch for branch in branches}
    about = {}
    for request in requests:
        said = mark.read(request.body)
        branch = by_name.get(request.branch)
        threads = said.threads if said else branch.threads if branch else ()
        about[request.number] = frozenset((*threads, stem_of(request.branch)))
    return Known(rules, tuple(requests), by_name, about)


def decide(proposals: Sequence[Proposal], state: Known) -> tuple[Intent, ...]:
    """One intent for each proposal, in their order: who stands first gets the room that there is."""
    room = state.rules.most_open - sum(request.status is Status.OPEN for request in state.requests)
    owner = _owners(proposals, state)
    taken: set[str | None] = set()
    intents: list[Intent] = []
    for number, proposal in enumerate(proposals):
        intent = _about(proposal, number, owner, state)
        if (name := _branch_of(intent)) in taken:  # pushed when they were still one question
            intent = Leave(f"on the branch {name} as well, which another page goes on with", waits=True)
        taken |= {name} - {None}
        if isinstance(intent, Open | Adopt):
            if room <= 0:
                most = state.rules.most_open
                reason = f"{most} requests are open, as many as promote.most_open allows: it waits"
                intent = Leave(reason, waits=True)
            room -= 1
        intents.append(intent)
    return tuple(intents)


def _branch_of(intent: Intent) -> str | None:
    """The one that a request would be opened for."""
    match intent:
        case Open(branch=name):
            return name
        case Adopt(branch=branch):
            return branch.name
        case _:
            return None


def _owners(proposals: Sequence[Proposal], state: Known) -> dict[int, int]:
    """Open request number to the proposal that it follows: the one that shares most, where it was split."""
    owner = {}
    for request in state.requests:
        if request.status is Status.OPEN:
            about = state.about[request.number]
            shares = [len(about & state.names(proposal.threads)) for proposal in proposals]
            if any(shares):
                owner[request.number] = shares.index(max(shares))
    return owner


def _about(proposal: Proposal, number: int, owner: Mapping[int, int], state: Known) -> Intent:
    open_ = state.of(Status.OPEN, proposal.threads)
    if len(open_) > 1:
        return _several(open_)
    if open_ and owner[open_[0].number] != number:
        return Leave(f"asked in #{open_[0].number} as well, which is open", open_[0])
    if open_:
        return _about_open(proposal, open_[0], state)
    if proposal.lost:
        return Leave(proposal.lost)
    return _refused(proposal, state) or _anew(proposal, state)


def _several(open_: Sequence[Request]) -> Intent:
    """Conversations that turn out to ask the same each have a request: people must choose."""
    cited = " and ".join(f"#{request.number}" for request in sorted(open_, key=lambda r: r.number))
    newest = max(open_, key=lambda request: request.number)
    return Comment(newest, f"{cited} ask the same: please close all but one, it will then hold them all")


def _about_open(proposal: Proposal, request: Request, state: Known) -> Intent:
    branch = state.branches.get(request.branch)
    if branch is None:
        return Leave(f"the branch of #{request.number} is gone: close it", request, wrong=True)
    if proposal.lost:
        return Comment(request, f"there is nothing to propose any more: {proposal.lost}")
    if state.digest(request) == proposal.digest:
        touched = "" if branch.untouched else ", and somebody is working on it"
        return Leave(f"open as #{request.number}{touched}", request)
    if branch.untouched:
        return Update(request, branch.head, pushed=branch.digest == proposal.digest)
    return Comment(request, "the conversation has changed since, and somebody is working on this branch")


def _refused(proposal: Proposal, state: Known) -> Leave | None:
    """Whether people have decided this."""
    for request in state.of(Status.MERGED, proposal.threads):
        if not proposal.amends:
            todo = "the page is gone since: bring it back with `git revert` if it should not be"
            return Leave(f"merged as #{request.number}, and {todo}", request)
        if state.digest(request) == proposal.digest:
            return Leave(f"merged as #{request.number}, unchanged since", request)
    if not state.rules.reopen.isdisjoint(proposal.threads):
        return None
    for request in state.of(Status.CLOSED, proposal.threads):
        if not proposal.amends or state.digest(request) == proposal.digest:
            reason = reason_of(request.labels)
            why = f" ({reason})" if reason else ""
            return Leave(f"closed as #{request.number}: the answer was no{why}", request)
    return None


def reason_of(labels: Iterable[str]) -> str:
    """Why a request was closed, as a label says it: `harvest:duplicate`, `reason: too old`; "" for none."""
    return next((found[1].strip() for label in labels if (found := _REASON.fullmatch(label.strip()))), "")


def _anew(proposal: Proposal, state: Known) -> Intent:
    """A branch and a request, or a request for a branch that is there already."""
    with_request = {request.branch for request in state.requests}
    for branch in state.branches.values():
        if branch.name not in with_request and not set(branch.threads).isdisjoint(proposal.threads):
            if branch.untouched and branch.digest != proposal.digest:
                return Open(branch.name, branch.head)
            return Adopt(branch)
    stem = name_of(state.rules.prefix, proposal.threads[0])
    number = 1
    while numbered(stem, number) in with_request:
        number += 1
    name = numbered(stem, number)
    if name in state.branches:
        return Leave(f"the branch {name} is there and is not ours: delete or rename it", wrong=True)
    return Open(name)
