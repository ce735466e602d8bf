"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
    "answer-1": 0.38,
    "answer-2": 0.24,
    "answer-3": 0.02,
    "asks": 0.39,
    "asks-for": 0.22,
    "asks-nothing": -0.63,
    "bias": -2.53,
    "breaks": 0.59,
    "cannot": 0.76,
    "contrast": 0.9,
    "error-code": 1.3,
    "gets": 0.38,
    "heading-1": 0.73,
    "heading-2": 0.29,
    "heading-3": 0.36,
    "heading-again": 0.74,
    "how": 0.42,
    "last": -0.61,
    "leads-on": 0.17,
    "long": -0.24,
    "low": -0.34,
    "medium": 0.21,
    "message": 0.45,
    "mood": -0.37,
    "musing": -1.46,
    "names-it": 0.58,
    "names-many": 0.36,
    "names-some": 0.44,
    "occasion": 0.34,
    "of-1": 0.52,
    "of-2": 0.51,
    "of-3": -0.21,
    "of-4": -0.04,
    "of-5": -0.78,
    "own-mind": -0.12,
    "place-0": 0.74,
    "place-1": 0.19,
    "place-2": -0.13,
    "place-3": -0.31,
    "place-4": 0.05,
    "place-5": -0.55,
    "points-back": -0.43,
    "praise": -0.8,
    "question": 0.84,
    "rant": -0.57,
    "sets-up": -0.2,
    "short": -0.19,
    "shown": 0.44,
    "somebody": -0.17,
    "story": -0.45,
    "title-1": -0.2,
    "title-2": 0.17,
    "title-3": 0.23,
    "title-again": 1.21,
    "tried": -0.31,
    "wants": 0.75,
    "went-well": -1.1,
}
