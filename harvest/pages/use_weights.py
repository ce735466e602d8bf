"""What each sign of a sentence weighs, in log-odds of an editor keeping it.

Fitted by `python -m benchmarks.fit_sentences --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

USE: Final = {
    "added": -0.67,
    "advises": 0.31,
    "after-colon": 0.26,
    "after-item": 0.5,
    "after-question": -0.59,
    "after-what-tells": 0.18,
    "before-item": 0.46,
    "before-what-tells": 0.28,
    "begins-with-i": -0.39,
    "bias": -0.78,
    "by-asker": -0.35,
    "by-staff": 0.23,
    "chatter": -1.24,
    "clause-instructs": 0.14,
    "code": 0.7,
    "codelike": 0.55,
    "colon": 0.33,
    "confirmed": 0.17,
    "exclaims": -0.6,
    "fact": 0.75,
    "first-reply": -0.14,
    "hedge": -0.43,
    "how-to": 0.51,
    "i": -1.14,
    "instructs": 0.22,
    "item": 0.79,
    "joint": -0.09,
    "late": -0.93,
    "lately": -0.24,
    "leans": -0.04,
    "link": 0.17,
    "mood": -0.9,
    "negation": -0.05,
    "no": -0.36,
    "one-of-few": -0.13,
    "one-of-many": -0.07,
    "one-of-posts": -0.4,
    "one-of-several": 0.45,
    "only-post": 0.84,
    "opens": -0.18,
    "opinion": -0.31,
    "past": -0.68,
    "place": 0.0,
    "question": -1.03,
    "repair": -0.62,
    "short": -0.47,
    "somebody": -0.74,
    "tries": -0.39,
    "we": -0.08,
    "you": 0.06,
    "you-can": 0.27,
}
