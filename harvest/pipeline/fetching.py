"""Live services into the lake: all sources side by side. One failing source never stops the others."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import store
from harvest.errors import FetchError, HarvestError
from harvest.lake import Lake
from harvest.pages.parse import parse
from harvest.pipeline.visiting import TURN, Visit
from harvest.sources.live import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from harvest.config import Config, Source
    from harvest.model import Post, SourceRef
    from harvest.pipeline.visiting import Fetched, Outside
    from harvest.progress import Progress


AGAIN: Final = 100
"""So many conversations that pages rely on are looked at again in one run of a source, in turn."""
NAMED: Final = 3
"""So many sources are named while they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What `harvest fetch` did."""

    sources: tuple[Fetched, ...]
    pages: Mapping[str, tuple[str, ...]]
    """Pages that rely on posts which are not there any more, and those posts."""
    broken: tuple[Exception, ...] = ()
    """Mistakes of ours that ended sources: to be raised once everything else has been told."""


def wanted(config: Config, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources to fetch: those named, or all that can be. Raises FetchError with what is wrong."""
    known = {source.name: source for source in config.sources}
    for name in names:
        if name not in known:
            raise FetchError(f"there is no source {name!r}", todo=f"use one of {', '.join(known) or 'none'}")
        if known[name].fetch is None:
            raise FetchError(
                f"the source {name} has no `fetch`", todo="write `fetch: {}` below it in mkdocs.yml"
            )
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
    with nullcontext() if dry else lake.alone() as writer:
        pages = _pages(config)
        before = lake.deleted({post for refs in pages.values() for ref in refs for post in _posts(ref)})
        turns = _turns(lake, [source.name for source in sources], pages, before)
        asked = [source.name for source in sources]
        progress.start(_under_way(asked))
        visits = [Visit(config, source, lake, writer, outside, progress, since) for source in sources]

        async def one(visit: Visit) -> None:
            await visit.all(turns[visit.result.source])
            asked.remove(visit.result.source)
            progress.about(_under_way(asked))

        ended = await asyncio.gather(*map(one, visits), return_exceptions=True)
    broken = []
    for error in ended:
        if isinstance(error, Exception) and not isinstance(error, HarvestError):
            broken.append(error)
        elif error is not None:
            raise error
    results = tuple(visit.result for visit in visits)
    gone = frozenset().union(*(result.gone for result in results)) - before
    return Run(sources=results, pages=_relying(pages, gone), broken=tuple(broken))


def _under_way(names: Sequence[str]) -> str:
    """Who has not answered everything yet: the few that a line has room for."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"fetching {', '.join(names[:NAMED])}{more}".rstrip()


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
        if lost := sorted({post for ref in refs for post in _posts(ref)} & gone):
            found[path] = tuple(lost)
    return found


def _posts(ref: SourceRef) -> set[str]:
    """The posts that a page took from a conversation, as `source:id`."""
    source = ref.thread.partition(":")[0]
    return {f"{source}:{post}" for post in ref.posts}


def _turns(
    lake: Lake, sources: Sequence[str], pages: Mapping[str, Sequence[SourceRef]], gone: frozenset[str]
) -> dict[str, list[Known]]:
    """By source, the conversations whose turn it is to be looked at again: those after the last time's.

    `gone`: posts of pages that are not there any more. They may come back.
    """
    cited: dict[str, list[SourceRef]] = {}
    for refs in pages.values():
        for ref in refs:
            cited.setdefault(ref.thread, []).append(ref)
    chosen: dict[str, list[str]] = {}
    for source in sources:
        own = [thread for thread in sorted(cited) if thread.partition(":")[0] == source]
        last = lake.cursor(source, TURN) or ""
        later = [thread for thread in own if thread.partition(":")[2] > last]
        chosen[source] = (later + own[: len(own) - len(later)])[:AGAIN]
    held = lake.conversation([thread for threads in chosen.values() for thread in threads])
    return {
        source: [
            _known(cited[thread], held.get(thread, ()))
            for thread in threads
            if thread in held or any(_posts(ref) & gone for ref in cited[thread])
        ]
        for source, threads in chosen.items()
    }


def _known(cited: Sequence[SourceRef], held: Iterable[Post]) -> Known:
    """A conversation as the lake has it, with what pages took from it and the lake has no more."""
    ordered = sorted(held, key=lambda post: (post.created, post.id))
    ids = [*(post.id for post in ordered), *(post for ref in cited for post in ref.posts)]
    return Known(
        id=(ordered[0].conversation if ordered else "") or cited[0].thread.partition(":")[2],
        url=next((post.url for post in ordered if post.url), cited[0].url),
        posts=tuple(dict.fromkeys(ids)),
    )
