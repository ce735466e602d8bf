"""What somebody asks for on GitHub is promoted as everything is, and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.lake import Lake
from harvest.pipeline.outcomes import Did, Mode, Outcome
from harvest.pipeline.promoting import promote
from harvest.pipeline.proposals import Wish
from harvest.proposing import answering
from harvest.proposing.answering import Told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from harvest.config import Config
    from harvest.progress import Progress
    from harvest.promote.forge import Forge
    from harvest.proposing.asked import Asking


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """What was done, and what to answer."""

    answer: str
    """Markdown."""
    outcomes: tuple[Outcome, ...] = ()


def sources(config: Config) -> frozenset[str]:
    """The names of sources that a reference can begin with."""
    known = {source.name for source in Lake(config.lake).sources()}
    return frozenset(known | {source.name for source in config.sources})


def fulfil(
    config: Config,
    asking: Asking,
    *,
    forge: Forge,
    environ: Mapping[str, str],
    today: date,
    workers: int,
    progress: Progress,
) -> Fulfilled:
    """Promote what was asked for, if who asks may write to the repository. Raises as `promote` does."""
    if not forge.may_write(asking.account):
        return Fulfilled(answering.refusal(asking))
    if not asking.threads:
        return Fulfilled(answering.answer(asking, ()))
    outcomes = promote(
        config,
        Wish(threads=asking.threads),
        forge=forge,
        mode=Mode.REQUEST,
        environ=environ,
        today=today,
        workers=workers,
        progress=progress,
    )
    return Fulfilled(answering.answer(asking, map(_told, outcomes)), outcomes)


def _told(outcome: Outcome) -> Told:
    done = "" if outcome.did in {Did.LEFT, Did.FAILED, Did.WAITS} else outcome.did.value
    again = "please ask again then" if outcome.did is Did.WAITS else ""  # nothing remembers it
    what = "; ".join(filter(None, (done, outcome.why, again)))
    return Told(thread=outcome.thread, what=what, url=outcome.url)
