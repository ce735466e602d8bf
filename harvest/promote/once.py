"""Doing what must not be done twice: look first, and again where another was faster or an answer got lost."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from harvest.promote.refusal import RefusedError, UnsureError

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.proposing.request import Request

_TAKEN = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
"""How forges say that a branch has a request already. Other mistakes have these, too: a look decides."""


def open_once(find: Callable[[], Request | None], create: Callable[[], Request]) -> Request:
    """The request that `find` finds, else that of `create`, else the one that has appeared meanwhile."""
    request = find()
    if request is not None:
        return request
    try:
        return create()
    except (RefusedError, UnsureError) as error:
        if isinstance(error, RefusedError) and error.status not in _TAKEN:
            raise
        request = find()
        if request is None:
            raise
        return request


def merge_once(merge: Callable[[], None], is_merged: Callable[[], bool]) -> None:
    """Merge; where the answer gets lost, `is_merged` says what has become of it."""
    try:
        merge()
    except UnsureError:
        if not is_merged():
            raise
