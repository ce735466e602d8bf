"""How the configured sources stand: what the lake has of each, and how its last fetch went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from harvest.lake import Lake
from harvest.pipeline.visiting import ENDED, FAILED, FREE, THROUGH, held_back

if TYPE_CHECKING:
    from harvest.config import Config
    from harvest.lake import SourceCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One source."""

    name: str
    format: str
    """"" where mkdocs.yml does not name the source."""
    live: bool
    """Whether it can be fetched; else it is imported from archives."""
    posts: int
    """In the lake, deleted ones left out."""
    last: datetime | None
    """When the last run ended, or rows were last taken in."""
    through: datetime | None
    """Everything that was there at this time has been read: when the last run began that came to the end."""
    free: datetime | None
    """When the service may be asked next; None for now."""
    failed: str
    """Why the last run failed; "" where it did not."""


def standing(config: Config, now: datetime) -> tuple[Standing, ...]:
    """Every configured source, in the order of mkdocs.yml, then others in the lake. Raises LakeError."""
    lake = Lake(config.lake)
    held = {count.name: count for count in lake.sources()}
    found = []
    for source in config.sources:
        count = held.get(source.name)

        def cursor(key: str, name: str = source.name) -> datetime | None:
            text = lake.cursor(name, key)
            return datetime.fromisoformat(text) if text else None

        found.append(
            Standing(
                name=source.name,
                format=source.format,
                live=source.fetch is not None,
                posts=count.posts if count else 0,
                last=cursor(ENDED) or (count.fetched if count else None),
                through=cursor(THROUGH),
                free=held_back(lake.cursor(source.name, FREE), now),
                failed=lake.cursor(source.name, FAILED) or "",
            )
        )
    named = {source.name for source in config.sources}
    found += [_unnamed(count) for name, count in held.items() if name not in named]
    return tuple(found)


def _unnamed(count: SourceCount) -> Standing:
    """What the lake has of a source that mkdocs.yml does not name, or no longer by this name."""
    return Standing(
        name=count.name,
        format="",
        live=False,
        posts=count.posts,
        last=count.fetched,
        through=None,
        free=None,
        failed="",
    )
