"""What `harvest vocabulary` has to say: the typical phrases of both sides, and which may mean the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvest.vocabulary.contrast import Contrast
    from harvest.vocabulary.pairs import Pair


@dataclass(frozen=True, slots=True)
class Typical:
    """A phrase that one side uses more than the other, with a masked sentence of that side."""

    contrast: Contrast
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Both sides, the most typical first."""

    customers: tuple[Typical, ...]
    helpers: tuple[Typical, ...]
    pairs: tuple[Pair, ...] = ()
    """Looked for only where asked for; strongest first."""
