"""Whether a page keeps what the licence of its words asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.checks.finding import Finding, Severity
from harvest.config import CreditRule, wants_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge, Sheet
    from harvest.model import SourceRef


def licence(known: Knowledge) -> Iterator[Finding]:
    """A licence that is configured is on the page; one that asks for names gets them, and a link.

    Policy. A false alarm costs a waiver, where nobody in the conversation has a name. A miss breaks the
    licence under which the words were given. It is told, not failed, where the configuration says that nobody
    is named (`credit: none`), where Harvest itself found nobody to name (of 150 drafts from a question site,
    3: deleted accounts), and where nobody was named before.
    """
    old = {page.path: page for page in known.before or ()}
    for page in known.changed:
        used = {
            origin.partition(":")[0]
            for section in page.answer.sections
            for passage in section.passages
            for origin in passage.origin
        }
        for source in page.answer.sources:
            name = source.thread.partition(":")[0]
            if name not in used:
                continue
            agreed = known.licences.get(name, "")
            if agreed and not source.licence:
                yield _finding(page, source, f"does not say that it is under {agreed}", "write its `licence`")
            if wants_names(source.licence or agreed):
                decided = known.credit(name, source.licence or agreed) is CreditRule.NONE
                nobody = page.path in old and not old[page.path].answer.credits
                yield from _named(page, source, sure=page.edited and not decided and not nobody)


def _named(page: Sheet, source: SourceRef, *, sure: bool) -> Iterator[Finding]:
    if not page.answer.credits:
        yield _finding(
            page,
            source,
            "its licence asks that who wrote it is named, and nobody is",
            "name them in `credits`, or waive it if they have no name there",
            Severity.ERROR if sure else Severity.WARNING,
        )
    if not source.url:
        yield _finding(
            page, source, "its licence asks for a link to it, and there is none", "write its `url`"
        )


def _finding(
    page: Sheet, source: SourceRef, what: str, todo: str, severity: Severity = Severity.ERROR
) -> Finding:
    line = page.line_of("sources", source.thread)
    return Finding(check="licence", path=page.path, line=line, what=what, todo=todo, severity=severity)
