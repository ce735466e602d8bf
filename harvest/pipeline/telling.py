"""The story of a request: the conversations, the pages around, and who finds what before and after."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from harvest import engine, resolution
from harvest.errors import PageError
from harvest.model import Role, State
from harvest.pages.parse import parse
from harvest.proposing.searches import LOOKED_AT, near, searches, unheard
from harvest.proposing.story import Story
from harvest.proposing.told import tell
from harvest.search import KEPT, Index
from harvest.vocabulary import meaningful

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.checks.finding import Finding
    from harvest.config import Config
    from harvest.model import Answer, Candidate, Thread
    from harvest.proposing.mark import Mark
    from harvest.search import Page
    from harvest.vocabulary_file import Vocabulary

UNHEARD: Final = 12
"""So many words that no page has yet are named."""
ASKED_IN: Final = 240
"""Characters of what somebody affected says in which they name the problem."""
_AFFECTED: Final = (Role.ASKER, Role.OTHER)
_NOT_SHOWN: Final = (State.RETIRED, State.TAKEN_DOWN)


class Teller:
    """Knows the pages as they are before any of the requests; tells the story of one at a time."""

    def __init__(
        self, config: Config, pages: Sequence[tuple[str, str]], vocabulary: Vocabulary, *, workers: int = 1
    ) -> None:
        """`pages`: path and text of every page on the branch that requests are merged into.

        One that cannot be read is left out: `harvest check` reports it.
        """
        self._config = config
        self._vocabulary = vocabulary
        self._workers = workers
        self._answers = {path: answer for path, text in pages if (answer := _read(path, text)) is not None}
        self._texts = {path: text for path, text in pages if path in self._answers}
        self._there = frozenset(path for path, _ in pages)
        self._before = self._index(self._texts)
        self._ours = {word for page in self._before.pages for word in _said(page)}

    def story(
        self,
        mark: Mark,
        candidate: Candidate,
        threads: Sequence[Thread],
        text: str,
        *,
        findings: Sequence[Finding] = (),
        forced: str = "",
        marked: str = "",
        proposal: str = "",
    ) -> Story:
        """The story of the page `text` at `mark.page`. Raises PageError where the page cannot be read."""
        answer = parse(text, mark.page).answer
        after = self._index({**self._texts, mark.page: text})
        told = tuple(tell(thread, resolution.judge(thread), self._config.keep) for thread in threads)
        first = (turn.text[:ASKED_IN] for each in told for turn in each.turns if turn.role in _AFFECTED)
        return Story(
            mark=mark,
            candidate=candidate,
            answer=answer,
            new=mark.page not in self._there,
            told=told,
            near=near(answer, mark.page, partial(_paths, self._before), self._answers),
            unheard=unheard((answer.title, *answer.asked_as, *first), self._ours, UNHEARD),
            searches=searches(answer, mark.page, partial(_paths, self._before), partial(_paths, after)),
            findings=tuple(findings),
            forced=forced,
            marked=marked,
            proposal=proposal,
        )

    def _index(self, texts: Mapping[str, str]) -> Index:
        return Index.of(
            sorted(texts.items()),
            lambda page: State(page.state) not in _NOT_SHOWN,
            self._vocabulary,
            self._config.languages,
            run=partial(engine.run, workers=self._workers),
            file=self._config.work / KEPT,
            keep=False,
        )


def _read(path: str, text: str) -> Answer | None:
    try:
        return parse(text, path).answer
    except PageError:
        return None


def _said(page: Page) -> set[str]:
    texts = (page.title, *page.asked_as, *page.vocabulary, *page.headings, page.body)
    return set().union(*map(meaningful, texts))


def _paths(index: Index, words: str) -> tuple[str, ...]:
    return tuple(hit.page.ref for hit in index.search(words, limit=LOOKED_AT).hits)
