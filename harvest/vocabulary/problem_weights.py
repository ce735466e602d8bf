"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
    "answer-1": 0.45,
    "answer-2": 0.23,
    "answer-3": 0.03,
    "asks": 0.36,
    "asks-for": 0.2,
    "asks-nothing": -0.6,
    "bias": -2.52,
    "cannot": 0.74,
    "contrast": 0.82,
    "error-code": 1.29,
    "gets": 0.34,
    "heading-1": 0.69,
    "heading-2": 0.25,
    "heading-3": 0.37,
    "heading-again": 0.59,
    "how": 0.38,
    "last": -0.56,
    "leads-on": 0.23,
    "long": -0.28,
    "low": -0.35,
    "medium": 0.27,
    "message": 0.46,
    "mood": -0.34,
    "names-it": 0.4,
    "names-many": 0.38,
    "names-some": 0.45,
    "occasion": 0.31,
    "of-1": 0.51,
    "of-2": 0.51,
    "of-3": -0.23,
    "of-4": 0.02,
    "of-5": -0.81,
    "own-mind": -0.16,
    "place-0": 0.8,
    "place-1": 0.09,
    "place-2": -0.13,
    "place-3": -0.25,
    "place-4": 0.05,
    "place-5": -0.56,
    "points-back": -0.41,
    "praise": -0.8,
    "question": 0.76,
    "rant": -0.79,
    "sets-up": -0.17,
    "short": -0.08,
    "shown": 0.49,
    "somebody": -0.21,
    "story": -0.33,
    "title-1": -0.19,
    "title-2": 0.16,
    "title-3": 0.2,
    "title-again": 1.08,
    "tried": -0.17,
    "wants": 0.71,
    "went-well": -1.1,
}
