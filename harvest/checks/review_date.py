"""Whether somebody has promised to look at a page again, and kept it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.checks.finding import Finding, Severity
from harvest.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge


def review_date(known: Knowledge) -> Iterator[Finding]:
    """A page whose day of review has passed is looked at before it is published again."""
    for page in known.changed:
        answer = page.answer
        over = answer.state not in {State.RETIRED, State.TAKEN_DOWN}
        if over and answer.review_by < known.today:
            yield Finding(
                check="review-date",
                path=page.path,
                line=page.line_of("review_by"),
                what=f"should have been looked at by {answer.review_by}",
                todo="see whether it still holds, then write a later day",
                severity=Severity.WARNING,
            )
