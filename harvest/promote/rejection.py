"""What git says when the host of the repository refuses, told in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.errors import GitError
from harvest.promote.command import last_words, printable

if TYPE_CHECKING:
    from harvest.promote.command import Done
    from harvest.promote.remote import Remote

REASON_CHARACTERS: Final = 600
"""Of what a host says about a push that it rejects."""

_LOST_RACE: Final = re.compile(
    r"stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|already exists"
    r"|incorrect old value|remote ref updated since checkout"
)
_REJECTED: Final = re.compile(r"^!\t[^\t]*\t\[(remote )?rejected\] \((.*)\)$", re.MULTILINE)
_CODE: Final = re.compile(r"requested URL returned error: (\d{3})")


def lost_race(done: Done) -> bool:
    """Whether a push was refused because the branch is not, or no longer, where it was expected to be."""
    found = _REJECTED.search(done.out)
    return bool(found and _LOST_RACE.search(found[2]))


def refusal(done: Done, remote: Remote) -> GitError:
    """Why fetch or push has failed."""
    if rejected := _REJECTED.search(done.out):
        said = _said_by_the_host(done.err)
        why = f"{rejected[2]}: {said}" if said else rejected[2]
        return GitError(
            f"the push was rejected: {printable(why)}",
            where=remote.shown,
            todo="nothing was pushed: do what the host says, or ask whoever looks after it",
        )
    code = int(found[1]) if (found := _CODE.search(done.err)) else 0
    lost = re.search(r"Authentication failed|could not read Username|terminal prompts disabled", done.err)
    if lost or code == 401:
        return GitError("the host does not know us (401)", where=remote.shown, todo=_opening(remote))
    if code == 403:
        todo = "the token needs leave to write contents and pull requests of this repository"
        return GitError("the host knows us and forbids it (403)", where=remote.shown, todo=todo)
    if code in {301, 302, 303, 307, 308} or "redirect" in done.err:
        todo = "`git remote set-url` to the new address: a token does not follow"
        return GitError("the repository has moved", where=remote.shown, todo=todo)
    if code == 404 or "not found" in done.err.lower():
        todo = "check the remote's address, and that the token may see it"
        return GitError("there is no such repository, or we may not see it", where=remote.shown, todo=todo)
    return GitError(last_words(done.err), where=remote.shown, todo="check the connection and run it again")


def _opening(remote: Remote) -> str:
    if remote.tokened:
        return "the token has expired or is wrong: set another one"
    return "set the token that mkdocs.yml names at promote: token, or let git know yours"


def _said_by_the_host(err: str) -> str:
    """The lines that the host sends along, on one."""
    lines = [
        line.removeprefix("remote:").strip() for line in printable(err).splitlines() if "remote:" in line
    ]
    said = "; ".join(line for line in lines if re.search(r"\w", line))
    return said if len(said) <= REASON_CHARACTERS else said[: REASON_CHARACTERS - 1] + "…"
