"""The engines that are compared: how each is built; how each is asked is a `.js` file beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.search.engines import material, minisearch, ours, pagefind, zensical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.search.engines.built import Build

OURS: Final = "ours"
PEERS: Final[Mapping[str, Build]] = {
    "material": material.build,
    "zensical": zensical.build,
    "minisearch": minisearch.build,
    "pagefind": pagefind.build,
}
ENGINES: Final[Mapping[str, Build]] = {OURS: ours.build, **PEERS}
