"""Live services: one file each, one shared transport policy.

To add one: a module with a class that is a `Service`, its instance in `SERVICES`, the keys that it takes in
`harvest/config/fetching.py`, a page in `docs/handbook/sources/`.
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
        QAPAGE,
        MAILBOX,
    )
}
"""By the format of their posts."""
