"""What each sign of a sentence weighs, in log-odds of an editor keeping it.

Fitted by `python -m benchmarks.fit_sentences --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

USE: Final = {
    "advises": 0.74,
    "asker": -0.64,
    "begins-with-i": -0.26,
    "beside-instruction": 0.47,
    "bias": -0.36,
    "clause-instructs": 0.22,
    "code": 1.14,
    "codelike": 0.45,
    "colon": 0.16,
    "condition": -0.15,
    "condition-first": -0.12,
    "confirmed": -0.35,
    "confirms": -0.1,
    "digit": -0.02,
    "exclaims": -0.23,
    "fact": 0.15,
    "failed": -0.03,
    "forum": 0.13,
    "hedge": -0.37,
    "i": -1.21,
    "i-did": 0.08,
    "i-would": -0.23,
    "in-instructions": 0.11,
    "instructs": 0.58,
    "item": 0.87,
    "joint": -0.32,
    "lately": -0.41,
    "link": 0.2,
    "long": 0.03,
    "mask": -0.09,
    "mood": -0.56,
    "negation": -0.12,
    "note": 0.21,
    "one-of-few": 0.32,
    "one-of-many": -0.84,
    "opinion": -0.53,
    "past": -0.16,
    "picture": -0.2,
    "place": 0.01,
    "points-back": -0.24,
    "question": -0.96,
    "reason": 0.35,
    "repair": -0.51,
    "short": -0.13,
    "somebody": -0.53,
    "tries": -0.43,
    "we": -0.24,
    "why": 0.08,
    "you": 0.01,
    "you-can": 0.49,
    "your-case": -0.22,
}
