"""Which conversations of the lake staff has marked for promotion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.lake import read_partition
from harvest.pipeline.judging import of_all
from harvest.proposing.marked import marked
from harvest.threads import StaffList, thread

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.config import Config, Marks
    from harvest.progress import Progress


@dataclass(frozen=True, slots=True)
class Look:
    """Reads one partition of the lake for marks; travels to the worker processes."""

    staff: StaffList
    marks: Marks

    def __call__(self, partition: Path) -> list[tuple[str, str]]:
        """`Thread.ref` and by what it is marked, of those that are."""
        conversations = (thread(posts, self.staff) for posts in read_partition(partition))
        return [(known.ref, by) for known in conversations if (by := marked(known, self.marks))]


def find_marked(config: Config, *, workers: int, progress: Progress) -> dict[str, str]:
    """`Thread.ref` to by what it is marked; nothing is read where the configuration knows no marks."""
    marks = config.promote.marks
    if not marks.tags and not marks.words:
        return {}
    return dict(sorted(of_all(Look(StaffList.of(config.staff), marks), config, workers, progress)))
