"""Only one distribution may provide `whoosh`: two overwrite each other's files, and chance decides."""

from __future__ import annotations

from importlib.metadata import distributions
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import Distribution

WANTED: Final = "whoosh-reloaded"


def check_whoosh(providers: Iterable[str] | None = None) -> None:
    """Raises HarvestError where several distributions provide `whoosh`.

    `providers`: the names of those that do; as the environment has them where it is None.
    """
    found = _providers() if providers is None else providers
    names = sorted({name.lower().replace("_", "-") for name in found})
    if len(names) > 1:
        others = " ".join(name for name in names if name != WANTED)
        raise HarvestError(
            f"{' and '.join(names)} both provide `whoosh` and overwrite each other",
            todo=f"pip uninstall {' '.join(names)}, then pip install {WANTED}" if others else "",
        )


def _providers() -> list[str]:
    """`importlib.metadata.packages_distributions` says the same and takes half a second of every command."""
    return [str(each.metadata["Name"]) for each in distributions() if _provides(each)]


def _provides(distribution: Distribution) -> bool:
    told = distribution.read_text("top_level.txt") or ""
    return (
        "whoosh" in told.split() or "\nwhoosh/__init__.py," in f"\n{distribution.read_text('RECORD') or ''}"
    )
