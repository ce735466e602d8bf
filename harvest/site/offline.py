"""The service worker of the built site: one that keeps it for when there is no connection, or one that goes.

Policy: a worker stays in a customer's browser until another takes its place, so each build writes one. Where
`search: offline` is off, that one deletes what was kept and removes itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest import __version__
from harvest.search.export import FOLDER
from harvest.site import searchbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.search.export import Export

WORKER: Final = "sw.js"
"""At the root of the site: a worker answers for the folder that it lies in."""
TEMPLATE: Final = "assets/harvest/offline/index.html"
"""The page for addresses that are not on the device; asked for by the address of its folder."""
LARGEST: Final = 1_000_000
"""Bytes of an index that browsers load whole when they have nothing else to do."""
MOST_PARTS: Final = 600
"""Files of such an index: each is a request."""
_SOURCES: Final = Path(__file__).parent / "worker"


def write(site: Path, search_url: str, index: Export, gone: Sequence[str] = ()) -> None:
    """Write the worker of a complete site: what it finds there is what it answers for. Raises OSError.

    `gone`: addresses of pages that were taken down; what browsers have kept of them goes.
    """
    scripts = (site / searchbox.SCRIPTS).rglob("*")
    first = [
        search_url,
        f"{FOLDER}/manifest.bin",
        TEMPLATE.removesuffix("index.html"),
        *sorted(path.relative_to(site).as_posix() for path in scripts if path.suffix in (".js", ".css")),
    ]
    names = sorted(path.name for path in site.iterdir() if not path.name.startswith((".", "_")))
    told = {
        "version": __version__,
        "build": index.build,
        "top": ["", *(name for name in names if name != WORKER)],
        "first": first,
        "offline": TEMPLATE.removesuffix("index.html"),
        "whole": whole(site, index),
        "gone": list(gone),
    }
    _put(site, f"const TOLD = {json.dumps(told)};\n{_source('on.js')}")


def write_off(site: Path) -> None:
    """Write the worker that takes the place of an earlier one and goes. Raises OSError."""
    _put(site, _source("off.js"))


def whole(site: Path, index: Export) -> list[str]:
    """The parts of an index in `site` that is small enough to be loaded whole, none of a larger one.

    They are named as the manifest names them: without the folder of the build and without the ending.
    """
    parts = {name: f"{index.build}/{name}" for name in index.files}
    parts |= {f"texts/{name}": f"texts/{name}" for name in index.texts}
    if len(parts) > MOST_PARTS:
        return []
    bytes_ = sum((site / FOLDER / f"{path}.bin").stat().st_size for path in parts.values())
    return sorted(parts) if bytes_ <= LARGEST else []


def _source(name: str) -> str:
    return searchbox.served((_SOURCES / name).read_text(encoding="utf-8"))


def _put(site: Path, text: str) -> None:
    (site / WORKER).write_text(text, encoding="utf-8", newline="\n")
