"""Whether a page hurts whoever reads it. The list of words, and its policy, is `harvest.tone`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest import tone as words
from harvest.checks.finding import Finding, Severity
from harvest.checks.reading import Place, runs, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge

THEIRS = {Place.QUOTE, Place.CODE}
"""What customers and machines say."""


def tone(known: Knowledge) -> Iterator[Finding]:
    """No blame, no insult, no brushing off; quotations, code and `asked_as` are not ours to change."""
    for page in known.changed:
        hurts = [(value.line, hurt) for value in values(page, "title") for hurt in words.find(value.text)]
        for run in runs(page):
            if run.place not in THEIRS:
                hurts += [(run.line_at(hurt.start), hurt) for hurt in words.find(run.text)]
        for line, hurt in sorted(set(hurts), key=lambda found: (found[0], found[1].start)):
            yield Finding(
                check="tone",
                path=page.path,
                line=line,
                what=f"it {hurt.why}",
                todo=hurt.instead,
                severity=Severity.ERROR if hurt.blames else Severity.WARNING,
            )
