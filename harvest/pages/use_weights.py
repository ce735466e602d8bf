"""What each sign of a sentence weighs, in log-odds of an editor keeping it.

Fitted by `python -m benchmarks.fit_sentences --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

USE: Final = {
    "advises": 0.28,
    "asker": -1.2,
    "begins-with-i": -0.6,
    "bias": 0.02,
    "clause-instructs": 0.25,
    "code": 1.01,
    "codelike": 0.95,
    "colon": 0.02,
    "condition": -0.04,
    "condition-first": 0.06,
    "confirmed": -0.29,
    "confirms": -0.13,
    "digit": -0.27,
    "exclaims": -0.35,
    "fact": 0.48,
    "failed": -0.05,
    "forum": 0.19,
    "hedge": -0.54,
    "i": -1.43,
    "i-would": -0.28,
    "in-instructions": -0.17,
    "instructs": 0.38,
    "item": 0.79,
    "joint": -0.12,
    "lately": -0.17,
    "link": -0.09,
    "long": 0.03,
    "mask": -0.09,
    "mood": -0.71,
    "negation": -0.12,
    "note": 0.37,
    "one-of-few": 0.02,
    "one-of-many": 0.25,
    "opinion": -0.69,
    "past": -0.19,
    "picture": -0.08,
    "place": -0.06,
    "question": -1.11,
    "reason": 0.33,
    "repair": -0.64,
    "short": -0.43,
    "somebody": -0.76,
    "tries": -0.26,
    "we": 0.43,
    "why": 0.07,
    "you": -0.1,
    "you-can": 0.34,
    "your-case": -0.31,
}
