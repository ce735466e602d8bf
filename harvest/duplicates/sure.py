"""From which lead on a question belongs to a page: found out for each collection.

How far the best page must be ahead depends on how many phrases pages have, how near each other they are,
and how many of the questions have a page at all. None of that is known beforehand, but all of it can be
estimated from the phrases, which people have reviewed, and from the questions as a whole:

- *strangers*: phrases tried after their own page has been taken away. Whatever they join is wrong. So they
  show how often a question without a page gets how much of a lead (the decoys of Elias & Gygi 2007).
- *returners*: phrases tried after they themselves have been taken away, and their page has not. They show
  how often a question is drawn to a neighbour of its page.
- The share of questions without a page: of those, half stay below the strangers' median (Storey 2002). It
  mostly comes out too high (.45 for .33 on BANKING77, .36 for .35 on StackFAQ); with 30 pages also too low.

The bar is the lowest lead at which the estimated share of wrong ones among all that join is at most 1 -
`TARGET`. Where few questions have a page, or too few phrases are there to tell, no lead is enough.

What it cannot see: a topic that customers ask about, that no page treats, and that is a near neighbour of a
page. The fewer of such topics have pages, the more the trial is an optimist (see `known`, half and most of
the pages missing); therefore `LEAST`, and `known.FEWEST`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET: Final = 0.925
"""Share of the joined questions that must be right by the estimate, which is a pessimist: .96 were."""
LEAST: Final = 0.3
"""No lead below this is enough: a page's own phrases score about 1. Holds where the trial is an optimist."""
NEVER: Final = math.inf


@dataclass(frozen=True, slots=True)
class Trial:
    """Leads of the phrases when they are tried as if they were new. 0: no page is ahead."""

    strangers: tuple[float, ...]
    returned_wrongly: tuple[float, ...]
    """Of the returners that were drawn to a page not theirs."""
    returners: int
    """All of them."""


def bar(leads: Sequence[float], trial: Trial) -> float:
    """The lowest lead that is enough, given those of all questions; `NEVER` where none is."""
    if not leads or not trial.strangers or not trial.returners:
        return NEVER
    strangers, wrongly, asked = sorted(trial.strangers), sorted(trial.returned_wrongly), sorted(leads)
    without = _without_page(asked, strangers)
    for place, lead in enumerate(asked):
        if lead < LEAST or (place and asked[place - 1] == lead):
            continue
        strange = (_from(strangers, lead) + 1) / (len(strangers) + 1)
        astray = (_from(wrongly, lead) + 1) / (trial.returners + 1)
        wrong = len(asked) * (without * strange + (1 - without) * astray)
        if wrong <= (1 - TARGET) * (len(asked) - place):
            return lead
    return NEVER


def _without_page(asked: Sequence[float], strangers: Sequence[float]) -> float:
    """The share of questions that have no page, at most; both sorted."""
    median = strangers[len(strangers) // 2]
    below = bisect_right(strangers, median) / len(strangers)
    return min(1.0, (bisect_right(asked, median) + 1) / (len(asked) * below))


def _from(leads: Sequence[float], least: float) -> int:
    return len(leads) - bisect_left(leads, least)
