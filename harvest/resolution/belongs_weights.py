"""What each sign of a post weighs, in log-odds of its being part of the answer.

Fitted by `python -m benchmarks.fit_posts --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

BELONGS: Final = {
    "120 words": 0.35,
    "18 words": 0.25,
    "250 words": 0.7,
    "accepted": 1.75,
    "account": 0.66,
    "after the named": -0.26,
    "asks": -0.74,
    "before the named": -0.3,
    "bias": -2.84,
    "confirms": 0.55,
    "early": 0.26,
    "first": 0.25,
    "found the fix alone": 0.38,
    "is glad that it helped": -0.96,
    "like the named": 0.4,
    "many words of the question": 0.34,
    "most words of the question": 0.17,
    "much like the named": 0.33,
    "named": 0.87,
    "named alone": 1.05,
    "no help later": 0.36,
    "of few": 0.53,
    "of many": -0.27,
    "of very many": -0.41,
    "only guesses": -0.49,
    "own": -1.11,
    "same helper": 0.36,
    "says that the cause or the fix was found": 0.38,
    "says what to do": 0.29,
    "substance": 0.28,
    "tells the reader what they can do": 0.36,
    "thanked": 0.58,
    "thanks": -0.5,
    "to the question": 0.18,
    "words of the question": 0.32,
}
