"""Whether a page can be read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge


def front_matter(known: Knowledge) -> Iterator[Finding]:
    """Every field is known, has a value of its type, and the marks of the body can be read.

    Policy. No false alarms: what is reported cannot be published. A miss would stop the build of the site.
    """
    for each in known.broken:
        yield Finding(
            check="front-matter",
            path=each.path,
            line=each.line,
            what=each.what,
            todo=each.todo or "see docs/handbook/pages.md",
        )
