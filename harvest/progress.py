"""How far a long step has come."""

from __future__ import annotations


class Progress:
    """Told how far a long step has come. This one says nothing; the command line passes one that draws."""

    def start(self, what: str, total: int | None = None) -> None:
        """A step begins; `total` is in the unit of `advance`, None where unknown."""

    def about(self, what: str) -> None:
        """What the step that is under way is about now."""

    def advance(self, by: int = 1) -> None:
        """So much more is done."""
