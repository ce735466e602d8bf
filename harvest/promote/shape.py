"""Reading what a forge has sent: a field that is not as documented is a ForgeError, no crash."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from harvest.errors import ForgeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.promote.refusal import Host


@contextmanager
def reading(host: Host) -> Iterator[None]:
    """Within it, answers are read: one of another shape becomes a ForgeError."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise ForgeError(
            f"{host.name} answers in a shape that Harvest does not know ({host.one_line(str(error))})",
            where=host.base,
            todo=f"is it a {host.name} that `promote: api:` names?",
        ) from error


def text(data: Any, key: str) -> str:
    """A string; "" where it is null."""
    value = data[key]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"no text at {key}")
    return value


def number(data: Any, key: str) -> int:
    """A whole number."""
    value = data[key]
    if not isinstance(value, int):
        raise TypeError(f"no number at {key}")
    return value


def name(data: Any, key: str) -> str:
    """The `key` of an account; "" where the account is gone."""
    return text(data, key) if data else ""


def default_branch(host: Host, data: Any) -> str:
    """Of a repository; ForgeError where it has none yet."""
    with reading(host):
        branch = text(data, "default_branch")
    if not branch:
        raise ForgeError(f"{host.repository} is empty", where=host.base, todo="push its first branch")
    return branch
