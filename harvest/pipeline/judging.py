"""The lake into candidates and into who still waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from harvest import candidates, engine, resolution, store, waiting
from harvest.errors import HarvestError, SourceError
from harvest.lake import Lake, read_partition
from harvest.model import Amend, Candidate, Create, State
from harvest.pages.parse import parse
from harvest.pipeline.shares import PER_WORKER, SMALL_BYTES
from harvest.threads import StaffList, thread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from harvest.config import Config
    from harvest.progress import Progress

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads one partition of the lake and judges its threads; travels to the worker processes."""

    staff: StaffList
    keep: tuple[str, ...]

    def __call__(self, partition: Path) -> list[candidates.Summary]:
        """The summaries of all threads in the partition."""
        found = []
        for posts in read_partition(partition):
            conversation = thread(posts, self.staff)
            found.append(candidates.summarise(conversation, resolution.judge(conversation), self.keep))
        return found


def find_candidates(config: Config, *, workers: int, progress: Progress) -> tuple[Candidate, ...]:
    """Everything in the lake, judged, grouped and ranked against the pages that exist."""
    summaries = summarise_all(config, workers=workers, progress=progress)
    progress.start("comparing questions")
    return candidates.rank(summaries, known_pages(config))


def summarise_all(config: Config, *, workers: int, progress: Progress) -> list[candidates.Summary]:
    """Everything in the lake, judged, by reference: however many partitions there were."""
    judge = Judge(StaffList.of(config.staff), config.keep)
    return sorted(of_all(judge, config, workers, progress), key=lambda summary: summary.ref)


def known_pages(config: Config) -> tuple[candidates.KnownPage, ...]:
    """The pages that exist: the threads they come from, and the phrases that people have let stand.

    One that cannot be read is not one of them.
    """
    known = []
    for path, text in store.read_pages(config.docs):
        try:
            answer = parse(text, path).answer
        except HarvestError:
            continue
        seen = answer.state not in {State.DRAFT, State.RETIRED, State.TAKEN_DOWN}
        known.append(
            candidates.KnownPage(
                path,
                {source.thread: source.digest for source in answer.sources},
                (answer.title, *answer.asked_as, *answer.also_called) if seen else (),
                answer.product,
                answer.state is State.TAKEN_DOWN,
            )
        )
    return tuple(known)


def chosen(
    config: Config, found: Sequence[Candidate], threads: Sequence[str], top: int | None, *, refresh: bool
) -> tuple[Candidate, ...]:
    """The candidates that are wanted: those of the named threads; else every amendment and the best `top`.

    `top` None: all. With `refresh` also those whose page is up to date, because the way pages are written, or
    the configuration, has changed. Raises SourceError for a thread that is not in the lake.
    """
    if threads:
        named = {ref: c for c in found for ref in (*c.threads, c.url) if ref}
        unknown = [repr(ref) for ref in threads if ref not in named]
        if unknown:
            raise SourceError(
                f"there is no conversation {', '.join(unknown)} in the lake",
                todo="see `harvest candidates --all`",
            )
        return tuple(dict.fromkeys(named[ref] for ref in threads))
    on_pages = {ref for page in known_pages(config) for ref in page.digests} if refresh else set()
    return (
        *(c for c in found if isinstance(c.intent, Amend) or not on_pages.isdisjoint(c.threads)),
        *[c for c in found if isinstance(c.intent, Create)][:top],
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """Reads one partition of the lake for questions without an answer; travels to the worker processes."""

    staff: StaffList
    keep: tuple[str, ...]

    def __call__(self, partition: Path) -> list[waiting.Heard]:
        """All threads in the partition."""
        conversations = (thread(posts, self.staff) for posts in read_partition(partition))
        return [waiting.hear(known, resolution.judge(known), self.keep) for known in conversations]


def find_waiting(
    config: Config, *, now: datetime, workers: int, progress: Progress
) -> tuple[waiting.Waiting, ...]:
    """Every question in the lake that nobody has answered in public, most people for longest first."""
    watch = Watch(StaffList.of(config.staff), config.keep)
    heard = of_all(watch, config, workers, progress)
    progress.start("comparing questions")
    return waiting.waiting(heard, now)


def of_all(function: Callable[[Path], list[T]], config: Config, workers: int, progress: Progress) -> list[T]:
    """What `function` finds in every partition of the lake; a small lake is read in this process."""
    found: list[T] = []
    with Lake(config.lake).partitions(PER_WORKER * workers) as partitions:
        small = sum(partition.stat().st_size for partition in partitions) <= SMALL_BYTES
        progress.start("judging conversations", len(partitions))
        for part in engine.run(function, partitions, workers=1 if small else workers):
            found += part
            progress.advance()
    return found
