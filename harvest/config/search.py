"""`search`: what the search of the site does beyond searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.values import as_yes_no

if TYPE_CHECKING:
    import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """What the search of the site does beyond searching."""

    misses: bool = False
    """Whether a browser tells the site's own host which words found nothing, by asking for a tiny file."""
    offline: bool = False
    """Whether browsers keep what was visited, and the search, for when there is no connection."""


SEARCH_KEYS: Final = (
    Key("misses", as_yes_no, "Whether words that found nothing are told to your own access log."),
    Key("offline", as_yes_no, "Whether visited pages and the search work without a connection."),
)


def read_search(reading: Reading, node: yaml.Node) -> SearchOptions | None:
    """The block; None (noted) where it has mistakes."""
    values = reading.block(node, SEARCH_KEYS, nodes.line_of(node))
    return None if values is None else SearchOptions(**values)
