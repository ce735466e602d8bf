"""A change of pages that is on no disk yet: what the checks say, and who finds what before and after."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from harvest import findability
from harvest.checks import CHECKS, Report, examine
from harvest.pipeline import checking
from harvest.search import page_of
from harvest.vocabulary import meaningful
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from harvest.checks import Sheet
    from harvest.config import Config

    Find = Callable[[str], tuple[str, ...]]
    """Paths of the pages that the search finds for some words, best first."""


@dataclass(frozen=True, slots=True)
class Change:
    """Pages after a change."""

    report: Report
    """What the checks say of the pages that are other, or new. Golden queries are not tried."""
    find: Find


class Pages:
    """All pages of a branch, read and indexed once, however many changes are looked at."""

    def __init__(self, config: Config, texts: Mapping[str, str], *, today: date, workers: int = 1) -> None:
        """`texts`: path to text of every page; those that cannot be read are nobody's business here.

        `config.docs` is the folder that the pages stand in, with the vocabulary and what they link to.
        """
        folder = tempfile.mkdtemp(prefix="harvest-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._kept = Path(folder) / "kept"
        """What was read of each page, so that a change costs the reading of what it changes."""
        self._config = config
        self._texts = texts
        self._today = today
        self._workers = workers
        read, _ = checking.sheets(sorted(texts.items()))
        self.sheets: Mapping[str, Sheet] = {page.path: page for page in read}
        self.find = self._finder(self.sheets)
        self._written, self._files, _ = checking.around(config.docs, set(texts))

    def __contains__(self, path: str) -> bool:
        """Whether there is such a page, readable or not."""
        return path in self._texts

    @cached_property
    def words(self) -> frozenset[str]:
        """The telling words of those that customers may see."""
        pages = (page_of(path, sheet.answer) for path, sheet in self.sheets.items() if not sheet.over)
        texts = (
            text
            for page in pages
            for text in (page.title, *page.asked_as, *page.vocabulary, *page.headings, page.body)
        )
        return frozenset().union(*map(meaningful, texts))

    def changed(self, after: Mapping[str, str]) -> Change:
        """The pages as `after` has them: path to text of all."""
        touched = {path for path, text in after.items() if self._texts.get(path) != text}
        new, broken = checking.sheets((path, after[path]) for path in sorted(touched))
        kept = {path: sheet for path, sheet in self.sheets.items() if path in after and path not in touched}
        sheets = dict(sorted({**kept, **{page.path: page for page in new}}.items()))
        find = self._finder(sheets)
        known = replace(
            checking.assembled(self._config, tuple(sheets.values()), self._today),
            broken=tuple(broken),
            before=tuple(self.sheets.values()),
            written=self._written,
            files=(self._files - self._texts.keys()) | after.keys(),
            vocabulary_before=vocabulary_of(self._config.docs),
            find=find,
            find_before=self.find,
        )
        report = examine(known, CHECKS)
        return Change(
            Report(
                tuple(each for each in report.findings if each.path in touched),
                tuple(each for each in report.waived if each.finding.path in touched),
            ),
            find,
        )

    def _finder(self, sheets: Mapping[str, Sheet]) -> Find:
        texts = [(path, sheet.text) for path, sheet in sheets.items()]
        config, workers = self._config, self._workers
        return checking.finder(
            findability.index_of_texts(config, texts, config.docs, workers=workers, kept=self._kept)
        )
