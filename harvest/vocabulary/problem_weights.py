"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
    "answer-1": 0.44,
    "answer-2": 0.22,
    "answer-3": 0.04,
    "asks": 0.39,
    "asks-for": 0.19,
    "asks-nothing": -0.62,
    "bias": -2.63,
    "cannot": 0.59,
    "contrast": 0.82,
    "error-code": 1.29,
    "fails": 0.32,
    "gets": 0.35,
    "heading-1": 0.6,
    "heading-2": 0.2,
    "heading-3": 0.33,
    "heading-again": 0.58,
    "how": 0.42,
    "last": -0.6,
    "leads-on": 0.28,
    "long": -0.28,
    "low": -0.34,
    "medium": 0.3,
    "message": 0.38,
    "mood": -0.35,
    "names-it": 0.39,
    "names-many": 0.39,
    "names-some": 0.43,
    "occasion": 0.31,
    "of-1": 0.47,
    "of-2": 0.58,
    "of-3": -0.27,
    "of-4": 0.02,
    "of-5": -0.8,
    "own-mind": -0.17,
    "place-0": 0.85,
    "place-1": 0.05,
    "place-2": -0.1,
    "place-3": -0.23,
    "place-4": 0.02,
    "place-5": -0.58,
    "points-back": -0.4,
    "praise": -0.8,
    "question": 0.8,
    "rant": -0.79,
    "sets-up": -0.16,
    "short": -0.08,
    "shown": 0.35,
    "somebody": -0.21,
    "story": -0.3,
    "title-1": -0.04,
    "title-2": 0.22,
    "title-3": 0.22,
    "title-again": 1.1,
    "tried": -0.16,
    "wants": 0.76,
    "went-well": -1.11,
}
