"""What Harvest asks of the host of the repository. One file for each kind of host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from harvest.proposing.request import Opening, Request


class Forge(Protocol):
    """A host of git repositories with pull requests. Every method may raise ForgeError."""

    def default_branch(self) -> str:
        """The name of the branch that requests are merged into where nobody says."""

    def requests(self, prefix: str) -> tuple[Request, ...]:
        """Every request, open or not, from a branch of the repository itself that begins so; newest first."""

    def open(self, opening: Opening) -> Request:
        """Open one. Where the branch has an open one already, that one.

        A label, reviewer or assignee that the host does not know is left out: it must not cost the request.
        """

    def rewrite(self, request: Request, *, title: str, body: str) -> None:
        """Give an open request another title and body."""

    def comments(self, request: Request) -> tuple[str, ...]:
        """What has been said under it, oldest first."""

    def comment(self, request: Request, text: str) -> None:
        """Say something under it."""

    def merge(self, request: Request) -> None:
        """Merge it as it stands at `request.head`; ForgeError where it has moved or may not be."""

    def may_write(self, account: str) -> bool:
        """Whether that account may push to the repository. False for one that the host does not know."""
