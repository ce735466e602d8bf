"""Only one distribution may provide `whoosh`: two overwrite each other's files, and chance decides."""

from __future__ import annotations

from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Mapping

WANTED: Final = "whoosh-reloaded"


def check_whoosh(providers: Mapping[str, list[str]] | None = None) -> None:
    """Raises HarvestError where several distributions provide `whoosh`.

    `providers`: distributions by the package they provide, as the environment has them where it is None.
    """
    found = (packages_distributions() if providers is None else providers).get("whoosh", [])
    names = sorted({name.lower().replace("_", "-") for name in found})
    if len(names) > 1:
        others = " ".join(name for name in names if name != WANTED)
        raise HarvestError(
            f"{' and '.join(names)} both provide `whoosh` and overwrite each other",
            todo=f"pip uninstall {' '.join(names)}, then pip install {WANTED}" if others else "",
        )
