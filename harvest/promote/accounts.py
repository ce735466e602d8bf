"""Names of accounts and teams, as people write them in a configuration or a forge in an event."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from harvest.promote.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_ACCOUNT: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(\[bot\])?")
_REFUSALS: Final = {400, 403, 404, 409, 410, 422}


def is_account(name: str) -> bool:
    """Whether a host could have an account of that name. Nothing else gets into an address."""
    return _ACCOUNT.fullmatch(name) is not None


def plain(names: Sequence[str]) -> tuple[str, ...]:
    """Without the `@` that people put before them; each once."""
    return tuple(dict.fromkeys(name.removeprefix("@") for name in names if name.removeprefix("@")))


def people_and_teams(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Accounts, and the names of teams without their organisation: `org/team` is one."""
    bare = plain(names)
    teams = tuple(name.rpartition("/")[2] for name in bare if "/" in name)
    return tuple(name for name in bare if "/" not in name), teams


def all_that_go(names: Sequence[str], add: Callable[[Sequence[str]], None]) -> None:
    """Add them at once; where the host refuses, each alone, and leave out those that it does not take."""
    if not names or _taken(names, add) or len(names) == 1:
        return
    for name in names:
        _taken([name], add)


def _taken(names: Sequence[str], add: Callable[[Sequence[str]], None]) -> bool:
    try:
        add(names)
    except RefusedError as refusal:
        _unless_serious(refusal)
        return False
    return True


@contextmanager
def leaving_out() -> Iterator[None]:
    """What the host refuses within costs nothing more than itself."""
    try:
        yield
    except RefusedError as refusal:
        _unless_serious(refusal)


def _unless_serious(refusal: RefusedError) -> None:
    if refusal.status not in _REFUSALS:
        raise refusal
