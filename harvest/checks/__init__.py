"""What `harvest check` asks of pages: one check per function, one file each, in one list.

A check looks at `Knowledge` and yields `Finding`s. To add one: a function in a file of its own, one line in
`CHECKS`, a row in `docs/handbook/checks.md`, a case that it finds and one that it leaves alone. Its id is
what people write where they switch it off, with a reason: never change it later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.checks.finding import Finding, Severity
from harvest.checks.knowledge import Knowledge, Placed, Sheet, sheet
from harvest.checks.review_date import review_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CHECKS", "Check", "Finding", "Knowledge", "Placed", "Severity", "Sheet", "sheet"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that pages are asked."""

    id: str
    about: str
    """One line for the handbook and for `--help`."""
    run: Callable[[Knowledge], Iterator[Finding]]


CHECKS: Final = (
    Check("review-date", "somebody looks at the page again by the day that it names", review_date),
)
