"""The story of a request: the conversations, the pages around, and who finds what before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import resolution
from harvest.model import Role
from harvest.pages.parse import parse
from harvest.proposing.searches import near, searches, unheard
from harvest.proposing.story import Story
from harvest.proposing.told import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.model import Candidate, Thread
    from harvest.pipeline.changing import Change, Pages
    from harvest.proposing.mark import Mark

UNHEARD: Final = 12
"""So many words that no page has yet are named."""
ASKED_IN: Final = 240
"""Characters of what somebody affected says in which they name the problem."""
_AFFECTED: Final = (Role.ASKER, Role.OTHER)


def story_of(
    mark: Mark,
    candidate: Candidate,
    threads: Sequence[Thread],
    text: str,
    *,
    pages: Pages,
    change: Change,
    keep: tuple[str, ...],
    forced: str = "",
    marked: str = "",
    proposal: str = "",
) -> Story:
    """The story of the page `text` at `mark.page`.

    `pages`: those of the branch that requests are merged into; `change`: the same with this one. `keep`: what
    is the company's own and never masked. Raises PageError where the page cannot be read.
    """
    answer = parse(text, mark.page).answer
    told = tuple(tell(thread, resolution.judge(thread), keep) for thread in threads)
    first = (turn.text[:ASKED_IN] for each in told for turn in each.turns if turn.role in _AFFECTED)
    answers = {path: sheet.answer for path, sheet in pages.sheets.items()}
    return Story(
        mark=mark,
        candidate=candidate,
        answer=answer,
        new=mark.page not in pages,
        told=told,
        near=near(answer, mark.page, pages.find, answers),
        unheard=unheard((answer.title, *answer.asked_as, *first), pages.words, UNHEARD),
        searches=searches(answer, mark.page, pages.find, change.find),
        findings=change.report.findings,
        forced=forced,
        marked=marked,
        proposal=proposal,
    )
