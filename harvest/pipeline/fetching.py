"""Live services into the lake: all sources side by side. One failing source never stops the others."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest import store
from harvest.errors import FetchError, HarvestError
from harvest.lake import Lake
from harvest.pages.parse import parse
from harvest.pipeline.visiting import Visit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from harvest.config import Config, Source
    from harvest.model import SourceRef
    from harvest.pipeline.visiting import Fetched, Outside
    from harvest.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What `harvest fetch` did."""

    sources: tuple[Fetched, ...]
    pages: Mapping[str, tuple[str, ...]]
    """Pages that rely on posts which are not there any more, and those posts."""


def wanted(config: Config, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources to fetch: those named, or all that can be. Raises FetchError with what is wrong."""
    known = {source.name: source for source in config.sources}
    for name in names:
        if name not in known:
            raise FetchError(f"there is no source {name!r}", todo=f"use one of {', '.join(known) or 'none'}")
        if known[name].fetch is None:
            raise FetchError(f"the source {name} has no `fetch`", todo="see docs/handbook/sources.md")
    found = tuple(s for s in config.sources if s.fetch is not None and (not names or s.name in names))
    if not found:
        raise FetchError("there is nothing to fetch", todo="give a source `fetch: {}` in mkdocs.yml")
    return found


def fetch(
    config: Config,
    sources: Sequence[Source],
    *,
    outside: Outside,
    progress: Progress,
    since: datetime | None = None,
    dry: bool = False,
) -> Run:
    """Bring what is new into the lake. `since`: read again from then on, whatever was read before.

    `dry`: ask, and write nothing. Raises LakeError where the lake cannot be written: what was committed until
    then stays.
    """
    return asyncio.run(_fetch(config, sources, outside, progress, since, dry=dry))


async def _fetch(
    config: Config,
    sources: Sequence[Source],
    outside: Outside,
    progress: Progress,
    since: datetime | None,
    *,
    dry: bool,
) -> Run:
    lake = Lake(config.lake)
    pages = _pages(config)
    cited = sorted({ref.thread for refs in pages.values() for ref in refs})
    progress.start("fetching")
    with ExitStack() as exits:
        writer = None if dry else exits.enter_context(lake.alone())
        visits = [Visit(config, source, lake, writer, outside, progress, since) for source in sources]
        ended = await asyncio.gather(*(visit.all(cited) for visit in visits), return_exceptions=True)
        for error in ended:
            if isinstance(error, BaseException):
                raise error
    results = tuple(visit.result for visit in visits)
    gone = frozenset().union(*(result.gone for result in results))
    return Run(sources=results, pages=_relying(pages, gone))


def _pages(config: Config) -> dict[str, tuple[SourceRef, ...]]:
    """The conversations that each page relies on. One that cannot be read is no page."""
    found = {}
    for path, text in store.read_pages(config.docs):
        try:
            found[path] = parse(text, path).answer.sources
        except HarvestError:
            continue
    return found


def _relying(pages: Mapping[str, Sequence[SourceRef]], gone: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for path, refs in pages.items():
        used = {f"{ref.thread.partition(':')[0]}:{post}" for ref in refs for post in ref.posts}
        if lost := sorted(used & gone):
            found[path] = tuple(lost)
    return found
