"""A pull request, as far as Harvest is concerned. (GitLab calls it a merge request.)"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvest.config import Promotion


class Status(StrEnum):
    """What has become of it."""

    OPEN = "open"
    CLOSED = "closed"
    """Without a merge: a person has said no."""
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One pull request from a branch of the repository itself, as the forge has it."""

    number: int
    """As people cite it: GitLab's `iid`."""
    url: str
    status: Status
    branch: str
    """Its head, without `refs/heads/`. Never a fork's: anybody can name a branch as we do."""
    head: str
    """The commit that the branch stands at, 40 hex digits; the last one where the branch is gone."""
    title: str
    body: str
    labels: tuple[str, ...] = ()
    author: str = ""
    """The account that opened it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A pull request to be opened."""

    branch: str
    base: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()


def opening(
    promotion: Promotion, *, branch: str, base: str, title: str, body: str, labels: tuple[str, ...] = ()
) -> Opening:
    """One with the labels and people that the configuration names, and more `labels`."""
    return Opening(
        branch=branch,
        base=base,
        title=title,
        body=body,
        labels=(*promotion.labels, *labels),
        reviewers=promotion.reviewers,
        assignees=promotion.assignees,
    )
