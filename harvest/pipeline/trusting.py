"""What the checks say of a change that nobody else is to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.checks import CHECKS, Knowledge, Severity, sheet
from harvest.lifecycle.states import ALIVE
from harvest.lifecycle.takedown import readable
from harvest.model import State
from harvest.search import KEPT, Index
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from harvest.config import Config

LOOKED_AT: Final = 10
"""Results of a search that a check may look at."""


def failed_checks(
    config: Config,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    today: date,
) -> tuple[str, ...]:
    """The ids of the checks that find an error on pages that are different after the change, sorted.

    `before`, `after`: path to text of all pages.
    """
    files = {path.relative_to(config.docs).as_posix() for path in config.docs.rglob("*") if path.is_file()}
    known = Knowledge(
        pages=tuple(sheet(path, text) for path, text in sorted(readable(after).items())),
        before=tuple(sheet(path, text) for path, text in sorted(readable(before).items())),
        files=frozenset(files),
        vocabulary=vocabulary_of(config.docs),
        keep=config.keep,
        site_url=config.site_url,
        today=today,
        find=_finder(config, after),
        find_before=_finder(config, before),
    )
    changed = {page.path for page in known.changed}
    off = {waiver.check for waiver in config.waive}
    found = (finding for check in CHECKS if check.id not in off for finding in check.run(known))
    errors = (each for each in found if each.severity is Severity.ERROR and each.path in changed)
    waived = {(page.path, waiver.check) for page in known.pages for waiver in page.answer.waive}
    return tuple(sorted({each.check for each in errors if (each.path, each.check) not in waived}))


def _finder(config: Config, pages: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    index = Index.of(
        sorted(pages.items()),
        lambda page: State(page.state) in ALIVE,
        vocabulary_of(config.docs),
        config.languages,
        file=config.work / KEPT,
        keep=False,
    )
    return lambda words: tuple(hit.page.ref for hit in index.search(words, limit=LOOKED_AT).hits)
