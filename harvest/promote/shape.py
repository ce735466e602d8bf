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
    """A string; "" where it is null or missing."""
    value = data.get(key) if isinstance(data, dict) else 0
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
