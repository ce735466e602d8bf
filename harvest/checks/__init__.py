"""What `harvest check` asks of pages: one check per function, one file each, in one list.

A check looks at `Knowledge` and yields `Finding`s. To add one: a function in a file of its own, one line in
`CHECKS`, a row in `docs/handbook/checks.md`, a case that it finds and one that it leaves alone. Its id is
what people write where they switch it off, with a reason: never change it later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.checks.dangerous import dangerous
from harvest.checks.finding import Finding, Severity
from harvest.checks.knowledge import Knowledge, Placed, Sheet, sheet
from harvest.checks.personal_data import personal_data
from harvest.checks.readability import readability
from harvest.checks.review_date import review_date
from harvest.checks.title import title
from harvest.checks.tone import tone

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
    Check(
        "personal-data",
        "no page shows an address, a number, a name or a key that is somebody's",
        personal_data,
    ),
    Check("title", "the title says in the customers' words what is wrong or wanted", title),
    Check("dangerous", "a warning stands before every step that can do harm", dangerous),
    Check("tone", "nothing blames, insults or brushes off whoever reads it", tone),
    Check("readability", "the prose is easy to read", readability),
    Check("review-date", "somebody looks at the page again by the day that it names", review_date),
)
