"""The lake into the customers' words and the helpers'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import candidates, engine, markup, privacy
from harvest.lake import Lake, read_partition
from harvest.pipeline.shares import PER_WORKER, SMALL_BYTES
from harvest.threads import StaffList, thread
from harvest.vocabulary.contrast import contrasts
from harvest.vocabulary.counts import Counts
from harvest.vocabulary.examples import example
from harvest.vocabulary.pairs import Meetings
from harvest.vocabulary.pairs import pairs as find_pairs
from harvest.vocabulary.report import Report, Typical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harvest.config import Config
    from harvest.model import Thread
    from harvest.progress import Progress
    from harvest.vocabulary.contrast import Contrast

PAIRED: Final = 300
"""So many phrases of each side are looked at together."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Reads one partition of the lake for its phrases; travels to the worker processes."""

    staff: StaffList
    keep: tuple[str, ...]

    def __call__(self, partition: Path) -> Counts:
        """How often both sides use which phrases."""
        counts = Counts()
        for posts in read_partition(partition):
            conversation = thread(posts, self.staff)
            counts.add(conversation, self.mask(conversation))
        return counts

    def mask(self, conversation: Thread) -> Callable[[str], str]:
        """What hides the data of the people in a conversation."""
        policy = privacy.Policy(names=candidates.people(conversation), keep=self.keep)
        return lambda text: privacy.mask(markup.clean(text), policy)


@dataclass(frozen=True, slots=True)
class Matchmaker:
    """Reads one partition for phrases that occur together; travels to the worker processes."""

    listener: Listener
    customers: frozenset[str]
    helpers: frozenset[str]

    def __call__(self, partition: Path) -> Meetings:
        """How often these phrases occur, alone and together."""
        found = Meetings()
        for posts in read_partition(partition):
            conversation = thread(posts, self.listener.staff)
            found.add(conversation, self.customers, self.helpers, self.listener.mask(conversation))
        return found


def hear(config: Config, *, top: int, pairs: bool, workers: int, progress: Progress) -> Report:
    """The `top` phrases most typical of customers and of those who help; with `pairs`, which go together."""
    listener = Listener(StaffList.of(config.staff), config.keep)
    counts, meetings = Counts(), Meetings()
    with Lake(config.lake).partitions(PER_WORKER * workers) as partitions:
        small = sum(partition.stat().st_size for partition in partitions) <= SMALL_BYTES
        at_once = 1 if small else workers
        progress.start("counting phrases", len(partitions))
        for found in engine.run(listener, partitions, workers=at_once):
            counts.merge(found)
            progress.advance()
        customers, helpers = contrasts(counts)
        if pairs:
            wanted = [frozenset(c.phrase for c in side[:PAIRED]) for side in (customers, helpers)]
            progress.start("comparing phrases", len(partitions))
            for met in engine.run(Matchmaker(listener, *wanted), partitions, workers=at_once):
                meetings.merge(met)
                progress.advance()
    places = {c.phrase: counts.customers.where[c.phrase][1] for c in customers[:top]}
    places |= {c.phrase: counts.helpers.where[c.phrase][1] for c in helpers[:top]}
    conversations = Lake(config.lake).conversation(set(places.values()))

    def typical(contrast: Contrast) -> Typical:
        conversation = thread(conversations[places[contrast.phrase]], listener.staff)
        mask = listener.mask(conversation)
        return Typical(contrast, example(conversation, contrast.phrase, mask, customers=contrast.z > 0))

    return Report(
        customers=tuple(map(typical, customers[:top])),
        helpers=tuple(map(typical, helpers[:top])),
        pairs=tuple(find_pairs(meetings)),
    )
