"""Live services: how their answers become posts, step by step. One file or folder each, one shared policy.

`harvest.pipeline.visiting` runs a service and commits its steps. What all services share, in the order in
which a request meets it:

- `service`: what a service is given (`Ask`) and must offer (`Service`, `Step`)
- `transport`, `pace`, `policy`: the only way out, when a request may go, and how patiently
- `answers`, `refusal`: whether an answer is what was asked for, and the errors that it amounts to
- `walk`, `young`, `failures`: lists read newest first over several runs, conversations that may still grow,
  and what could not be read while other things could

To add one:

1. `harvest/sources/live/NAME.py` with a class that is a `Service`, and its instance `SERVICE`; a folder where
   that is more than one thing. Its posts come from the functions of its archive format
   (`harvest/sources/NAME.py`, see there), so that a saved answer and a live one make the same posts.
2. Its line in `SERVICES`, below.
3. The keys that its `fetch` takes and needs, in its row of `harvest/config/formats.py`.
4. `tests/live/NAME/standin.py` with `SOURCES`, `ENVIRON` and `kettles()`, and its line in
   `tests/live/standins.py`: all faults run against it. `tests/live/NAME/test_NAME.py` has what is its own.
5. `docs/handbook/source-NAME.md` with the sections that the others have, and a link to it in the tables of
   `fetching.md` and `index.md` there.

A test fails for each of these that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.sources.live.bluesky import SERVICE as BLUESKY
from harvest.sources.live.discourse import SERVICE as DISCOURSE
from harvest.sources.live.github_discussions import SERVICE as GITHUB_DISCUSSIONS
from harvest.sources.live.mailbox import SERVICE as MAILBOX
from harvest.sources.live.mastodon import SERVICE as MASTODON
from harvest.sources.live.pace import Budget
from harvest.sources.live.policy import POLICY, Policy
from harvest.sources.live.qapage import SERVICE as QAPAGE
from harvest.sources.live.refusal import LaterError
from harvest.sources.live.service import Ask, Host, Known, Service, Step
from harvest.sources.live.stackexchange import SERVICE as STACK_EXCHANGE
from harvest.sources.live.transport import Web
from harvest.sources.live.x import SERVICE as X

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "POLICY",
    "SERVICES",
    "Ask",
    "Budget",
    "Host",
    "Known",
    "LaterError",
    "Policy",
    "Service",
    "Step",
    "Web",
]

SERVICES: Final[Mapping[str, Service]] = {
    each.format: each
    for each in (
        X,
        DISCOURSE,
        STACK_EXCHANGE,
        GITHUB_DISCUSSIONS,
        MASTODON,
        BLUESKY,
        MAILBOX,
        QAPAGE,
    )
}
"""By the format of their posts."""
