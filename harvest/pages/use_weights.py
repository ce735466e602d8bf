"""What each sign of a sentence weighs, in log-odds of an editor keeping it.

Fitted by `python -m benchmarks.fit_sentences --write`: change signs, not numbers.
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any sign is seen."""

USE: Final = {
    "added": -0.17,
    "advises": 0.32,
    "after-colon": 0.19,
    "after-item": 0.48,
    "after-question": -0.55,
    "after-what-tells": 0.21,
    "before-item": 0.49,
    "before-what-tells": 0.25,
    "begins-with-i": -0.39,
    "bias": -1.07,
    "by-asker": -0.26,
    "by-staff": 0.17,
    "chatter": -1.21,
    "clause-instructs": 0.2,
    "code": 0.68,
    "codelike": 0.61,
    "colon": 0.21,
    "confirmed": 0.24,
    "exclaims": -0.69,
    "fact": 0.78,
    "first-reply": 0.05,
    "hedge": -0.45,
    "how-to": 0.65,
    "i": -1.13,
    "instructs": 0.22,
    "item": 0.78,
    "joint": -0.16,
    "late": -0.76,
    "lately": -0.27,
    "leans": -0.02,
    "link": 0.12,
    "mood": -0.87,
    "negation": -0.11,
    "no": -0.09,
    "one-of-few": -0.18,
    "one-of-many": -0.08,
    "one-of-posts": -0.5,
    "one-of-several": 0.36,
    "only-post": 0.99,
    "opens": -0.2,
    "opinion": -0.24,
    "past": -0.62,
    "place": 0.04,
    "question": -1.07,
    "repair": -0.62,
    "short": -0.49,
    "somebody": -0.28,
    "tries": -0.39,
    "we": -0.04,
    "you": 0.04,
    "you-can": 0.28,
}
