"""What each sign of a question's sentence weighs, in log-odds of its naming the problem.

Fitted by `python -m benchmarks.fit_quotations --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

PROBLEM: Final = {
    "asks": 0.46,
    "asks-for": 0.22,
    "bias": -3.15,
    "cannot": 0.54,
    "circumstance": 0.15,
    "contrast": 0.42,
    "error-code": 1.46,
    "gets": 0.25,
    "heading-1": 0.54,
    "heading-2": 0.13,
    "heading-3": 0.28,
    "how": 0.18,
    "long": -0.27,
    "medium": 0.34,
    "message": 0.25,
    "mood": -0.3,
    "names-it": 0.25,
    "names-many": 0.45,
    "names-some": 0.43,
    "occasion": 0.62,
    "place-0": 1.11,
    "place-1": 0.15,
    "place-2": -0.1,
    "place-3": -0.23,
    "place-4": -0.42,
    "place-5": -0.5,
    "points-back": -0.22,
    "question": 0.27,
    "somebody": -0.44,
    "story": -0.28,
    "title-1": 0.25,
    "title-2": 0.34,
    "title-3": 0.51,
    "tried": -0.19,
    "wants": 0.33,
    "went-well": -1.1,
}
