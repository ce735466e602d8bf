"""A repository at an address that begins with `/repos/`, as GitHub and Gitea have it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from harvest.promote.shape import default_branch, reading, text

if TYPE_CHECKING:
    from harvest.promote.transport import Transport


class Repository:
    """What such a host says of the repository; the methods of `Forge` stand above it."""

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    @cached_property
    def _repository(self) -> dict[str, Any]:
        """As it is now: one that was renamed or moved answers under its old name, too."""
        data = self._http.get(f"/repos/{quote(self._http.host.repository)}")
        with reading(self._http.host):
            return {**data, "path": f"/repos/{quote(text(data, 'full_name'))}"}

    def _path(self, rest: str) -> str:
        return f"{self._repository['path']}/{rest}"

    def default_branch(self) -> str:
        """See `Forge`."""
        return default_branch(self._http.host, self._repository)
