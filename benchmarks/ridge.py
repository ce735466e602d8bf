"""Ridge logistic regression: weights for things that are there or not. Needs NumPy (`pip install numpy`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BIAS: Final = "bias"
PULL: Final = 5.0
"""How strongly a weight is drawn to what was thought of it: the inverse variance of a Gaussian prior."""
ROUNDS: Final = 25
"""Newton's steps; it has settled after ten."""


def ridge(
    names: Sequence[str],
    rows: Sequence[Sequence[float]],
    truth: Sequence[bool],
    *,
    thought: Mapping[str, float],
    shares: Sequence[float] | None = None,
) -> dict[str, float]:
    """The weight of each name, and of `BIAS`, in log-odds.

    `rows` has a column for each name; `thought` is what its weight is drawn to, zero where it names none.
    With `shares`, the weights of the rows, there is no bias: that is for differences between two things.
    """
    import numpy as np  # noqa: PLC0415 — only who fits needs it

    mean = np.array([thought.get(name, 0.0) for name in names] + [0.0])
    pull = np.array([PULL] * len(names) + [1e9 if shares else 0.0])
    fired = np.array([[*row, 1.0] for row in rows])
    wanted = np.array(truth, dtype=float)
    share = np.ones(len(rows)) if shares is None else np.array(shares)
    found = mean.copy()
    for _ in range(ROUNDS):
        sure = 1 / (1 + np.exp(-fired @ found))
        slope = fired.T @ (share * (sure - wanted)) + pull * (found - mean)
        bend = (fired.T * (share * sure * (1 - sure))) @ fired + np.diag(pull + 1e-9)
        found -= np.linalg.solve(bend, slope)
    table = {BIAS: round(float(found[-1]), 2) if shares is None else 0.0}
    return table | {name: round(float(weight), 2) for name, weight in zip(names, found, strict=False)}


def confidence(table: Mapping[str, float], there: Iterable[str]) -> float:
    """The chance, by a fitted table, of something of which these are there."""
    return 1 / (1 + math.exp(-table[BIAS] - sum(table.get(name, 0.0) for name in there)))


def row(names: Sequence[str], there: Iterable[str]) -> list[float]:
    """A row of `ridge`: one for each name that is there."""
    found = set(there)
    return [float(name in found) for name in names]
