"""What is served after a publication: a host that takes everything and shows nothing is found out at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status.publishing.fetching import Unserved, client, compare, manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.status.model import Target
    from harvest.status.publishing.job import Job

WAIT: Final = {"git": 0.0}
"""Seconds for which is waited until it shows. Hosts of branches take minutes: they are not waited for."""
USUAL: Final = 5.0
ANSWER: Final = 10.0
"""Seconds for one answer."""
_PAUSE: Final = 0.2


def served(target: Target, job: Job, sleep: Callable[[float], None]) -> str:
    """What to add to what was done. HarvestError where something else is served than was published."""
    wait = _wait(target)
    if not target.url or not wait:
        return ", not looked at" if target.url else ""
    ours = job.bundle.manifest
    end = job.deadline.clock() + min(wait, job.deadline.left())
    with client(min(ANSWER, job.deadline.left())) as asking:
        while True:
            try:
                there, _ = manifest(asking, target.url)
                why = f"shows build {there.build}"
                if there.build == ours.build or (there.build > ours.build and not job.force):
                    break
            except Unserved as error:
                why = str(error)
            if job.deadline.clock() >= end:
                todo = "look whether the server serves that place, and what lies before it keeps"
                raise HarvestError(f"has taken {ours.build}, but {target.url} {why}", todo=todo)
            sleep(_PAUSE)
        if there.build != ours.build:
            return ", and a newer one is there by now"
        found = compare(asking, target.url, ours.files)
    if found.wrong:
        more = f" and {len(found.wrong) - 1} more" if len(found.wrong) > 1 else ""
        raise HarvestError(
            f"has taken everything, but {target.url}{found.wrong[0]}{more}", todo="run it again"
        )
    return ", and is served"


def _wait(target: Target) -> float:
    typed = target.options.get("wait", "")
    try:
        return max(0.0, min(float(typed), 600.0)) if typed else WAIT.get(target.kind, USUAL)
    except ValueError:
        raise HarvestError(f"`wait: {typed}` is no number of seconds") from None
