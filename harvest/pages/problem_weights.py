"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
    "asks": 0.46,
    "asks-for": 0.23,
    "bias": -3.05,
    "cannot": 0.54,
    "contrast": 0.43,
    "error-code": 1.46,
    "gets": 0.26,
    "heading-1": 0.62,
    "heading-2": 0.21,
    "heading-3": 0.35,
    "heading-again": 0.62,
    "how": 0.19,
    "long": -0.22,
    "medium": 0.31,
    "message": 0.28,
    "mood": -0.31,
    "names-it": 0.26,
    "names-many": 0.51,
    "names-some": 0.49,
    "occasion": 0.65,
    "place-0": 1.13,
    "place-1": 0.16,
    "place-2": -0.11,
    "place-3": -0.25,
    "place-4": -0.36,
    "place-5": -0.57,
    "points-back": -0.23,
    "question": 0.26,
    "somebody": -0.44,
    "story": -0.28,
    "title-1": 0.05,
    "title-2": 0.15,
    "title-3": 0.23,
    "title-again": 0.98,
    "tried": -0.18,
    "wants": 0.31,
    "went-well": -1.1,
}
