"""Live services: one file each, one shared transport policy.

To add one: a module with a class that is a `Service`, its instance in `SERVICES`, the keys that it takes in
`harvest/config/fetching.py`, a page in `docs/handbook/sources/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.sources.live.discourse import SERVICE as DISCOURSE
from harvest.sources.live.policy import POLICY, Policy
from harvest.sources.live.qapage import SERVICE as QAPAGE
from harvest.sources.live.refusal import LaterError
from harvest.sources.live.service import Ask, Host, Known, Service, Step
from harvest.sources.live.transport import Budget, Web

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

SERVICES: Final[Mapping[str, Service]] = {each.format: each for each in (DISCOURSE, QAPAGE)}
"""By the format of their posts."""
