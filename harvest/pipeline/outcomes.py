"""What became of each conversation that was to be promoted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harvest.proposing.request import Status

if TYPE_CHECKING:
    from harvest.pipeline.proposals import Proposed
    from harvest.proposing.request import Request


class Mode(StrEnum):
    """How far it goes."""

    REQUEST = "request"
    LOCAL = "local"
    """Only branches, only here."""
    DRY = "dry"
    """Nothing is written."""


class Did(StrEnum):
    """What has become of a proposal; in a dry run, what would."""

    OPENED = "opened"
    UPDATED = "updated"
    COMMENTED = "commented"
    BRANCHED = "branched"
    LEFT = "left"
    WAITS = "waits"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened to one of the conversations that were wanted."""

    did: Did
    thread: str
    """`Thread.ref` of the best of them, or the name that somebody gave."""
    title: str = ""
    """Masked."""
    page: str = ""
    """Relative to the docs folder."""
    branch: str = ""
    url: str = ""
    """Of the request."""
    open: bool = False
    """The request lies with people."""
    why: str = ""
    diff: str = ""
    """Of a dry run: a unified diff."""
    body: str = ""
    """Of a dry run: the text of the request."""


def outcome_of(
    each: Proposed, did: Did, why: str = "", *, branch: str = "", request: Request | None = None
) -> Outcome:
    """What happened to a proposal."""
    return Outcome(
        did=did,
        thread=each.proposal.threads[0],
        title=each.page.answer.title if each.page else "",
        page=each.proposal.page,
        branch=branch or (request.branch if request else ""),
        url=request.url if request else "",
        open=request is not None and request.status is Status.OPEN,
        why=why,
    )
