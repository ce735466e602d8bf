"""Whether somebody has promised to look at a page again, and kept it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.checks.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge

LATEST: Final = timedelta(days=3 * 366)
"""From today. A product of three years ago is another one."""


def review_date(known: Knowledge) -> Iterator[Finding]:
    """A page is looked at by the day that it names, and that day is within three years.

    Policy. A day that has passed fails nothing: time alone must not stop somebody's change. A day too far
    away fails: it is a typing mistake, or a promise that nobody has to keep, and mended in a second.
    """
    for page in known.changed:
        if page.over:
            continue
        review_by = page.answer.review_by
        if review_by < known.today:
            yield Finding(
                check="review-date",
                path=page.path,
                line=page.line_of("review_by"),
                what=f"should have been looked at by {review_by}",
                todo="see whether it still holds, then write a later day",
                severity=Severity.WARNING,
            )
        elif review_by > known.today + LATEST:
            yield Finding(
                check="review-date",
                path=page.path,
                line=page.line_of("review_by"),
                what=f"would not be looked at until {review_by}",
                todo="write a day within three years",
            )
