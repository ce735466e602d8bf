"""What the site needs to know of the `harvest` block of mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harvest.markup import safe_href
from harvest.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISH: Final = (State.REVIEWED, State.VALIDATED, State.STALE)
"""Unless configured otherwise, nothing reaches customers that nobody has reviewed."""


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """The part of the configuration that the site shows or obeys."""

    company: str = ""
    community: str = ""
    """Where customers can ask people; "" for nowhere."""
    publish: frozenset[State] = frozenset(PUBLISH)
    topics: tuple[str, ...] = ()
    """Topic names in the order the company wants them."""


def from_block(block: Mapping[str, Any]) -> SiteOptions:
    """The options as the block has them; the block itself is validated elsewhere, with line numbers."""
    company = block.get("company")
    company = company if isinstance(company, dict) else {}
    publish = block.get("publish")
    topics = block.get("topics")
    return SiteOptions(
        company=str(company.get("name") or ""),
        community=safe_href(str(company.get("community") or "")),
        publish=frozenset(state for state in State if state in publish and state is not State.RETIRED)
        if isinstance(publish, list)
        else frozenset(PUBLISH),
        topics=tuple(str(topic) for topic in topics) if isinstance(topics, list) else (),
    )
