"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
    "answer-1": 0.43,
    "answer-2": 0.23,
    "answer-3": 0.03,
    "asks": 0.35,
    "asks-for": 0.21,
    "asks-nothing": -0.59,
    "bias": -2.55,
    "cannot": 0.77,
    "contrast": 0.83,
    "error-code": 1.29,
    "gets": 0.36,
    "heading-1": 0.76,
    "heading-2": 0.3,
    "heading-3": 0.32,
    "heading-again": 0.55,
    "how": 0.36,
    "last": -0.56,
    "leads-on": 0.26,
    "long": -0.27,
    "low": -0.34,
    "medium": 0.31,
    "message": 0.47,
    "mood": -0.34,
    "names-it": 0.4,
    "names-many": 0.41,
    "names-some": 0.43,
    "occasion": 0.34,
    "of-1": 0.46,
    "of-2": 0.55,
    "of-3": -0.25,
    "of-4": 0.04,
    "of-5": -0.8,
    "own-mind": -0.17,
    "place-0": 0.81,
    "place-1": 0.06,
    "place-2": -0.1,
    "place-3": -0.23,
    "place-4": 0.02,
    "place-5": -0.57,
    "points-back": -0.4,
    "praise": -0.8,
    "question": 0.77,
    "rant": -0.79,
    "sets-up": -0.17,
    "short": -0.13,
    "shown": 0.37,
    "somebody": -0.21,
    "story": -0.31,
    "title-1": -0.24,
    "title-2": 0.09,
    "title-3": 0.27,
    "title-again": 1.18,
    "tried": -0.17,
    "wants": 0.74,
    "went-well": -1.11,
}
